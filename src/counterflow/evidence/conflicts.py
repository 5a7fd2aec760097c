"""Figures that speak of the same thing and do not agree: side by side, the recycled ones once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from counterflow.evidence.dates import years_between
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voices

PERIOD_YEARS = 0.5
"""Figures whose dates lie within this of the one before form one period."""

ALIKE = {
    "ff_cumulative": "fighters, however counted",
    "ff_present": "fighters, however counted",
    "ff_present_or_ever": "fighters, however counted",
    "ff_official_claim": "fighters, however counted",
    "ff_registered": "fighters, however counted",
    "ff_claim_us": "fighters, however counted",
    "muslim_population_by_province": "muslim_population",
}
"""Quantities that readers take for one another, and that officials mix."""


@dataclass(frozen=True, slots=True)
class Said:
    """One origin's figure, with those that only repeat it."""

    figure: Figure
    repeated_by: tuple[Figure, ...]
    """Later rows of the same origin with the same number: shown as recycled, counted once."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What distinct origins say of one quantity, place and period."""

    quantity: str
    place: str
    sayings: tuple[Said, ...]
    """In order of the time that they describe."""

    @property
    def voices(self) -> tuple[str, ...]:
        """Distinct origins, agencies that may share a list counted as one."""
        return voices(tuple(saying.figure.origin for saying in self.sayings))

    @property
    def factor(self) -> float:
        """Largest number over the smallest, as printed."""
        numbers = [said.figure.printed or 0.0 for said in self.sayings]
        return max(numbers) / min(numbers) if min(numbers) > 0 else math.inf


def conflicts(evidence: Evidence, at_least: float = 1.2) -> tuple[Conflict, ...]:
    """All groups in which distinct origins differ by a factor of at least so much, the widest first."""
    topics: dict[tuple[str, str], list[Figure]] = {}
    for figure in evidence:
        if figure.interval is not None and not figure.is_assumed and figure.group != "fighters only":
            topics.setdefault((_topic(figure), figure.place), []).append(figure)
    found = [
        Conflict(quantity, place, sayings)
        for (quantity, place), figures in topics.items()
        for sayings in _periods(figures)
    ]
    differing = [
        one
        for one in found
        if len({said.figure.origin for said in one.sayings}) > 1 and one.factor >= at_least
    ]
    return tuple(sorted(differing, key=lambda one: (-one.factor, one.quantity, one.place)))


def once_each(figures: Iterable[Figure]) -> tuple[Said, ...]:
    """The figures with what one origin said twice told once: the first row, and those that repeat its number."""
    kept: dict[tuple[str, str, float], list[Figure]] = {}
    for figure in figures:
        if figure.printed is not None:
            kept.setdefault((_topic(figure), figure.origin, figure.printed), []).append(figure)
    return tuple(Said(same[0], tuple(same[1:])) for same in kept.values())


def _topic(figure: Figure) -> str:
    quantity = ALIKE.get(figure.quantity, figure.quantity)
    if (
        quantity in ("population", "muslim_population")
        or quantity.startswith("ff_")
        or quantity in ALIKE.values()
    ):
        return quantity if not figure.group.startswith("province") else f"{quantity}: {figure.group}"
    return f"{quantity}: {figure.group}" if figure.group else quantity


def _periods(figures: list[Figure]) -> list[tuple[Said, ...]]:
    """Sayings split where half a year passes without one."""
    sayings = sorted(once_each(figures), key=lambda said: (said.figure.about.last, said.figure.id))
    periods: list[list[Said]] = []
    for said in sayings:
        if (
            periods
            and years_between(periods[-1][-1].figure.about.last, said.figure.about.last) <= PERIOD_YEARS
        ):
            periods[-1].append(said)
        else:
            periods.append([said])
    return [tuple(period) for period in periods]
