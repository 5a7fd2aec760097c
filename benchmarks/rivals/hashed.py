"""What the Numba programs share: hashes, laws by inversion, and the reduced model's probability of engaging."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from benchmarks.model import (
    CAP,
    GRIEVANCE_CENTRE,
    GRIEVANCE_SPREAD,
    GRIEVANCE_WEIGHT,
    HIGHEST,
    INTERCEPT,
    ISOLATION_CENTRE,
    ISOLATION_SPREAD,
    ISOLATION_WEIGHT,
    SUPPORT_SCALE,
)
from counterflow.world import Floats

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_LOW = np.uint64(0xFFFFFFFF)
_11 = np.uint64(11)
_27 = np.uint64(27)
_30 = np.uint64(30)
_31 = np.uint64(31)
_32 = np.uint64(32)
WHOLE = 4294967296.0
"""2^32: a 32-bit word over this is a uniform."""


@njit(cache=True)
def mixed(x: np.uint64) -> np.uint64:
    """A 64-bit mixer (Stafford's variant 13, as in SplitMix64)."""
    x = (x ^ (x >> _30)) * _MIX1
    x = (x ^ (x >> _27)) * _MIX2
    return x ^ (x >> _31)


@njit(cache=True)
def keyed(key: np.uint64, number: int) -> np.uint64:
    """A key made from another one and a number."""
    return mixed(key + (np.uint64(number) + np.uint64(1)) * _GOLDEN)


@njit(cache=True)
def uniform(hashed: np.uint64) -> float:
    """A uniform in (0, 1) from a 64-bit word."""
    return (np.float64(hashed >> _11) + 0.5) * 1.1102230246251565e-16


@njit(cache=True)
def high(hashed: np.uint64) -> float:
    """A uniform from the upper 32 bits."""
    return (np.float64(hashed >> _32) + 0.5) / WHOLE


@njit(cache=True)
def low(hashed: np.uint64) -> float:
    """A uniform from the lower 32 bits."""
    return (np.float64(hashed & _LOW) + 0.5) / WHOLE


@njit(cache=True)
def quantile(table: Floats, at: float) -> float:
    """Value of a quantile table, linear between its points."""
    x = at * (table.shape[0] - 1)
    i = int(x)
    return table[i] + (table[i + 1] - table[i]) * (x - i)


@njit(cache=True)
def poisson(mean: float, none: float, at: float) -> int:
    """A Poisson number by inversion, `none` = exp(-mean); large uniforms give 0, so that most calls end at one comparison."""
    term = none
    below = 1.0 - term
    number = 0
    while at < below and number < 1000:
        number += 1
        term *= mean / number
        below -= term
    return number


@njit(cache=True)
def successes(steps: Floats, trials: int, at: float) -> int:
    """A binomial number by inversion; `steps` is [k, n] the probability of at most k successes in n trials."""
    number = 0
    while at > steps[number, trials]:
        number += 1
    return number


@njit(cache=True)
def probability(ties: float, grievance: float) -> float:
    """Probability of engaging when approached."""
    isolation = (math.exp(-ties / SUPPORT_SCALE) - ISOLATION_CENTRE) / ISOLATION_SPREAD
    felt = (min(grievance, CAP) - GRIEVANCE_CENTRE) / GRIEVANCE_SPREAD
    return HIGHEST / (1.0 + math.exp(-(INTERCEPT + ISOLATION_WEIGHT * isolation + GRIEVANCE_WEIGHT * felt)))
