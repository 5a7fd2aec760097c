"""Rates: one axis for every denominator."""

from __future__ import annotations

from counterflow.evidence.table import RateRow
from counterflow.views.rates import denominators, rate_domain, rates_under
from counterflow.views.tables import rate_table
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, scales, spec


def rate(place: str, per: str, centre: float | None, count: str = "ever left") -> RateRow:
    low, high = (None, None) if centre is None else (centre / 2, centre * 2)
    gap = "no figure" if centre is None else None
    return RateRow(place, count, per, "2015-06-11", low, centre, high, None, (), (), (), 0, "", gap)


RATES = [
    rate("Tajikistan", "people", 6e-5),
    rate("Tajikistan", "people", 2e-5, "present"),
    rate("Belgium", "people", 4e-5),
    rate("Belgium", "Muslims", 7e-4),
    rate("Austria", "adults", None),
]


def test_denominators_without_any_rate_are_left_out() -> None:
    assert denominators(RATES) == ["people", "Muslims"]


def test_all_charts_share_the_span_of_all_ranges() -> None:
    domain = rate_domain(RATES)
    assert [round(end, 6) for end in domain] == [1.0, 140.0]
    for per in ("people", "Muslims"):
        found = spec(rates_under(per, RATES, domain, LIGHT))
        assert {(scale["type"], *scale["domain"]) for scale in scales(found, "x")} == {("log", *domain)}


def test_the_highest_of_those_who_left_comes_first_and_numbers_are_per_100_000() -> None:
    found = spec(rates_under("people", RATES, (1, 100), LIGHT))
    assert {tuple(layer["encoding"]["y"]["sort"]) for layer in found["layer"]} == {("Tajikistan", "Belgium")}
    assert round(data(found)[0]["centre"], 6) == 6.0


def test_no_rate_draws_nothing() -> None:
    assert rates_under("adults", RATES, (1, 100), LIGHT) is None


def test_the_table_tells_what_is_missing_and_counts_people() -> None:
    rows = {(row.place, row.per): row for row in rate_table(RATES)}
    assert rows["Tajikistan", "people"].ever_left == "6 (3 to 12)"
    assert rows["Tajikistan", "people"].present == "2 (1 to 4)"
    assert rows["Tajikistan", "people"].people == "6 of 100,000; 99,994 did not go"
    assert rows["Austria", "adults"].ever_left == "no figure"
