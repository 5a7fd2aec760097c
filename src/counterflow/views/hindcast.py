"""Forecasts of a day beside what came later: each figure's forecast as a multiple of what was published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.analysis.amounts import amount
from counterflow.analysis.forecast.records import By, Fared, Forecast, Hindcast, LaterFigure
from counterflow.views.chart import AnyChart, View, account_axis, framed, inline, title_lines
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import EN_DASH

WHO: dict[By, str] = {
    "prior": "the model before calibration",
    "posterior": "the calibrated model",
    "naive": "carrying on what had been published",
}
_LABELS = 168
_ROW = 22
_SPAN = (1 / 20, 20.0)
"""The chart ends where a forecast is off by twenty times; intervals beyond are cut there."""


def forecast_against_later(found: Hindcast, palette: Palette) -> View | None:
    """One row per figure that a model forecast: 90 and 50 percent intervals and centre; the naive centre as a hollow square.

    The line at 1 is what was published, with its own range as a band. None where no model forecast anything.
    """
    shown = [one for one in found.figures if any(by.by != "naive" for by in one.forecasts)]
    if not shown:
        return None
    order = [figure_words(one) for one in shown]
    y = alt.Y("figure:N").sort(order).axis(account_axis(_LABELS, palette))
    base = alt.Chart(inline([_row(one) for one in shown])).encode(y=y)
    model, told = (base.transform_filter(f"isValid(datum.{name})") for name in ("centre", "naive"))
    line = alt.Chart(inline([{"at": 1}]))
    marks = [
        base.mark_bar(height=14, color=palette.target, opacity=0.22).encode(
            x=_x("told_low"), x2=alt.X2("told_high:Q")
        ),
        line.mark_rule(color=palette.target, strokeWidth=1.4).encode(x=_x("at")),
        model.mark_rule(strokeWidth=1.4, color=palette.model).encode(x=_x("low90"), x2=alt.X2("high90:Q")),
        model.mark_bar(height=6, cornerRadius=3, color=palette.model, opacity=0.6).encode(
            x=_x("low50"), x2=alt.X2("high50:Q")
        ),
        model.mark_point(filled=True, size=46, opacity=1, color=palette.model).encode(x=_x("centre")),
        told.mark_point(
            filled=False, shape="square", size=40, strokeWidth=1.4, opacity=1, color=palette.muted
        ).encode(x=_x("naive")),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - _LABELS, height=_ROW * len(order))
    return View(framed(chart, palette), " ".join(_says(one) for one in shown))


def _x(field: str) -> alt.X:
    axis = alt.Axis(
        title=title_lines("forecast as a multiple of what was published", 30),
        values=[0.1, 0.2, 0.5, 1, 2, 5, 10],
        format="~g",
    )
    return alt.X(f"{field}:Q").scale(type="log", domain=list(_SPAN), nice=False, clamp=True).axis(axis)


def _row(one: LaterFigure) -> dict[str, object]:
    """All numbers over the published centre."""
    by = {found.by: found for found in one.forecasts}
    model = by.get("posterior", by.get("prior"))
    naive = by.get("naive")
    names = ("low90", "low50", "centre", "high50", "high90")
    numbers = {name: None if model is None else getattr(model, name) / one.centre for name in names}
    return {
        "figure": figure_words(one),
        "told_low": one.low / one.centre,
        "told_high": one.high / one.centre,
        "naive": None if naive is None else naive.centre / one.centre,
        **numbers,
    }


def figure_words(one: LaterFigure) -> str:
    """A figure as a row is headed."""
    place = f", {one.place}" if one.place else ""
    return f"{one.cohort}{place}, {one.quantity}, {one.at:%m/%Y}"


def _says(one: LaterFigure) -> str:
    told = "; ".join(
        f"{WHO[found.by]} {_amount(found.centre, one)} ({_amount(found.low90, one)} to {_amount(found.high90, one)})"
        for found in one.forecasts
    )
    return f"{figure_words(one)}: published {_amount(one.centre, one)}, {told}."


def _amount(value: float, one: LaterFigure) -> str:
    # Shares stay percentages, however small: they stand beside larger ones.
    return amount(value, "share", beside=1.0) if one.scale == "logit" else amount(value, "persons")


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One forecast as a row of the table."""

    figure: str
    available: str
    published: str
    by: str
    centre: str
    interval50: str
    interval90: str
    inside: str
    """Which of the two intervals holds the published figure."""


def forecast_rows(found: Hindcast) -> Sequence[ForecastRow]:
    """All forecasts, figure by figure; for a figure that the model says nothing of, why."""
    return [row for one in found.figures for row in _rows(one)]


def _rows(one: LaterFigure) -> Iterator[ForecastRow]:
    name = f"{figure_words(one)}{' (added)' if one.added else ''}"
    published = f"{_amount(one.centre, one)} ({_amount(one.low, one)}{EN_DASH}{_amount(one.high, one)})"
    for made in one.forecasts:
        yield ForecastRow(
            figure=name,
            available=str(one.available),
            published=published,
            by=WHO[made.by],
            centre=_amount(made.centre, one),
            interval50=f"{_amount(made.low50, one)}{EN_DASH}{_amount(made.high50, one)}",
            interval90=f"{_amount(made.low90, one)}{EN_DASH}{_amount(made.high90, one)}",
            inside=_inside(made),
        )
    if one.not_forecast is not None:
        yield ForecastRow(name, str(one.available), published, "not forecast", one.not_forecast, "", "", "")


def _inside(made: Forecast) -> str:
    if made.inside50:
        return "50% and 90%"
    return "90% only" if made.inside90 else "neither"


def fared_words(one: Fared) -> str:
    """How a forecaster fared, in a sentence: what fell into its intervals, against what should have."""
    counts = (
        f"{WHO[one.by].capitalize()}: of {one.figures} figures {one.inside50} lie in the 50 percent intervals"
        f" ({one.figures / 2:.0f} expected) and {one.inside90} in the 90 percent ones ({0.9 * one.figures:.0f} expected)."
    )
    if one.gain is None:
        return counts
    side = "better" if one.gain > 0 else "worse"
    return (
        f"{counts} On the {one.compared} figures that could also be had by carrying on what had been published, its log score is"
        f" {abs(one.gain):.2f} {side} on average."
    )
