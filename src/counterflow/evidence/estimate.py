"""What a question to the evidence gives: draws, and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voices
from counterflow.evidence.ranges import Draws


@dataclass(frozen=True, eq=False)
class Estimate:
    """A quantity with its uncertainty, as Monte Carlo draws over the ranges of the figures."""

    draws: Draws
    """Empty where the evidence has a gap."""
    unit: str
    sentence: str
    """What it is and how it was got, for a reader."""
    rows: tuple[str, ...] = ()
    """Ids of the figures that it rests on, assumptions included."""
    assumed: tuple[str, ...] = ()
    """Those of the rows that are assumptions, or whose range is."""
    origins: tuple[str, ...] = ()
    """Who first said what it rests on; assumptions have no origin."""
    gap: str | None = None
    """What is missing, where there are no draws."""

    @property
    def voices(self) -> tuple[str, ...]:
        """The origins with agencies that may share a list counted as one."""
        return voices(self.origins)

    @property
    def centre(self) -> float:
        """Median of the draws; NaN where there are none."""
        return self._quantile(0.5)

    @property
    def low(self) -> float:
        """10 percent point."""
        return self._quantile(0.1)

    @property
    def high(self) -> float:
        """90 percent point."""
        return self._quantile(0.9)

    def over(self, other: Estimate) -> Estimate:
        """This one divided by another one, draw by draw."""
        sentence = f"{self.sentence} Set against: {other.sentence[:1].lower()}{other.sentence[1:]}"
        return combined(_ratio(self.draws, other.draws), "ratio", sentence, (self, other))

    def _quantile(self, share: float) -> float:
        return float(np.quantile(self.draws, share)) if self.draws.size else math.nan


@dataclass(frozen=True, slots=True)
class Probability:
    """The probability that a quantity meets its limits."""

    value: float
    error: float
    """Monte Carlo standard error; never zero, since no finite number of draws proves a certainty."""
    draws: int


def probability(
    estimate: Estimate,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    above: float | None = None,
    below: float | None = None,
) -> Probability:
    """Share of the draws that meet all limits given, with its error. Raises ValueError where there are no draws."""
    if not estimate.draws.size:
        raise ValueError(f"no draws to judge: {estimate.gap}")
    holds = np.ones(estimate.draws.size, dtype=np.bool_)
    if at_least is not None:
        holds &= estimate.draws >= at_least
    if at_most is not None:
        holds &= estimate.draws <= at_most
    if above is not None:
        holds &= estimate.draws > above
    if below is not None:
        holds &= estimate.draws < below
    return _share(int(holds.sum()), holds.size)


def _share(hits: int, draws: int) -> Probability:
    # The error of Agresti and Coull (two successes and two failures added), so that 0 and 1 keep one.
    padded = (hits + 2) / (draws + 4)
    return Probability(hits / draws, math.sqrt(padded * (1 - padded) / (draws + 4)), draws)


def from_figures(draws: Draws, unit: str, sentence: str, figures: Iterable[Figure]) -> Estimate:
    """An estimate that rests on figures."""
    used = sorted({figure.id: figure for figure in figures}.values(), key=lambda figure: figure.id)
    return Estimate(
        draws=draws,
        unit=unit,
        sentence=sentence,
        rows=tuple(figure.id for figure in used),
        assumed=tuple(
            figure.id for figure in used if figure.interval is not None and figure.interval.assumed
        ),
        origins=tuple(sorted({figure.origin for figure in used if not figure.is_assumed})),
    )


def missing(unit: str, gap: str) -> Estimate:
    """An estimate without draws, that says why."""
    return Estimate(draws=np.empty(0), unit=unit, sentence=f"Not known: {gap}", gap=gap)


def combined(draws: Draws, unit: str, sentence: str, parts: Iterable[Estimate]) -> Estimate:
    """An estimate that rests on others; it has a gap where one of them has."""
    used = tuple(parts)
    gaps = [part.gap for part in used if part.gap is not None]
    if gaps:
        return missing(unit, "; ".join(dict.fromkeys(gaps)))
    return Estimate(
        draws=draws,
        unit=unit,
        sentence=sentence,
        rows=_merged(part.rows for part in used),
        assumed=_merged(part.assumed for part in used),
        origins=_merged(part.origins for part in used),
    )


def renamed(estimate: Estimate, sentence: str, unit: str | None = None) -> Estimate:
    """The same draws under another sentence, and unit if one is given; a gap stays as it is."""
    if estimate.gap is not None:
        return estimate
    return replace(estimate, sentence=sentence, unit=estimate.unit if unit is None else unit)


def _ratio(top: Draws, bottom: Draws) -> Draws:
    return top / bottom if top.size and bottom.size else np.empty(0)


def _merged(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for group in names for name in group}))
