"""Storage-free screen, monthly: every person is hashed once for each month, on one core; only who is approached is computed.

Twice: as a tight loop that looks at each hash, and in vectors, where a first loop takes the smallest hash of a person's months. It
has no branch, so that the compiler makes vector instructions of it; the months are looked at one by one only where it hits.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from benchmarks.model import Model, Outcome, monthly
from benchmarks.rivals.hashed import WHOLE, keyed
from benchmarks.rivals.screened import SPELLS, Laws, comes_and_goes, hash32, laws, stays_put
from counterflow.world import Floats

_32 = np.uint64(32)


@njit(cache=True)
def _lowest(one: np.uint32, other: np.uint32, months: int) -> np.uint32:
    """The smallest hash of a person's months."""
    smallest = np.uint32(0xFFFFFFFF)
    for month in range(months):
        smallest = min(smallest, hash32(np.uint32(month), one, other))
    return smallest


@njit(cache=True)
def _resident(key: np.uint64, months: int, threshold: np.uint32, laws: Laws) -> int:
    """Approaches of somebody who was hit; negative if the last one succeeded."""
    one, other = np.uint32(key), np.uint32(key >> _32)
    count = 0
    for month in range(months):
        if hash32(np.uint32(month), one, other) < threshold:
            count += 1
            if stays_put(key, month, laws):
                return -count
    return count


@njit(cache=True)
def _migrant(
    key: np.uint64, months: int, threshold: np.uint32, at_home_share: float, laws: Laws, ends: Floats
) -> int:
    one, other = np.uint32(key), np.uint32(key >> _32)
    count = 0
    for month in range(months):
        if hash32(np.uint32(month), one, other) < threshold:
            reached, engaged = comes_and_goes(key, month, month, at_home_share, laws, ends)
            count += reached
            if engaged:
                return -count
    return count


@njit(cache=True)
def _everybody(
    seed: int,
    people: int,
    mobile: int,
    months: int,
    at_home: float,
    abroad: float,
    laws: Laws,
    vectors: bool,
) -> tuple[int, int]:
    root = keyed(np.uint64(0), seed)
    home_threshold, away_threshold = np.uint32(at_home * WHOLE), np.uint32(abroad * WHOLE)
    ends = np.empty(SPELLS)
    approaches = engaged = 0
    for person in range(people):
        key = keyed(root, person)
        threshold = away_threshold if person < mobile else home_threshold
        if vectors and _lowest(np.uint32(key), np.uint32(key >> _32), months) >= threshold:
            continue
        if person < mobile:
            count = _migrant(key, months, threshold, at_home / abroad, laws, ends)
        else:
            count = _resident(key, months, threshold, laws)
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
    rates = monthly(model.at_home), monthly(model.abroad)
    return Outcome(*_everybody(seed, model.people, model.mobile, model.months, *rates, laws(), vectors))
