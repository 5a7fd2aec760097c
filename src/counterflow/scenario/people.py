"""Cohorts: who the people are, where home is, who goes abroad, and what is set per cohort."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from counterflow.scenario.numeric import (
    Number,
    PersonRate,
    Persons,
    Ratio,
    RatioByDate,
    Score,
    Share,
    ShareByDate,
    Years,
)
from counterflow.scenario.quantity import Quantity, Sourced

ONE = Quantity(value=1.0, unit="ratio", source="no difference is assumed")

AGE_GROUPS = 17
"""Five-year groups 0-4, 5-9, ..., 80-84 (and over)."""

ByAge = Annotated[
    tuple[Annotated[float, Field(ge=0)], ...], Field(min_length=AGE_GROUPS, max_length=AGE_GROUPS)
]
ByMonth = Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=12, max_length=12)]


class Province(Sourced):
    """A province: its people are split over numbered districts, which have no names."""

    name: str
    population: Persons
    """Used as a weight: provinces share out the cohort's population."""
    districts: int = Field(ge=1, le=200)
    mobile: Ratio = ONE
    """How mobile its people are, relative to the cohort."""
    towards: dict[str, Ratio] = Field(default_factory=dict)
    """City by city, how much likelier its people go there than the cohort's others."""


class Ages(Sourced):
    """Percent of all people of the cohort by sex and five-year group; men and women together sum to 100."""

    men: ByAge
    women: ByAge


class Spell(Sourced):
    """Length of a spell: a gamma law."""

    median: Years
    shape: Number


class Mobility(Sourced):
    """Who ever goes abroad to work, when and where to."""

    share: Share
    """Of all people of the cohort, children who will go when grown included."""
    men: Share
    men_ages: ByAge
    """Percent of mobile men by age at the start; women likewise."""
    women_ages: ByAge
    chain: Share
    """Of the mobile members of a kin block, those who go to the block's own neighbourhood."""
    home: Spell
    host: Spell
    season: ByMonth
    """Relative rate of leaving home, January first; scaled to mean 1."""
    pace: RatioByDate
    """Dated factor on the rate of leaving home."""
    destinations: dict[str, Share]
    """Country by country; the shares sum to 1."""
    third: dict[str, Share]
    """Where people work instead while barred from Russia; the shares sum to 1."""
    legal: ShareByDate
    """Stays that are regular, by the date on which the stay begins."""
    ban: ShareByDate
    """Irregular stays in Russia that end with a re-entry ban, by the date on which the stay ends."""


class Traits(Sourced):
    """Marks that never change."""

    online_younger: Share
    """Online, below 40 years."""
    online_older: Share
    schooling: tuple[Share, Share, Share]
    """Religious schooling: none or basic, intermediate, advanced; the shares sum to 1."""
    practising: Share
    repression: Score
    """Repression of religion and politics at home, on a scale of 0 to 10; carried abroad by those who grew up under it."""


class Reach(Sourced):
    """How the cohort is reached, per person-year at the peak of salience."""

    online: PersonRate
    """Online approaches, per online person."""
    self_start: PersonRate
    """People who begin to look for a way without being approached, where ideology stands at its cap."""
    broadcast: PersonRate
    """Reached by the defector's call, on its date."""


class Departure(Sourced):
    """Whom a departure takes along."""

    family: Share
    """Men who take their household along."""
    women_alone: Ratio
    """A woman's hazard of leaving alone, relative to a man's."""
    detection: ShareByDate
    """Of those who have left, the share that the government's count holds."""
    detection_of_deaths: Share


class Cohort(Sourced):
    """A people with a home country, one by one at full size."""

    name: str
    country: str
    population: Persons
    households: tuple[int, int, int]
    """Sizes of the three households of a kin block; their sum is a prime."""
    ages: Ages
    mobility: Mobility | None = None
    """None: nobody of the cohort goes abroad to work."""
    traits: Traits
    reach: Reach
    departure: Departure
    provinces: Annotated[tuple[Province, ...], Field(min_length=1)]
