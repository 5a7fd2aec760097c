"""Numbers as they are printed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.analysis.records import TestResult
from counterflow.analysis.written import Interval
from counterflow.evidence.dates import parse_span
from counterflow.views.words import (
    amount,
    chances,
    interval,
    needs,
    number,
    people,
    probability,
    quantity_words,
    sentence,
    short_probability,
    span_words,
)


@pytest.mark.parametrize(
    ("p", "kind", "printed"),
    [
        (None, "state", "none"),
        (0.0, "figure", "0.05 or less"),
        (1.0, "figure", "0.95 or more"),
        (0.52, "state", "0.50"),
        (0.774, "cause", "0.75"),
        (1.0, "record", "yes"),
        (0.0, "record", "no"),
    ],
)
def test_probability_is_never_more_certain_than_it_can_be(p: float | None, kind: str, printed: str) -> None:
    assert probability(p, kind) == printed


@given(st.floats(0, 1))
def test_probability_comes_in_steps(p: float) -> None:
    steps = {f"{step / 20:.2f}" for step in range(2, 19)} | {"0.05 or less", "0.95 or more"}
    assert probability(p, "state") in steps


def test_probability_in_words_and_chances() -> None:
    assert chances(0.55, "state").endswith("about 11 chances in 20")
    assert chances(0.0, "state").endswith("about 1 chance in 20")
    assert short_probability(0.99, "state") == "P \N{GREATER-THAN OR EQUAL TO} 0.95"
    assert short_probability(None, "state") == ""


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (519, "519"),
        (30300.0, "30,300"),
        (1091, "1,091"),
        (31914.7, "31,900"),
        (56.72, "56.7"),
        (10.0, "10"),
        (0.01234, "0.012"),
        (-3.25, "\N{MINUS SIGN}3.2"),
    ],
)
def test_number_has_the_digits_that_mean_something(value: float, printed: str) -> None:
    assert number(value) == printed


@given(st.floats(-1e7, 1e7, allow_nan=False))
def test_number_is_within_five_percent(value: float) -> None:
    text = number(value).replace(",", "").replace("\N{MINUS SIGN}", "-")
    assert float(text) == pytest.approx(value, rel=0.051, abs=1e-300)


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (0.62, "share", "62%"),
        (0.0001, "share", "10 per 100,000"),
        (1.4, "ratio", "\N{MULTIPLICATION SIGN}1.4"),
        (519, "persons", "519"),
    ],
)
def test_amount_is_in_its_unit(value: float, unit: str, printed: str) -> None:
    assert amount(value, unit) == printed


def test_a_range_keeps_to_one_unit() -> None:
    printed = interval(Interval(low=-0.06, centre=0.001, high=0.02), "share")
    assert printed == "0.1% (\N{MINUS SIGN}6% to 2%)"


def test_what_a_statement_needs() -> None:
    between = TestResult(says="x", unit="persons", threshold=2000, threshold_high=4000, direction="between")
    assert needs(between) == "between 2,000 and 4,000"
    assert needs(TestResult(says="x", unit="share", threshold=0.75, direction="above")) == "above 75%"
    assert needs(TestResult(says="x", direction="said")) is None


def test_a_share_is_told_in_people_and_the_rest_of_them() -> None:
    assert people(0.00008) == "8 of 100,000; 99,992 did not go"
    assert people(1e-7) == "fewer than 1 of 100,000 went"


@given(st.floats(1e-5, 0.5))
def test_people_add_up(share: float) -> None:
    gone, of, stayed = (int(found.replace(",", "")) for found in re.findall(r"[\d,]*\d", people(share)))
    assert gone + stayed == of == 100_000


@pytest.mark.parametrize(
    "text", ["2015", "2015-06", "2015-06-11", "2014-07/2014-12", "2014/2015", "2014-07-02/2014-12-05"]
)
def test_a_date_is_as_short_as_it_was_given(text: str) -> None:
    assert span_words(parse_span(text)) == text.replace("/", "\N{EN DASH}")


def test_quantities_and_sentences() -> None:
    assert quantity_words("ff_cumulative") == "ever left to fight"
    assert quantity_words("women_share: fighters") == "women share: fighters"
    assert sentence("it holds") == "It holds."
    assert sentence("Does it?") == "Does it?"
    assert dt.date(2015, 6, 11).isoformat() == span_words(parse_span("2015-06-11"))
