"""The observation model: how likely published figures are, given what is true of them.

A figure stands on its scale (log of a count, logit of a share) with an 80 percent interval, which may be lopsided. Its error is a
Student t. Figures of one quantity by one voice share a part of their error: a ministry that counts too many counts too many every
month. A figure that is told twice counts once. What is true passes through detection before it is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import expit, gammaln, logit
from scipy.stats import t as student

from counterflow.evidence import Target
from counterflow.evidence.origins import voices
from counterflow.evidence.ranges import TENTH as NORMAL_TENTH
from counterflow.inference.arrays import Bools, Floats
from counterflow.inference.reporting import Reporting, reporting_of
from counterflow.scenario import Scenario

DEGREES = 4.0
"""Of the Student t (assumed): few, since now and then a figure is several of its standard deviations off."""
SHARED = 0.5
"""Part of a figure's variance that all figures of one voice on one quantity share (assumed)."""
TENTH = float(student.ppf(0.9, DEGREES))
"""Half the width of an 80 percent interval, in scales of the Student t."""
_CEILING = 1e-9


@dataclass(frozen=True, slots=True)
class Seen:
    """One target as it is compared."""

    target: Target
    reporting: Reporting | None
    sources: tuple[str, ...]
    """Unknown errors that it shares with other figures."""
    weight: float
    """1; less where the same figure is told in several targets."""

    @property
    def centre(self) -> float:
        """On its scale."""
        return float(self._on_scale(self.target.centre))

    @property
    def sides(self) -> tuple[float, float]:
        """Scales of the error where the truth lies below the figure, and where it lies above."""
        low, high = self._on_scale(self.target.low), self._on_scale(self.target.high)
        return (self.centre - low) / TENTH, (high - self.centre) / TENTH

    def _on_scale(self, value: float) -> float:
        return float(np.log(value) if self.target.scale == "log" else logit(value))

    def reported(self, true: Floats, log_factor: Floats) -> Floats:
        """What would be reported, on the scale, where this is true on it."""
        if self.target.scale == "log":
            return true + log_factor
        share = np.minimum(expit(true) * np.exp(log_factor), 1.0 - _CEILING)
        return np.asarray(logit(share))


