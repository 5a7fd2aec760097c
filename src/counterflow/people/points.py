"""The one primitive: fixed points in the plane (time, height), on the absolute clock.

A process has strips of height [0, r0), [r0, 2 r0), [2 r0, 4 r0), ...; in each strip and each calendar-year cell the points come
from exponential gaps begun anew at the cell's start. A point happens in an arm iff its height lies below the arm's rate at its
time. Programmes and draws move rates, never points, so that two arms share their luck (engine.md, A1).
"""

import math

from counterflow.people.compiled import kernel
from counterflow.people.keys import Word, coarse, exponential, fine, point_index, spare, words

STRIPS = 16
POINTS_PER_CELL = 1 << 20


@kernel
def strip_floor(r0: float, strip: int) -> float:
    """Lowest height of a strip."""
    return 0.0 if strip == 0 else math.ldexp(r0, strip - 1)


@kernel
def strip_width(r0: float, strip: int) -> float:
    """Height of a strip: its points per year."""
    return r0 if strip == 0 else math.ldexp(r0, strip - 1)


@kernel
def strips_needed(r0: float, rate: float) -> int:
    """How many strips hold all points below `rate`; more than STRIPS means that the rate cannot be represented."""
    n = 0
    while strip_floor(r0, n) < rate and n <= STRIPS:
        n += 1
    return n


@kernel
def point(
    key: Word, entity: Word, purpose: Word, r0: float, strip: int, year: int, number: int
) -> tuple[float, float, Word, float]:
    """One point of a cell: (gap since the previous one in years, height, mark of 32 bits, mark of 12 bits)."""
    w0, w1, w2, w3 = words(key, entity, purpose, point_index(strip, year, number))
    width = strip_width(r0, strip)
    gap = exponential(fine(w0, w1)) / width
    return gap, strip_floor(r0, strip) + width * coarse(w2), w3, spare(w1)
