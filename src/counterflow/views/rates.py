"""The same people, divided by everybody, by Muslims, by young men, by migrants: rates under every denominator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.evidence.table import RateRow
from counterflow.views.chart import AnyChart, View, account_axis, framed, inline, pixel_x
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import EN_DASH, number

PER = 100_000

_LABELS = 104
_RIGHT = 88
_ROW = 24
_OFFSET = 4

Domain = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate that exists, per 100,000."""

    place: str
    count: str
    low: float
    centre: float
    high: float


def denominators(rates: Sequence[RateRow]) -> list[str]:
    """The denominators under which any rate exists, in the order of the evidence."""
    return list(dict.fromkeys(rate.per for rate in rates if rate.centre is not None))


def rate_domain(rates: Sequence[RateRow]) -> Domain:
    """Lowest and highest end of all ranges per 100,000, so that the charts of all denominators share one axis."""
    ends = [end for per in denominators(rates) for rate in _of(per, rates) for end in (rate.low, rate.high)]
    return (min(ends), max(ends)) if ends else (0.1, 1000.0)


def rates_under(per: str, rates: Sequence[RateRow], domain: Domain, palette: Palette) -> View | None:
    """Persons per 100,000 of one denominator by place, the highest first, on a log axis.

    Filled: ever left, whose numbers stand at the right. Hollow: there at the time. None where no rate exists.
    """
    found = _of(per, rates)
    if not found:
        return None
    order = list(
        dict.fromkeys(
            rate.place for rate in sorted(found, key=lambda rate: (rate.count != "ever left", -rate.centre))
        )
    )
    width = CHART_WIDTH - _LABELS - _RIGHT - 12
    y = alt.Y("place:N").sort(order).axis(account_axis(_LABELS, palette))
    base = alt.Chart(inline([_datum(rate) for rate in found])).encode(y=y)
    ever = base.transform_filter("datum.count === 'ever left'")
    there = base.transform_filter("datum.count !== 'ever left'")
    axis = alt.Axis(
        title=f"per 100,000 {per}",
        format=",~f",
        values=[0.01, 0.1, 1, 10, 100, 1000, 10000],
        labelOverlap=True,
    )
    x = alt.X("low:Q").scale(type="log", domain=list(domain), nice=False, padding=6).axis(axis)
    centre = alt.X("centre:Q")
    marks = [
        there.mark_rule(strokeWidth=1.2, color=palette.muted, yOffset=_OFFSET).encode(
            x=x, x2=alt.X2("high:Q")
        ),
        there.mark_point(
            filled=False,
            size=26,
            strokeWidth=1.3,
            color=palette.muted,
            fill=palette.paper,
            opacity=1,
            yOffset=_OFFSET,
        ).encode(x=centre),
        ever.mark_rule(strokeWidth=2.4, strokeCap="round", color=palette.ink, yOffset=-_OFFSET).encode(
            x=x, x2=alt.X2("high:Q")
        ),
        ever.mark_point(filled=True, opacity=1, size=46, color=palette.ink, yOffset=-_OFFSET).encode(
            x=centre
        ),
        ever.mark_text(align="left", color=palette.muted).encode(
            x=pixel_x(width + 8), text=alt.Text("value:N")
        ),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=width, height=_ROW * len(order))
    return View(framed(chart, palette), _says(per, found))


def _of(per: str, rates: Sequence[RateRow]) -> list[_Rate]:
    return [
        _Rate(rate.place, rate.count, rate.low * PER, rate.centre * PER, rate.high * PER)
        for rate in rates
        if rate.per == per and rate.low is not None and rate.centre is not None and rate.high is not None
    ]


def _datum(rate: _Rate) -> dict[str, object]:
    ends = {"low": rate.low, "centre": rate.centre, "high": rate.high}
    return {"place": rate.place, "count": rate.count, "value": _value(rate, EN_DASH), **ends}


def _value(rate: _Rate, to: str) -> str:
    return f"{number(rate.centre)} ({number(rate.low)}{to}{number(rate.high)})"


def _says(per: str, found: Sequence[_Rate]) -> str:
    told = "; ".join(f"{rate.place}, {rate.count}: {_value(rate, ' to ')}" for rate in found)
    return f"Persons per 100,000 {per}. {told}."
