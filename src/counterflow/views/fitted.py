"""Figures that the model was fitted to: what it expected before, what it expects after, and what was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.analysis.amounts import amount
from counterflow.analysis.records import CalibrationShown, FigureAfter
from counterflow.analysis.written import Interval
from counterflow.views.chart import AnyChart, View, framed, inline, pixel_x, title_lines
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import EN_DASH

_ROW = 34
_WIDTH = CHART_WIDTH - 10
_LABEL_LIMIT = 235
_DOWN = 8
"""Pixels from the middle of a row to its marks; its name and number stand above them."""
_SPAN = (1 / 20, 20.0)
"""The chart ends at twenty times a figure; ranges beyond are cut there."""


def figures_before_and_after(found: Sequence[FigureAfter], palette: Palette) -> View | None:
    """One row per figure, all as multiples of it: its published range as a band, before as a thin line, after as a bar.

    Above each its name, and what is expected after. None without figures.
    """
    if not found:
        return None
    y = alt.Y("id:N").sort([one.id for one in found]).axis(None)
    base = alt.Chart(inline([_row(one) for one in found])).encode(y=y)
    marks = [
        base.mark_bar(height=14, yOffset=_DOWN, color=palette.target, opacity=0.22).encode(
            x=_x("told_low"), x2=alt.X2("told_high:Q")
        ),
        base.mark_tick(height=14, thickness=1.6, yOffset=_DOWN, color=palette.target).encode(x=_x("told")),
        base.mark_rule(strokeWidth=1.2, yOffset=_DOWN, color=palette.muted).encode(
            x=_x("before_low"), x2=alt.X2("before_high:Q")
        ),
        base.mark_bar(height=6, yOffset=_DOWN, cornerRadius=3, color=palette.model, opacity=0.6).encode(
            x=_x("after_low"), x2=alt.X2("after_high:Q")
        ),
        base.mark_point(filled=True, size=40, yOffset=_DOWN, opacity=1, color=palette.model).encode(
            x=_x("after")
        ),
        base.mark_text(align="left", dy=-_DOWN, limit=_LABEL_LIMIT, color=palette.ink).encode(
            x=pixel_x(0), text=alt.Text("figure:N")
        ),
        base.mark_text(align="right", dy=-_DOWN, color=palette.model).encode(
            x=pixel_x(_WIDTH), text=alt.Text("said:N")
        ),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=_WIDTH, height=_ROW * len(found))
    return View(framed(chart, palette), " ".join(_says(one) for one in found))


def _x(field: str) -> alt.X:
    axis = alt.Axis(
        title=title_lines("as a multiple of what was published", 30),
        values=[0.1, 0.2, 0.5, 1, 2, 5, 10],
        format="~g",
    )
    return alt.X(f"{field}:Q").scale(type="log", domain=list(_SPAN), nice=False, clamp=True).axis(axis)


def _row(one: FigureAfter) -> dict[str, object]:
    told = one.published.centre
    return {
        "id": one.id,
        "figure": one.says,
        "said": _range(one.posterior, one),
        "told_low": one.published.low / told,
        "told": 1.0,
        "told_high": one.published.high / told,
        "before_low": one.prior.low / told,
        "before_high": one.prior.high / told,
        "after_low": one.posterior.low / told,
        "after": one.posterior.centre / told,
        "after_high": one.posterior.high / told,
    }


def _says(one: FigureAfter) -> str:
    told, before, after = (_range(each, one) for each in (one.published, one.prior, one.posterior))
    return f"{one.says}: published {told}, before {before}, after {after}."


def _range(interval: Interval, one: FigureAfter) -> str:
    centre, low, high = (_amount(value, one) for value in (interval.centre, interval.low, interval.high))
    return f"{centre} ({low}{EN_DASH}{high})"


def _amount(value: float, one: FigureAfter) -> str:
    return amount(value, "share", beside=1.0) if one.share else amount(value, "persons")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a row of the table."""

    says: str
    id: str
    published: str
    before: str
    after: str
    note: str
    """What a reader should know: that it cannot be met, or that the emulator is rough there."""


def figure_rows(found: CalibrationShown) -> Sequence[FigureRow]:
    """All figures, in the order of the targets."""
    return [
        FigureRow(
            says=one.says,
            id=one.id,
            published=_range(one.published, one),
            before=_range(one.prior, one),
            after=_range(one.posterior, one),
            note=_note(one),
        )
        for one in found.figures
    ]


def _note(one: FigureAfter) -> str:
    if not one.met:
        return "cannot be met"
    return "emulated roughly" if one.rough else ""
