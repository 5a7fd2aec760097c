"""What a run remembers while it goes on: plain arrays that Python can grow between two calls of the kernel."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.engine.codes import COUNTERS
from counterflow.pathway.drivers import new_drivers
from counterflow.people.register import Register, empty_register
from counterflow.world import CHANNELS, Floats, Ints, Words

STREAM_CURSORS = 17
"""Most cursors of a place's or a cohort's process: one for each strip. They are the first to be made."""


class Cursors(NamedTuple):
    """One cursor per (process, strip): where in its stream of points it stands. The heap orders them by their next point."""

    heap: Ints  # cursor numbers
    due: Floats  # their times, in the order of the heap
    time: Floats
    purpose: Words
    entity: Words
    strip: Ints
    year: Ints
    number: Ints  # of the present point within its cell
    height: Floats
    lowest_strip: Floats  # width of the process's lowest strip
    ceiling: Floats  # highest rate of a person's process, at full salience: higher points are passed over
    row: Ints  # of the ledger for a person's process, of `bounds` for a place's or cohort's
    epoch: Ints  # the ledger row's epoch when the cursor was made; an older one is dropped
    free: Ints


class Aims(NamedTuple):
    """By cursor of a place's or a cohort's process: whom its next point is aimed at (targets.Target, field by field)."""

    numbers: Ints  # [cursors, 21]
    measures: Floats  # [cursors, 6]


class Ledger(NamedTuple):
    """The people whom recruitment reached and who engaged, or were taken along."""

    person: Ints
    state: Ints
    epoch: Ints  # raised when the person's open processes end
    place: Ints  # where engaged
    channel: Ints
    role: Ints  # 0 fighter, 1 family
    theatre: Ints
    exit: Ints
    seats: Ints  # bit j: holds a seat of programme j


class Seats(NamedTuple):
    """The seats of the arm's programmes; nothing but zeros for those without."""

    taken: Ints  # [J] at present
    served: Ints  # [J] ever taken
    refused: Ints  # [J] times that somebody covered found none free
    years: Floats  # [J] for which they were held, up to those that are held now


class Tally(NamedTuple):
    """Event rows, and approaches by month."""

    time: Floats
    row: Ints  # [., 5] kind, person, place, channel, extra (theatre, or the person who called)
    cause: Words  # [., 3] entity, purpose, index of the point
    approaches: Ints  # [months, C, channels, 4 kinds of place]


class State(NamedTuple):
    """Everything that changes during a run."""

    counters: Ints
    cursors: Cursors
    aims: Aims
    ceilings: Floats  # [streams, Y] highest rate of each place's and cohort's process in each year, at full salience
    bounds: Floats  # [streams, Y] the same at that year's salience
    salience: Floats  # [Y] highest in each year
    ledger: Ledger
    register: Register
    seats: Seats
    tally: Tally
    touched: Ints  # hash set of everybody ever approached
    scratch: Floats  # [2, REMEMBERED, 5]
    drivers: Floats  # [SLOTS of the drivers]


def new_state(
    streams: int,
    years: int,
    cohorts: int,
    programmes: int,
    *,
    cursors: int,
    people: int,
    rows: int,
    touched: int,
) -> State:
    """An empty state with the given room (all are grown when full)."""
    return State(
        counters=np.zeros(len(COUNTERS), np.int64),
        cursors=Cursors(
            heap=np.zeros(cursors, np.int64),
            due=np.zeros(cursors),
            time=np.zeros(cursors),
            purpose=np.zeros(cursors, np.uint64),
            entity=np.zeros(cursors, np.uint64),
            strip=np.zeros(cursors, np.int64),
            year=np.zeros(cursors, np.int64),
            number=np.zeros(cursors, np.int64),
            height=np.zeros(cursors),
            lowest_strip=np.zeros(cursors),
            ceiling=np.zeros(cursors),
            row=np.zeros(cursors, np.int64),
            epoch=np.zeros(cursors, np.int64),
            free=np.zeros(cursors, np.int64),
        ),
        aims=Aims(
            np.zeros((STREAM_CURSORS * streams, 21), np.int64), np.zeros((STREAM_CURSORS * streams, 6))
        ),
        ceilings=np.zeros((streams, years)),
        bounds=np.zeros((streams, years)),
        salience=np.zeros(years),
        ledger=Ledger(*(np.zeros(people, np.int64) for _ in Ledger._fields)),
        register=empty_register(people),
        seats=Seats(
            taken=np.zeros(programmes, np.int64),
            served=np.zeros(programmes, np.int64),
            refused=np.zeros(programmes, np.int64),
            years=np.zeros(programmes),
        ),
        tally=Tally(
            time=np.zeros(rows),
            row=np.zeros((rows, 5), np.int64),
            cause=np.zeros((rows, 3), np.uint64),
            approaches=np.zeros((12 * years, cohorts, len(CHANNELS), 4), np.int64),
        ),
        touched=np.full(_power_of_two(touched), -1),
        scratch=np.zeros((2, 64, 5)),
        drivers=new_drivers(),
    )


def _power_of_two(least: int) -> int:
    return 1 << (least - 1).bit_length()


def _longer(array: NDArray[Any]) -> NDArray[Any]:
    longer = np.zeros((2 * array.shape[0], *array.shape[1:]), array.dtype)
    longer[: array.shape[0]] = array
    return longer


def grow_cursors(state: State) -> State:
    """Twice the room for cursors."""
    return state._replace(cursors=Cursors(*(_longer(array) for array in state.cursors)))


def grow_rows(state: State) -> State:
    """Twice the room for event rows."""
    tally = state.tally
    return state._replace(
        tally=tally._replace(time=_longer(tally.time), row=_longer(tally.row), cause=_longer(tally.cause))
    )


def grow_people(state: State) -> State:
    """Twice the room in the ledger and its register."""
    ledger = Ledger(*(_longer(array) for array in state.ledger))
    register = empty_register(2 * state.register.absent.size)._replace(absent=_longer(state.register.absent))
    return state._replace(ledger=ledger, register=register)


def grow_touched(state: State) -> State:
    """Twice the room for the set of people approached; the caller enters them again."""
    return state._replace(touched=np.full(2 * state.touched.shape[0], -1))
