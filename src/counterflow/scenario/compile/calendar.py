"""Dates become years since the start, and schedules become one value per day. This is the only place that knows both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from counterflow.scenario.quantity import Schedule
from counterflow.scenario.schema import Scenario
from counterflow.world import DAYS_PER_YEAR, EARLY, Floats, Ints


class Inflow(Protocol):
    """A point of the salience curve: a date and the world's inflow, persons per month."""

    @property
    def at(self) -> date:
        """The date."""

    @property
    def inflow(self) -> float:
        """Persons per month."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a world, from EARLY years before the scenario's start to its end."""

    start: date
    end: date

    @property
    def years(self) -> float:
        """Length of the simulated history."""
        return ((self.end - self.start).days + 1) / DAYS_PER_YEAR

    @property
    def days(self) -> int:
        """Rows of a daily table."""
        return int((self.years + EARLY) * DAYS_PER_YEAR + 1e-6) + 1

    def when(self, day: date) -> float:
        """Years from the start to a date."""
        return (day - self.start).days / DAYS_PER_YEAR

    def row(self, day: date) -> int:
        """First row of a daily table in which something that holds from a date on holds; 0 where it always held.

        A row is a day long but begins at noon where EARLY years are no whole number of days: a change then comes half a day early.
        """
        return min(max(int(EARLY * DAYS_PER_YEAR + (day - self.start).days + 1e-6), 0), self.days)

    def daily(self, schedule: Schedule) -> Floats:
        """A schedule's value on each day."""
        table = np.full(self.days, schedule.changes[0].number.value)
        for change in schedule.changes[1:]:
            table[self.row(change.since) :] = change.number.value
        return table

    def months(self) -> Ints:
        """Month of each day, 0 for January."""
        first = self.start - timedelta(days=int(EARLY * DAYS_PER_YEAR))
        return np.array([(first + timedelta(days=i)).month - 1 for i in range(self.days)], dtype=np.int64)

    def calendar_years(self) -> list[date]:
        """The first day of each year of history, counted from the start."""
        return [_anniversary(self.start, i) for i in range(int(np.ceil(self.years - 0.01)))]

    def salience(self, points: Sequence[Inflow], lag: float, rises_from: date | None) -> Floats:
        """The salience curve on each day, relative to its highest point: linear between points, level beyond the last."""
        known = [(self.when(point.at), point.inflow) for point in sorted(points, key=lambda point: point.at)]
        if rises_from is not None:
            start = self.when(rises_from)
            known = [(start, 0.0), *(point for point in known if point[0] > start)]
        highest = max((inflow for _, inflow in known), default=0.0)
        if highest <= 0.0:
            return np.ones(self.days)
        day = np.arange(self.days) / DAYS_PER_YEAR - EARLY
        return _between(day, np.array([t + lag for t, _ in known]), np.array([y / highest for _, y in known]))


def _between(x: Floats, known: Floats, values: Floats) -> Floats:
    """Linear between known points, level beyond them; np.interp may fuse its operations on some machines."""
    if len(known) == 1:
        return np.full_like(x, values[0])
    cell = np.clip(np.searchsorted(known, x, side="right") - 1, 0, len(known) - 2)
    part = np.clip((x - known[cell]) / (known[cell + 1] - known[cell]), 0.0, 1.0)
    rest: Floats = values[cell] * (1.0 - part)
    return rest + values[cell + 1] * part


def calendar_of(scenario: Scenario) -> Calendar:
    """The days of a scenario."""
    return Calendar(scenario.start, scenario.end)


def _anniversary(start: date, years: int) -> date:
    leap_day = start.month == 2 and start.day == 29
    return date(start.year + years, start.month, 28 if leap_day else start.day)
