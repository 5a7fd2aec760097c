"""How many people of each cohort should be at work in each host city, expected, by the renewal calculation of `stocks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from counterflow.scenario.compile.calendar import calendar_of
from counterflow.scenario.schema import Scenario
from counterflow.scenario.stocks import course_of, working
from counterflow.world import Floats


@dataclass(frozen=True, slots=True)
class Flow:
    """People of a cohort who are in a city on a day; where a country has no cities, in the country."""

    cohort: str
    city: str
    country: str
    people: float


@dataclass(frozen=True)
class Abroad:
    """People of each cohort who are abroad for work, on the first of each month."""

    days: tuple[date, ...]
    people: dict[str, Floats]
    """By cohort; cohorts of which nobody goes are not there."""

    def at(self, cohort: str, year: int, month: int) -> float:
        """People of a cohort abroad on the first of a month; 0 where it is not mobile, or outside the history."""
        place = [i for i, day in enumerate(self.days) if (day.year, day.month) == (year, month)]
        return float(self.people[cohort][place[0]]) if place and cohort in self.people else 0.0


def abroad(scenario: Scenario) -> Abroad:
    """Who is abroad over the whole history: a second's work, since every week hangs on all before it."""
    years = range(scenario.start.year, scenario.end.year + 1)
    days = tuple(date(year, month, 1) for year in years for month in range(1, 13))
    days = tuple(day for day in days if scenario.start <= day <= scenario.end)
    when = np.array([calendar_of(scenario).when(day) for day in days])
    people = {
        cohort.name: np.interp(when, course.when, course.away)
        * working(scenario, cohort, cohort.mobility, when)
        for cohort in scenario.cohort
        if cohort.mobility is not None
        for course in (course_of(scenario, cohort.mobility),)
    }
    return Abroad(days, people)


def flows(scenario: Scenario, found: Abroad, year: int, month: int = 7) -> tuple[Flow, ...]:
    """Everybody who is at work abroad on the first of a month, by cohort and city."""
    return tuple(
        Flow(cohort.name, city, country, found.at(cohort.name, year, month) * part.value * share)
        for cohort in scenario.cohort
        if cohort.mobility is not None
        for country, part in cohort.mobility.destinations.items()
        for city, share in _cities(scenario, cohort.name, country).items()
    )


def _cities(scenario: Scenario, cohort: str, country: str) -> dict[str, float]:
    """Share of a cohort's migrants in a country by city."""
    weights = {
        one.name: one.weight[cohort].value
        for one in scenario.city
        if one.country == country and cohort in one.weight
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()} if total > 0.0 else {country: 1.0}
