"""Draws weighed anew for other beliefs: the figures and the model are the same, so that only the prior's share changes.

Each draw's weight is the new prior density over that with which it was made; sets of draws that share the figures are used together
(`pool`). The largest weights are smoothed; where their tail is too heavy (Pareto k) or too few draws carry the weight, nothing is
answered. What is answered is drawn from the old draws by weight, as many as they are worth, so that every error that is told later
is that of so many draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.posterior import Kept, Posterior
from counterflow.analysis.changed.beliefs import reaches_beyond
from counterflow.analysis.changed.pool import Belief, Made, Pool, pool
from counterflow.analysis.ensemble import Ensemble
from counterflow.analysis.fair import NONE, frequencies, main_drivers, share_names, weights
from counterflow.analysis.model import WIDE
from counterflow.hearing import PARAMETER_RECORDS, PARAMETERS, VARIANTS, Draws, Hearing, Variant
from counterflow.inference.arrays import Floats, Ints
from counterflow.inference.pareto import TRUSTED, Smoothed, smooth

LEAST = 40.0
"""Even draws that the set must be worth on which a probability rests."""
LEAST_OF_RANGE = 20.0
"""And each of those that say how far it ranges."""
_DETECTION = ("detection low", "detection high")
"""Variants in which reporting is another one: their draws are used by themselves."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How well old draws cover new beliefs."""

    k: float
    worth: float
    """Even draws of the set on which probabilities rest."""
    of: int
    left_out: tuple[str, ...] = ()
    """Variants of which too few draws fit: ranges of probabilities do not hold them."""


class NotCovered(Exception):
    """Old draws cannot answer for these beliefs; the message says why, for people."""


def check_reach(before: Hearing, after: Hearing) -> None:
    """Raise NotCovered where something is held possible that was held impossible when the draws were made."""
    old, new = before.priors(WIDE), after.priors(WIDE)
    for name in PARAMETERS:
        if new[name] != old[name] and reaches_beyond(new[name], old[name], PARAMETER_RECORDS[name]):
            raise NotCovered(f"{name} may now take values that were held impossible when the draws were made")


def reweighed_posterior(posterior: Posterior, before: Hearing, after: Hearing) -> tuple[Posterior, Reach]:
    """Every set of the widest account with the new beliefs. Raises NotCovered."""
    groups: dict[tuple[float, tuple[str, ...], str], list[Ask]] = {}
    for ask in posterior.kept:
        groups.setdefault((ask.power, ask.without, _alone(ask.variant)), []).append(ask)
    kept, worth = dict(posterior.kept), {}
    for asks in groups.values():
        made = [Made(Belief(before.priors(ask.account), ask.variant), posterior.draws(ask)) for ask in asks]
        found = _pooled(made, before_data=False)
        values = np.concatenate([posterior.kept[asks[place]].values for place in found.sets])
        outcomes = np.concatenate([posterior.kept[asks[place]].outcomes for place in found.sets])
        for ask in (one for one in asks if one.account == WIDE):
            places, worth[ask] = _chosen(found, Belief(after.priors(WIDE), ask.variant))
            kept[ask] = Kept(values[places], outcomes[places])
    _check([one for ask, one in worth.items() if _is_main(ask)])
    bad = [ask for ask, one in worth.items() if not _is_main(ask) and not _good(one, LEAST_OF_RANGE)]
    for ask in bad:
        del kept[ask]
    return replace(posterior, kept=kept), _reach(worth[Ask()], tuple(dict.fromkeys(map(_name, bad))))


def _is_main(ask: Ask) -> bool:
    """Whether a probability rests on it, rather than the range of one."""
    return ask.variant == "prior" and ask.power == 1.0


def _alone(variant: str) -> str:
    """Variants of the same word share their draws."""
    return variant if variant in _DETECTION else ""


def _name(ask: Ask) -> str:
    return f"figures x{ask.power:g}" if ask.power != 1.0 else ask.variant


