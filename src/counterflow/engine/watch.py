"""A run in which one person is watched: every approach that was aimed at them, and everybody who was ever approached.

The engine decides what happens, one event at a time. Its set of people approached is emptied after each event, so that who stands
in it was reached by that event; only whom a point is aimed at is looked up here beforehand, with the engine's own kernels.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.engine import codes, loop
from counterflow.engine.approaches import is_free
from counterflow.engine.bounds import check
from counterflow.engine.errors import EngineError
from counterflow.engine.expected import refuse_hopeless
from counterflow.engine.groups import open_groups
from counterflow.engine.run import (
    _PROBLEMS,
    EVENTS_PER_CALL,
    History,
    _grown,
    first_state,
    history_of,
    run_key,
)
from counterflow.engine.state import State
from counterflow.engine.streams import (
    Streams,
    fill_streams,
    new_streams,
)
from counterflow.engine.targets import (
    ANYWHERE,
    FINE,
    TOO_MANY,
    aim,
    candidate_purpose,
    channel_of,
    open_streams,
    picked,
)
from counterflow.pathway import approach, contacts
from counterflow.people.compiled import kernel
from counterflow.people.homes import who_is
from counterflow.people.journeys import stay_at
from counterflow.people.keys import (
    CONTACT,
    EXIT,
    MARKS,
    REBRAND,
    Word,
    coarse,
    fine,
    point_index,
    words,
    year_of,
)
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack, unpack
from counterflow.people.ties import community
from counterflow.people.traits import person_of
from counterflow.world import Arm, Floats, Ints, Words, World

NOBODY = -1
REACHED, TOO_YOUNG, NOT_FREE, ELSEWHERE = 0, 1, 2, 3
OUTCOMES = ("reached", "too young", "not free", "elsewhere")
"""What became of an approach; all but the first make it void."""
_AT_ONCE = 256
"""Room for the people whom one event reaches: the engine asks for twice its headroom."""
_SEEN_FULL = -1


class Seen(NamedTuple):
    """What a watch writes down."""

    person: int  # who is watched, or NOBODY
    used: Ints  # [2] rows used of `reached`, and of the others
    reached: Ints  # people approached, in order; who was approached twice stands there twice
    time: Floats  # of approaches aimed at the watched person
    row: Ints  # [., 3] channel, outcome, who called (NOBODY for channels that are no calls)
    cause: Words  # [., 3] entity, purpose, index of the point


@dataclass(frozen=True, slots=True)
class Aimed:
    """Approaches aimed at one person, in order: row i is (time[i], channel[i], ...)."""

    time: Floats  # years
    channel: Ints  # index of world.CHANNELS
    outcome: Ints  # index of OUTCOMES
    caller: Ints  # who called, NOBODY for channels that are no calls
    cause: Words  # [., 3] entity, purpose, index of the point


@dataclass(frozen=True, slots=True)
class Watched:
    """A run, what was aimed at the watched person, and everybody ever approached, sorted."""

    history: History
    aimed: Aimed
    touched: Ints


@kernel
def _position(
    world: World,
    luck: Luck,
    streams: Streams,
    stream: int,
    entity: Word,
    purpose: Word,
    index: Word,
    person: int,
) -> int:
    """As which candidate a point of a place's or a cohort's process tries a person; NOBODY if it does not.

    A pick that is nobody's names a person too, but makes nothing of the rate.
    """
    for j in range(world.approaches.candidates):
        w0, w1, _, _ = words(luck.key, entity, candidate_purpose(purpose, j), index)
        tried, pick = picked(world, luck, streams, stream, year_of(index), fine(w0, w1))
        if tried.person == person and pick > 0.0:
            return j
    return NOBODY


@kernel
def _call(world: World, arm: Arm, luck: Luck, state: State, cursor: int) -> tuple[int, int]:
    """(whom a point of somebody's calls is for, where they must be); NOBODY where the point is no call."""
    c = state.cursors
    t, height, row = c.time[cursor], c.height[cursor], c.row[cursor]
    if c.epoch[cursor] != state.ledger.epoch[row]:
        return NOBODY, ANYWHERE
    returnee = state.ledger.state[row] == codes.RETURNED
    who = who_is(world.homes, luck, state.ledger.person[row])
    stay = stay_at(world, luck, who, person_of(world, luck, who), t, state.scratch[0])
    rate = contacts.contact_rate(
        world, arm, luck, who, stay, t, returnee, state.ledger.seats[row]
    ) * approach.salience(world, t)
    index = point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    w0, w1, _, w3 = words(luck.key, c.entity[cursor], c.purpose[cursor] + MARKS, index)
    edge = contacts.edge_of(world, coarse(w3))
    if height >= rate:
        edge = contacts.TIE
        ties, mentors, opposed = community(world, arm, luck, who, stay, t)
        if height >= rate * (1.0 + world.contacts.tie_edge * (ties + mentors + opposed)):
            return NOBODY, ANYWHERE
    target = contacts.called(world, luck, who, stay, edge, fine(w0, w1)).person
    place = stay.place if contacts.needs_presence(edge) else ANYWHERE
    return (NOBODY if target == who.person else target), place


@kernel
def _finds(world: World, luck: Luck, state: State, person: int, place: int, t: float) -> int:
    """REACHED if an approach at a place finds the person, chosen or not; else why it is void."""
    who = who_is(world.homes, luck, person)
    traits = person_of(world, luck, who)
    if traits.age + t < world.approaches.least_age:
        return TOO_YOUNG
    if not is_free(state, person):
        return NOT_FREE
    if place != ANYWHERE and stay_at(world, luck, who, traits, t, state.scratch[0]).place != place:
        return ELSEWHERE
    return REACHED


@kernel
def _aim(
    world: World, arm: Arm, luck: Luck, streams: Streams, state: State, person: int
) -> tuple[int, int, int]:
    """(as which candidate the next event tries a person, through which channel, what it finds); NOBODY if it does not."""
    c = state.cursors
    cursor = c.heap[0]
    purpose, t = c.purpose[cursor], c.time[cursor]
    if purpose == CONTACT:
        target, place = _call(world, arm, luck, state, cursor)
        if target != person:
            return NOBODY, 0, 0
        back = state.ledger.state[c.row[cursor]] == codes.RETURNED
        channel = approach.RETURNEE if back else approach.PEER
        return 0, channel, _finds(world, luck, state, person, place, t)
    if purpose == EXIT or purpose == REBRAND or purpose > CONTACT:
        return NOBODY, 0, 0
    index = point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    position = _position(world, luck, streams, c.row[cursor], c.entity[cursor], purpose, index, person)
    if position == NOBODY or aim(world, luck, streams, state, cursor, position).rate == 0.0:
        return NOBODY, 0, 0
    channel = channel_of(purpose)
    place = c.row[cursor] if channel == approach.STREET else ANYWHERE
    return position, channel, _finds(world, luck, state, person, place, t)


@kernel
def _collect(state: State, reached: Ints, n: int) -> int:
    """Move the people whom the last event reached from the engine's set to the end of a list; its new length."""
    touched = state.touched
    for i in range(touched.shape[0]):
        if touched[i] != NOBODY:
            reached[n] = touched[i]
            touched[i] = NOBODY
            n += 1
    state.counters[codes.TOUCHED] = 0
    return n


@kernel
def _comes_to(
    world: World, luck: Luck, streams: Streams, seen: Seen, n: int, stream: int, position: int, first: int
) -> bool:
    """Whether the event that row n tells of came to the watched person at all.

    It did not if they were found and not chosen, or if a candidate before them was approached.
    """
    for i in range(first, seen.used[0]):
        if seen.reached[i] == seen.person:
            return True
        if seen.row[n, 2] == NOBODY:
            cause = seen.cause[n]
            other = _position(world, luck, streams, stream, cause[0], cause[1], cause[2], seen.reached[i])
            if NOBODY < other < position:
                return False
    return bool(seen.row[n, 1] != REACHED)


@kernel
def _step(world: World, arm: Arm, luck: Luck, streams: Streams, state: State, seen: Seen) -> int:
    """One event, and what it meant for the watched person; as `loop.advance`."""
    c = state.cursors
    cursor = c.heap[0]
    n, first, row = seen.used[1], seen.used[0], c.row[cursor]
    position, channel, outcome = NOBODY, 0, 0
    if seen.person != NOBODY:
        position, channel, outcome = _aim(world, arm, luck, streams, state, seen.person)
    if position != NOBODY:
        caller = state.ledger.person[row] if c.purpose[cursor] == CONTACT else NOBODY
        seen.time[n] = c.time[cursor]
        seen.row[n, 0], seen.row[n, 1], seen.row[n, 2] = channel, outcome, caller
        seen.cause[n, 0], seen.cause[n, 1] = c.entity[cursor], c.purpose[cursor]
        seen.cause[n, 2] = point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    status = loop.advance(world, arm, luck, streams, state, 1)
    if status != loop.PAUSED:
        return status
    if state.counters[codes.TOUCHED] > 0:
        seen.used[0] = _collect(state, seen.reached, first)
    if position != NOBODY and _comes_to(world, luck, streams, seen, n, row, position, first):
        seen.used[1] = n + 1
    return loop.PAUSED


@kernel
def advance(
    world: World, arm: Arm, luck: Luck, streams: Streams, state: State, seen: Seen, events: int
) -> int:
    """Handle up to `events` events; as `loop.advance`, or _SEEN_FULL."""
    for _ in range(events):
        if state.counters[codes.HEAP] == 0:
            return loop.FINISHED
        if seen.used[0] + codes.HEADROOM > seen.reached.size or seen.used[1] == seen.time.size:
            return _SEEN_FULL
        status = _step(world, arm, luck, streams, state, seen)
        if status != loop.PAUSED:
            return status
    return loop.PAUSED


def watch(
    world: World,
    arm: Arm,
    seed: int,
    run: int = 0,
    *,
    person: int = NOBODY,
    tick: Callable[[float], None] | None = None,
) -> Watched:
    """The run that `simulate` gives for the same arguments, with what was aimed at one person, and who was ever approached.

    `tick` as for `simulate`. Raises EngineError where `simulate` does.
    """
    plain, world, arm = world, pack(world), pack(arm)
    luck = draw_luck(world, run_key(seed, run))
    check(world, arm)
    streams = pack(new_streams(plain))
    fill_streams(world, arm, luck, streams)
    refuse_hopeless(plain, unpack(streams))
    state = first_state(plain, unpack(arm), unpack(streams))._replace(touched=np.full(_AT_ONCE, NOBODY))
    problem = open_streams(world, luck, streams, pack(state))
    if problem != FINE:
        raise EngineError(_PROBLEMS[problem])
    open_groups(world, luck, pack(state))
    seen = _new_seen(person)
    status = loop.PAUSED
    while status != loop.FINISHED:
        status = advance(world, arm, luck, streams, pack(state), pack(seen), EVENTS_PER_CALL)
        if status == loop.OVERFLOW:
            raise EngineError(_PROBLEMS[TOO_MANY])
        if status == _SEEN_FULL:
            seen = _longer_seen(seen)
        elif status not in {loop.PAUSED, loop.FINISHED}:
            state = _grown(state, status)
        if tick is not None and state.counters[codes.HEAP] > 0:
            tick(float(state.cursors.time[state.cursors.heap[0]]))
    return _watched(plain, unpack(arm), state, seen)


def _new_seen(person: int, rows: int = 1 << 16) -> Seen:
    return Seen(
        person=person,
        used=np.zeros(2, np.int64),
        reached=np.zeros(rows, np.int64),
        time=np.zeros(rows >> 8),
        row=np.zeros((rows >> 8, 3), np.int64),
        cause=np.zeros((rows >> 8, 3), np.uint64),
    )


def _longer_seen(seen: Seen) -> Seen:
    """Twice the room."""
    longer = _new_seen(seen.person, 2 * seen.reached.size)
    longer.used[:] = seen.used
    for name in ("reached", "time", "row", "cause"):
        old = getattr(seen, name)
        getattr(longer, name)[: len(old)] = old
    return longer


def _watched(world: World, arm: Arm, state: State, seen: Seen) -> Watched:
    touched = np.unique(seen.reached[: seen.used[0]])
    state.counters[codes.TOUCHED] = touched.size
    rows = int(seen.used[1])
    channel, outcome, caller = seen.row[:rows].T.copy()
    aimed = Aimed(seen.time[:rows].copy(), channel, outcome, caller, seen.cause[:rows].copy())
    return Watched(history_of(world, arm, state), aimed, touched)
