"""The charts of the page, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
import vl_convert

INK, MUTED, GRID = "#1a1d21", "#555c66", "#e3e6ea"
OURS = "#0a62a9"
WIDTH, HEIGHT = 560, 340


@dataclass(frozen=True, slots=True)
class Series:
    """A named line of (x, seconds) points; `carried` from its last measured point on."""

    name: str
    points: Sequence[tuple[float, float]]
    carried: tuple[float, float] | None = None
    ours: bool = False


def log_lines(series: Sequence[Series], x_title: str) -> str:
    """Lines on logarithmic scales, each named at its end; what was carried on is dashed."""
    rows = [row for one in series for row in _rows(one)]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", title=x_title)
        .scale(type="log", nice=False)
        .axis(_axis([row["x"] for row in rows], "~s")),
        y=alt.Y("y:Q", title="seconds")
        .scale(type="log", nice=False)
        .axis(_axis([row["y"] for row in rows], "~g")),
        color=alt.Color("colour:N").scale(None).legend(None),
        detail="segment:N",
    )
    lines = base.mark_line().encode(
        strokeWidth=alt.StrokeWidth("width:Q").scale(None).legend(None),
        strokeDash=alt.StrokeDash("dash:N").scale(domain=["no", "yes"], range=[[1, 0], [4, 3]]).legend(None),
    )
    points = base.transform_filter("datum.dash === 'no'").mark_point(filled=True, size=26, opacity=1)
    ends = alt.Chart(alt.InlineData(values=label_places(series))).encode(
        x="x:Q", y="y:Q", text="name:N", color=alt.Color("colour:N").scale(None)
    )
    labels = ends.mark_text(align="left", dx=7, fontSize=11)
    return _svg(alt.layer(lines, points, labels))


def _axis(values: Sequence[float], form: str) -> alt.Axis:
    """Ticks at powers of ten; of two where there are only few of ten."""
    low, high = math.log10(min(values)), math.log10(max(values))
    base = 10.0 if high - low > 1.5 else 2.0
    first, last = (round(x / math.log10(base)) for x in (low, high))
    ticks = [base**k for k in range(first - 1, last + 2)]
    return alt.Axis(values=ticks, labelExpr=f"replace(format(datum.value, '{form}'), 'G', 'B')")


def _rows(one: Series) -> list[dict[str, Any]]:
    look = {"colour": OURS if one.ours else MUTED, "width": 2.4 if one.ours else 1.4}
    measured = [{"x": x, "y": y, "dash": "no", "segment": one.name, **look} for x, y in one.points]
    if one.carried is None:
        return measured
    ends = (one.points[-1], one.carried)
    segment = f"{one.name}, carried"
    return measured + [{"x": x, "y": y, "dash": "yes", "segment": segment, **look} for x, y in ends]


def label_places(series: Sequence[Series]) -> list[dict[str, Any]]:
    """Where each line's name stands: at its end, but names do not stand on each other."""
    found = [
        {"name": one.name, "colour": OURS if one.ours else INK, "x": x, "y": y}
        for one in series
        for x, y in [one.carried or one.points[-1]]
    ]
    found.sort(key=lambda row: float(str(row["y"])))
    values = [y for one in series for _, y in [*one.points, *([one.carried] if one.carried else [])]]
    step = (max(values) / min(values)) ** (14.0 / HEIGHT)
    for below, above in pairwise(found):
        above["y"] = max(float(str(above["y"])), float(str(below["y"])) * step)
    return found


def _svg(chart: alt.LayerChart | alt.FacetChart) -> str:
    configured = (
        chart.properties(width=WIDTH, height=HEIGHT)
        .configure(
            background="#ffffff",
            padding={"left": 8, "top": 10, "right": 8, "bottom": 8},
            autosize=alt.AutoSizeParams(type="pad"),
            view=alt.ViewConfig(stroke=None),
        )
        .configure_axis(
            domain=False,
            ticks=False,
            gridColor=GRID,
            labelColor=MUTED,
            titleColor=MUTED,
            titleFontWeight="normal",
            labelFontSize=11,
            titleFontSize=11,
        )
    )
    return str(
        vl_convert.vegalite_to_svg(configured.to_dict(), vl_version=alt.SCHEMA_VERSION[1:].rsplit(".", 1)[0])
    )
