"""The queue: a heap of cursors over streams of points, in the total order (time, purpose, entity, index)."""

from counterflow.engine.codes import CURSORS, FREE, HEAP, OVERFLOW
from counterflow.engine.state import Cursors, State
from counterflow.people.compiled import kernel
from counterflow.people.keys import Word, point_index
from counterflow.people.points import POINTS_PER_CELL, point, strip_floor

DONE = 1e300


@kernel
def _before(c: Cursors, a: int, b: int) -> bool:
    if c.time[a] != c.time[b]:
        return bool(c.time[a] < c.time[b])
    if c.purpose[a] != c.purpose[b]:
        return bool(c.purpose[a] < c.purpose[b])
    if c.entity[a] != c.entity[b]:
        return bool(c.entity[a] < c.entity[b])
    return bool(
        point_index(c.strip[a], c.year[a], c.number[a]) < point_index(c.strip[b], c.year[b], c.number[b])
    )


@kernel
def _sift_down(c: Cursors, n: int) -> None:
    heap = c.heap
    moving = heap[0]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and _before(c, heap[child + 1], heap[child]):
            child += 1
        if not _before(c, heap[child], moving):
            break
        heap[i] = heap[child]
        i = child
    heap[i] = moving


@kernel
def _sift_up(c: Cursors, i: int) -> None:
    heap = c.heap
    moving = heap[i]
    while i > 0:
        parent = (i - 1) // 2
        if not _before(c, moving, heap[parent]):
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = moving


@kernel
def push(state: State, cursor: int) -> None:
    """Put a cursor whose next point is known into the heap."""
    n = state.counters[HEAP]
    state.cursors.heap[n] = cursor
    state.counters[HEAP] = n + 1
    _sift_up(state.cursors, n)


@kernel
def replace_top(state: State) -> None:
    """The top cursor has moved on: restore the order, or drop it if it is done."""
    c = state.cursors
    top = c.heap[0]
    if c.time[top] >= DONE:
        c.free[state.counters[FREE]] = top
        state.counters[FREE] += 1
        n = state.counters[HEAP] - 1
        state.counters[HEAP] = n
        c.heap[0] = c.heap[n]
        if n == 0:
            return
    _sift_down(c, state.counters[HEAP])


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


@kernel
def push_or_free(state: State, cursor: int) -> None:
    """Put a cursor into the heap, or give it back if its stream has no further point."""
    if state.cursors.time[cursor] < DONE:
        push(state, cursor)
    else:
        state.cursors.free[state.counters[FREE]] = cursor
        state.counters[FREE] += 1


@kernel
def move_on(state: State, key: Word, cursor: int, r0: float, stream: int, years: float) -> bool:
    """Move a cursor to its next point; False if a cell held more points than an index can number.

    `stream` is the row of `bounds` that says in which years the strip can matter at all; negative: in all.
    """
    c = state.cursors
    t, strip, year = c.time[cursor], c.strip[cursor], c.year[cursor]
    number = c.number[cursor] + 1
    while True:
        if year >= years:
            c.time[cursor] = DONE
            return True
        if stream < 0 or strip_floor(r0, strip) < state.bounds[stream, year]:
            if number >= POINTS_PER_CELL:
                return False
            gap, height, _, _ = point(key, c.entity[cursor], c.purpose[cursor], r0, strip, year, number)
            t += gap
            if t < min(year + 1.0, years):  # the last year's cell may reach beyond the history
                c.time[cursor], c.year[cursor], c.number[cursor], c.height[cursor] = (
                    min(t, DONE),
                    year,
                    number,
                    height,
                )
                return True
        year += 1
        t = float(year)
        number = 0


@kernel
def open_cursor(
    state: State,
    key: Word,
    purpose: Word,
    entity: Word,
    strip: int,
    r0: float,
    row: int,
    epoch: int,
    after: float,
    years: float,
) -> None:
    """Begin to read a strip of a person's process, from its first point after a time on; an overflow is counted."""
    cursor = new_cursor(state, purpose, entity, strip, row, epoch, after)
    c = state.cursors
    while c.time[cursor] < DONE:
        if not move_on(state, key, cursor, r0, -1, years):
            state.counters[OVERFLOW] += 1
            c.time[cursor] = DONE
        if c.time[cursor] > after:
            break
    push_or_free(state, cursor)


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
