"""What departures are set to until there is a posterior: the last published count of each cohort, carried to the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.evidence import Interval
from counterflow.evidence.inputs import Target
from counterflow.scenario import Scenario, calendar_of
from counterflow.scenario.quantity import Quantity

PREFERRED = ("ever left", "in the zone")
"""Quantities that anchor a cohort, the better one first."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A published count of one cohort and the share of the truth that such a count holds."""

    cohort: int
    target: Target
    years: float
    """The count's date, in years from the scenario's start."""
    detection: Quantity

    @property
    def interval(self) -> Interval:
        """The published count with its 80 percent interval."""
        return self.target.interval

    @property
    def true_count(self) -> float:
        """The count's centre over the detection's centre: persons who have really left."""
        return self.target.centre / self.detection.value


def anchors(scenario: Scenario, targets: Sequence[Target]) -> tuple[Anchor, ...]:
    """The latest usable count of each cohort that has one, in the order of cohorts."""
    found = []
    for number, cohort in enumerate(scenario.cohort):
        target = _latest([one for one in targets if one.cohort == cohort.name], scenario.start)
        if target is not None:
            found.append(
                Anchor(
                    number,
                    target,
                    calendar_of(scenario).when(target.at),
                    cohort.departure.detection.at(target.at),
                )
            )
    return tuple(found)


def _latest(targets: Sequence[Target], start: dt.date) -> Target | None:
    for quantity in PREFERRED:
        usable = [one for one in targets if one.quantity == quantity and one.at > start]
        if usable:
            return max(usable, key=lambda one: (one.at, one.id))
    return None
