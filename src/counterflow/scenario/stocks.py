"""How many of a cohort should be in a country on a date, by a renewal calculation in weekly steps, without any person.

It uses the scenario's own laws: spells, seasonal clock, dated pace, bans, ages. Left out: that a person's first spell begins at the
first age; people who wait for the end of a ban are taken to leave when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    return _people(scenario, cohort, days, lambda course: course.away)


def expected_bans(scenario: Scenario, cohort: str, days: Sequence[date]) -> Floats:
    """People of a cohort barred from Russia on each day, expected; KeyError as above."""
    return _people(scenario, cohort, days, lambda course: course.barred)


def _people(
    scenario: Scenario, cohort: str, days: Sequence[date], share: Callable[[Course], Floats]
) -> Floats:
    chosen = {one.name: one for one in scenario.cohort}[cohort]
    mobility = chosen.mobility
    if mobility is None:
        return np.zeros(len(days))
    russian = {country.name for country in scenario.country if country.side == "Russia"}
    to_russia = sum(part.value for country, part in mobility.destinations.items() if country in russian)
    when = np.array([calendar_of(scenario).when(day) for day in days])
    course = course_of(scenario, mobility)
    people: Floats = to_russia * np.interp(when, course.when, share(course))
    return people * working(scenario, chosen, mobility, when)


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


def course_of(scenario: Scenario, mobility: Mobility) -> Course:
    """Shares away and barred over the whole history, for people who go to Russia."""
    calendar = calendar_of(scenario)
    when, clock = _weeks(mobility, calendar)
    chance = _ban_chance(scenario, mobility, calendar, when)
    length = round(scenario.journeys.ban_length.value * DAYS_PER_YEAR / _STEP)
    abroad, at_home = _Survival(mobility.host), _Survival(mobility.home)
    to_home, to_host, banned = np.zeros((3, len(when)))
    to_host[0] = 1.0
    away, barred = np.ones(len(when)), np.zeros(len(when))
    for t in range(1, len(when)):
        ended = float(to_host[:t] @ abroad.lost(when[t - 1] - when[:t], when[t] - when[:t]))
        left = float(to_home[:t] @ at_home.lost(clock[t - 1] - clock[:t], clock[t] - clock[:t]))
        lifted = banned[t - length] if t >= length else 0.0
        banned[t] = ended * chance[t]
        to_home[t] = ended - banned[t]
        to_host[t] = left + lifted
        barred[t] = barred[t - 1] + banned[t] - lifted
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


class _Survival:
    """Probability that a spell lasts longer than a time, tabulated once."""

    _POINTS = 4000
    _MEANS = 12.0

    def __init__(self, spell: Spell) -> None:
        mean = gamma_mean(spell.median.value, spell.shape.value)
        self._time = np.linspace(0.0, self._MEANS * mean, self._POINTS)
        self._share = 1.0 - gamma_cdf(self._time * (spell.shape.value / mean), spell.shape.value)

    def lost(self, before: Floats, after: Floats) -> Floats:
        """Share of spells that end between two times since they began."""
        lost: Floats = np.interp(before, self._time, self._share) - np.interp(after, self._time, self._share)
        return lost
