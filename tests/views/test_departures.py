"""Departures over time, a panel per account, against what was published."""

from __future__ import annotations

import datetime as dt

from counterflow.analysis.records import AccountShown, CohortCourse, Departures, PublishedCount
from counterflow.views.departures import departures_over_time
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, scales, spec

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


def test_a_panel_per_account_with_all_first() -> None:
    found = spec(departures_over_time(departures(), "A", ACCOUNTS, LIGHT))
    assert found["facet"]["sort"] == ["all", "support"]


def test_bands_and_counts_are_in_every_panel_and_other_quantities_in_none() -> None:
    rows = data(spec(departures_over_time(departures(), "A", ACCOUNTS, LIGHT)))
    found = [(row["account"], row["kind"]) for row in rows]
    for account in ("all", "support"):
        assert [kind for name, kind in found if name == account] == [
            "band",
            "band",
            "ever left",
            "in the zone",
        ]


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
