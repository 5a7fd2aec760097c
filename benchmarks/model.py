"""The reduced model: what every program in the comparison computes. benchmarks/README.md says it in words.

Rates are per year, spells in months. Programs that go in monthly steps use the rates' exact translation, `monthly`; nothing is
tuned so that means agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

MONTHS_PER_YEAR = 12

BLOCK = 13
"""Members of a kin block."""
MOBILE_OF_BLOCK = 2
"""Of these, how many go abroad to work; the others never leave."""

HOME_MONTHS, HOME_SHAPE = 3.2, 1.5
"""Mean and shape of the gamma law of a spell at home."""
HOST_MONTHS, HOST_SHAPE = 8.0, 3.0
"""Mean and shape of the gamma law of a spell abroad: median 7.1 months."""
AWAY = HOST_MONTHS / (HOME_MONTHS + HOST_MONTHS)
"""Share of a mobile person's time that is spent abroad."""

TIES = 8
"""Ties that somebody may have at home."""
TIE_AT_HOME = 0.75
"""Probability of each of them, drawn anew for every stay at home."""
TIE_KEPT = 0.35
"""Factor on that probability for those who go abroad."""
TIE_BIRTHS = 1.6
"""New ties per year abroad."""
TIE_YEARS = 1.5
"""Mean life of a tie abroad, kept or new."""
SUPPORT_SCALE = 4.0
"""Isolation = exp(-ties / this)."""

INCIDENTS_HOME, INCIDENTS_AWAY = 0.45, 2.2
"""Hardship incidents per year; sizes are standard exponentials."""
HALF_LIFE = 0.5
"""Years in which an incident's grievance halves."""
DECAY = math.log(2.0) / HALF_LIFE
CAP = 8.0
"""Grievance counts up to this."""

EXPOSURE = 4.0
"""Street approaches abroad, relative to those at home."""
ONLINE = 1.0
"""Online approaches of everybody, at home and abroad, relative to street approaches at home."""

HIGHEST = 0.5
INTERCEPT = -1.9
ISOLATION_WEIGHT, ISOLATION_CENTRE, ISOLATION_SPREAD = 0.8, 0.4, 0.2
GRIEVANCE_WEIGHT, GRIEVANCE_CENTRE, GRIEVANCE_SPREAD = 0.8, 0.9, 1.0
"""Engaging: HIGHEST x logistic(INTERCEPT + sum of weight x (driver - centre) / spread)."""


class Outcome(NamedTuple):
    """What a run of the reduced model gives."""

    approaches: int
    engaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One size of the reduced model."""

    people: int
    approaches: float
    """Expected approaches over all years, before those who engage are taken off."""
    years: int = 8
    everybody_mobile: bool = False
    """The variant in which only those who ever migrate are exposed, and so only they are people."""

    def __post_init__(self) -> None:
        if self.people < 2 * BLOCK or self.approaches <= 0.0 or self.years < 1:
            raise ValueError(f"{self} cannot run; give it two kin blocks of people, approaches and a year")

    @property
    def mobile(self) -> int:
        """People who alternate between home and abroad; they are numbered first."""
        return self.people if self.everybody_mobile else round(self.people * MOBILE_OF_BLOCK / BLOCK)

    @property
    def months(self) -> int:
        """Steps of a program that goes by months."""
        return self.years * MONTHS_PER_YEAR

    @property
    def at_home(self) -> float:
        """Approaches per year of somebody at home."""
        away = AWAY * self.mobile / self.people
        mean = (1.0 + ONLINE) * (1.0 - away) + (EXPOSURE + ONLINE) * away
        return (1.0 + ONLINE) * self.approaches / (self.people * self.years * mean)

    @property
    def street(self) -> float:
        """Street approaches per year of somebody at home."""
        return self.at_home / (1.0 + ONLINE)

    @property
    def abroad(self) -> float:
        """Approaches per year of somebody abroad."""
        return self.street * (EXPOSURE + ONLINE)


def monthly(rate: float) -> float:
    """Probability of at least one event in a month, of a Poisson process with a rate per year."""
    return -math.expm1(-rate / MONTHS_PER_YEAR)


MONTH_LEFT = math.exp(-DECAY / MONTHS_PER_YEAR)
"""What a month leaves of a grievance."""
WITHIN_MONTH = (1.0 - MONTH_LEFT) * MONTHS_PER_YEAR / DECAY
"""What is left at a month's end, on average, of an incident within the month."""
TIE_LOST = monthly(1.0 / TIE_YEARS)
TIES_BORN = TIE_BIRTHS * TIE_YEARS * TIE_LOST
"""Mean number of ties that were born within a month and live at its end."""


def probability(ties: float, grievance: float) -> float:
    """Probability of engaging when approached."""
    isolation = (math.exp(-ties / SUPPORT_SCALE) - ISOLATION_CENTRE) / ISOLATION_SPREAD
    felt = (min(grievance, CAP) - GRIEVANCE_CENTRE) / GRIEVANCE_SPREAD
    return HIGHEST / (1.0 + math.exp(-(INTERCEPT + ISOLATION_WEIGHT * isolation + GRIEVANCE_WEIGHT * felt)))
