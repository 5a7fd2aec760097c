"""A part that is decided differently along an assumed value: the curve, and the line it has to pass."""

from __future__ import annotations

import altair as alt

from counterflow.analysis.records import Curve
from counterflow.views.chart import AnyChart, View, framed, inline, pixel_x, title_lines
from counterflow.views.theme import CHART_WIDTH, DASH, Palette
from counterflow.views.words import number

_HEIGHT = 150
_HEIGHT_LETTERS = 24
_LOG_SPAN = 20


def curve_with_threshold(curve: Curve, palette: Palette) -> View | None:
    """Y along x, with the threshold as a dashed line where there is one; None for a curve without points."""
    if not curve.points:
        return None
    data = inline([{"x": x, "y": y} for x, y in sorted(curve.points)])
    x = (
        alt.X("x:Q")
        .scale(_scale([point[0] for point in curve.points]))
        .axis(title=title_lines(curve.x), tickCount=5, format=",~f", labelOverlap=True)
    )
    y = (
        alt.Y("y:Q")
        .scale(_height(curve))
        .axis(title=title_lines(curve.y, _HEIGHT_LETTERS), tickCount=4, format=",~f", grid=True)
    )
    marks: list[alt.Chart] = [alt.Chart(data).mark_line(color=palette.model, strokeWidth=2).encode(x=x, y=y)]
    if curve.threshold is not None:
        line = alt.Chart(inline([{"y": curve.threshold}]))
        label = "one half" if _is_probability(curve) else f"line: {number(curve.threshold)}"
        marks += [
            line.mark_rule(color=palette.target, strokeDash=DASH, strokeWidth=1.6).encode(y=y),
            line.mark_text(text=label, color=palette.target, align="right", baseline="bottom", dy=-3).encode(
                x=pixel_x("width"), y=y
            ),
        ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - 60, height=_HEIGHT)
    return View(framed(chart, palette), _says(curve))


def crosses(curve: Curve) -> bool:
    """Whether the line is on both sides of its threshold, so that a picture of it tells where it turns."""
    if curve.threshold is None:
        return True
    ys = [y for _, y in curve.points]
    return bool(ys) and min(ys) < curve.threshold < max(ys)


def _height(curve: Curve) -> alt.Scale:
    """A probability is always drawn from 0 to 1, so that a flat line looks flat."""
    if _is_probability(curve):
        return alt.Scale(domain=[0, 1])
    return _scale(
        [point[1] for point in curve.points] + ([] if curve.threshold is None else [curve.threshold])
    )


def _is_probability(curve: Curve) -> bool:
    return curve.y.startswith("probability")


def _scale(values: list[float]) -> alt.Scale:
    if min(values) > 0 and max(values) / min(values) > _LOG_SPAN:
        return alt.Scale(type="log", nice=False)
    return alt.Scale(zero=False, nice=True)


def _says(curve: Curve) -> str:
    (x0, y0), *_, (x1, y1) = sorted(curve.points) * 2 if len(curve.points) == 1 else sorted(curve.points)
    line = f" The line is at {number(curve.threshold)}." if curve.threshold is not None else ""
    return f"{curve.says} From {number(y0)} at {curve.x} {number(x0)} to {number(y1)} at {number(x1)}.{line}"