@dataclass(frozen=True)
class Reweighed:
    """Outcomes before any data under other beliefs, as `model.ModelOutcomes`."""

    outcomes: dict[tuple[str, str], dict[str, Floats]]
    draws: Draws
    """Parameters behind the draws of the widest account."""
    counted: dict[tuple[str, str], Floats]
    """What each draw of that account counts for, by variant."""

    def values(self, outcome: str, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`."""
        return self.outcomes[account, variant][outcome]

    def weights(self, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`."""
        if account == WIDE:
            return self.counted[account, variant]
        return np.ones(len(next(iter(self.outcomes[account, variant].values()))))


def reweighed_ensemble(kept: Ensemble, before: Hearing, after: Hearing, seed: int) -> tuple[Reweighed, Reach]:
    """Outcomes before any data with the new beliefs; `before` and `seed` are what the draws were made with.

    What was fair under the old beliefs stays so: a draw counts by its main driver as it did (`fair`), else a belief that makes a
    driver matter more would be evened out again.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for key in kept.outcomes:
        groups.setdefault(_alone(key[1]), []).append(key)
    found = Reweighed(dict(kept.outcomes), kept.draws, {})
    worth: dict[str, Smoothed] = {}
    for keys in groups.values():
        pooled = _pooled([_made(kept, before, key, seed) for key in keys], before_data=True)
        used = [keys[place] for place in pooled.sets]
        together, main = _together(kept, used), np.concatenate([_main(kept, key) for key in used])
        for variant in (one for one in VARIANTS if (WIDE, one) in keys):
            places, worth[variant] = _chosen(pooled, Belief(after.priors(WIDE), variant))
            found.outcomes[WIDE, variant] = {name: values[places] for name, values in together.items()}
            found.counted[WIDE, variant] = weights(main, frequencies(_main(kept, (WIDE, variant))))[places]
            if variant == "prior":
                found = replace(found, draws=Draws(pooled.draws.names, pooled.draws.values[places]))
    _check([worth["prior"]])
    bad = tuple(name for name, one in worth.items() if name != "prior" and not _good(one, LEAST_OF_RANGE))
    for name in bad:
        del found.outcomes[WIDE, name]
    return found, _reach(worth["prior"], bad)


def _together(kept: Ensemble, keys: Sequence[tuple[str, str]]) -> dict[str, Floats]:
    """Outcomes of several sets, those that all of them have."""
    names = set.intersection(*(set(kept.outcomes[key]) for key in keys))
    order = [name for name in kept.outcomes[keys[0]] if name in names]
    return {name: np.concatenate([kept.outcomes[key][name] for key in keys]) for name in order}


def _main(kept: Ensemble, key: tuple[str, str]) -> Ints:
    """The main driver of each draw of a set; detection moves none, and its sets begin with the prior's own draws."""
    number = len(next(iter(kept.outcomes[key].values())))
    outcomes = kept.outcomes[key[0], "prior" if key[1] in _DETECTION else key[1]]
    if not outcomes.keys() >= set(share_names()):
        return np.full(number, NONE)
    return main_drivers(lambda name: outcomes[name])[:number]


def _made(kept: Ensemble, hearing: Hearing, key: tuple[str, str], seed: int) -> Made:
    account, variant = key[0], _variant(key[1])
    number = len(next(iter(kept.outcomes[key].values())))
    return Made(Belief(hearing.priors(account), variant), hearing.sample(account, number, seed, variant))


def _variant(name: str) -> Variant:
    return next(one for one in VARIANTS if one == name)


def _pooled(made: Sequence[Made], *, before_data: bool) -> Pool:
    found = pool(made, before_data=before_data)
    if found is None:
        raise NotCovered("something is held for certain, and no draw can be weighed against that")
    return found


def _chosen(found: Pool, belief: Belief) -> tuple[Ints, Smoothed]:
    """Draws by weight, as many as they are worth."""
    try:
        log_weights = found.log_weights(belief)
    except ValueError:
        raise NotCovered("something is now held for certain, which no draw meets") from None
    if not np.isfinite(log_weights).any():
        raise NotCovered("no draw is possible any more")
    # Equal weights that differ by rounding alone would look like a tail.
    smoothed = smooth(np.round(log_weights - log_weights.max(), 9))
    number = max(1, round(smoothed.size))
    return _systematic(smoothed.weights, number), smoothed


def _systematic(weights: Floats, number: int) -> Ints:
    """Places of so many even draws by weight, in an order that tells nothing."""
    ends = np.cumsum(weights)
    places = np.searchsorted(ends, ends[-1] * (np.arange(number) + 0.5) / number)
    order = np.random.Generator(np.random.Philox(key=number)).permutation(number)
    return np.asarray(np.minimum(places, len(weights) - 1)[order])


def _good(found: Smoothed, least: float) -> bool:
    return found.k < TRUSTED and found.size >= least


def _check(main: Sequence[Smoothed]) -> None:
    """Raise NotCovered where the draws are too few for a probability."""
    worst = min(main, key=lambda one: one.size)
    k = max(one.k for one in main)
    if not all(_good(one, LEAST) for one in main):
        raise NotCovered(
            f"too few cases fit what is now believed (they count like {worst.size:.0f} where {LEAST:.0f} are needed;"
            f" Pareto k {k:.2f}, and {TRUSTED} is the limit)"
        )


def _reach(main: Smoothed, left_out: tuple[str, ...]) -> Reach:
    return Reach(main.k, main.size, main.weights.size, left_out)
