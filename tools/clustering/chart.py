"""The two pictures of docs/clustering.md, as SVG that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import vl_convert

from counterflow.evidence.inputs import Target
from counterflow.views.chart import AnyChart, framed, inline
from counterflow.views.theme import LIGHT
from tools.clustering.variants import Outcome

_LABELS = 250
_ROW = 24
_WIDTH = 420
_CURVE = 300
GRID = np.linspace(0.0, 1.0, 101)


def largest_shares(outcomes: Sequence[Outcome], published: Target) -> str:
    """The largest district's share by variant: median, 80 and 98 percent of runs; the published figure with its range."""
    order = [outcome.variant.name for outcome in outcomes]
    rows = []
    for outcome in outcomes:
        names = ("lowest", "low", "centre", "high", "highest")
        values = np.quantile(outcome.runs.largest, [0.01, 0.1, 0.5, 0.9, 0.99]).tolist()
        rows.append({"variant": outcome.variant.name} | dict(zip(names, values, strict=True)))
    base = alt.Chart(inline(rows)).encode(y=alt.Y("variant:N").sort(order).axis(_axis()))
    band = alt.Chart(inline([{"low": published.low, "high": published.high, "at": published.centre}]))
    chart: AnyChart = alt.layer(
        band.mark_rect(color=LIGHT.target, opacity=0.16).encode(x=_x("low"), x2=alt.X2("high:Q")),
        band.mark_rule(color=LIGHT.target, strokeWidth=2).encode(x=_x("at")),
        base.mark_rule(color=LIGHT.model, strokeWidth=1.4).encode(x=_x("lowest"), x2=alt.X2("highest:Q")),
        base.mark_bar(color=LIGHT.model, height=9, opacity=0.45).encode(x=_x("low"), x2=alt.X2("high:Q")),
        base.mark_tick(color=LIGHT.ink, thickness=2.4, height=15).encode(x=_x("centre")),
    ).properties(width=_WIDTH, height=_ROW * len(order))
    return _svg(chart)


def concentration(outcomes: Sequence[Outcome]) -> str:
    """Departures over people, districts with low rates first: the mean curve of each variant, named at its lowest point."""
    layers = [_diagonal()]
    for outcome in outcomes:
        mean = outcome.runs.concentration(GRID).mean(axis=0)
        rows = [{"x": x, "y": y} for x, y in zip(GRID.tolist(), mean.tolist(), strict=True)]
        line = alt.Chart(inline(rows)).mark_line(color=LIGHT.model, strokeWidth=1.6)
        layers.append(line.encode(x=_share("x", "people"), y=_share("y", "departures")))
    chart: AnyChart = alt.layer(*layers, *_names(outcomes)).properties(width=_CURVE, height=_CURVE)
    return _svg(chart)


def _diagonal() -> alt.Chart:
    ends = alt.Chart(inline([{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
    drawn: alt.Chart = ends.mark_line(color=LIGHT.line, strokeWidth=1).encode(
        x=_share("x", "people"), y=_share("y", "departures")
    )
    return drawn


def _names(outcomes: Sequence[Outcome]) -> list[alt.Chart]:
    """Each curve's name to the right of the chart, in the order of the curves there."""
    ranked = sorted(outcomes, key=lambda outcome: float(outcome.runs.gini.mean()))
    rows = [
        {
            "x": 0.03,
            "y": 0.97 - 0.06 * number,
            "name": f"{outcome.runs.gini.mean():.2f}  {outcome.variant.name}",
        }
        for number, outcome in enumerate(ranked)
    ]
    text = alt.Chart(inline(rows)).mark_text(align="left", color=LIGHT.ink, fontSize=11)
    return [text.encode(x=_share("x", "people"), y=_share("y", "departures"), text=alt.Text("name:N"))]


def _axis() -> alt.Axis:
    return alt.Axis(title=None, minExtent=_LABELS, labelLimit=_LABELS, labelColor=LIGHT.ink)


def _x(field: str) -> alt.X:
    title = "largest district's share of departures"
    axis = alt.Axis(format=".0%", title=title, grid=True, tickCount=6)
    return alt.X(f"{field}:Q").scale(zero=True, nice=True).axis(axis)


def _share(field: str, of: str) -> alt.X | alt.Y:
    axis = alt.Axis(format=".0%", title=f"cumulative share of {of}", tickCount=5, grid=True)
    channel = alt.X(f"{field}:Q") if field == "x" else alt.Y(f"{field}:Q")
    return channel.scale(domain=[0, 1], nice=False).axis(axis)


def _svg(chart: AnyChart) -> str:
    drawn: str = vl_convert.vegalite_to_svg(framed(chart, LIGHT).configure(background=LIGHT.paper).to_dict())
    return drawn + "\n"
