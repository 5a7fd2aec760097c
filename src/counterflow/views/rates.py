"""The same people, divided by everybody, by Muslims, by young men, by migrants: rates under every denominator."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from counterflow.views.chart import AnyChart, View, account_axis, framed, inline
from counterflow.views.figures import Rate
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import EN_DASH, number

_LABELS = 92
_RIGHT = 82
_ROW = 21

Domain = tuple[float, float]


def rate_domain(rates: Sequence[Rate]) -> Domain:
    """Lowest and highest end of all ranges, per 100,000, so that the charts of all denominators share one axis."""
    ends = [value for rate in rates for value in (rate.low, rate.high) if value > 0]
    return (min(ends), max(ends))


def rates_under(denominator: str, rates: Sequence[Rate], domain: Domain, palette: Palette) -> View | None:
    """Persons per 100,000 of one denominator, one row per place, highest first, on a log axis. None without rates."""
    rows = sorted((rate for rate in rates if rate.denominator == denominator), key=lambda rate: -rate.centre)
    if not rows:
        return None
    width = CHART_WIDTH - _LABELS - _RIGHT - 14
    order = [_name(rate) for rate in rows]
    base = alt.Chart(inline([_datum(rate) for rate in rows])).encode(
        y=alt.Y("place:N").sort(order).axis(account_axis(_LABELS, palette))
    )
    axis = alt.Axis(
        title=f"per 100,000 of {denominator}", format="~g", values=[0.1, 1, 10, 100, 1000], labelOverlap=True
    )
    x = alt.X("low:Q").scale(type="log", domain=list(domain), nice=False, padding=6).axis(axis)
    marks = [
        base.mark_rule(strokeWidth=2.4, strokeCap="round", color=palette.muted).encode(x=x, x2="high:Q"),
        base.mark_point(filled=True, opacity=1, size=52, color=palette.ink).encode(x=alt.X("centre:Q")),
        base.mark_text(align="left", color=palette.muted).encode(x=alt.value(width + 8), text="value:N"),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=width, height=_ROW * len(rows))
    return View(framed(chart, palette), _says(denominator, rows))


def _name(rate: Rate) -> str:
    return rate.place if rate.quantity == "ever left" else f"{rate.place}, {rate.quantity}"


def _datum(rate: Rate) -> dict[str, object]:
    return {
        "place": _name(rate),
        "low": rate.low,
        "centre": rate.centre,
        "high": rate.high,
        "value": _value(rate),
    }


def _value(rate: Rate) -> str:
    return f"{number(rate.centre)} ({number(rate.low)}{EN_DASH}{number(rate.high)})"


def _says(denominator: str, rows: Sequence[Rate]) -> str:
    told = "; ".join(
        f"{_name(rate)} {number(rate.centre)} ({number(rate.low)} to {number(rate.high)})" for rate in rows
    )
    return f"Persons per 100,000 of {denominator}: {told}."
