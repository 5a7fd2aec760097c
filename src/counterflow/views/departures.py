"""Departures over time: what the accounts make of them, against the counts that were published."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from counterflow.analysis.records import AccountShown, CohortCourse, Departures, PublishedCount
from counterflow.views.chart import AnyChart, View, framed, inline, names_all_first, pixel_y
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import number

_HEIGHT = 190
_LEFT = 44
_RIGHT = 68
_LINE = 12
"""Pixels between two names at the right edge, at least."""
_DRAWN = ("ever left", "in the zone")
_HEADROOM = 2.5
"""A range above this multiple of all centres and published counts is cut off there, and said to be."""

Band = tuple[str, CohortCourse]


def departures_over_time(
    departures: Departures, cohort: str, accounts: Sequence[AccountShown], palette: Palette
) -> View | None:
    """Persons of one cohort who ever left: the first account with its band, the others as thin lines that are named at the right.

    The first is `all`, under which verdicts are computed; band: 80 percent. Published counts are points with their ranges.
    None where no account has this cohort.
    """
    bands = _bands(departures, cohort, accounts)
    if not bands:
        return None
    published = [
        count for count in departures.published if count.cohort == cohort and count.quantity in _DRAWN
    ]
    top = _top(bands, published)
    marks = [
        *_others(departures, bands[1:], palette),
        *_first(departures, bands[0][1], top, palette),
        *_counts(published, palette),
        *_names(bands, _year(departures.months[-1]), top, palette),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - _LEFT - _RIGHT, height=_HEIGHT)
    return View(framed(chart, palette), _says(cohort, departures.months[-1], bands, published, top))


def _bands(departures: Departures, cohort: str, accounts: Sequence[AccountShown]) -> list[Band]:
    return [
        (name, departures.by_account[name][cohort])
        for name in names_all_first(accounts)
        if cohort in departures.by_account.get(name, {})
    ]


def _year(month: str) -> float:
    """A month `2015-06` or day `2015-06-11` as a decimal year, taken at its end."""
    year, at, *day = month.split("-")
    return int(year) + (int(at) - 1 + (int(day[0]) / 31 if day else 1.0)) / 12


def _top(bands: Sequence[Band], published: Sequence[PublishedCount]) -> float:
    """The upper end of the axis: above every line and count, and above the band unless that is far wider."""
    centres = [max(band.centre) for _, band in bands] + [count.centre for count in published]
    highs = [max(bands[0][1].high), *centres, *(count.high for count in published)]
    return max(min(max(highs), _HEADROOM * max(centres)), 1.0)


def _x() -> alt.X:
    axis = alt.Axis(title=None, format="d", values=[2012, 2014, 2016, 2018], grid=False)
    return alt.X("x:Q").scale(zero=False, nice=False).axis(axis)


def _y(field: str, top: float) -> alt.Y:
    axis = alt.Axis(title="persons who ever left", tickCount=4, format=",~f", grid=True, minExtent=30)
    return alt.Y(f"{field}:Q").scale(domain=[0, top], nice=False).axis(axis)


def _others(departures: Departures, bands: Sequence[Band], palette: Palette) -> list[alt.Chart]:
    rows: list[dict[str, object]] = [
        {"account": name, "x": _year(month), "centre": centre}
        for name, band in bands
        for month, centre in zip(departures.months, band.centre, strict=True)
    ]
    if not rows:
        return []
    lines = alt.Chart(inline(rows)).mark_line(color=palette.muted, strokeWidth=1, opacity=0.7, clip=True)
    return [lines.encode(x=_x(), y=alt.Y("centre:Q"), detail=alt.Detail("account:N"))]


def _first(departures: Departures, band: CohortCourse, top: float, palette: Palette) -> list[alt.Chart]:
    rows = [
        {"x": _year(month), "low": low, "centre": centre, "high": high}
        for month, low, centre, high in zip(departures.months, band.low, band.centre, band.high, strict=True)
    ]
    base = alt.Chart(inline(rows))
    return [
        base.mark_area(color=palette.model, opacity=0.22, clip=True).encode(
            x=_x(), y=_y("low", top), y2=alt.Y2("high:Q")
        ),
        base.mark_line(color=palette.model, strokeWidth=2.2, clip=True).encode(x=_x(), y=alt.Y("centre:Q")),
    ]


def _counts(published: Sequence[PublishedCount], palette: Palette) -> list[alt.Chart]:
    """Filled: ever left. Hollow: in the zone at that time."""
    marks = []
    for filled in (True, False):
        rows = [
            {"x": _year(str(count.date)), "low": count.low, "centre": count.centre, "high": count.high}
            for count in published
            if (count.quantity == "ever left") == filled
        ]
        if not rows:
            continue
        base = alt.Chart(inline(rows))
        ground = palette.ink if filled else palette.paper
        marks += [
            base.mark_rule(color=palette.ink, strokeWidth=1.4, clip=True).encode(
                x=_x(), y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
            ),
            base.mark_point(color=palette.ink, fill=ground, opacity=1, size=42, clip=True).encode(
                x=_x(), y=alt.Y("centre:Q")
            ),
        ]
    return marks


def _names(bands: Sequence[Band], end: float, top: float, palette: Palette) -> list[alt.Chart]:
    """Each account's name beside the end of its line, pushed apart where lines end close together."""
    heights = [_HEIGHT * (1 - min(band.centre[-1], top) / top) for _, band in bands]
    marks = []
    for (name, _), at in zip(bands, _apart(heights), strict=True):
        first = name == bands[0][0]
        colour = palette.model if first else palette.muted
        text = alt.Chart(inline([{"x": end}])).mark_text(
            text=name, align="left", dx=6, color=colour, fontWeight="bold" if first else "normal"
        )
        marks.append(text.encode(x=_x(), y=pixel_y(at)))
    return marks


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights moved as little as keeps them `_LINE` apart and within the chart, in their own order."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [0.0] * len(heights)
    before = -float("inf")
    for i in order:
        before = placed[i] = max(heights[i], before + _LINE)
    after = max(_HEIGHT, *heights) + _LINE
    for i in reversed(order):
        after = placed[i] = min(placed[i], after - _LINE)
    return placed


def _says(
    cohort: str,
    end: str,
    bands: Sequence[Band],
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
    beyond = [max(bands[0][1].high), *(count.high for count in published)]
    cut = f" Ranges above {number(top)} are cut off." if max(beyond) > top else ""
    return f"{cohort}, persons who ever left by {end}: {told}. Published: {counts or 'no count'}.{cut}"