@dataclass(frozen=True)
class Observation:
    """All figures that the model is fitted to."""

    seen: tuple[Seen, ...]
    figures: Floats | None = None
    """In place of the centres of the targets, on their scales: for figures that were simulated."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the targets, in order."""
        return tuple(one.target.id for one in self.seen)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The unknowns of reporting: detection, jumps, errors of sources; in order of first use."""
        found = (
            name
            for one in self.seen
            for name in (*(() if one.reporting is None else one.reporting.names), *one.sources)
        )
        return tuple(dict.fromkeys(found))

    def __len__(self) -> int:
        return len(self.seen)

    def without(self, targets: Collection[str]) -> Observation:
        """The same with some targets left out; what the others share stays as it was."""
        kept = [i for i, one in enumerate(self.seen) if one.target.id not in targets]
        figures = None if self.figures is None else self.figures[kept]
        return Observation(tuple(self.seen[i] for i in kept), figures)

    def reported(self, true: Floats, scores: Floats) -> Floats:
        """What would be published, [draws, targets], given what is true on the scales and the scores of `names`."""
        return np.column_stack([self._reported(i, true[:, i], scores) for i in range(len(self.seen))])

    def _reported(self, number: int, true: Floats, scores: Floats) -> Floats:
        one = self.seen[number]
        factor = np.zeros(len(true))
        if one.reporting is not None:
            factor = one.reporting.log_factor(scores[:, self._at(one.reporting.names)])
        shared = scores[:, self._at(one.sources)].sum(axis=1) / np.sqrt(max(len(one.sources), 1))
        return np.asarray(one.reported(true, factor) + shared * self._shared_scale(one))

    def _at(self, names: Sequence[str]) -> list[int]:
        return [self.names.index(name) for name in names]

    @staticmethod
    def _shared_scale(one: Seen) -> float:
        return float(np.sqrt(SHARED) * np.mean(one.sides)) if one.sources else 0.0

    def log_densities(self, true: Floats, scores: Floats, variance: Floats) -> Floats:
        """Log density of each figure, [draws, targets]; `variance` is that of `true` around the truth, [targets]."""
        off = self.reported(true, scores) - self.centres
        below, above = self._own_squares(variance)
        own = np.where(off < 0.0, below, above)
        # The halves of a density with two sides meet at its centre: the mean of their scales normalises it.
        width = np.log(0.5 * (np.sqrt(below) + np.sqrt(above)))
        density = _LOG_CONSTANT - width - 0.5 * (DEGREES + 1.0) * np.log1p(off**2 / own / DEGREES)
        return np.asarray(density * self._weights)

    def log_likelihood(self, true: Floats, scores: Floats, variance: Floats) -> Floats:
        """Their sum, [draws]."""
        return np.asarray(self.log_densities(true, scores, variance).sum(axis=1))

    def simulated(self, true: Floats, scores: Floats, variance: Floats, rng: np.random.Generator) -> Floats:
        """Figures as the model would publish them, on their scales, [draws, targets]."""
        reported = self.reported(true, scores)
        below, above = (np.sqrt(one) for one in self._own_squares(variance))
        size = np.abs(rng.standard_t(DEGREES, reported.shape))
        is_below = rng.random(reported.shape) < below / (below + above)
        return np.asarray(reported - np.where(is_below, -below, above) * size)

    def _own_squares(self, variance: Floats) -> Floats:
        """Squared scales of what figures do not share, [below and above, targets]."""
        return np.asarray(self._sides**2 * np.where(self._is_shared, 1.0 - SHARED, 1.0) + variance)

    def of_figures(self, figures: Floats) -> Observation:
        """The same with other figures, on their scales, [targets], as sure as these."""
        return replace(self, figures=figures)

    @cached_property
    def centres(self) -> Floats:
        """The figures on their scales, [targets]."""
        return np.array([one.centre for one in self.seen]) if self.figures is None else self.figures

    @cached_property
    def _sides(self) -> Floats:
        return np.array([one.sides for one in self.seen]).reshape(-1, 2).T

    @cached_property
    def _weights(self) -> Floats:
        return np.array([one.weight for one in self.seen])

    @cached_property
    def _is_shared(self) -> Bools:
        return np.array([bool(one.sources) for one in self.seen])

    @property
    def sds(self) -> Floats:
        """Standard deviations of normal errors with the figures' intervals: what a model's own errors are held against."""
        return np.asarray(self._sides.mean(axis=0) * TENTH / NORMAL_TENTH)


_LOG_CONSTANT = float(gammaln((DEGREES + 1.0) / 2.0) - gammaln(DEGREES / 2.0) - 0.5 * np.log(DEGREES * np.pi))


def observation_of(scenario: Scenario, targets: Sequence[Target]) -> Observation:
    """The observation model of these targets, which the scenario's detection stands behind."""
    sources = _sources(targets)
    weights = _weights(targets)
    return Observation(
        tuple(
            Seen(
                one,
                reporting_of(scenario, one.quantity, one.cohort, one.at),
                sources[one.id],
                weights[one.id],
            )
            for one in targets
        )
    )


def _sources(targets: Sequence[Target]) -> Mapping[str, tuple[str, ...]]:
    """Errors that a target shares: one for each voice on a quantity of a cohort that more than one target rests on."""
    named = {
        one.id: tuple(f"source/{voice}/{one.cohort}/{one.quantity}" for voice in voices(one.origins))
        for one in targets
    }
    # Shares of one total over places are one statement with errors of their own; a place is part of what is told.
    named = {
        one.id: tuple(f"{name}/{one.place}" if one.place else name for name in named[one.id])
        for one in targets
    }
    times = Counter(name for names in named.values() for name in names)
    return {target: tuple(name for name in names if times[name] > 1) for target, names in named.items()}


def _weights(targets: Sequence[Target]) -> Mapping[str, float]:
    """One over the number of targets on the same thing that rest on a row of the evidence which a target rests on."""
    things = Counter((_thing(one), row) for one in targets for row in set(one.rows))
    return {one.id: 1.0 / max(things[_thing(one), row] for row in one.rows) for one in targets}


def _thing(one: Target) -> tuple[str, str, str | None, str | None]:
    return one.quantity, one.cohort, one.place, one.sex
