"""One run: a plain function of (world, arm, seed, run number)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from counterflow.engine import codes, loop
from counterflow.engine.ledger import enrol_again, touch_again
from counterflow.engine.state import State, grow_cursors, grow_people, grow_rows, grow_touched, new_state
from counterflow.engine.streams import (
    FINE,
    TOO_HIGH,
    TOO_MANY,
    Streams,
    fill_streams,
    new_streams,
    open_streams,
)
from counterflow.people.luck import draw_luck
from counterflow.people.packed import pack, unpack
from counterflow.world import Arm, Floats, Ints, Words, World

ENGINE_VERSION = 1
"""Raised whenever the event log of a stored set of runs changes: what was computed with another version is not comparable."""
EVENTS_PER_CALL = 100_000
_PROBLEMS = {
    TOO_HIGH: "a rate of approaches is beyond what the strips can hold; lower the rates or split the cohort",
    TOO_MANY: "more points in one year than an index can number; lower the rates or split the cohort",
}


class EngineError(RuntimeError):
    """The engine cannot run this world as asked; the message says what would help."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much work a run was."""

    events: int
    proposals: int  # points below the bound of their process: looked at
    void: int  # of these, with a target absent, too young, engaged or gone
    approaches: int  # that reached a present person
    touched: int  # people approached at least once
    engaged: int  # people in the ledger, families included
    people: int  # alive in the world

    @property
    def share_touched(self) -> float:
        """People ever approached over people alive."""
        return self.touched / self.people


@dataclass(frozen=True, slots=True)
class History:
    """What happened in a run, in order: event row i is (time[i], kind[i], ...)."""

    time: Floats  # [events] years
    kind: Ints  # [events] index of codes.EVENTS
    person: Ints
    place: Ints  # where it happened; for commitments, family and what follows a departure: where the person was engaged
    channel: Ints  # index of world.CHANNELS
    extra: Ints  # theatre of a departure; the caller of a peer's contact, else -1
    cause: Words  # [events, 3] entity, purpose, index of the point that made it happen
    approaches: Ints  # [months, C, channels, 4] approaches by month, cohort, channel, kind of place
    counts: Counts


def run_key(seed: int, run: int) -> np.uint64:
    """The Philox key of a run: 32 bits each."""
    if not (0 <= seed < 2**32 and 0 <= run < 2**32):
        raise ValueError(f"seed and run must lie in 0..{2**32 - 1}; got seed {seed}, run {run}")
    return np.uint64(run << 32 | seed)


def simulate(
    world: World, arm: Arm, seed: int, run: int = 0, *, tick: Callable[[float], None] | None = None
) -> History:
    """One simulated history of the world under the arm's programmes.

    `tick` is called with the time reached, in years, every 100,000 events; it may raise to stop the run.
    Raises EngineError where a rate is beyond what the points can represent.
    """
    world, arm = pack(world), pack(arm)
    luck = draw_luck(world, run_key(seed, run))
    streams = pack(new_streams(unpack(world)))
    fill_streams(world, arm, luck, streams)
    state = _first_state(unpack(world), unpack(streams))
    packed = pack(state)
    problem = open_streams(world, luck, streams, packed)
    if problem != FINE:
        raise EngineError(_PROBLEMS[problem])
    while True:
        status = loop.advance(world, arm, luck, streams, packed, EVENTS_PER_CALL)
        if status == loop.FINISHED:
            return _history(unpack(world), state)
        if status == loop.OVERFLOW:
            raise EngineError(
                "more points in one year than an index can number; lower the rates or split the cohort"
            )
        if status != loop.PAUSED:
            state = _grown(state, status)
            packed = pack(state)
        if tick is not None and state.counters[codes.HEAP] > 0:
            tick(float(state.cursors.time[state.cursors.heap[0]]))


def _first_state(world: World, streams: Streams) -> State:
    years, cohorts = int(np.ceil(world.years)), world.homes.country.size
    return new_state(
        streams.rate.size,
        years,
        cohorts,
        cursors=17 * streams.rate.size + 4096,
        people=4096,
        rows=8192,
        touched=1 << 17,
    )


def _grown(state: State, status: int) -> State:
    if status == loop.CURSORS_FULL:
        return grow_cursors(state)
    if status == loop.ROWS_FULL:
        return grow_rows(state)
    if status == loop.PEOPLE_FULL:
        larger = grow_people(state)
        enrol_again(pack(larger))
        return larger
    if status == loop.TOUCHED_FULL:
        larger = grow_touched(state)
        touch_again(state.touched, larger.touched)
        return larger
    return state


def _history(world: World, state: State) -> History:
    rows = int(state.counters[codes.ROWS])
    table = state.tally.row[:rows]
    return History(
        time=state.tally.time[:rows].copy(),
        kind=table[:, 0].copy(),
        person=table[:, 1].copy(),
        place=table[:, 2].copy(),
        channel=table[:, 3].copy(),
        extra=table[:, 4].copy(),
        cause=state.tally.cause[:rows].copy(),
        approaches=state.tally.approaches,
        counts=Counts(
            events=int(state.counters[codes.HANDLED]),
            proposals=int(state.counters[codes.PROPOSALS]),
            void=int(state.counters[codes.VOID]),
            approaches=int(state.counters[codes.APPROACHES]),
            touched=int(state.counters[codes.TOUCHED]),
            engaged=int(state.counters[codes.PEOPLE]),
            people=int(world.homes.cohort_start[-1]),
        ),
    )
