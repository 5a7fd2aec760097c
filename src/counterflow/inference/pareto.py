"""Pareto k: whether importance weights can be trusted.

Zhang and Stephens (2009) for the shape; Vehtari, Simpson, Gelman, Yao and Gabry (2024) for its use and its limit, 0.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.inference.arrays import Floats

TRUSTED = 0.7
_PRIOR_DRAWS = 10
"""Of a weak prior at 1/2 that keeps k steady where the tail is short."""


@dataclass(frozen=True)
class Smoothed:
    """Importance weights with a smoothed tail, adding up to one."""

    weights: Floats
    k: float

    @property
    def trusted(self) -> bool:
        """Whether sums over the weights can be trusted."""
        return self.k < TRUSTED

    @property
    def size(self) -> float:
        """So many even draws would be worth as much."""
        return float(1.0 / (self.weights**2).sum())


def smooth(log_weights: Floats) -> Smoothed:
    """Weights whose largest ones are replaced by the expected ones of a generalised Pareto tail."""
    weights = np.exp(log_weights - log_weights.max())
    size = weights.size
    tail = int(min(size / 5, 3 * np.sqrt(size)))
    order = np.argsort(weights, kind="stable")
    if tail < 5 or weights[order[-tail]] == weights[order[-1]]:
        return Smoothed(weights / weights.sum(), 0.0 if tail >= 5 else np.inf)
    cut = weights[order[-tail - 1]]
    k, sigma = pareto_fit(weights[order[-tail:]] - cut)
    middle = (np.arange(tail) + 0.5) / tail
    above = -sigma * np.log1p(-middle) if abs(k) < 1e-12 else sigma * np.expm1(-k * np.log1p(-middle)) / k
    weights[order[-tail:]] = np.minimum(cut + above, 1.0)
    return Smoothed(weights / weights.sum(), k)


def pareto_fit(excess: Floats) -> tuple[float, float]:
    """(k, sigma) of a generalised Pareto law of sorted positive excesses; k positive for heavy tails."""
    n = excess.size
    number = 30 + int(np.sqrt(n))
    quarter = excess[int(n / 4 + 0.5) - 1]
    theta = 1.0 / excess[-1] + (1.0 - np.sqrt(number / (np.arange(1, number + 1) - 0.5))) / (3.0 * quarter)
    shape = np.log1p(-theta[:, None] * excess).mean(axis=1)
    profile = n * (np.log(-theta / shape) - shape - 1.0)
    weight = np.exp(profile - profile.max())
    best = float((theta * weight).sum() / weight.sum())
    k = float(np.log1p(-best * excess).mean())
    return (n * k + _PRIOR_DRAWS * 0.5) / (n + _PRIOR_DRAWS), -k / best
