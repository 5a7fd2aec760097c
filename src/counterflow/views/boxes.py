"""How much of the futures of interest a box covers, against how dense it is: the way along which it was peeled."""

from __future__ import annotations

import altair as alt

from counterflow.analysis.discover.records import Discovery
from counterflow.analysis.discover.words import box_words
from counterflow.views.chart import AnyChart, View, framed, inline
from counterflow.views.theme import CHART_WIDTH, Palette

_HEIGHT = 190


def trade_off(found: Discovery, palette: Palette) -> View:
    """One dot per box of the first way, all futures at the right; filled: the chosen one; a line at the density asked for."""
    chosen = found.boxes[0].peeled
    rows = [
        {
            "coverage": step.coverage,
            "density": step.density,
            "chosen": (step.coverage, step.density) == (chosen.coverage, chosen.density),
        }
        for step in found.way
    ]
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("coverage:Q")
        .scale(domain=[0, 1])
        .axis(_axis("share of the futures of interest that the box covers")),
        y=alt.Y("density:Q").scale(domain=[0, 1]).axis(_axis("share of interest in the box")),
    )
    line = alt.Chart(inline([{"at": found.density_asked}]))
    marks = [
        line.mark_rule(color=palette.line, strokeWidth=1).encode(y=alt.Y("at:Q")),
        base.mark_line(color=palette.line, strokeWidth=1.4, order=False),
        base.mark_point(filled=False, size=34, opacity=1, color=palette.muted),
        base.transform_filter("datum.chosen").mark_point(
            filled=True, size=90, opacity=1, color=palette.model
        ),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - 60, height=_HEIGHT)
    says = f"{found.question}. " + " ".join(box_words(found, box) for box in found.boxes)
    return View(framed(chart, palette), says)


def _axis(title: str) -> alt.Axis:
    return alt.Axis(title=title, format="~%", tickCount=5)
