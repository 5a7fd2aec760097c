"""How many of a cohort should be in a country on a date, by a renewal calculation in weekly steps, without any person.

It uses the scenario's own laws: spells, seasonal clock, dated pace, bans, ages. Left out: that a person's first spell begins at the first age
in full; people who wait for the end of a ban are taken to leave when it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from counterflow.scenario.compile.calendar import Calendar, calendar_of
from counterflow.scenario.compile.journeys import seasonal_clock
from counterflow.scenario.compile.quantiles import gamma_cdf, gamma_mean
from counterflow.scenario.people import Cohort, Mobility, Spell
from counterflow.scenario.schema import Scenario
from counterflow.world import DAYS_PER_YEAR, EARLY, Floats

_STEP = 7
_WARM_UP = 6.0
"""Years of the first year's seasons that go before, so that the start is in seasonal equilibrium."""


@dataclass(frozen=True, slots=True)
class Course:
    """Shares of a cohort's working mobile people week by week, `when` in years from the start."""

    when: Floats
    away: Floats
    barred: Floats
    """Re-entry bans in force."""


def expected_stock(scenario: Scenario, cohort: str, days: Sequence[date]) -> Floats:
    """People of a cohort in Russia on each day, expected.

    Raises KeyError for a cohort that the scenario does not have.
    """
    chosen = {one.name: one for one in scenario.cohort}[cohort]
    if chosen.mobility is None:
        return np.zeros(len(days))
    russian = [country.name for country in scenario.country if country.side == "Russia"]
    share = sum(chosen.mobility.destinations[name].value for name in russian if name in chosen.mobility.destinations)
    when = np.array([calendar_of(scenario).when(day) for day in days])
    course = course_of(scenario, chosen, chosen.mobility)
    stock: Floats = share * np.interp(when, course.when, course.away) * working(scenario, chosen, chosen.mobility, when)
    return stock


def expected_bans(scenario: Scenario, cohort: str, days: Sequence[date]) -> Floats:
    """People of a cohort barred from Russia on each day, expected; KeyError as above."""
    chosen = {one.name: one for one in scenario.cohort}[cohort]
    if chosen.mobility is None:
        return np.zeros(len(days))
    russian = [country.name for country in scenario.country if country.side == "Russia"]
    share = sum(chosen.mobility.destinations[name].value for name in russian if name in chosen.mobility.destinations)
    when = np.array([calendar_of(scenario).when(day) for day in days])
    course = course_of(scenario, chosen, chosen.mobility)
    bans: Floats = share * np.interp(when, course.when, course.barred) * working(scenario, chosen, chosen.mobility, when)
    return bans


def working(scenario: Scenario, cohort: Cohort, mobility: Mobility, when: Floats) -> Floats:
    """Mobile people of an age to travel at each time."""
    men = mobility.men.value
    ages = np.array(mobility.men_ages) * men + np.array(mobility.women_ages) * (1.0 - men)
    low = 5.0 * np.arange(len(ages))[np.newaxis, :]
    first = scenario.journeys.first_age.value - when[:, np.newaxis]
    last = scenario.journeys.last_age.value - when[:, np.newaxis]
    within = np.clip(np.minimum(low + 5.0, last) - np.maximum(low, first), 0.0, 5.0) / 5.0
    mobile = cohort.population.value * mobility.share.value
    people: Floats = mobile * (within @ ages) / ages.sum()
    return people


def course_of(scenario: Scenario, cohort: Cohort, mobility: Mobility) -> Course:
    """Shares away and barred over the whole history, for people who go to Russia."""
    calendar = calendar_of(scenario)
    when, clock = _weeks(mobility, calendar)
    steps = len(when) - 1
    chance = _ban_chance(scenario, mobility, calendar, when)
    length = round(scenario.journeys.ban_length.value * DAYS_PER_YEAR / _STEP)
    gone = _survivals(mobility.host, (when - when[0]))
    to_home, to_host, barred = np.zeros(steps + 1), np.zeros(steps + 1), np.zeros(steps + 1)
    to_host[0] = 1.0
    away = np.ones(steps + 1)
    home_left, lifted = 1.0, np.zeros(steps + 1 + length + 1)
    for t in range(1, steps + 1):
        ended = float(np.dot(to_host[:t], gone[t - 1 :: -1][:t] - gone[t:0:-1][:t]))
        elapsed = clock[t] - clock[:t]
        before = clock[t - 1] - clock[:t]
        left = float(np.dot(to_home[:t], _survivals(mobility.home, before) - _survivals(mobility.home, elapsed)))
        banned = ended * chance[t]
        lifted[t + length] += banned
        to_home[t] = ended - banned
        to_host[t] = left + lifted[t]
        barred[t] = barred[t - 1] + banned - lifted[t]
        home_left += to_home[t] - left
        away[t] = away[t - 1] + to_host[t] - ended
    return Course(when, away, barred)


def _weeks(mobility: Mobility, calendar: Calendar) -> tuple[Floats, Floats]:
    """Times, and the seasonal clock there; the first year's course goes before, over and over."""
    clock = seasonal_clock(mobility, calendar)
    day = np.arange(0, len(clock), _STEP)
    year = round(DAYS_PER_YEAR)
    early = np.arange(-int(_WARM_UP) * year, 0, _STEP)
    laps, within = np.divmod(early, year)
    before = clock[within] + laps * clock[year]
    when = np.concatenate([early, day]) / DAYS_PER_YEAR - EARLY
    return when, np.concatenate([before, clock[day]])


def _ban_chance(scenario: Scenario, mobility: Mobility, calendar: Calendar, when: Floats) -> Floats:
    """Probability that a stay which ends at each time ends with a ban; its legal status is that of a mean stay before."""
    legal, ban = calendar.daily(mobility.legal), calendar.daily(mobility.ban)
    stay = gamma_mean(mobility.host.median.value, mobility.host.shape.value)
    now = np.clip(((when + EARLY) * DAYS_PER_YEAR).astype(np.int64), 0, len(ban) - 1)
    begun = np.clip(((when + EARLY - stay) * DAYS_PER_YEAR).astype(np.int64), 0, len(ban) - 1)
    regular = scenario.journeys.ban_regular.value
    chance: Floats = ban[now] * (1.0 - legal[begun] * (1.0 - regular))
    return chance


def _survivals(spell: Spell, time: Floats) -> Floats:
    """Probability that a spell lasts longer."""
    scale = gamma_mean(spell.median.value, spell.shape.value) / spell.shape.value
    rest: Floats = 1.0 - gamma_cdf(time / scale, spell.shape.value)
    return rest
