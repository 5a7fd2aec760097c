"""Dates as sources give them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.evidence import Span, parse_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", dt.date(2015, 1, 1), dt.date(2015, 12, 31)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2015-06-11", dt.date(2015, 6, 11), dt.date(2015, 6, 11)),
        ("2014-07/2014-12", dt.date(2014, 7, 1), dt.date(2014, 12, 31)),
    ],
)
def test_a_date_leaves_open_what_it_does_not_say(text: str, first: dt.date, last: dt.date) -> None:
    assert parse_span(text) == Span(first, last)


@given(st.dates())
def test_a_full_date_is_one_day(day: dt.date) -> None:
    span = parse_span(day.isoformat())
    assert (span.first, span.middle, span.last) == (day, day, day)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("June 2015", '"June 2015" is not a date; write 2015'),
        ("2015-13", '"2015-13" is not in the calendar'),
        ("2015/2014", "before it begins"),
        ("2013/2014/2015", "more than one slash"),
        ("", '"" is not a date'),
    ],
)
def test_a_wrong_date_says_what_would_be_right(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as caught:
        parse_span(text)
    assert "; " in str(caught.value)
