"""The curve of departures against formulas."""

import datetime as dt

import numpy as np
import pytest

from counterflow.evidence.curve import START, InflowCurve
from tests.evidence.builders import salience

LEVEL = InflowCurve(np.array([0.0, 1e-9, 10.0]), np.array([0.0, 100.0, 100.0]))
TWO_YEARS_ON = START + dt.timedelta(days=round(2 * 365.25))


def test_a_level_inflow_adds_up_with_time() -> None:
    assert LEVEL.left_by(TWO_YEARS_ON) == pytest.approx(100 * 12 * 2, rel=1e-3)
    assert LEVEL.left_by(TWO_YEARS_ON, lag_years=0.5) == pytest.approx(100 * 12 * 1.5, rel=1e-3)


def test_nobody_had_left_before_the_start() -> None:
    assert LEVEL.left_by(dt.date(2010, 1, 1)) == 0.0


def test_under_a_level_inflow_people_left_half_the_time_ago_on_average() -> None:
    since = LEVEL.mean_years_since_leaving(TWO_YEARS_ON, np.array([0.0, 1.0]))
    assert since == pytest.approx([1.0, 0.5], rel=2e-2)


def test_under_a_rising_inflow_they_left_a_third_of_the_time_ago() -> None:
    rising = InflowCurve(np.array([0.0, 10.0]), np.array([0.0, 1000.0]))
    since = rising.mean_years_since_leaving(TWO_YEARS_ON, np.array([0.0, 1e-3]))
    assert since[0] == pytest.approx(2 / 3, rel=2e-2)


def test_growth_is_the_ratio_of_what_had_left() -> None:
    assert LEVEL.growth(START + dt.timedelta(days=365), TWO_YEARS_ON) == pytest.approx(2.0, rel=1e-2)
    assert LEVEL.growth(dt.date(2010, 1, 1), TWO_YEARS_ON) == 1.0


def test_the_curve_goes_through_its_points() -> None:
    curve = InflowCurve.through(salience((dt.date(2012, 3, 1), 120.0)))
    assert np.interp(curve.years, curve.years, curve.inflow).tolist() == [0.0, 120.0]


def test_without_a_point_there_is_no_curve() -> None:
    with pytest.raises(ValueError, match="give at least one"):
        InflowCurve.through(())
