"""Departures over time, all accounts in one chart, against what was published."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from counterflow.analysis.records import AccountShown, CohortCourse, Departures, PublishedCount
from counterflow.views.departures import _apart, departures_over_time
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, marks, scales, spec

ACCOUNTS = [AccountShown(id=name, title=name, says="") for name in ("support", "all")]


def departures(high: float = 30) -> Departures:
    course = CohortCourse(low=(0, 5), centre=(0, 10), high=(0, high))
    counts = [
        PublishedCount(
            cohort="A", date=dt.date(2015, 6, 30), low=8, centre=12, high=20, quantity=quantity, id=quantity
        )
        for quantity in ("ever left", "in the zone", "dead")
    ]
    return Departures(
        cohorts=("A",),
        months=("2015-05", "2015-06"),
        by_account={"support": {"A": course}, "all": {"A": course}},
        published=tuple(counts),
    )


def test_all_has_the_band_and_the_others_a_line() -> None:
    found = spec(departures_over_time(departures(), "A", ACCOUNTS, LIGHT))
    rows = data(found)
    assert [row["account"] for row in rows if "account" in row] == ["support", "support"]
    assert [mark["type"] for mark in marks(found) if mark["type"] in ("area", "line")] == [
        "line",
        "area",
        "line",
    ]


def test_every_account_is_named_beside_its_line() -> None:
    found = spec(departures_over_time(departures(), "A", ACCOUNTS, LIGHT))
    assert [mark["text"] for mark in marks(found) if mark["type"] == "text"] == ["all", "support"]


@given(st.lists(st.floats(0, 190), min_size=1, max_size=8))
def test_names_do_not_cover_each_other_and_keep_their_order(heights: list[float]) -> None:
    placed = _apart(heights)
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    assert all(placed[b] - placed[a] >= 12 - 1e-9 for a, b in pairwise(order))
    assert max(placed) <= 190 + 1e-9


def test_counts_of_those_who_left_are_filled_and_other_quantities_are_not_drawn() -> None:
    view = departures_over_time(departures(), "A", ACCOUNTS, LIGHT)
    found = spec(view)
    assert [mark["fill"] for mark in marks(found) if mark["type"] == "point"] == [LIGHT.ink, LIGHT.paper]
    assert view is not None
    assert "dead" not in view.message


def test_a_month_is_taken_at_its_end() -> None:
    rows = data(spec(departures_over_time(departures(), "A", ACCOUNTS, LIGHT)))
    assert [row["x"] for row in rows[:2]] == [2015 + 5 / 12, 2015.5]


def test_a_range_far_above_everything_is_cut_and_said_to_be() -> None:
    view = departures_over_time(departures(high=1000), "A", ACCOUNTS, LIGHT)
    assert view is not None
    assert "Ranges above 30 are cut off." in view.message
    assert {tuple(scale["domain"]) for scale in scales(spec(view), "y") if "domain" in scale} == {(0, 30)}


def test_the_message_has_every_account_and_count() -> None:
    view = departures_over_time(departures(), "A", ACCOUNTS, LIGHT)
    assert view is not None
    assert "all 10 (5 to 30); support 10 (5 to 30)" in view.message
    assert "2015-06-30 ever left 12 (8 to 20)" in view.message


def test_a_cohort_that_was_not_run_draws_nothing() -> None:
    assert departures_over_time(departures(), "B", ACCOUNTS, LIGHT) is None
