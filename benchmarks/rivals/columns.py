"""What the two NumPy programs share: drivers and laws of the reduced model on columns of people."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.model import (
    CAP,
    DECAY,
    GRIEVANCE_CENTRE,
    GRIEVANCE_SPREAD,
    GRIEVANCE_WEIGHT,
    HIGHEST,
    HOME_MONTHS,
    HOME_SHAPE,
    HOST_MONTHS,
    HOST_SHAPE,
    INCIDENTS_AWAY,
    INCIDENTS_HOME,
    INTERCEPT,
    ISOLATION_CENTRE,
    ISOLATION_SPREAD,
    ISOLATION_WEIGHT,
    MONTHS_PER_YEAR,
    SUPPORT_SCALE,
    TIE_AT_HOME,
    TIE_BIRTHS,
    TIE_KEPT,
    TIE_YEARS,
    TIES,
)

Floats = NDArray[np.float64]
Single = NDArray[np.float32]
Ints = NDArray[np.int64]
Counts = NDArray[np.int8]
Flags = NDArray[np.bool_]


def generator(seed: int) -> np.random.Generator:
    """NumPy's fastest generator."""
    return np.random.Generator(np.random.SFC64(seed))


def lengths(rng: np.random.Generator, away: Flags) -> Single:
    """Whole spells in months."""
    out = np.empty(away.size, np.float32)
    for where, mean, shape in ((away, HOST_MONTHS, HOST_SHAPE), (~away, HOME_MONTHS, HOME_SHAPE)):
        number = int(np.count_nonzero(where))
        out[where] = rng.standard_gamma(shape, number, np.float32) * np.float32(mean / shape)
    return out


def first_spells(rng: np.random.Generator, away: Flags) -> tuple[Single, Single]:
    """(months since the present spell began, months left of it) in equilibrium: a length-biased spell, cut anywhere."""
    out = np.empty(away.size, np.float32)
    for where, mean, shape in ((away, HOST_MONTHS, HOST_SHAPE), (~away, HOME_MONTHS, HOME_SHAPE)):
        number = int(np.count_nonzero(where))
        out[where] = rng.standard_gamma(shape + 1.0, number, np.float32) * np.float32(mean / shape)
    age = out * rng.random(away.size, np.float32)
    return age, out - age


def home_ties(rng: np.random.Generator, number: int) -> Counts:
    """Ties of so many people at home."""
    return _ties(TIE_AT_HOME)[rng.integers(0, 1 << 16, number, np.uint16)]


def kept_ties(rng: np.random.Generator, number: int) -> Counts:
    """Ties of so many people who have just gone abroad."""
    return _ties(TIE_AT_HOME * TIE_KEPT)[rng.integers(0, 1 << 16, number, np.uint16)]


def ties_abroad(rng: np.random.Generator, months: Single) -> Counts:
    """Ties of people who have been abroad for so many months."""
    left = np.exp(-months / np.float32(TIE_YEARS * MONTHS_PER_YEAR))
    kept = rng.binomial(TIES, TIE_AT_HOME * TIE_KEPT * left)
    return (kept + rng.poisson(TIE_BIRTHS * TIE_YEARS * (1.0 - left))).astype(np.int8)


def settled_grievance(rng: np.random.Generator, number: int, incidents: float) -> Single:
    """Grievance of people who have long lived with so many incidents a year: a gamma law (shot noise of exponential sizes)."""
    return rng.standard_gamma(incidents / DECAY, number, np.float32)


def probabilities(ties: Counts, grievance: Single) -> Single:
    """Probability of engaging when approached."""
    isolation = (np.exp(ties * np.float32(-1.0 / SUPPORT_SCALE)) - ISOLATION_CENTRE) / ISOLATION_SPREAD
    felt = (np.minimum(grievance, CAP) - GRIEVANCE_CENTRE) / GRIEVANCE_SPREAD
    odds = INTERCEPT + ISOLATION_WEIGHT * isolation + GRIEVANCE_WEIGHT * felt
    return np.asarray(HIGHEST / (1.0 + np.exp(-odds)), np.float32)


class Rates(NamedTuple):
    """A yearly rate at home and one abroad."""

    home: float
    away: float


INCIDENTS = Rates(INCIDENTS_HOME, INCIDENTS_AWAY)


def at_most(share: float, trials: int) -> Floats:
    """[k, n] probability of at most k successes in n trials, up to `trials` of each; 1 in the last row."""
    steps = np.zeros((trials + 1, trials + 1))
    for n in range(trials + 1):
        steps[:, n] = np.cumsum(
            [math.comb(n, k) * share**k * (1.0 - share) ** (n - k) for k in range(trials + 1)]
        )
    steps[-1] = 1.0
    return np.minimum(steps, 1.0)


@lru_cache
def _ties(share: float) -> Counts:
    """2^16 values with the frequencies of a binomial of TIES: one 16-bit draw picks one."""
    steps = at_most(share, TIES)[:TIES, TIES]
    return np.searchsorted(steps, (np.arange(1 << 16) + 0.5) / (1 << 16)).astype(np.int8)
