"""Rows for tables and JSON."""

import json

from counterflow.evidence import as_json, conflict_rows, figure_rows, rate_rows
from tests.evidence.builders import HEARING_DAY, library


def test_every_figure_has_a_row_with_the_interval_that_is_used() -> None:
    rows = {row.id: row for row in figure_rows(library())}
    assert len(rows) == len(library())
    women = rows["FF-128"]
    assert (women.value, women.centre, women.unit, women.range_assumed) == (0.5, 0.5, "share", True)
    assert rows["FF-103"].voice == "government of Tajikistan"


def test_rates_stand_under_every_denominator_that_exists() -> None:
    rows = rate_rows(library(), seed=1, draws=500, by=HEARING_DAY, places=("Tajikistan", "Belgium"))
    tajik = {row.per for row in rows if row.place == "Tajikistan"}
    belgian = {row.per for row in rows if row.place == "Belgium"}
    assert tajik - belgian == {"migrants in Russia", "men 18-29 in Russia"}
    (quoted,) = [
        row for row in rows if (row.place, row.count, row.per) == ("Belgium", "ever left", "Muslims")
    ]
    assert quoted.one_in is not None
    assert 1200 < quoted.one_in < 1600


def test_leaving_places_out_changes_no_other_row() -> None:
    both = rate_rows(library(), seed=1, draws=200, by=HEARING_DAY, places=("Tajikistan", "Belgium"))
    one = rate_rows(library(), seed=1, draws=200, by=HEARING_DAY, places=("Belgium",))
    assert [row for row in both if row.place == "Belgium"] == list(one)


def test_rows_are_json() -> None:
    rows = (*figure_rows(library()), *conflict_rows(library()), *rate_rows(library(), 1, 50, by=HEARING_DAY))
    text = json.dumps(as_json(rows), allow_nan=False)
    assert len(json.loads(text)) == len(rows)


def test_recycled_rows_are_named_beside_the_one_that_counts() -> None:
    repeated = [
        saying.repeated_by for row in conflict_rows(library()) for saying in row.sayings if saying.repeated_by
    ]
    assert repeated
