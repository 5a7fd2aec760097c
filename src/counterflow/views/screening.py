"""People flagged wrongly for each one found, by how many of the others a test flags."""

from __future__ import annotations

import altair as alt

from counterflow.analysis.screening import BEST, Screening
from counterflow.views.chart import AnyChart, View, framed, inline
from counterflow.views.theme import CHART_WIDTH, DASH, Palette

_HEIGHT = 170


def screening_chart(found: Screening, palette: Palette) -> View:
    """The curve of a test that finds nearly all, with the assumed screen and the best conceivable test as points."""
    curve = [{"share": 100.0 * share, "wrongly": wrongly} for share, wrongly in found.curve]
    points = [
        {"share": 100.0 * (1.0 - found.specificity), "wrongly": found.wrongly, "name": "the screen assumed"},
        {"share": 100.0 * (1.0 - BEST[1]), "wrongly": found.best, "name": "the best conceivable test"},
    ]
    x = (
        alt.X("share:Q")
        .scale(type="log", nice=False, reverse=True)
        .axis(
            title="percent of the others whom the test flags",
            values=[20, 10, 5, 2, 1, 0.5, 0.2, 0.1],
            format="~f",
        )
    )
    y = (
        alt.Y("wrongly:Q")
        .scale(type="log", nice=True)
        .axis(
            title="flagged wrongly per one found",
            values=[1, 3, 10, 30, 100, 300, 1000],
            format=",~f",
            grid=True,
        )
    )
    line = alt.Chart(inline(curve))
    marks = alt.Chart(inline(points)).encode(x=x, y=y)
    even = alt.Chart(inline([{"wrongly": 1}]))
    chart: AnyChart = alt.layer(
        even.mark_rule(color=palette.target, strokeDash=DASH, strokeWidth=1.4).encode(y=y),
        line.mark_line(color=palette.model, strokeWidth=2).encode(x=x, y=y),
        marks.mark_point(color=palette.ink, filled=True, size=44, opacity=1),
        marks.mark_text(color=palette.ink, align="left", dx=7, dy=-6).encode(text="name:N"),
    ).properties(width=CHART_WIDTH - 60, height=_HEIGHT)
    return View(framed(chart, palette), found.says)
