"""Numbers as people write them."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.scenario.dimensions import PERSON_RATE, RATIO, SCORE, SHARE, YEARS, Dimension
from counterflow.scenario.numeric import read_quantity, read_schedule


def test_a_bare_number_is_in_the_unit_of_its_field() -> None:
    number = read_quantity(3, YEARS)
    assert (number.value, number.low, number.unit, number.law) == (3.0, None, "years", "fixed")


@pytest.mark.parametrize(
    ("raw", "dimension", "value"),
    [
        ({"value": 6, "unit": "months"}, YEARS, 0.5),
        ({"value": 25, "unit": "percent"}, SHARE, 0.25),
        ({"value": 2, "unit": "per 1,000 person-years"}, PERSON_RATE, 0.002),
    ],
)
def test_units_are_converted(raw: Any, dimension: Dimension, value: float) -> None:
    assert read_quantity(raw, dimension).value == pytest.approx(value)


def test_a_range_is_centred_on_its_geometric_mean_where_it_is_positive() -> None:
    assert read_quantity({"low": 2, "high": 8}, RATIO).value == pytest.approx(4)
    assert read_quantity({"low": -2, "high": 8}, SCORE).value == pytest.approx(3)


@pytest.mark.parametrize(
    ("raw", "dimension"),
    [
        ({"value": 0.3, "low": 0.1, "high": 0.8}, SHARE),
        ({"value": 3, "low": 1, "high": 5}, RATIO),
        ({"value": 0.1, "low": -0.3, "high": 0.2}, SCORE),
        ({"value": 0.1, "low": 0, "high": 1}, RATIO),
    ],
)
def test_a_range_holds_80_percent_about_its_value(raw: Any, dimension: Dimension) -> None:
    number = read_quantity(raw, dimension)
    assert number.quantile(0.1) == pytest.approx(raw["low"], abs=1e-9)
    assert number.quantile(0.5) == pytest.approx(raw["value"])
    assert number.quantile(0.9) == pytest.approx(raw["high"])


def test_a_distribution_has_its_median_and_spread() -> None:
    number = read_quantity({"distribution": "log-normal", "median": 3, "sd": 0.89}, RATIO)
    assert number.quantile(0.5) == pytest.approx(3)
    assert number.quantile(0.95) == pytest.approx(3 * math.exp(0.89 * 1.6448536))
    uniform = read_quantity({"distribution": "uniform", "low": 1, "high": 3}, RATIO)
    assert (uniform.quantile(0.0), uniform.quantile(0.25)) == (1, 1.5)


@pytest.mark.parametrize(
    ("raw", "dimension", "problem"),
    [
        (1.4, SHARE, "the value is 1.4 share; write a number between 0 and 1"),
        (-1, YEARS, "the value is -1 years; write a number between 0 and 1000"),
        (True, RATIO, "True is not a number"),
        (math.nan, RATIO, "which is not a finite number"),
        (
            {"value": 1, "unit": "furlongs"},
            YEARS,
            'the unit "furlongs" does not fit here; write years or months',
        ),
        ({"value": 1, "hihg": 2}, RATIO, "unknown key hihg; did you mean high?"),
        ({"low": 1}, RATIO, "a range has only one end"),
        ({"low": 3, "high": 1}, RATIO, "low 3 is above high 1; swap them"),
        ({"value": 9, "low": 1, "high": 3}, RATIO, "the value 9 lies outside its range"),
        ({"source": "POP-001"}, RATIO, "neither a value nor a range"),
        ({"value": 1, "source": " "}, RATIO, "source is empty"),
        ({"value": "much"}, RATIO, "value is 'much', which is not a number"),
        ({"distribution": "cauchy", "median": 1, "sd": 1}, RATIO, 'the distribution "cauchy" is not known'),
        ({"distribution": "normal", "median": 1, "sd": 1}, SCORE, "is not complete; write mean"),
        ({"distribution": "log-normal", "median": 0, "sd": 1}, RATIO, "cannot have the median 0"),
        ({"distribution": "uniform", "low": 3, "high": 1}, RATIO, "write low below high"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_and_what_would_be_right(
    raw: Any, dimension: Dimension, problem: str
) -> None:
    with pytest.raises(ValueError, match="; ") as raised:
        read_quantity(raw, dimension)
    assert problem in str(raised.value)


def test_a_schedule_holds_from_each_date_and_before_its_first() -> None:
    schedule = read_schedule(
        [{"since": date(2013, 1, 1), "value": 1}, {"since": date(2014, 6, 29), "value": 2}], RATIO
    )
    days = (date(2010, 1, 1), date(2014, 6, 28), date(2014, 6, 29))
    assert [schedule.at(day).value for day in days] == [1, 1, 2]
    assert read_schedule(0.5, SHARE).at(date(2015, 1, 1)).value == 0.5


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ([], "the list is empty"),
        ([{"value": 1}], "an entry has no date"),
        ([{"since": "2014", "value": 1}], "which is not a date"),
        (
            [{"since": date(2014, 1, 1), "value": 1}, {"since": date(2013, 1, 1), "value": 1}],
            "the dates do not rise",
        ),
    ],
)
def test_a_wrong_schedule_says_so(raw: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_schedule(raw, RATIO)


@given(
    low=st.floats(0.001, 0.9),
    width=st.floats(0.001, 0.09),
    dimension=st.sampled_from([SHARE, RATIO, SCORE]),
    one=st.floats(0.001, 0.999),
    other=st.floats(0.001, 0.999),
)
def test_quantiles_rise(low: float, width: float, dimension: Dimension, one: float, other: float) -> None:
    number = read_quantity({"low": low, "high": low + width}, dimension)
    first, second = sorted((one, other))
    assert number.quantile(first) <= number.quantile(second) + 1e-12
