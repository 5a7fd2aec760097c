"""Journeys: quantile tables of spells, the seasonal clock, legal status and bans day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.scenario.compile import quantiles
from counterflow.scenario.compile.calendar import Calendar
from counterflow.scenario.people import Cohort, Mobility
from counterflow.scenario.schema import Scenario
from counterflow.world import DAYS_PER_YEAR, QUANTILES, Floats, Ints, Journeys


def compile_journeys(scenario: Scenario, calendar: Calendar) -> Journeys:
    """The journeys of a world."""
    tables = [_tables(cohort, calendar) for cohort in scenario.cohort]
    rules = scenario.journeys
    return Journeys(
        home_quantile=np.stack([table.home for table in tables]),
        host_quantile=np.stack([table.host for table in tables]),
        host_first=np.stack([table.host_first for table in tables]),
        home_first=np.stack([table.home_first for table in tables]),
        away_share=np.array([table.away for table in tables]),
        clock=np.stack([table.clock for table in tables]),
        clock_day=np.stack([clock_days(table.clock) for table in tables]),
        legal=np.stack([table.legal for table in tables]),
        ban=np.stack([table.ban for table in tables]),
        ban_regular=rules.ban_regular.value,
        ban_years=rules.ban_length.value,
        first_age=rules.first_age.value,
        last_age=rules.last_age.value,
    )


def seasonal_rates(season: tuple[float, ...]) -> Floats:
    """Monthly rates of leaving home, with mean 1."""
    rates = np.array(season)
    return rates * (len(season) / float(np.cumsum(rates)[-1]))


def seasonal_clock(mobility: Mobility, calendar: Calendar) -> Floats:
    """[days + 1] the seasonal clock at each day's start: integral of the monthly rates times the dated factors."""
    daily = seasonal_rates(mobility.season)[calendar.months()] * calendar.daily(mobility.pace)
    return np.concatenate([[0.0], np.cumsum(daily / DAYS_PER_YEAR)])


def clock_days(clock: Floats) -> Ints:
    """For each index the last day whose clock does not exceed index / DAYS_PER_YEAR: a search may begin there."""
    value = np.arange(len(clock)) / DAYS_PER_YEAR * (1.0 - 1e-12)
    day = np.searchsorted(clock, value, side="right") - 1
    return np.clip(day, 0, len(clock) - 2).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Tables:
    """One cohort's rows."""

    home: Floats
    host: Floats
    host_first: Floats
    home_first: Floats
    away: float
    clock: Floats
    legal: Floats
    ban: Floats


def _tables(cohort: Cohort, calendar: Calendar) -> _Tables:
    return _still(calendar) if cohort.mobility is None else _moving(cohort.mobility, calendar)


def _still(calendar: Calendar) -> _Tables:
    """Rows of those who never go, which nobody reads."""
    line = np.linspace(0.0, 1.0, QUANTILES)
    clock = np.arange(calendar.days + 1) / DAYS_PER_YEAR
    return _Tables(line, line, line, line, 0.0, clock, np.ones(calendar.days), np.zeros(calendar.days))


def _moving(mobility: Mobility, calendar: Calendar) -> _Tables:
    clock = seasonal_clock(mobility, calendar)
    # An index of the clock must not run past the table: a slower clock and shorter spells of it are the same journeys.
    slow = min(1.0, (len(clock) - 1) / DAYS_PER_YEAR / float(clock[-1]))
    home, host = mobility.home, mobility.host
    return _Tables(
        home=quantiles.gamma(home.median.value * slow, home.shape.value),
        host=quantiles.gamma(host.median.value, host.shape.value),
        host_first=quantiles.gamma_residual(host.median.value, host.shape.value),
        home_first=quantiles.gamma_residual(home.median.value * slow, home.shape.value),
        away=_away(mobility, clock),
        clock=clock * slow,
        legal=calendar.daily(mobility.legal),
        ban=calendar.daily(mobility.ban),
    )


def _away(mobility: Mobility, clock: Floats) -> float:
    """Share away in equilibrium at the clock's mean speed in the first year."""
    year = int(DAYS_PER_YEAR)
    speed = float(clock[year]) * DAYS_PER_YEAR / year
    at_home = quantiles.gamma_mean(mobility.home.median.value, mobility.home.shape.value) / speed
    abroad = quantiles.gamma_mean(mobility.host.median.value, mobility.host.shape.value)
    return abroad / (abroad + at_home)
