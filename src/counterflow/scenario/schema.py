"""The scenario file as a whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from counterflow.scenario.life import Drivers, HardshipSizes, JourneyRules, Ties
from counterflow.scenario.pathway import Pathway
from counterflow.scenario.people import Cohort
from counterflow.scenario.places import City, Country, Districts, Home, Kind
from counterflow.scenario.programmes import Programme


class Scenario(Pathway):
    """What is assumed about a system of people, places, journeys, recruiters and programmes."""

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    title: str
    start: date
    end: date
    """Last day of the simulated history."""
    note: str = ""
    cohort: Annotated[tuple[Cohort, ...], Field(min_length=1)]
    country: Annotated[tuple[Country, ...], Field(min_length=1)]
    districts: Districts
    home: Home
    kind: tuple[Kind, ...] = ()
    city: tuple[City, ...] = ()
    journeys: JourneyRules
    ties: Ties
    hardship: HardshipSizes
    drivers: Drivers
    programme: tuple[Programme, ...] = ()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario.toml, with which editors complete and check it."""
    return Scenario.model_json_schema() | {"title": "counterflow scenario"}
