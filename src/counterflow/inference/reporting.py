"""From what is true to what is reported: shares of those who left, and of those who died, that a government's count holds.

One unknown for each cohort moves its whole schedule up or down within its ranges. From the day on which a story breaks a second one
does so too: detection may jump there, by more or by less than the schedule says.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from counterflow.evidence import Interval
from counterflow.inference.arrays import Floats
from counterflow.scenario import Scenario
from counterflow.scenario.people import Departure
from counterflow.scenario.quantity import Quantity

Held = Literal["departures", "deaths", "deaths over departures"]
"""What a figure is a detected part of."""

HELD: dict[str, Held] = {
    "ever left": "departures",
    "in the zone": "departures",
    "returned": "departures",
    "dead": "deaths",
    "share dead": "deaths over departures",
}
"""Quantities that pass through detection; other shares are taken to be those of the people who were detected."""

CARRIED = 0.7
"""Correlation of a cohort's detection before and after a story broke (assumed)."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """How one figure of one cohort comes from the truth."""

    held: Held
    cohort: str
    departure: Departure
    at: dt.date
    story: dt.date | None
    """Day on which a story broke; None where none did."""

    @property
    def names(self) -> tuple[str, ...]:
        """The unknowns that it hangs on."""
        found = () if self.held == "deaths" else self._of_departures
        return found if self.held == "departures" else (*found, f"detection of deaths/{self.cohort}")

    @property
    def _of_departures(self) -> tuple[str, ...]:
        detection = f"detection/{self.cohort}"
        return (detection, f"jump/{self.cohort}") if self._after else (detection,)

    @property
    def _after(self) -> bool:
        return self.story is not None and self.at >= self.story

    def log_factor(self, scores: Floats) -> Floats:
        """Log of what is reported over what is true, at the scores of `names`, [draws, unknowns]."""
        if self.held == "deaths":
            return log_at(self.departure.detection_of_deaths, scores[:, 0])
        known = self.departure.detection.at(self.at)
        of_departures = log_at(known, after_story(scores) if self._after else scores[:, 0])
        if self.held == "departures":
            return of_departures
        return log_at(self.departure.detection_of_deaths, scores[:, -1]) - of_departures


def reporting_of(scenario: Scenario, quantity: str, cohort: str, at: dt.date) -> Reporting | None:
    """How a figure comes from the truth; None where detection does not come in, or nobody knows whose it is."""
    held = HELD.get(quantity)
    own = next((one.departure for one in scenario.cohort if one.name == cohort), None)
    if held is None or own is None:
        return None
    story = None if scenario.broadcast is None else scenario.broadcast.on
    return Reporting(held, cohort, own, at, story)


def after_story(scores: Floats) -> Floats:
    """The score of detection after a story broke, from that before and the jump's own, [draws, 2 or more]."""
    return np.asarray(CARRIED * scores[:, 0] + math.sqrt(1.0 - CARRIED**2) * scores[:, 1])


def log_at(quantity: Quantity, scores: Floats) -> Floats:
    """Log of a share of the scenario at standard normal scores within its range."""
    if quantity.low is None or quantity.high is None:
        return np.full_like(scores, math.log(quantity.value))
    ranged = Interval(quantity.low, quantity.value, quantity.high, "logit", assumed=True)
    return np.asarray(np.log(ranged.quantile(scores)))
