"""The one primitive: fixed points in the plane (time, height), on the absolute clock.

A process has strips of height [0, r0), [r0, 2 r0), [2 r0, 4 r0), ...; in each strip and each calendar-year cell the points come
from exponential gaps begun anew at the cell's start. A point happens in an arm iff its height lies below the arm's rate at its
time. Programmes and draws move rates, never points, so that two arms share their luck (engine.md, A1).

Processes that are only ever looked back on (hardship, ties) need no order: there the same Poisson law is drawn as a number of
points in a cell and a uniform place for each. One Philox call counts four cells and most are empty, where gaps would take a call
and a logarithm to find each of them so.
"""

import math

import numpy as np

from counterflow.people.compiled import inlined, kernel
from counterflow.people.keys import Word, coarse, exponential, fine, point_index, spare, words
from counterflow.world import Words

STRIPS = 16
POINTS_PER_CELL = 1 << 20
LEAST_MEAN = 0.25
COUNTED = 9
"""Means 1/4, 1/2, ..., 64: what a cell of a counted process can hold on average."""


def _poisson_tables(longest: int = 160) -> Words:
    """[COUNTED, longest] for each mean, 2^32 x the probability of at most k points (to 32 bits: libm's last place is lost)."""
    tables = []
    for row in range(COUNTED):
        mean = math.ldexp(LEAST_MEAN, row)
        term = below = math.exp(-mean)
        cumulative = [below]
        for k in range(1, longest):
            term *= mean / k
            below += term
            cumulative.append(below)
        tables.append([min(round(p * 2.0**32), 2**32) for p in cumulative])
    return np.array(tables, np.uint64)


_AT_MOST = _poisson_tables()


@inlined
def strip_floor(r0: float, strip: int) -> float:
    """Lowest height of a strip."""
    return 0.0 if strip == 0 else math.ldexp(r0, strip - 1)


@inlined
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


@inlined
def point(
    key: Word, entity: Word, purpose: Word, r0: float, strip: int, year: int, number: int
) -> tuple[float, float, Word, float]:
    """One point of a cell: (gap since the previous one in years, height, mark of 32 bits, mark of 12 bits)."""
    w0, w1, w2, w3 = words(key, entity, purpose, point_index(strip, year, number))
    width = strip_width(r0, strip)
    gap = exponential(fine(w0, w1)) / width
    return gap, strip_floor(r0, strip) + width * coarse(w2), w3, spare(w1)


@inlined
def count(mean_row: int, mark: Word) -> int:
    """How many points a cell of mean 2^mean_row / 4 holds, by a 32-bit word."""
    n = 0
    while mark >= _AT_MOST[mean_row, n]:
        n += 1
    return n


@inlined
def mean_row(r0_row: int, strip: int) -> int:
    """The row of means of a strip, `r0_row` being that of the lowest."""
    return r0_row if strip == 0 else r0_row + strip - 1


@inlined
def counted_point(
    key: Word, entity: Word, purpose: Word, r0: float, strip: int, year: int, number: int
) -> tuple[float, float, Word, float]:
    """One point of a counted cell: (time, height, mark of 32 bits, mark of 12 bits)."""
    w0, w1, w2, w3 = words(key, entity, purpose, point_index(strip, year, number))
    height = strip_floor(r0, strip) + strip_width(r0, strip) * coarse(w2)
    return year + fine(w0, w1), height, w3, spare(w1)
