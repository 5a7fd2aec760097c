"""Quantile tables: QUANTILES points of a law at probabilities 0, 1/1024, ..., 1, read by linear interpolation.

The last point of an unbounded law is set so that interpolation in the last cell keeps the law's mean there, so the table's
mean is the law's but for the curvature inside cells.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from counterflow.scenario.compile import arithmetic
from counterflow.world import QUANTILES, Floats

_BISECTIONS = 60
_SERIES_TERMS = 400
NORMAL_CUT = 3.5
"""Where the table of the standard normal is cut."""

Law = Callable[[Floats], Floats]


def gamma_cdf(x: Floats, shape: float) -> Floats:
    """Probability below x >= 0 of the gamma law with scale 1; a series of positive terms, exact to some 1e-13."""
    term = np.full_like(x, 1.0 / shape)
    total = term.copy()
    for n in range(1, _SERIES_TERMS):
        term = term * x / (shape + n)
        total = total + term
        if not (term > 1e-17 * total).any():
            break
    positive = np.maximum(x, 1e-300)
    front = arithmetic.exp(
        np.maximum(shape * arithmetic.log(positive) - x - arithmetic.log_gamma(shape), -690.0)
    )
    return np.where(x > 0.0, np.minimum(front * total, 1.0), 0.0)


def _residual_cdf(x: Floats, shape: float) -> Floats:
    """Of the rest of the spell that is under way at an arbitrary moment: integral of (1 - F) over the mean."""
    return gamma_cdf(x, shape + 1.0) + x / shape * (1.0 - gamma_cdf(x, shape))


def _normal_cdf(x: Floats) -> Floats:
    term = x.copy()
    total = x.copy()
    for n in range(1, _SERIES_TERMS):
        term = term * x * x / (2 * n + 1)
        total = total + term
        if not (np.abs(term) > 1e-17).any():
            break
    density = arithmetic.exp(-0.5 * x * x) * 0.39894228040143267794
    return 0.5 + density * total


def _inverted(cdf: Law, probabilities: Floats, low: float, high: float) -> Floats:
    """Where an increasing cdf reaches each probability, between low and high, by bisection."""
    below = np.full_like(probabilities, low)
    above = np.full_like(probabilities, high)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (below + above)
        left = cdf(middle) < probabilities
        below = np.where(left, middle, below)
        above = np.where(left, above, middle)
    return 0.5 * (below + above)


def _grid() -> Floats:
    return np.arange(QUANTILES, dtype=np.float64) / (QUANTILES - 1)


@lru_cache(maxsize=64)
def _gamma(shape: float) -> Floats:
    inner = _inverted(lambda x: gamma_cdf(x, shape), _grid()[:-1], 0.0, _far(shape))
    inner[0] = 0.0
    beyond = shape * (1.0 - gamma_cdf(inner[-1:], shape + 1.0))[0]
    return np.append(inner, _last(inner[-1], beyond))


@lru_cache(maxsize=64)
def _gamma_residual(shape: float) -> Floats:
    inner = _inverted(lambda x: _residual_cdf(x, shape), _grid()[:-1], 0.0, _far(shape))
    inner[0] = 0.0
    x = inner[-1:]
    squares = shape * (shape + 1.0) * (1.0 - gamma_cdf(x, shape + 2.0)) - x * x * (1.0 - gamma_cdf(x, shape))
    return np.append(inner, _last(inner[-1], squares[0] / (2.0 * shape)))


def _far(shape: float) -> float:
    """Beyond the 1023/1024 quantile of the law and of its residual, for shapes from 0.2 on."""
    return 4.0 * shape + 20.0


def _last(before: float, beyond: float) -> float:
    """End of the last cell: its middle is the mean of the law in it; `beyond` is the integral of x over the cell."""
    mean = beyond * (QUANTILES - 1)
    return 2.0 * mean - before


def gamma(median: float, shape: float) -> Floats:
    """Quantiles of the gamma law with a median and a shape."""
    return _gamma(shape) * (median / _median(shape))


def gamma_residual(median: float, shape: float) -> Floats:
    """Quantiles of the rest of a gamma spell that is under way (length-biased)."""
    return _gamma_residual(shape) * (median / _median(shape))


def gamma_mean(median: float, shape: float) -> float:
    """Mean of the gamma law with a median and a shape."""
    return shape * median / _median(shape)


def _median(shape: float) -> float:
    return float(_gamma(shape)[(QUANTILES - 1) // 2])


@lru_cache(maxsize=1)
def normal() -> Floats:
    """Quantiles of the standard normal, cut at +-NORMAL_CUT; symmetric to the last bit."""
    upper = _inverted(_normal_cdf, _grid()[(QUANTILES - 1) // 2 :], 0.0, NORMAL_CUT)
    upper[0], upper[-1] = 0.0, NORMAL_CUT
    return np.concatenate([-upper[:0:-1], upper])
