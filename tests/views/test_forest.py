"""Conflicting figures: each in a row of its own, its origin named."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from counterflow.analysis.records import PublishedCount
from counterflow.evidence.conflicts import Conflict, Said
from counterflow.evidence.dates import parse_span
from counterflow.evidence.figure import Figure
from counterflow.views.forest import forest
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, marks, scales, spec

MINISTRY = Figure(
    id="FF-1",
    quantity="ff_present",
    group="nationals",
    place="Tajikistan",
    about=parse_span("2015-01"),
    published=parse_span("2015-01"),
    origin="tj-mvd",
    low=None,
    value=200,
    high=None,
    unit="persons",
    kind="count",
    status="seen",
    publisher="P",
    title="T",
    url="https://example.org",
    note="",
    line=2,
)
REPEATED = replace(MINISTRY, id="FF-2", about=parse_span("2015-03"))
SCHOLAR = replace(
    MINISTRY, id="FF-3", origin="icsr", low=100, value=150, high=200, about=parse_span("2014-12")
)
CONFLICT = Conflict("ff_present", "Tajikistan", (Said(MINISTRY, (REPEATED,)), Said(SCHOLAR, ())))
TARGET = PublishedCount(
    cohort="Tajikistan",
    date=dt.date(2015, 2, 1),
    low=80,
    centre=180,
    high=400,
    quantity="in the zone",
    id="t",
)


def rows(*recommended: PublishedCount) -> list[dict[str, object]]:
    return sorted(data(spec(forest(CONFLICT, recommended, LIGHT))), key=lambda row: str(row["id"]))


def test_one_row_per_figure_with_its_origin_and_range() -> None:
    assert [(row["id"], row["label"], row["kind"]) for row in rows()] == [
        ("FF-1", "tj-mvd (stake), 2015-01", "said"),
        ("FF-2", "tj-mvd (stake), 2015-03, recycled", "recycled"),
        ("FF-3", "icsr, 2014-12", "said"),
    ]
    assert str(rows()[2]["value"]) == "150 (100\N{EN DASH}200)"


def test_an_assumed_range_is_marked() -> None:
    assert str(rows()[0]["value"]).endswith("*")
    assert not str(rows()[2]["value"]).endswith("*")


def test_rows_stand_in_the_order_of_their_dates_with_the_recommended_band_among_them() -> None:
    found = spec(forest(CONFLICT, [TARGET], LIGHT))
    orders = {tuple(layer["encoding"]["y"]["sort"]) for layer in found["layer"]}
    assert orders == {("FF-3", "FF-1", "t", "FF-2")}
    band = next(mark for mark in marks(found) if mark["type"] == "bar")
    assert band["color"] == LIGHT.target


def test_a_recycled_figure_is_grey_and_hollow() -> None:
    squares = [mark for mark in marks(spec(forest(CONFLICT, [], LIGHT))) if mark.get("shape") == "square"]
    assert [(mark["filled"], mark["color"]) for mark in squares] == [(False, LIGHT.muted)]


def test_a_factor_of_more_than_six_gets_a_log_axis() -> None:
    far = replace(SCHOLAR, low=2000, value=2500, high=3000)
    wide = Conflict("ff_present", "Tajikistan", (Said(MINISTRY, ()), Said(far, ())))
    assert {scale.get("type") for scale in scales(spec(forest(wide, [], LIGHT)), "x")} == {"log"}
    assert {scale.get("type") for scale in scales(spec(forest(CONFLICT, [], LIGHT)), "x")} == {None}


def test_the_message_names_every_figure() -> None:
    said = forest(CONFLICT, [TARGET], LIGHT).message
    for row in rows(TARGET):
        assert f"{row['label']} {row['value']}" in said
