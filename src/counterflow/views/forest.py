"""Conflicting figures side by side: one row per figure, its origin named, recycled ones greyed and marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.analysis.records import PublishedCount
from counterflow.evidence.conflicts import Conflict
from counterflow.evidence.figure import Figure
from counterflow.views.chart import AnyChart, View, framed, inline, pixel_x
from counterflow.views.tables import is_interested
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import EN_DASH, amount, quantity_words, span_words

_ROW = 36
_LOG_SPAN = 6
_LABEL_LIMIT = 240
_WIDTH = CHART_WIDTH - 10


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    label: str
    low: float
    centre: float
    high: float
    value: str
    kind: str
    """`said`, `recycled` or `recommended`."""


def forest(conflict: Conflict, recommended: Sequence[PublishedCount], palette: Palette) -> View:
    """One row per figure in the order of the time it describes.

    `recommended`: the calibration targets of this place and time, drawn as bands in their place in that order. A
    recycled figure, which repeats an origin's number and counts once with it, is a hollow grey square.
    """
    rows = [row for _, row in sorted(_rows(conflict, recommended), key=lambda found: found[0])]
    share = _unit(conflict) == "share"
    y = alt.Y("id:N").sort([row.id for row in rows]).axis(None)
    x = _x(rows, _unit(conflict))
    base = alt.Chart(inline([_datum(row) for row in rows])).encode(y=y)
    said, recycled, target = (
        base.transform_filter(f"datum.kind === '{kind}'") for kind in ("said", "recycled", "recommended")
    )
    marks = [
        target.mark_bar(height=13, yOffset=7, color=palette.target, opacity=0.25).encode(
            x=x, x2=alt.X2("high:Q")
        ),
        target.mark_tick(height=13, thickness=1.6, yOffset=7, color=palette.target).encode(x=_at("centre")),
        *_intervals(said, palette.ink, x),
        said.mark_point(filled=True, opacity=1, size=56, yOffset=8, color=palette.ink).encode(
            x=_at("centre")
        ),
        *_intervals(recycled, palette.line, x),
        recycled.mark_point(
            filled=False, size=44, strokeWidth=1.5, yOffset=8, shape="square", color=palette.muted, opacity=1
        ).encode(x=_at("centre")),
        *_texts(base, palette),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=_WIDTH, height=_ROW * len(rows))
    return View(framed(chart, palette), _says(conflict, rows, share=share))


def _rows(
    conflict: Conflict, recommended: Sequence[PublishedCount]
) -> Iterator[tuple[tuple[str, str], _Row]]:
    """Each row with the key it is sorted by: the last day it speaks of."""
    for saying in conflict.sayings:
        for figure in (saying.figure, *saying.repeated_by):
            row = _said(figure, "said" if figure is saying.figure else "recycled")
            if row is not None:
                yield (str(figure.about.last), f"a{figure.id}"), row
    for count in recommended:
        label = f"recommended: {count.quantity}, {count.date}"
        value = _value(count.low, count.centre, count.high, None)
        yield (
            (str(count.date), f"b{count.id}"),
            _Row(count.id, label, count.low, count.centre, count.high, value, "recommended"),
        )


def _said(figure: Figure, kind: str) -> _Row | None:
    found = figure.interval
    if found is None:
        return None
    stake = " (stake)" if is_interested(figure.origin) else ""
    label = f"{figure.origin}{stake}, {span_words(figure.about)}{', recycled' if kind == 'recycled' else ''}"
    unit = "share" if figure.kind == "share" else None
    value = _value(found.low, found.centre, found.high, unit) + ("*" if found.assumed else "")
    return _Row(figure.id, label, found.low, found.centre, found.high, value, kind)


def _value(low: float, centre: float, high: float, unit: str | None) -> str:
    return f"{amount(centre, unit)} ({amount(low, unit)}{EN_DASH}{amount(high, unit)})"


def _datum(row: _Row) -> dict[str, object]:
    ends = {"low": row.low, "centre": row.centre, "high": row.high}
    return {"id": row.id, "kind": row.kind, "label": row.label, "value": row.value, **ends}


def _unit(conflict: Conflict) -> str:
    figure = conflict.sayings[0].figure
    return "share" if figure.kind == "share" else figure.unit


def _x(rows: Sequence[_Row], unit: str) -> alt.X:
    seen = [value for row in rows for value in (row.low, row.high)]
    log = min(seen) > 0 and max(seen) / min(seen) > _LOG_SPAN
    scale = (
        alt.Scale(type="log", nice=False, padding=8) if log else alt.Scale(zero=False, nice=True, padding=6)
    )
    form = "~%" if unit == "share" else ",~f"
    return alt.X("low:Q").scale(scale).axis(title=unit, tickCount=4, format=form, labelOverlap=True)


def _at(field: str) -> alt.X:
    return alt.X(f"{field}:Q")


def _intervals(base: alt.Chart, colour: str, x: alt.X) -> list[alt.Chart]:
    return [
        base.mark_rule(strokeWidth=2.2, strokeCap="round", yOffset=8, color=colour).encode(
            x=x, x2=alt.X2("high:Q")
        )
    ]


def _texts(base: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """Label and number above the interval, in the colour of their kind of row."""
    colours = {"said": palette.ink, "recycled": palette.muted, "recommended": palette.target}
    drawn = []
    for kind, colour in colours.items():
        kept = base.transform_filter(f"datum.kind === '{kind}'")
        drawn += [
            kept.mark_text(align="left", dy=-8, limit=_LABEL_LIMIT, color=colour).encode(
                x=pixel_x(0), text=alt.Text("label:N")
            ),
            kept.mark_text(align="right", dy=-8, color=colour).encode(
                x=pixel_x(_WIDTH), text=alt.Text("value:N")
            ),
        ]
    return drawn


def _says(conflict: Conflict, rows: Sequence[_Row], *, share: bool) -> str:
    told = "; ".join(f"{row.label} {row.value}" for row in rows)
    what = "shares" if share else "figures"
    return f"{conflict.place}, {quantity_words(conflict.quantity)}: {len(rows)} {what} by date. {told}."
