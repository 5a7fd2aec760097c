"""The frame that every chart shares: how it is named, fed, set in type and described in words."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.analysis.records import AccountShown
from counterflow.views.theme import Palette

_TITLE_LETTERS = 46

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True)
class View:
    """A chart, and what it shows in words: what a screen reader reads out."""

    chart: AnyChart
    message: str


def framed(chart: AnyChart, palette: Palette) -> AnyChart:
    """The chart in the house's type and lines: no box, hairline grid, 11 px labels, background left to the page."""
    axis = alt.AxisConfig(
        domain=False,
        ticks=False,
        grid=True,
        gridColor=palette.faint,
        labelColor=palette.muted,
        titleColor=palette.muted,
        labelFontSize=11,
        titleFontSize=11,
        titleFontWeight="normal",
        labelPadding=4,
        titlePadding=6,
        labelFlush=False,
        labelSeparation=6,
    )
    configured: AnyChart = chart.configure(
        background="transparent",
        padding={
            "left": 2,
            "top": 2,
            "right": 6,
            "bottom": 2,
        },  # wider fonts than the one measured with still fit
        axis=axis,
        axisY=alt.AxisConfig(grid=False),
        view=alt.ViewConfig(stroke=None),
        text=alt.MarkConfig(color=palette.ink, fontSize=11),
        header=alt.HeaderConfig(
            labelColor=palette.ink, labelFontSize=11, labelFontWeight="bold", labelPadding=2, title=None
        ),
        aria=False,
    )
    return configured


def inline(rows: Sequence[Mapping[str, object]]) -> alt.InlineData:
    """The rows as data inside the chart's specification, so that a chart is complete in itself."""
    return alt.InlineData(values=[dict(row) for row in rows])


def account_axis(width: int, palette: Palette) -> alt.Axis:
    """Row labels in a column of fixed width, so that charts under each other line up."""
    return alt.Axis(title=None, minExtent=width, maxExtent=width, labelLimit=width, labelColor=palette.ink)


def shade() -> alt.Color:
    """The colour that each row names itself, under `shade`; no scale and no legend."""
    return alt.Color("shade:N").scale(None).legend(None)


def pixel_x(at: float | str) -> alt.XValue:
    """A place across the chart, in pixels or "width".

    As a channel: Altair takes it many times faster than what `alt.value` gives, which it compares with every class it knows.
    """
    return alt.XValue(at)  # type: ignore[no-untyped-call]


def pixel_y(at: float) -> alt.YValue:
    """A place down the chart in pixels."""
    return alt.YValue(at)  # type: ignore[no-untyped-call]


def title_lines(title: str, letters: int = _TITLE_LETTERS) -> list[str]:
    """An axis title in lines of so many letters; as many as a chart is wide unless told."""
    return textwrap.wrap(title, letters) or [""]


def names_all_first(accounts: Sequence[AccountShown]) -> list[str]:
    """Ids of the accounts in the order of the hearing file, but `all` first: the verdicts are computed under it."""
    return sorted((account.id for account in accounts), key=lambda name: name != "all")
