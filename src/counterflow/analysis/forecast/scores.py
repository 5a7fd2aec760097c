"""How good a forecast was: intervals that should hold the figure so often, interval score, log score.

Everything is on the figure's scale (log of a count, logit of a share), where errors are about normal. Scores as in Gneiting and
Raftery (2007, Journal of the American Statistical Association 102: 359-378).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.special import ndtr

from counterflow.world import Floats

_ROUNDS = 80
"""Halvings of the range in which a quantile lies: to the last digit."""


@dataclass(frozen=True)
class Predictive:
    """What is expected to be published: each draw's expectation, and around it the error with which figures are made."""

    centres: Floats
    """[draws] on the scale."""
    spread: float
    """Standard deviation of the error, above 0."""

    def __post_init__(self) -> None:
        if self.spread <= 0.0 or not len(self.centres) or not np.isfinite(self.centres).all():
            raise ValueError(f"{len(self.centres)} draws and a spread of {self.spread:g}; both must be there")

    def below(self, value: float) -> float:
        """Probability that the figure lies below a value."""
        return float(ndtr((value - self.centres) / self.spread).mean())

    def quantile(self, probability: float) -> float:
        """The value below which the figure lies with this probability, between 0 and 1."""
        reach = self.spread * abs(NormalDist().inv_cdf(probability))
        low, high = float(self.centres.min()) - reach, float(self.centres.max()) + reach
        for _ in range(_ROUNDS):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return 0.5 * (low + high)

    def interval(self, share: float) -> tuple[float, float]:
        """The central interval that holds the figure with this probability."""
        return self.quantile(0.5 - share / 2), self.quantile(0.5 + share / 2)

    def log_density(self, value: float) -> float:
        """Log density of the figure at a value: the log score, larger is better."""
        logs = -0.5 * ((value - self.centres) / self.spread) ** 2
        most = float(logs.max())
        return (
            most + math.log(float(np.exp(logs - most).mean())) - math.log(self.spread * math.sqrt(math.tau))
        )


def interval_score(interval: tuple[float, float], share: float, value: float) -> float:
    """The interval's width, and for a value outside 2 / (1 - share) times how far it is; smaller is better."""
    low, high = interval
    outside = max(low - value, 0.0) + max(value - high, 0.0)
    return high - low + 2.0 / (1.0 - share) * outside
