"""Draws weighed anew for other beliefs: the figures and the model are the same, so that only the prior's share changes.

Each draw's weight is the new prior density over the old one. The largest weights are smoothed; where their tail is too heavy
(Pareto k) or too few draws carry the weight, nothing is answered. What is answered is drawn from the old draws by weight, as
many as they are worth, so that every error that is told later is that of so many draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from counterflow.analysis.calibration.posterior import Kept, Posterior
from counterflow.analysis.changed.beliefs import log_density, reaches_beyond
from counterflow.analysis.ensemble import Ensemble
from counterflow.analysis.model import WIDE
from counterflow.hearing import PARAMETER_RECORDS, PARAMETERS, VARIANTS, Draws, Hearing, Prior, Variant
from counterflow.inference.arrays import Floats, Ints
from counterflow.inference.pareto import TRUSTED, Smoothed, smooth

LEAST = 40.0
"""Even draws that the set must be worth on which a probability rests."""
LEAST_OF_RANGE = 20.0
"""And each of those that say how far it ranges."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How well old draws cover new beliefs: the worst of all sets that a verdict reads."""

    k: float
    worth: float
    """Even draws of the set on which probabilities rest."""
    of: int

    @property
    def covered(self) -> bool:
        """Whether sums over the weights can be trusted."""
        return self.k < TRUSTED and self.worth >= min(LEAST, self.of)


class NotCovered(Exception):
    """Old draws cannot answer for these beliefs; the message says why, for people."""


@dataclass(frozen=True)
class Shift:
    """From old beliefs to new ones, parameter by parameter, those that differ only."""

    old: Mapping[str, Prior]
    new: Mapping[str, Prior]

    def log_weights(self, draws: Draws, variant: Variant) -> Floats:
        """Log of new over old prior density at each draw."""
        found = np.zeros(len(draws))
        for name, new in self.new.items():
            old, parameter, values = self.old[name], PARAMETER_RECORDS[name], draws.column(name)
            if reaches_beyond(new.scaled(variant, name), old.scaled(variant, name), parameter):
                raise NotCovered(
                    f"{name} may now take values that were held impossible when the draws were made"
                )
            found += log_density(new.scaled(variant, name), values, parameter)
            found -= log_density(old.scaled(variant, name), values, parameter)
        return found


def shift(before: Hearing, after: Hearing) -> Shift:
    """What the widest account now believes otherwise."""
    old, new = before.priors(WIDE), after.priors(WIDE)
    names = [name for name in PARAMETERS if new[name] != old[name]]
    return Shift({name: old[name] for name in names}, {name: new[name] for name in names})


def reweighed_posterior(posterior: Posterior, moved: Shift) -> tuple[Posterior, Reach]:
    """Every set of the widest account with the new beliefs. Raises NotCovered."""
    kept, found = {}, []
    for ask, own in posterior.kept.items():
        if ask.account != WIDE:
            kept[ask] = own
            continue
        places, smoothed = _chosen(moved, posterior.draws(ask), ask.variant)
        found.append(smoothed)
        kept[ask] = Kept(own.values[places], own.outcomes[places])
    return replace(posterior, kept=kept), _checked(found, "figures")


def reweighed_ensemble(kept: Ensemble, hearing: Hearing, seed: int, moved: Shift) -> tuple[Ensemble, Reach]:
    """Outcomes before any data with the new beliefs; `hearing` and `seed` are those the draws were made with."""
    outcomes, found, draws = dict(kept.outcomes), [], kept.draws
    for variant in VARIANTS:
        own = kept.outcomes.get((WIDE, variant))
        if own is None:
            continue
        sampled = hearing.sample(WIDE, len(next(iter(own.values()))), seed, variant)
        places, smoothed = _chosen(moved, sampled, variant)
        found.append(smoothed)
        outcomes[WIDE, variant] = {name: values[places] for name, values in own.items()}
        draws = Draws(sampled.names, sampled.values[places]) if variant == "prior" else draws
    return Ensemble(outcomes, draws), _checked(found, "assumptions")


def _chosen(moved: Shift, draws: Draws, variant: Variant) -> tuple[Ints, Smoothed]:
    log_weights = moved.log_weights(draws, variant)
    if not np.isfinite(log_weights).any():
        raise NotCovered("no draw is possible any more")
    smoothed = smooth(np.where(np.isnan(log_weights), -np.inf, log_weights))
    number = max(1, min(len(draws), round(smoothed.size)))
    ends = np.cumsum(smoothed.weights)
    places = np.searchsorted(ends, ends[-1] * (np.arange(number) + 0.5) / number)
    return np.minimum(places, len(draws) - 1), smoothed


def _checked(found: list[Smoothed], what: str) -> Reach:
    reach = Reach(max(one.k for one in found), found[0].size, found[0].weights.size)
    least = min(found, key=lambda one: one.size)
    if not reach.covered or least.size < min(LEAST_OF_RANGE, least.weights.size):
        raise NotCovered(
            f"too few draws fit both the {what} and what is now believed (the rarest count as {least.size:.0f} of"
            f" {least.weights.size}; Pareto k {reach.k:.2f}, and {TRUSTED} is the limit)"
        )
    return reach
