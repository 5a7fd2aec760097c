"""Programmes: something done to prevent, with what it changes and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from counterflow.scenario.numeric import AddedRate, AddedShare, Money, Persons, Ratio, Share, Years
from counterflow.scenario.quantity import Sourced


class Effects(Sourced):
    """What changes for those whom a programme covers. Factors multiply (1: nothing), additions add (0: nothing)."""

    ties: AddedRate | None = None
    """Added community ties per person-year."""
    mentors: AddedRate | None = None
    """Added ties to mentors or leaders per person-year."""
    public: Ratio | None = None
    authorities: Ratio | None = None
    employers: Ratio | None = None
    """Factor on incidents by each source."""
    legal: AddedShare | None = None
    """Added probability that a stay is regular."""
    street: Ratio | None = None
    online: Ratio | None = None
    """Factor on the probability that an approach goes ahead."""
    engaging: Ratio | None = None
    committing: Ratio | None = None
    leaving: Ratio | None = None
    disengaging: Ratio | None = None
    """Factor on the probability of engaging and on the hazards."""
    contact: Ratio | None = None
    """Factor on contacts made by an engaged person."""
    blocked: AddedShare | None = None
    """Added probability that a departure is stopped."""


class Cost(Sourced):
    """What a programme costs."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    price_year: int = Field(ge=1990, le=2100)
    fixed: Money
    """Per year, whatever the coverage."""
    per_served: Money
    """Per person served and year."""


class Programme(Sourced):
    """One programme."""

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    title: str
    says: str
    """What is done, in a sentence or two."""
    kind: Annotated[str, Field(min_length=1)]
    coercive: bool
    """Restricts people: shown with the number restricted, never ranked on departures alone."""
    asked_for: bool = False
    """Among the efforts that the official described at the hearing."""
    countries: tuple[str, ...]
    """Where it works."""
    kinds: tuple[str, ...] = ()
    """Kinds of migrant neighbourhood in which it works; none named: all."""
    serves: Literal["present", "engaged", "travellers"]
    """Whose number coverage and cost are about: all who are present, those engaged, those who set out."""
    whom: str
    """Whom it serves, in words."""
    start: date
    ramp: Years
    """From the start to full coverage."""
    end: date | None = None
    coverage: Share
    """Of those present, at full coverage."""
    capacity: Persons | None = None
    """Most people who can be served at a time: it lowers the coverage when the world is compiled, since nobody counts visitors."""
    seats: Persons | None = None
    """Most engaged people who can be served at once: who engages while covered takes a free seat, or never gets one."""
    effects: Effects
    cost: Cost
    restricted_per_stopped: Ratio | None = None
    """Coercive programmes that stop people: so many are restricted per departure stopped."""
    restricted_per_year: Persons | None = None
    """Coercive programmes that do not: so many people are restricted a year (searched, held, expelled), whatever comes of it."""

    def restricts(self, stopped: float, years: float) -> float:
        """People restricted in so many years in which so many more were stopped on the way than without it."""
        found = 0.0 if self.restricted_per_stopped is None else self.restricted_per_stopped.value * stopped
        return found + (0.0 if self.restricted_per_year is None else self.restricted_per_year.value * years)
