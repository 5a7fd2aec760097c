"""Storage-free screen, once a run: one hash per person says how many approaches the whole run has for it, on one core.

Twice: as a tight loop that looks at each hash, and in vectors, where a first loop takes the smallest hash of a row of people.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from benchmarks.model import Model, Outcome
from benchmarks.rivals.hashed import WHOLE, keyed, low, poisson
from benchmarks.rivals.screened import SPELLS, Laws, comes_and_goes, hash32, laws, stays_put
from counterflow.world import Floats

ROW = 256
"""People who are screened at once."""
MOST = 64
"""Most approaches of one person in a run."""
_32 = np.uint64(32)
_MONTHS = 5


@njit(cache=True)
def _lowest(first: np.uint32, one: np.uint32, other: np.uint32, size: int) -> np.uint32:
    """The smallest hash of a row of people."""
    smallest = np.uint32(0xFFFFFFFF)
    for i in range(size):
        smallest = min(smallest, hash32(np.uint32(first + np.uint32(i)), one, other))
    return smallest


@njit(cache=True)
def _dates(key: np.uint64, number: int, months: int, dates: Floats) -> None:
    """The months of so many approaches, in order."""
    for i in range(number):
        month = math.floor(low(keyed(keyed(key, _MONTHS), i)) * months)
        j = i
        while j > 0 and dates[j - 1] > month:
            dates[j] = dates[j - 1]
            j -= 1
        dates[j] = month


@njit(cache=True)
def _life(
    key: np.uint64,
    number: int,
    moves: bool,
    months: int,
    at_home_share: float,
    laws: Laws,
    dates: Floats,
    ends: Floats,
) -> int:
    """Approaches of somebody who has `number` proposals; negative if the last one succeeded."""
    _dates(key, number, months, dates)
    count = 0
    for i in range(number):
        if moves:
            reached, engaged = comes_and_goes(key, int(dates[i]), i, at_home_share, laws, ends)
        else:
            reached, engaged = True, stays_put(key, i, laws)
        count += reached
        if engaged:
            return -count
    return count


@njit(cache=True)
def _group(
    root: np.uint64,
    begin: int,
    end: int,
    mean: float,
    moves: bool,
    months: int,
    at_home_share: float,
    laws: Laws,
    vectors: bool,
) -> tuple[int, int]:
    """(approaches, engaged) of the people from `begin` to `end`, all with the same mean number of proposals."""
    none = math.exp(-mean)
    threshold = np.uint32((1.0 - none) * WHOLE)
    dates, ends = np.empty(MOST), np.empty(SPELLS)
    approaches = engaged = 0
    for row in range(begin // ROW, (end + ROW - 1) // ROW):
        key = keyed(root, row >> 16)
        one, other = np.uint32(key), np.uint32(key >> _32)
        first = np.uint32((row & 0xFFFF) * ROW)
        if vectors and _lowest(first, one, other, ROW) >= threshold:
            continue
        for person in range(max(begin, row * ROW), min(end, row * ROW + ROW)):
            hashed = hash32(np.uint32(first + np.uint32(person - row * ROW)), one, other)
            if hashed < threshold:
                number = min(MOST, poisson(mean, none, (np.float64(hashed) + 0.5) / WHOLE))
                count = _life(keyed(~root, person), number, moves, months, at_home_share, laws, dates, ends)
                approaches += abs(count)
                engaged += count < 0
    return approaches, engaged


def simulate(model: Model, seed: int) -> Outcome:
    """One run, as a tight loop."""
    return _run(model, seed, vectors=False)


def simulate_in_vectors(model: Model, seed: int) -> Outcome:
    """One run, in vectors."""
    return _run(model, seed, vectors=True)


def _run(model: Model, seed: int, *, vectors: bool) -> Outcome:
    root = np.uint64(keyed(np.uint64(0), seed))
    rest = model.months, model.at_home / model.abroad, laws(), vectors
    moving = _group(root, 0, model.mobile, model.abroad * model.years, True, *rest)
    others = _group(root, model.mobile, model.people, model.at_home * model.years, False, *rest)
    return Outcome(moving[0] + others[0], moving[1] + others[1])
