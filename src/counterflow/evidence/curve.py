"""How the departures of the world ran over time: the salience curve, as a shape."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterflow.evidence.dates import years_between
from counterflow.evidence.inputs import SaliencePoint
from counterflow.evidence.ranges import Draws

START = dt.date(2011, 3, 1)
"""Nobody had left before (the file's own rule)."""
_STEP = 1 / 48  # years; a week, fine against spells between points of months


@dataclass(frozen=True)
class InflowCurve:
    """World inflow, persons a month, linear between points, level after the last, zero before March 2011."""

    years: NDArray[np.float64]
    """Years since March 2011."""
    inflow: NDArray[np.float64]

    @classmethod
    def through(cls, points: tuple[SaliencePoint, ...]) -> InflowCurve:
        """The curve through the centres of the points, which are in order of date."""
        if not points:
            raise ValueError("no point of the salience curve is known; give at least one")
        years = [0.0, *(years_between(START, point.at) for point in points)]
        return cls(np.array(years), np.array([0.0, *(point.inflow for point in points)]))

    def left_by(self, when: dt.date, lag_years: float = 0.0) -> float:
        """Persons who had left by a day if everything ran ``lag_years`` behind the world."""
        end = years_between(START, when) - lag_years
        if end <= 0:
            return 0.0
        grid = np.arange(0.0, end, _STEP)
        middles = np.minimum(grid + _STEP / 2, end)
        widths = np.minimum(grid + _STEP, end) - grid
        return float(np.sum(np.interp(middles, self.years, self.inflow) * widths) * 12)

    def growth(self, earlier: dt.date, later: dt.date) -> float:
        """How many times as many had left by the later day; at least 1."""
        before = self.left_by(earlier)
        return max(1.0, self.left_by(later) / before) if before > 0 else 1.0

    def mean_years_since_leaving(self, when: dt.date, lag_years: Draws) -> Draws:
        """Mean time since departure of those who had left by a day, years, for each lag."""
        grid = np.linspace(lag_years.min(), lag_years.max(), 25)
        means = np.array([self._mean_since(when, float(lag)) for lag in grid])
        return np.asarray(np.interp(lag_years, grid, means))

    def _mean_since(self, when: dt.date, lag_years: float) -> float:
        end = years_between(START, when) - lag_years
        if end <= 0:
            return 0.0
        middles = np.arange(_STEP / 2, end, _STEP)
        inflow = np.interp(middles, self.years, self.inflow)
        total = float(inflow.sum())
        return float(((end - middles) * inflow).sum() / total) if total > 0 else 0.0
