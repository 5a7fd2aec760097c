"""One run: a plain function of (world, arm, seed, run number)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from counterflow.engine import codes, loop
from counterflow.engine.bounds import check
from counterflow.engine.errors import EngineError
from counterflow.engine.expected import refuse_hopeless
from counterflow.engine.groups import open_groups
from counterflow.engine.ledger import enrol_again, touch_again
from counterflow.engine.state import (
    STREAM_CURSORS,
    State,
    grow_cursors,
    grow_people,
    grow_rows,
    grow_touched,
    new_state,
)
from counterflow.engine.streams import (
    Streams,
    fill_streams,
    new_streams,
)
from counterflow.engine.targets import FINE, TOO_HIGH, TOO_MANY, open_streams
from counterflow.people.luck import draw_luck
from counterflow.people.packed import pack, unpack
from counterflow.world import Arm, Floats, Ints, Words, World

ENGINE_VERSION = 3
"""Raised whenever the event log of a stored set of runs changes: what was computed with another version is not comparable."""
EVENTS_PER_CALL = 100_000
_PROBLEMS = {
    TOO_HIGH: "a rate of approaches is beyond what the strips can hold; lower the rates or split the cohort",
    TOO_MANY: "more points in one year than an index can number; lower the rates or split the cohort",
}


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
    extra: Ints  # theatre of a departure and what follows it; the caller of a peer's contact, else -1; a unit that rebrands
    cause: Words  # [events, 3] entity, purpose, index of the point that made it happen
    approaches: Ints  # [months, C, channels, 4] approaches by month, cohort, channel, kind of place
    served: Ints  # [J] seats taken over the history; 0 for programmes without seats
    refused: Ints  # [J] times that somebody who engaged was covered and found no seat free
    seat_years: Floats  # [J] years for which seats were held, while the programme ran
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
    Raises EngineError where a world is beyond what the engine can represent, or would activate nearly everybody of many millions.
    """
    world, arm = pack(world), pack(arm)
    check(world, arm)
    luck = draw_luck(world, run_key(seed, run))
    streams = pack(new_streams(unpack(world)))
    fill_streams(world, arm, luck, streams)
    refuse_hopeless(unpack(world), unpack(streams))
    state = first_state(unpack(world), unpack(arm), unpack(streams))
    packed = pack(state)
    problem = open_streams(world, luck, streams, packed)
    if problem != FINE:
        raise EngineError(_PROBLEMS[problem])
    open_groups(world, luck, packed)
    while True:
        status = loop.advance(world, arm, luck, streams, packed, EVENTS_PER_CALL)
        if status == loop.FINISHED:
            return history_of(unpack(world), unpack(arm), state)
        if status == loop.OVERFLOW:
            raise EngineError(
                "more points in one year than an index can number; lower the rates or split the cohort"
            )
        if status != loop.PAUSED:
            state = _grown(state, status)
            packed = pack(state)
        if tick is not None and state.counters[codes.HEAP] > 0:
            tick(float(state.cursors.time[state.cursors.heap[0]]))


def first_state(
    world: World, arm: Arm, streams: Streams, *, room: int = 4096, touched: int = 1 << 17
) -> State:
    """An empty state with room for all processes of places and cohorts, all groups, and so much of everything else."""
    years, cohorts = int(np.ceil(world.years)), world.homes.country.size
    return new_state(
        streams.rate.size,
        years,
        cohorts,
        arm.key.size,
        cursors=STREAM_CURSORS * streams.rate.size + world.aftermath.units + room,
        people=room,
        rows=2 * room,
        touched=touched,
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


def history_of(world: World, arm: Arm, state: State) -> History:
    """What a finished run leaves behind."""
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
        served=state.seats.served,
        refused=state.seats.refused,
        seat_years=state.seats.years + state.seats.taken * np.minimum(arm.end, world.years),
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
