"""Departures over time: what each account makes of them, against the counts that were published."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from counterflow.analysis.records import AccountShown, CohortCourse, Departures, PublishedCount
from counterflow.views.chart import View, framed, inline, names_all_first
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import number

_COLUMNS = 3
_HEIGHT = 78
_LEFT = 34
_SPACING = 10
_DRAWN = ("ever left", "in the zone")
_HEADROOM = 2.5
"""A range above this multiple of all centres and published counts is cut off there, and said to be."""


def departures_over_time(
    departures: Departures, cohort: str, accounts: Sequence[AccountShown], palette: Palette
) -> View | None:
    """Persons of one cohort who ever left: a panel per account (line: centre, band: 80 percent), published counts as points.

    All panels share both axes. None where no account has this cohort.
    """
    bands = _bands(departures, cohort, accounts)
    if not bands:
        return None
    published = [
        count for count in departures.published if count.cohort == cohort and count.quantity in _DRAWN
    ]
    years = [_year(month) for month in departures.months]
    top = _top([band for _, band in bands], published)
    width = (CHART_WIDTH - _LEFT - (_COLUMNS - 1) * _SPACING - 8) // _COLUMNS
    rows: list[dict[str, object]] = []
    for name, band in bands:
        rows += [
            {"account": name, "kind": "band", "x": x, **point}
            for x, point in zip(years, _points(band), strict=True)
        ]
        rows += [{"account": name, "kind": count.quantity, **_point(count)} for count in published]
    chart = alt.layer(*_marks(top, palette), data=inline(rows)).properties(width=width, height=_HEIGHT)
    order = [name for name, _ in bands]
    faceted = chart.facet(alt.Facet("account:N").sort(order), columns=_COLUMNS, spacing=_SPACING)
    return View(framed(faceted, palette), _says(cohort, departures.months[-1], bands, published, top))


def _bands(
    departures: Departures, cohort: str, accounts: Sequence[AccountShown]
) -> list[tuple[str, CohortCourse]]:
    return [
        (name, departures.by_account[name][cohort])
        for name in names_all_first(accounts)
        if cohort in departures.by_account.get(name, {})
    ]


def _year(month: str) -> float:
    """A month `2015-06` or day `2015-06-11` as a decimal year, taken at its end."""
    year, at, *day = month.split("-")
    return int(year) + (int(at) - 1 + (int(day[0]) / 31 if day else 1.0)) / 12


def _points(band: CohortCourse) -> list[dict[str, float]]:
    return [
        {"low": low, "centre": centre, "high": high}
        for low, centre, high in zip(band.low, band.centre, band.high, strict=True)
    ]


def _point(count: PublishedCount) -> dict[str, object]:
    return {"x": _year(str(count.date)), "low": count.low, "centre": count.centre, "high": count.high}


def _top(bands: Sequence[CohortCourse], published: Sequence[PublishedCount]) -> float:
    centres = [max(band.centre) for band in bands] + [count.centre for count in published]
    highs = [max(band.high) for band in bands] + [count.high for count in published]
    return max(min(max(highs), _HEADROOM * max(centres)), 1.0)


def _marks(top: float, palette: Palette) -> list[alt.Chart]:
    axis = alt.Axis(
        title=None,
        format="d",
        values=[2012, 2014, 2016, 2018],
        labelExpr='"\'" + slice(datum.label, 2)',
        grid=False,
    )
    x = alt.X("x:Q").scale(zero=False, nice=False).axis(axis)
    y = (
        alt.Y("low:Q")
        .scale(domain=[0, top], nice=False)
        .axis(title=None, tickCount=3, format=",~f", grid=True, minExtent=24)
    )
    model = alt.Chart().transform_filter("datum.kind === 'band'")
    counts = alt.Chart().transform_filter("datum.kind !== 'band'")
    ever = counts.transform_filter("datum.kind === 'ever left'")
    there = counts.transform_filter("datum.kind !== 'ever left'")
    centre = alt.Y("centre:Q")
    return [
        model.mark_area(color=palette.model, opacity=0.22, clip=True).encode(x=x, y=y, y2="high:Q"),
        model.mark_line(color=palette.model, strokeWidth=1.7, clip=True).encode(x=x, y=centre),
        counts.mark_rule(color=palette.ink, strokeWidth=1.1, clip=True).encode(x=x, y=y, y2="high:Q"),
        ever.mark_point(filled=True, color=palette.ink, opacity=1, size=20, clip=True).encode(x=x, y=centre),
        there.mark_point(
            filled=False, color=palette.ink, size=18, strokeWidth=1.2, clip=True, fill=palette.paper
        ).encode(x=x, y=centre),
    ]


def _says(
    cohort: str,
    end: str,
    bands: Sequence[tuple[str, CohortCourse]],
    published: Sequence[PublishedCount],
    top: float,
) -> str:
    told = "; ".join(
        f"{name} {number(band.centre[-1])} ({number(band.low[-1])} to {number(band.high[-1])})"
        for name, band in bands
    )
    counts = "; ".join(
        f"{c.date} {c.quantity} {number(c.centre)} ({number(c.low)} to {number(c.high)})" for c in published
    )
    cut = (
        f" Ranges above {number(top)} are cut off." if any(max(band.high) > top for _, band in bands) else ""
    )
    return f"{cohort}, persons who ever left by {end}: {told}. Published: {counts or 'no count'}.{cut}"
