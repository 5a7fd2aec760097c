"""What a test measures, account by account, against the line that the statement needs to pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.analysis.plain import outcome_words
from counterflow.analysis.records import AccountShown, TestResult
from counterflow.views.chart import (
    AnyChart,
    View,
    account_axis,
    framed,
    inline,
    names_all_first,
    pixel_x,
    pixel_y,
    shade,
    title_lines,
)
from counterflow.views.theme import CHART_WIDTH, DASH, Palette
from counterflow.views.words import interval, is_per_100_000, needs, probability, short_probability

_LABELS = 78
_RIGHT = 66
_ROW = 22
_LOG_SPAN = 20
_FIGURES = "the figures"


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    low: float
    centre: float
    high: float
    p: float | None

    @property
    def first(self) -> bool:
        return self.name in ("all", _FIGURES)


def outcome_by_account(
    test: TestResult, accounts: Sequence[AccountShown], kind: str, palette: Palette
) -> View | None:
    """Centre and 80 percent interval of the tested quantity, one row per account, `all` first, its P at the right.

    A test on published figures has one row. None where nothing was computed, so that no empty chart is drawn.
    """
    rows = _rows(test, accounts)
    if not rows:
        return None
    width = CHART_WIDTH - _LABELS - _RIGHT - 14
    y = alt.Y("account:N").sort([row.name for row in rows]).axis(account_axis(_LABELS, palette))
    frame = _Frame.around(test, rows)
    base = alt.Chart(inline([frame.datum(row, kind, palette) for row in rows])).encode(y=y)
    marks = [
        *_threshold(test, frame, palette),
        base.mark_rule(strokeWidth=2.4, strokeCap="round").encode(
            x=frame.x("low"), x2=alt.X2("high:Q"), color=shade()
        ),
        base.mark_point(filled=True, opacity=1, size=58).encode(x=frame.x("centre"), color=shade()),
        base.mark_text(align="left", color=palette.muted).encode(x=pixel_x(width + 8), text=alt.Text("p:N")),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=width, height=_ROW * len(rows))
    return View(framed(chart, palette), _says(test, rows, kind))


def _rows(test: TestResult, accounts: Sequence[AccountShown]) -> list[_Row]:
    found = [(name, test.by_account[name]) for name in names_all_first(accounts) if name in test.by_account]
    if found:
        return [_Row(name, result.low, result.centre, result.high, result.p) for name, result in found]
    if test.low is None or test.centre is None or test.high is None:
        return []
    return [_Row("all" if test.outcome else _FIGURES, test.low, test.centre, test.high, test.p)]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The horizontal axis: its scale, and the multiple in which small shares are read."""

    title: str
    log: bool
    percent: bool
    times: float

    @classmethod
    def around(cls, test: TestResult, rows: Sequence[_Row]) -> _Frame:
        """Log where positive values spread over more than a factor of 20; small shares per 100,000."""
        limits = [limit for limit in (test.threshold, test.threshold_high) if limit is not None]
        seen = [value for row in rows for value in (row.low, row.centre, row.high)] + limits
        log = min(seen) > 0 and max(seen) / min(seen) > _LOG_SPAN
        small = is_per_100_000(max(abs(value) for value in seen), test.unit)
        percent = test.unit in ("share", "share of pairs") and not small
        name = _measured(test)
        return cls(f"{name}, per 100,000" if small else name, log, percent, 1e5 if small else 1.0)

    def x(self, field: str) -> alt.X:
        scale = (
            alt.Scale(type="log", nice=False, padding=8)
            if self.log
            else alt.Scale(zero=False, nice=True, padding=6)
        )
        form = "~%" if self.percent else ",~f"
        axis = alt.Axis(title=title_lines(self.title), tickCount=4, labelOverlap=True, format=form)
        return alt.X(f"{field}:Q").scale(scale).axis(axis)

    def datum(self, row: _Row, kind: str, palette: Palette) -> dict[str, object]:
        ends = {"low": row.low * self.times, "centre": row.centre * self.times, "high": row.high * self.times}
        colour = palette.ink if row.first else palette.muted
        return {"account": row.name, "shade": colour, "p": short_probability(row.p, kind), **ends}


def _threshold(test: TestResult, frame: _Frame, palette: Palette) -> list[alt.Chart]:
    limits = [limit * frame.times for limit in (test.threshold, test.threshold_high) if limit is not None]
    if not limits:
        return []
    lines = alt.Chart(inline([{"limit": limit} for limit in limits]))
    label = alt.Chart(inline([{"limit": limits[0]}]))
    return [
        lines.mark_rule(color=palette.target, strokeWidth=1.6, strokeDash=DASH).encode(x=frame.x("limit")),
        label.mark_text(text=f"needs {needs(test)}", color=palette.target, baseline="bottom", dy=-3).encode(
            x=frame.x("limit"), y=pixel_y(0)
        ),
    ]


def _says(test: TestResult, rows: Sequence[_Row], kind: str) -> str:
    need = needs(test)
    by = f" by {test.by}" if test.by else ""
    found = "; ".join(_row_says(row, test.unit, kind) for row in rows)
    return f"{_measured(test)}{by}: {found}.{f' The statement needs {need}.' if need else ''}"


def _measured(test: TestResult) -> str:
    return outcome_words(test.outcome).rstrip(",") if test.outcome else test.quantity or test.says


def _row_says(row: _Row, unit: str | None, kind: str) -> str:
    p = f", P {probability(row.p, kind)}" if row.p is not None else ""
    return f"{row.name} {interval(row, unit)}{p}"
