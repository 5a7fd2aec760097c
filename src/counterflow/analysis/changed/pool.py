"""Draws of several beliefs, used together: where they share the figures, each is a draw of their mixture.

Sets of draws that were made under different beliefs but with the same figures differ in the prior only, so that their common
likelihood cancels: a draw's weight under a new belief is its new prior density over that of the mixture. How much evidence each
belief had, which scales its part of the mixture, follows from the draws themselves (Shirts and Chodera 2008); before any data
it is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from counterflow.analysis.changed.beliefs import log_density
from counterflow.hearing import PARAMETER_RECORDS, PARAMETERS, Draws, Prior, Variant
from counterflow.inference.arrays import Floats

_ROUNDS = 200
_CLOSE = 1e-6


@dataclass(frozen=True)
class Belief:
    """What is believed of every unknown in dispute, under a variant."""

    priors: dict[str, Prior]
    variant: Variant

    def log_density(self, draws: Draws) -> Floats:
        """At each draw, up to what all beliefs share. Raises ValueError where it holds one unknown for certain."""
        found = np.zeros(len(draws))
        for name in PARAMETERS:
            prior = self.priors[name].scaled(self.variant, name)
            found += log_density(prior, draws.column(name), PARAMETER_RECORDS[name])
        return found


@dataclass(frozen=True)
class Made:
    """A set of draws with the belief that it was made under."""

    belief: Belief
    draws: Draws


@dataclass(frozen=True)
class Pool:
    """All sets that can be used together."""

    sets: tuple[int, ...]
    """Places of those that are in it, among those that were given."""
    draws: Draws
    log_mixture: Floats

    def log_weights(self, belief: Belief) -> Floats:
        """Log weight of each draw under a belief, up to a constant; minus infinity where it is impossible."""
        found = belief.log_density(self.draws) - self.log_mixture
        return np.where(np.isnan(found), -np.inf, found)


def pool(made: Sequence[Made], *, before_data: bool) -> Pool | None:
    """Sets as one; those that hold an unknown for certain are left out. None where none is left."""
    usable = [place for place, one in enumerate(made) if _has_density(one)]
    if not usable:
        return None
    values = np.concatenate([made[place].draws.values for place in usable])
    draws = Draws(PARAMETERS, values)
    log_p = np.stack([made[place].belief.log_density(draws) for place in usable])
    counts = np.array([len(made[place].draws) for place in usable], np.float64)
    scale = np.zeros(len(usable)) if before_data else evidence(log_p, counts)
    return Pool(tuple(usable), draws, _mixture(log_p, counts, scale))


def _has_density(one: Made) -> bool:
    try:
        return bool(np.isfinite(one.belief.log_density(one.draws)).any())
    except ValueError:
        return False


def _mixture(log_p: Floats, counts: Floats, scale: Floats) -> Floats:
    return np.asarray(logsumexp(log_p + (np.log(counts) - scale)[:, None], axis=0))


def evidence(log_p: Floats, counts: Floats) -> Floats:
    """Log evidence of each belief against the first, from draws of all of them, [beliefs]."""
    scale = np.zeros(len(counts))
    for _ in range(_ROUNDS):
        mixture = _mixture(log_p, counts, scale)
        new: Floats = np.asarray(logsumexp(np.where(np.isfinite(mixture), log_p - mixture, -np.inf), axis=1))
        new -= new[0]
        if np.abs(new - scale).max() < _CLOSE:
            return new
        scale = new
    return scale
