"""The two pictures of docs/clustering.md, as SVG that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import vl_convert

from counterflow.evidence.inputs import Target
from counterflow.views.chart import AnyChart, framed, inline, pixel_x, shade
from counterflow.views.theme import LIGHT
from counterflow.world import Floats
from tools.clustering.variants import FAR, UPPER, Outcome

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
    """Departures over people, districts with low rates first: the mean curve of each variant, named at the right."""
    layers = [_line([0.0, 1.0], LIGHT.line, 1.0, np.array([0.0, 1.0]))]
    for outcome in outcomes:
        mean = outcome.runs.concentration(GRID).mean(axis=0)
        layers.append(_line(GRID.tolist(), _colour(outcome), 1.8, mean))
    chart: AnyChart = alt.layer(*layers, _names(outcomes)).properties(width=_CURVE, height=_CURVE)
    return _svg(chart)


def _line(at: Sequence[float], colour: str, width: float, heights: Floats) -> alt.Chart:
    rows = [{"x": x, "y": y} for x, y in zip(at, heights.tolist(), strict=True)]
    line = alt.Chart(inline(rows)).mark_line(color=colour, strokeWidth=width)
    drawn: alt.Chart = line.encode(x=_share("x", "people"), y=_share("y", "departures"))
    return drawn


def _colour(outcome: Outcome) -> str:
    """By how far out in the prior a variant lies."""
    if outcome.variant in FAR:
        return LIGHT.target
    return LIGHT.model if outcome.variant in UPPER else LIGHT.muted


def _names(outcomes: Sequence[Outcome]) -> alt.Chart:
    """Gini coefficient and name of each curve, the highest curve first, in the curve's colour."""
    ranked = sorted(outcomes, key=lambda outcome: float(outcome.runs.gini.mean()))
    rows = [
        {
            "y": 0.97 - 0.06 * number,
            "name": f"{outcome.runs.gini.mean():.2f}  {outcome.variant.name}",
            "shade": _colour(outcome),
        }
        for number, outcome in enumerate(ranked)
    ]
    text = alt.Chart(inline(rows)).mark_text(align="left", fontSize=11, dx=12)
    drawn: alt.Chart = text.encode(
        x=pixel_x("width"), y=_share("y", "departures"), text=alt.Text("name:N"), color=shade()
    )
    return drawn


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
    spec = framed(chart, LIGHT).to_dict()
    spec["config"]["background"] = LIGHT.paper  # it stands alone, on pages of any ground
    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn + "\n"
