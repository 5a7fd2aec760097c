"""A question to the evidence, and the evidence that may answer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from counterflow.evidence.curve import InflowCurve
from counterflow.evidence.estimate import Estimate, from_figures, missing
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.pool import (
    Candidate,
    Sampler,
    nearest_by_voice,
    sample_figure,
    sample_mixture,
)


@dataclass(frozen=True, slots=True)
class QuantityRef:
    """A quantity as a hearing file names it.

    ``QuantityRef("ever left", place="Belgium", per="Muslims", by=date(2015, 6, 11))``
    """

    measure: str
    place: str | None = None
    per: str | None = None
    """Denominator; None for persons."""
    by: dt.date | None = None
    """The day that is asked about; None for the day of the study."""
    over: QuantityRef | None = None
    """What it is divided by."""

    @property
    def somewhere(self) -> str:
        """The place that is asked about. Raises ValueError where none is."""
        if self.place is None:
            raise ValueError(f"{self.measure} needs a place; name a country")
        return self.place


@dataclass(frozen=True)
class Study:
    """Evidence that counts for a question, with the generator that answers it."""

    evidence: Evidence
    """Filtered already: by what was known, and without the claim's own witness."""
    rng: np.random.Generator
    draws: int
    day: dt.date | None = None
    """The day that is meant where a reference names none: that of the hearing."""

    @cached_property
    def curve(self) -> InflowCurve:
        """The inflow of the world; ValueError where no point of it is known."""
        return InflowCurve.through(self.evidence.salience)

    def by(self, ref: QuantityRef) -> dt.date:
        """The day that a reference asks about. Raises ValueError where neither it nor the study names one."""
        day = ref.by if ref.by is not None else self.day
        if day is None:
            raise ValueError(f"{ref.measure} needs by; name a day")
        return day

    def sample(self, figure: Figure) -> Estimate:
        """A figure as an estimate in its own unit."""
        return from_figures(
            sample_figure(figure, self.rng, self.draws),
            figure.unit,
            f"{figure.group}, {figure.place}.",
            [figure],
        )

    def assumption(self, quantity: str, place: str | None = None) -> Estimate:
        """The one assumed figure of a quantity; a gap where the file has none."""
        found = [
            figure for figure in self.evidence.where(quantity=quantity, place=place) if figure.is_assumed
        ]
        return (
            self.sample(found[0])
            if found
            else missing("", f"no assumption about {quantity.replace('_', ' ')}")
        )


def pooled(
    study: Study, figures: Iterable[Figure], by: dt.date, sentence: str, sampler: Sampler = sample_figure
) -> Estimate:
    """Figures on one thing as one estimate: each independent voice in its turn, by what it said nearest to a day."""
    groups = nearest_by_voice([Candidate(figure, sampler) for figure in figures], by)
    if not groups:
        return missing("", f"no figure for: {sentence}")
    draws = sample_mixture(groups, study.rng, study.draws)
    used = [one.figure for group in groups for one in group]
    return from_figures(draws, used[0].unit, sentence, used)
