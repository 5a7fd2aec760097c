"""Conflicting figures side by side: one row per figure, who said it first, recycled ones greyed and marked."""

from __future__ import annotations

import altair as alt

from counterflow.views.chart import AnyChart, View, framed, inline
from counterflow.views.figures import Conflict, FigureRow
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import EN_DASH, number

_ROW = 36
_LOG_SPAN = 6
_LABEL_LIMIT = 235


def forest(conflict: Conflict, palette: Palette) -> View:
    """One row per figure in the order of dates; the recommended range of the calibration target as a band behind them."""
    rows = sorted(conflict.rows, key=lambda row: (row.about, row.published, row.id))
    order = [row.id for row in rows]
    y = alt.Y("id:N").sort(order).axis(None)
    x = _x(conflict)
    base = alt.Chart(inline([_datum(row) for row in rows])).encode(y=y)
    shade = alt.condition(
        alt.FieldEqualPredicate(field="recycled", equal=True), alt.value(palette.line), alt.value(palette.ink)
    )
    words = alt.condition(
        alt.FieldEqualPredicate(field="recycled", equal=True),
        alt.value(palette.muted),
        alt.value(palette.ink),
    )
    width = CHART_WIDTH - 10
    marks = [
        *_target(conflict, x, palette),
        base.mark_rule(strokeWidth=2.2, strokeCap="round", yOffset=8).encode(x=x, x2="high:Q", color=shade),
        base.transform_filter("!datum.recycled")
        .mark_point(filled=True, opacity=1, size=56, yOffset=8)
        .encode(x=alt.X("centre:Q"), color=shade),
        base.transform_filter("datum.recycled")
        .mark_point(filled=False, size=46, strokeWidth=1.5, yOffset=8, shape="square")
        .encode(x=alt.X("centre:Q"), color=words),
        base.mark_text(align="left", dy=-7, limit=_LABEL_LIMIT).encode(
            x=alt.value(0), text="label:N", color=words
        ),
        base.mark_text(align="right", dy=-7).encode(x=alt.value(width), text="value:N", color=words),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=width, height=_ROW * len(rows))
    return View(framed(chart, palette), _says(conflict, rows))


def _datum(row: FigureRow) -> dict[str, object]:
    marks = [
        text for text, shown in (("own government", row.interested), ("recycled", row.recycled)) if shown
    ]
    label = f"{row.origin}, {row.about.replace('/', EN_DASH)}" + (f" · {', '.join(marks)}" if marks else "")
    return {
        "id": row.id,
        "low": row.low,
        "centre": row.centre,
        "high": row.high,
        "recycled": row.recycled,
        "label": label,
        "value": _value(row),
    }


def _value(row: FigureRow) -> str:
    spread = f"{number(row.low)}{EN_DASH}{number(row.high)}"
    return f"{number(row.centre)} ({spread}{'*' if row.assumed else ''})"


def _x(conflict: Conflict) -> alt.X:
    seen = [value for row in conflict.rows for value in (row.low, row.high)] + list(conflict.target or ())
    log = min(seen) > 0 and max(seen) / min(seen) > _LOG_SPAN
    scale = (
        alt.Scale(type="log", nice=False, padding=6) if log else alt.Scale(zero=False, nice=True, padding=6)
    )
    return alt.X("low:Q").scale(scale).axis(title=conflict.unit, tickCount=4, format="~s", labelOverlap=True)


def _target(conflict: Conflict, x: alt.X, palette: Palette) -> list[alt.Chart]:
    if conflict.target is None:
        return []
    low, centre, high = conflict.target
    data = alt.Chart(inline([{"low": low, "centre": centre, "high": high}]))
    return [
        data.mark_rect(color=palette.target, opacity=0.16).encode(x=x, x2="high:Q"),
        data.mark_rule(color=palette.target, strokeWidth=1.2).encode(x=alt.X("centre:Q")),
    ]


def _says(conflict: Conflict, rows: list[FigureRow]) -> str:
    told = "; ".join(f"{row.origin} {_value(row)}{' recycled' if row.recycled else ''}" for row in rows)
    ends = ""
    if conflict.target is not None:
        low, centre, high = conflict.target
        ends = f" Recommended: {number(centre)} ({number(low)} to {number(high)})."
    return f"{len(rows)} figures for {conflict.place}, {conflict.period}: {told}.{ends}"
