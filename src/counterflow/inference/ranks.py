"""Simulation-based calibration: do posteriors hold the truth as often as they say?

Talts, Betancourt, Simpson, Vehtari and Gelman (2018): the rank of the truth among posterior draws is uniform. Säilynoja, Bürkner
and Vehtari (2022): a band that the whole distribution function of ranks stays inside. A posterior that is the prior passes, too:
so contraction and z are told beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import binom

from counterflow.inference.arrays import Floats, Ints

_SIMULATED = 4000


@dataclass(frozen=True, slots=True)
class Recovered:
    """One quantity over many data sets."""

    name: str
    gap: float
    """How far the ranks' distribution function reaches into its band's edge: over 1 is outside."""
    contraction: float
    """1 less the posterior's variance over the prior's, on average: 0 where figures say nothing."""
    z: float
    """Mean over data sets of (posterior mean - truth) / posterior sd."""
    spread: float
    """Its standard deviation: 1 where posteriors are as wide as they should be."""

    @property
    def inside(self) -> bool:
        """Whether the ranks may well be uniform."""
        return self.gap <= 1.0


def rank_of(truth: float, draws: Floats) -> int:
    """How many draws lie below the truth; ties count half, rounded down or up in turn by their number."""
    return int((draws < truth).sum() + (draws == truth).sum() // 2)


def recovered(
    name: str, truths: Floats, draws: Floats, prior_variance: float, level: float = 0.99
) -> Recovered:
    """Of one quantity: truths [sets], posterior draws [sets, draws]."""
    ranks = np.array([rank_of(truth, own) for truth, own in zip(truths, draws, strict=True)])
    spread = np.maximum(draws.std(axis=1, ddof=1), 1e-300)
    z = (draws.mean(axis=1) - truths) / spread
    return Recovered(
        name=name,
        gap=gap(ranks, draws.shape[1], level),
        contraction=float(1.0 - (spread**2).mean() / prior_variance),
        z=float(z.mean()),
        spread=float(z.std(ddof=1)),
    )


def gap(ranks: Ints, draws: int, level: float = 0.99) -> float:
    """Log of the ranks' lowest tail probability at any point over that which the band of this level allows: over 1 is outside."""
    found = _lowest_tails(ranks[np.newaxis], draws)[0]
    return float(np.log(found) / np.log(_allowed(ranks.size, draws, level)))


@lru_cache(maxsize=16)
def _allowed(sets: int, draws: int, level: float) -> float:
    """The tail probability that uniform ranks fall below with 1 - level, by simulation."""
    lowest = np.sort(_lowest_tails(_uniform_ranks(sets, draws), draws))
    return float(lowest[int((1.0 - level) * lowest.size)])


def _uniform_ranks(sets: int, draws: int) -> Ints:
    rng = np.random.Generator(np.random.Philox(key=20150610))
    return rng.integers(0, draws + 1, size=(_SIMULATED, sets))


def _lowest_tails(ranks: Ints, draws: int) -> Floats:
    """For each row of ranks, the smallest two-sided tail probability of its distribution function at any point."""
    sets = ranks.shape[1]
    points = np.unique(np.linspace(0, draws - 1, min(draws, 100)).astype(np.int64))
    below = np.stack([(ranks <= point).sum(axis=1) for point in points], axis=1)
    share = (points + 1) / (draws + 1)
    tails = np.minimum(binom.cdf(below, sets, share), binom.sf(below - 1, sets, share))
    return np.asarray(np.maximum(2.0 * tails.min(axis=1), 1e-300))
