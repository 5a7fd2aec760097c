"""Figures held against what the model says of them: fitted, and left out one at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.model import Model
from counterflow.analysis.written import Interval
from counterflow.evidence import Target
from counterflow.inference.arrays import Floats

_PRIOR_DRAWS = 2000
_LEVELS = (0.5, 0.9)


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """One figure: what the prior and the posterior expect to be published, and what was."""

    id: str
    prior: Interval
    posterior: Interval
    published: Interval
    off: float
    """Posterior mean less figure, in standard deviations of both, on the figure's scale."""

    @property
    def met(self) -> bool:
        """Whether the posterior's range and the published one have anything in common."""
        return self.posterior.low <= self.published.high and self.published.low <= self.posterior.high


def target_checks(model: Model, values: Floats, seed: int) -> tuple[TargetCheck, ...]:
    """Each target under the prior of the widest account, and under posterior draws of it, the luck of one history included."""
    rng = np.random.Generator(np.random.Philox(key=seed))
    belief = model.belief(Ask())
    before = belief.values(rng.standard_normal((_PRIOR_DRAWS, len(belief))))
    luck = model.emulator.luck
    prior, posterior = (
        found + luck * rng.standard_normal(found.shape) for found in map(model.reported, (before, values))
    )
    spread = np.sqrt(posterior.var(axis=0) + model.observation.sds**2)
    off = (posterior.mean(axis=0) - model.observation.centres) / spread
    return tuple(
        TargetCheck(
            one.target.id,
            _interval(prior[:, i], one.target),
            _interval(posterior[:, i], one.target),
            Interval(low=one.target.low, centre=one.target.centre, high=one.target.high),
            float(off[i]),
        )
        for i, one in enumerate(model.observation.seen)
    )


def _interval(values: Floats, target: Target) -> Interval:
    low, centre, high = np.quantile(values, [0.1, 0.5, 0.9])
    back = np.exp if target.scale == "log" else expit
    return Interval(low=float(back(low)), centre=float(back(centre)), high=float(back(high)))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One figure as the others foretell it."""

    id: str
    within: dict[float, bool]
    """Whether it lies in the interval of each level."""
    score: float
    """Interval score of the widest interval, on the figure's scale; lower is better."""


def leave_one_out(model: Model, *, seed: int, particles: int) -> tuple[LeftOut, ...]:
    """Each target foretold from all others: a posterior of seconds for each, with the same emulator."""
    return tuple(
        _foretold(model, number, seed=seed + number, particles=particles)
        for number in range(len(model.observation))
    )


def _foretold(model: Model, number: int, *, seed: int, particles: int) -> LeftOut:
    name = model.observation.ids[number]
    ask = Ask(without=(name,))
    found = model.posterior(ask, seed=seed, particles=particles)
    values = model.belief(ask).values(found.scores)
    rng = np.random.Generator(np.random.Philox(key=seed))
    world = len(model.coordinates.names)
    told = model.observation.simulated(model.true(values), values[:, world:], model.emulator.variance, rng)
    figure = float(model.observation.centres[number])
    bounds = {level: np.quantile(told[:, number], [0.5 - level / 2, 0.5 + level / 2]) for level in _LEVELS}
    return LeftOut(
        name,
        {level: bool(low <= figure <= high) for level, (low, high) in bounds.items()},
        interval_score(figure, *map(float, bounds[_LEVELS[-1]]), level=_LEVELS[-1]),
    )


def interval_score(figure: float, low: float, high: float, *, level: float) -> float:
    """Its width, and what the figure lies outside by, dearer the surer the interval (Gneiting and Raftery 2007)."""
    outside = max(low - figure, 0.0) + max(figure - high, 0.0)
    return high - low + 2.0 / (1.0 - level) * outside
