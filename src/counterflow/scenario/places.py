"""Countries, kinds of place, and the host cities with their migrant neighbourhoods."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from counterflow.scenario.numeric import PersonRate, Ratio, RatioByDate, ScoreByDate, Share, ShareByDate
from counterflow.scenario.people import ONE
from counterflow.scenario.quantity import Sourced

Side = Literal["home", "Russia", "elsewhere"]


class Country(Sourced):
    """A country in which people of the scenario live."""

    name: str
    side: Side
    """"home": a cohort's own country; "Russia"; or "elsewhere", a host that is neither."""
    message: ShareByDate
    """Reach of the movement's message among those who live there."""
    precarity: ScoreByDate
    """How precarious a living is there, 0 to 10."""
    blocked: ShareByDate
    """Attempts to travel from there to the war that are stopped."""
    hardship: RatioByDate
    """Factor on the incidents of the kinds of place."""


class Incidents(Sourced):
    """Incidents per person-year by who does it."""

    public: PersonRate
    authorities: PersonRate
    employers: PersonRate


class Home(Sourced):
    """Life in a home district."""

    tie_births: PersonRate
    mentor_births: PersonRate
    hardship: Incidents


class Kind(Sourced):
    """A kind of migrant neighbourhood."""

    name: str
    ghetto: Share
    """Ghettoisation: the share that lives among people of its own origin."""
    tie_births: PersonRate
    """New community ties, before the factor for ghettoisation."""
    mentor_births: PersonRate
    """New ties to mentors and religious leaders."""
    street: Ratio
    """Street approaches relative to the other kinds; scaled so that the mean over migrants is 1."""
    weight: Ratio
    """Migrants per neighbourhood relative to the other kinds."""
    hardship: Incidents


class City(Sourced):
    """A host city; its neighbourhoods are numbered."""

    name: str
    country: str
    neighbourhoods: dict[str, Annotated[int, Field(ge=0, le=50)]]
    """How many of each kind."""
    weight: dict[str, Ratio]
    """Cohort by cohort, its migrants in this city, relative to the country's other cities."""


class Districts(Sourced):
    """How provinces fall into districts, and villages into neighbourhoods."""

    spread: Ratio
    """Size of the k-th largest district of a province is proportional to k to the power of minus this."""
    links: int = Field(ge=1, le=20)
    """Neighbourhoods to which a district is linked by chain migration."""


__all__ = ["ONE", "City", "Country", "Districts", "Home", "Incidents", "Kind"]
