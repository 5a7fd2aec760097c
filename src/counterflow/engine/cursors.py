"""Cursors: where each process stands in its stream of points, strip by strip."""

from counterflow.engine.codes import CURSORS, FREE, OVERFLOW
from counterflow.engine.queue import DONE, push, release
from counterflow.engine.state import State
from counterflow.pathway.approach import broadcast_level, salience
from counterflow.people import keys
from counterflow.people.compiled import inlined, kernel
from counterflow.people.keys import Word
from counterflow.people.points import POINTS_PER_CELL, point, strip_floor
from counterflow.world import World

NO_STREAM = -1


@inlined
def level(world: World, purpose: Word, t: float) -> float:
    """What the date makes of a process's rate: approaches and contacts follow salience, a broadcast decays."""
    if purpose == keys.BROADCAST:
        return broadcast_level(world, t)
    return salience(world, t) if purpose <= keys.CONTACT else 1.0


@kernel
def new_cursor(
    state: State, purpose: Word, entity: Word, strip: int, row: int, epoch: int, after: float
) -> int:
    """A cursor before the first point of the year that holds `after`."""
    if state.counters[FREE] > 0:
        state.counters[FREE] -= 1
        cursor = state.cursors.free[state.counters[FREE]]
    else:
        cursor = state.counters[CURSORS]
        state.counters[CURSORS] += 1
    c = state.cursors
    c.purpose[cursor], c.entity[cursor], c.strip[cursor] = purpose, entity, strip
    c.row[cursor], c.epoch[cursor] = row, epoch
    year = int(after)
    c.year[cursor], c.number[cursor], c.time[cursor], c.height[cursor] = year, -1, float(year), 0.0
    return cursor


@inlined
def _highest(state: State, cursor: int, stream: int, year: int) -> float:
    """A bound on the rate of a cursor's process in a year."""
    if stream != NO_STREAM:
        return state.bounds[stream, year]
    highest = state.cursors.ceiling[cursor]
    return highest * state.salience[year] if state.cursors.purpose[cursor] == keys.CONTACT else highest


@inlined
def _next_drawn(state: State, key: Word, cursor: int, stream: int, years: float) -> bool:
    """Move a cursor to its next point of whatever height; False if a cell held more points than an index can number.

    Years in which the strip cannot matter at all are passed over; `stream` is the row of `bounds`, or NO_STREAM.
    """
    c = state.cursors
    t, strip, year, r0 = c.time[cursor], c.strip[cursor], c.year[cursor], c.lowest_strip[cursor]
    number = c.number[cursor] + 1
    while True:
        if year >= years:
            c.time[cursor] = DONE
            return True
        if strip_floor(r0, strip) < _highest(state, cursor, stream, year):
            if number >= POINTS_PER_CELL:
                return False
            gap, height, _, _ = point(key, c.entity[cursor], c.purpose[cursor], r0, strip, year, number)
            t += gap
            if t < min(year + 1.0, years):  # the last year's cell may reach beyond the history
                c.time[cursor], c.year[cursor], c.number[cursor], c.height[cursor] = t, year, number, height
                return True
        year += 1
        t = float(year)
        number = 0


@kernel
def move_on(world: World, state: State, key: Word, cursor: int, stream: int) -> bool:
    """Move a cursor to its next point that may concern anybody; False on an overflow of point numbers.

    Points above the ceiling of their time are passed over here, without going through the heap.
    """
    c = state.cursors
    while True:
        if not _next_drawn(state, key, cursor, stream, world.years):
            return False
        t = c.time[cursor]
        if t >= DONE:
            return True
        ceiling = c.ceiling[cursor] if stream == NO_STREAM else state.ceilings[stream, c.year[cursor]]
        if c.height[cursor] < ceiling * level(world, c.purpose[cursor], t):
            return True


@kernel
def open_cursor(
    world: World,
    state: State,
    key: Word,
    purpose: Word,
    entity: Word,
    strip: int,
    r0: float,
    ceiling: float,
    row: int,
    epoch: int,
    after: float,
) -> None:
    """Begin to read a strip of a person's process, from its first point after a time on; an overflow is counted."""
    cursor = new_cursor(state, purpose, entity, strip, row, epoch, after)
    c = state.cursors
    c.lowest_strip[cursor], c.ceiling[cursor] = r0, ceiling
    while c.time[cursor] < DONE:
        if not move_on(world, state, key, cursor, NO_STREAM):
            state.counters[OVERFLOW] += 1
            c.time[cursor] = DONE
        if c.time[cursor] > after:
            break
    if c.time[cursor] < DONE:
        push(state, cursor)
    else:
        release(state, cursor)


@kernel
def open_moment(
    state: State, purpose: Word, entity: Word, row: int, epoch: int, at: float, years: float
) -> None:
    """Put a single dated event into the queue, if it lies within the history."""
    if at >= years:
        return
    cursor = new_cursor(state, purpose, entity, 0, row, epoch, at)
    c = state.cursors
    c.year[cursor], c.number[cursor], c.time[cursor] = 0, 0, at
    push(state, cursor)
