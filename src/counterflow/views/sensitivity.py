"""What moves an outcome, as a chart: one row per parameter, the largest first, each with its 95 percent interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import altair as alt

from counterflow.analysis.limits import number
from counterflow.analysis.plain import parameter_words
from counterflow.analysis.sensitivity.records import Effect, MorrisEffect, Sensitivity, SobolIndex, Thirds
from counterflow.views.chart import AnyChart, View, account_axis, framed, inline, title_lines
from counterflow.views.theme import CHART_WIDTH, Palette

SHOWN = 12
"""Rows of a chart; tables have all."""
_LABELS = 190
_ROW = 24

Row = dict[str, object]


def what_moves(found: Sensitivity, palette: Palette) -> View:
    """Filled: the size of the effect (Morris), the first-order index (Sobol), or the outcome where the parameter is high (thirds).

    Hollow: the total index, or the outcome where the parameter is low.
    """
    shown = found.effects[:SHOWN]
    rows = [row for effect in shown for row in _rows(effect)]
    order = [label(effect.parameter) for effect in shown]
    y = alt.Y("parameter:N").sort(order).axis(account_axis(_LABELS, palette))
    base = alt.Chart(inline(rows)).encode(y=y)
    x = alt.X("low:Q").scale(zero=found.method != "thirds", nice=True).axis(title=_title(found), tickCount=4)
    marks = [
        base.mark_rule(strokeWidth=2.2, strokeCap="round", color=palette.muted, opacity=0.6).encode(
            x=x, x2=alt.X2("high:Q")
        ),
        *(_points(base, palette, filled=filled) for filled in (False, True)),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - _LABELS, height=_ROW * len(order))
    return View(framed(chart, palette), says(found))


def _points(base: alt.Chart, palette: Palette, *, filled: bool) -> alt.Chart:
    kept = base.transform_filter("datum.filled" if filled else "!datum.filled")
    points: alt.Chart = kept.mark_point(
        filled=filled, size=52, strokeWidth=1.6, opacity=1, color=palette.model
    ).encode(x=alt.X("at:Q"))
    return points


def _rows(effect: Effect) -> Iterator[Row]:
    name = label(effect.parameter)
    if isinstance(effect, MorrisEffect):
        yield _row(name, effect.size, effect.size_error, filled=True)
    elif isinstance(effect, SobolIndex):
        yield _row(name, effect.first, effect.first_error, filled=True)
        yield _row(name, effect.total, effect.total_error, filled=False)
    else:
        yield _row(name, effect.low, effect.low_error, filled=False)
        yield _row(name, effect.high, effect.high_error, filled=True)


def _row(name: str, at: float, error: float, *, filled: bool) -> Row:
    return {"parameter": name, "at": at, "low": at - error, "high": at + error, "filled": filled}


def _title(found: Sensitivity) -> list[str]:
    what = "probability" if found.unit == "probability" else found.outcome
    titles = {
        "morris": f"change of {found.outcome} over the parameter's range ({found.unit})",
        "sobol": f"share of the variance of {found.outcome}: alone (filled), with others (hollow)",
        "thirds": f"{what} where the parameter is low (hollow) and high (filled)",
    }
    return title_lines(titles[found.method], 34)


def label(parameter: str) -> str:
    """A parameter as a row is headed: without an article."""
    words = parameter_words(parameter)
    return words.removeprefix("the ").partition(" (")[0]


def effect_words(effect: Effect, unit: str) -> str:
    """One effect in a sentence part."""
    name = label(effect.parameter)
    if isinstance(effect, MorrisEffect):
        return f"{name} {number(effect.size)} {unit} (give or take {number(effect.size_error)})"
    if isinstance(effect, SobolIndex):
        return f"{name} {effect.first:.2f} alone, {effect.total:.2f} with others"
    return f"{name}: {number(effect.low)} where low, {number(effect.high)} where high"


def says(found: Sensitivity, most: int = 5) -> str:
    """What the chart shows, in words."""
    told = "; ".join(effect_words(effect, found.unit) for effect in found.effects[:most])
    return f"What moves {found.outcome} most, by {found.method}, over {found.futures} futures: {told}."


def table_rows(found: Sensitivity) -> Sequence[dict[str, str]]:
    """Rows of the table that the command prints, all of them text."""
    return [_cells(effect) for effect in found.effects]


def _cells(effect: Effect) -> dict[str, str]:
    if isinstance(effect, MorrisEffect):
        return {
            "parameter": effect.parameter,
            "size of the change": _pm(effect.size, effect.size_error),
            "change": "" if effect.change is None else _n(effect.change),
            "spread": "" if effect.spread is None else _n(effect.spread),
        }
    if isinstance(effect, SobolIndex):
        return {
            "parameter": effect.parameter,
            "first order": f"{effect.first:.3f} ± {effect.first_error:.3f}",
            "total": f"{effect.total:.3f} ± {effect.total_error:.3f}",
        }
    return _third_cells(effect)


def _third_cells(effect: Thirds) -> dict[str, str]:
    return {
        "parameter": effect.parameter,
        "where low": _pm(effect.low, effect.low_error),
        "where high": _pm(effect.high, effect.high_error),
        "of the variance": f"{effect.first:.3f} ± {effect.first_error:.3f}",
        "": "clear" if effect.clear else "",
    }


def _pm(value: float, error: float) -> str:
    return f"{_n(value)} ± {_n(error)}"


def _n(value: float) -> str:
    return f"-{number(-value)}" if value < 0 else number(value)
