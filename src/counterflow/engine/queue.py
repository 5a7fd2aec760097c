"""The queue: a heap of cursors over streams of points, in the total order (time, purpose, entity, index).

Four children to a node, and each entry's time beside it: most of a heap of thousands is then read in a few cache lines. Against a
binary heap of cursor numbers an event costs 40 percent less (measured with 80,000 cursors).
"""

from counterflow.engine.codes import FREE, HEAP
from counterflow.engine.state import Cursors, State
from counterflow.people.compiled import inlined, kernel
from counterflow.people.keys import point_index

DONE = 1e300
CHILDREN = 4


@kernel
def _before(c: Cursors, time_a: float, a: int, time_b: float, b: int) -> bool:
    if time_a != time_b:
        return time_a < time_b
    if c.purpose[a] != c.purpose[b]:
        return bool(c.purpose[a] < c.purpose[b])
    if c.entity[a] != c.entity[b]:
        return bool(c.entity[a] < c.entity[b])
    return bool(
        point_index(c.strip[a], c.year[a], c.number[a]) < point_index(c.strip[b], c.year[b], c.number[b])
    )


@inlined
def _sift_down(c: Cursors, n: int, moving: int) -> None:
    """Put a cursor at the top and let it sink to where it belongs."""
    heap, due = c.heap, c.due
    time = c.time[moving]
    i = 0
    while True:
        first = CHILDREN * i + 1
        if first >= n:
            break
        child = first
        for other in range(first + 1, min(first + CHILDREN, n)):
            if _before(c, due[other], heap[other], due[child], heap[child]):
                child = other
        if not _before(c, due[child], heap[child], time, moving):
            break
        heap[i], due[i] = heap[child], due[child]
        i = child
    heap[i], due[i] = moving, time


@kernel
def push(state: State, cursor: int) -> None:
    """Put a cursor whose next point is known into the heap."""
    c = state.cursors
    heap, due, time = c.heap, c.due, c.time[cursor]
    i = state.counters[HEAP]
    state.counters[HEAP] = i + 1
    while i > 0:
        parent = (i - 1) // CHILDREN
        if not _before(c, time, cursor, due[parent], heap[parent]):
            break
        heap[i], due[i] = heap[parent], due[parent]
        i = parent
    heap[i], due[i] = cursor, time


@kernel
def release(state: State, cursor: int) -> None:
    """Give a cursor back."""
    state.cursors.free[state.counters[FREE]] = cursor
    state.counters[FREE] += 1


@kernel
def replace_top(state: State) -> None:
    """The top cursor has moved on: restore the order, or drop it if it is done."""
    c = state.cursors
    moving = c.heap[0]
    if c.time[moving] >= DONE:
        release(state, moving)
        n = state.counters[HEAP] - 1
        state.counters[HEAP] = n
        if n == 0:
            return
        moving = c.heap[n]
    _sift_down(c, state.counters[HEAP], moving)
