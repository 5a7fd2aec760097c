"""A number of a scenario, with what is known about its spread."""

from __future__ import annotations

import math
from datetime import date
from statistics import NormalDist
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from counterflow.scenario.dimensions import Law

Z80 = 1.2815515655446004
"""The 90 percent point of the standard normal: half the width of an 80 percent interval, in standard deviations."""

R = TypeVar("R", bound="Record")


class Record(BaseModel):
    """A table of a scenario file: frozen, and nothing in it that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Record):
    """A table whose numbers share a source, unless one names its own."""

    source: str | None = None
    """Evidence rows, or "assumed: " and the reason; holds for every number in the table and in tables below it."""


class Quantity(Record):
    """One number of a scenario, in the unit of its field."""

    value: float
    """The centre, with which a world is compiled."""
    low: float | None = None
    high: float | None = None
    """Ends of the interval that holds 80 percent (of a uniform law: its two ends); None where no range is stated."""
    law: Law = "fixed"
    unit: str = ""
    source: str | None = None
    """The number's own source; None: that of its table."""

    def quantile(self, probability: float) -> float:
        """The number below which `probability` lies. A range that is lopsided about its value keeps both its ends."""
        if self.low is None or self.high is None or self.law == "fixed":
            return self.value
        if self.law == "uniform":
            return self.low + (self.high - self.low) * probability
        z = NormalDist().inv_cdf(probability)
        centre = _onto(self.law, self.value)
        spread = abs(_onto(self.law, self.low if z < 0.0 else self.high) - centre) / Z80
        return _back(self.law, centre + z * spread)


class Change(Record):
    """A number that holds from a date on."""

    since: date
    number: Quantity


class Schedule(Record):
    """A number that changes on dates; the first one also holds before its own date."""

    changes: tuple[Change, ...]

    def at(self, day: date) -> Quantity:
        """The number that holds on a day."""
        held = [change.number for change in self.changes if change.since <= day]
        return held[-1] if held else self.changes[0].number


def _onto(law: Law, number: float) -> float:
    if law == "log-normal":
        return math.log(number)
    if law == "logit-normal":
        return math.log(number / (1.0 - number))
    return number


def _back(law: Law, number: float) -> float:
    if law == "log-normal":
        return math.exp(number)
    if law == "logit-normal":
        return 1.0 / (1.0 + math.exp(-number))
    return number


def spread_ends(law: Law, centre: float, sd: float) -> tuple[float, float]:
    """Ends of the 80 percent interval of a law about its median; `sd` is on the law's own scale (log, logit or plain)."""
    middle = _onto(law, centre)
    return _back(law, middle - Z80 * sd), _back(law, middle + Z80 * sd)
