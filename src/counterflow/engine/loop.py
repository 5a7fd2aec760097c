"""The event loop, one kernel that stops and resumes: state is plain arrays, Python grows tables and ticks the bar between calls.

The order of work at each event:
1. take the cursor with the earliest point (time, purpose, entity, index);
2. drop it if the person's processes ended since it was opened;
3. let the point happen, or not;
4. move the cursor to its next point and restore the heap.
"""

from counterflow.engine import codes
from counterflow.engine.approaches import approach_point, contact_point
from counterflow.engine.cursors import NO_STREAM, move_on
from counterflow.engine.groups import rebrand_point
from counterflow.engine.passages import commit_point, disengage_point, exit_point, leave_point
from counterflow.engine.queue import DONE, replace_top
from counterflow.engine.state import State
from counterflow.engine.streams import Streams
from counterflow.engine.targets import next_target
from counterflow.people import keys
from counterflow.people.compiled import kernel
from counterflow.people.keys import Word
from counterflow.people.luck import Luck
from counterflow.world import Arm, World

FINISHED, PAUSED, CURSORS_FULL, PEOPLE_FULL, ROWS_FULL, TOUCHED_FULL, OVERFLOW = 0, 1, 2, 3, 4, 5, 6


@kernel
def _room(state: State) -> int:
    """Which table could overflow at the next event; PAUSED if none."""
    count = state.counters
    if count[codes.CURSORS] + codes.HEADROOM > state.cursors.time.shape[0]:
        return CURSORS_FULL
    if count[codes.PEOPLE] + codes.HEADROOM > state.ledger.person.shape[0]:
        return PEOPLE_FULL
    if count[codes.ROWS] + codes.HEADROOM > state.tally.time.shape[0]:
        return ROWS_FULL
    if 2 * (count[codes.TOUCHED] + codes.HEADROOM) > state.touched.shape[0]:
        return TOUCHED_FULL
    return PAUSED


@kernel
def _happen(world: World, arm: Arm, luck: Luck, streams: Streams, state: State, cursor: int) -> None:
    purpose = state.cursors.purpose[cursor]
    if purpose == keys.CONTACT:
        contact_point(world, arm, luck, state, cursor)
    elif purpose == keys.COMMIT:
        commit_point(world, arm, luck, state, cursor)
    elif purpose == keys.DISENGAGE:
        disengage_point(world, arm, luck, state, cursor)
    elif purpose == keys.LEAVE:
        leave_point(world, arm, luck, state, cursor)
    elif purpose == keys.EXIT:
        exit_point(world, arm, luck, state, cursor)
    elif purpose == keys.REBRAND:
        rebrand_point(state, cursor)
    else:
        approach_point(world, arm, luck, streams, state, cursor)


@kernel
def _is_personal(purpose: Word) -> bool:
    return bool(purpose >= keys.CONTACT or purpose == keys.EXIT)


@kernel
def _is_moment(purpose: Word) -> bool:
    """Whether a cursor stands for a single dated event rather than a stream of points."""
    return bool(purpose == keys.EXIT or purpose == keys.REBRAND)


@kernel
def advance(world: World, arm: Arm, luck: Luck, streams: Streams, state: State, events: int) -> int:
    """Handle up to `events` events; FINISHED, PAUSED, which table is full, or OVERFLOW of a cell's point numbers."""
    c = state.cursors
    for _ in range(events):
        if state.counters[codes.HEAP] == 0:
            return FINISHED
        room = _room(state)
        if room != PAUSED:
            return room
        cursor = c.heap[0]
        purpose = c.purpose[cursor]
        personal = _is_personal(purpose)
        if not personal or c.epoch[cursor] == state.ledger.epoch[c.row[cursor]]:
            _happen(world, arm, luck, streams, state, cursor)
        if _is_moment(purpose) or (personal and c.epoch[cursor] != state.ledger.epoch[c.row[cursor]]):
            c.time[cursor] = DONE
        elif not (
            move_on(world, state, luck.key, cursor, NO_STREAM)
            if personal
            else next_target(world, luck, streams, state, cursor)
        ):
            return OVERFLOW
        if state.counters[codes.OVERFLOW] > 0:
            return OVERFLOW
        # Only the top may have moved; whatever the event opened was sifted up past it.
        replace_top(state)
        state.counters[codes.HANDLED] += 1
    return PAUSED
