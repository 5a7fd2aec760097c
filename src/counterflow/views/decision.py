"""Charts of a decision: what money buys, what each choice forgoes under each account, when it is best, what is worth knowing."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from counterflow.analysis.decide.records import Arm, Decision, FlipShown, Known
from counterflow.analysis.decide.sentences import money, people
from counterflow.analysis.records import Curve
from counterflow.views.chart import AnyChart, View, account_axis, framed, inline, pixel_x
from counterflow.views.curve import curve_with_threshold
from counterflow.views.theme import CHART_WIDTH, DASH, Palette

_ROW = 24
_LABELS = 74
_HEIGHT = 190
_MOST = 7
_LETTERS = 40
"""Titles of what could be known are cut to so many letters."""
_DASHES = ([1, 0], [5, 3], [2, 2], [8, 3, 2, 3], [1, 3], [8, 8], [3, 5], [10, 2])
"""Lines are told apart by dash and by name, not by colour alone."""


def short(arm: str) -> str:
    """An arm's name in a chart: A for portfolio A."""
    return arm.removeprefix("portfolio ")


def frontier_chart(told: Decision, palette: Palette) -> View | None:
    """Departures averted by the best portfolio at each cost, with the chosen one; None where nothing can be bought."""
    if not told.frontier:
        return None
    rows = [{"cost": 0.0, "averted": 0.0, "says": ""}] + [
        {"cost": one.cost / 1e6, "averted": one.averted, "says": one.says} for one in told.frontier
    ]
    x = alt.X("cost:Q").axis(title=f"cost, million {told.currency} a year", tickCount=5, format="~f")
    y = alt.Y("averted:Q").axis(title="departures averted", tickCount=5, format=",~f", grid=True)
    line = alt.Chart(inline(rows)).encode(x=x, y=y)
    arms = [
        {"cost": one.cost / 1e6, "averted": one.averted_mean, "name": short(one.name)}
        for one in told.arms
        if one.parts
    ]
    marks = alt.Chart(inline(arms)).encode(x=x, y=y)
    chart: AnyChart = alt.layer(
        line.mark_line(color=palette.model, strokeWidth=2, interpolate="step-after"),
        marks.mark_point(color=palette.ink, filled=True, size=36, opacity=1),
        marks.mark_text(dx=-8, dy=-8, color=palette.ink).encode(text="name:N"),
    ).properties(width=CHART_WIDTH - 60, height=_HEIGHT)
    last = told.frontier[-1]
    says = (
        f"Most departures averted for each yearly cost: from none for nothing to {people(last.averted)} for"
        f" {money(last.cost, told.currency)}; letters are the portfolios."
    )
    return View(framed(chart, palette), says)


def regret_chart(told: Decision, palette: Palette) -> View:
    """What each arm forgoes under each account, one row for each arm; the account under which it forgoes most is named."""
    rows = [
        {"arm": _row(one), "regret": regret, "account": account}
        for one in told.arms
        for account, regret in one.regret.items()
    ]
    worst = [
        {
            "arm": _row(one),
            "regret": one.worst_regret,
            "says": f"{people(one.worst_regret)} ({one.worst_account})",
        }
        for one in told.arms
    ]
    y = alt.Y("arm:N").sort([_row(one) for one in told.arms]).axis(account_axis(_LABELS, palette))
    x = (
        alt.X("regret:Q")
        .scale(zero=True, nice=True)
        .axis(title="departures forgone, by account", tickCount=4, format=",~f")
    )
    dots = alt.Chart(inline(rows)).mark_tick(color=palette.muted, thickness=2, size=12).encode(x=x, y=y)
    marks = alt.Chart(inline(worst)).encode(y=y)
    width = CHART_WIDTH - _LABELS - 120
    chart: AnyChart = alt.layer(
        marks.mark_rule(color=palette.line).encode(x=x),
        dots,
        marks.mark_point(color=palette.contradicted, filled=True, size=52, opacity=1).encode(x=x),
        marks.mark_text(align="left", color=palette.muted).encode(x=pixel_x(width + 8), text="says:N"),
    ).properties(width=width, height=_ROW * len(told.arms))
    said = "; ".join(
        f"{one.name} at most {people(one.worst_regret)}, under {one.worst_account}" for one in told.arms
    )
    return View(framed(chart, palette), f"Departures forgone against each account's own best: {said}.")


def _row(arm: Arm) -> str:
    return short(arm.name)


def acceptability_chart(told: Decision, palette: Palette) -> View:
    """Probability of being best, by what a departure averted is said to be worth; arms that are never likely are left out."""
    shown = [name for name, curve in told.acceptability.items() if max(curve) >= 0.05]
    rows = [
        {"value": value / 1e6, "p": p, "arm": short(name)}
        for name in shown
        for value, p in zip(told.stated_values, told.acceptability[name], strict=True)
    ]
    x = (
        alt.X("value:Q")
        .scale(type="log", nice=False)
        .axis(
            title=f"stated value of a departure averted, million {told.currency}",
            values=[0.1, 0.3, 1, 3, 10],
            format="~f",
        )
    )
    y = alt.Y("p:Q").scale(domain=[0, 1]).axis(title="probability of being best", tickCount=5, grid=True)
    names = [short(name) for name in shown]
    dash = alt.StrokeDash("arm:N").scale(
        domain=names, range=[_DASHES[i % len(_DASHES)] for i in range(len(names))]
    )
    dash = dash.legend(
        title=None, orient="top", labelColor=palette.ink, symbolStrokeColor=palette.ink, columns=4
    )
    chart: AnyChart = (
        alt.Chart(inline(rows))
        .mark_line(color=palette.model, strokeWidth=2)
        .encode(x=x, y=y, strokeDash=dash)
        .properties(width=CHART_WIDTH - 60, height=_HEIGHT)
    )
    ends = [f"{name} {told.acceptability[name][-1]:.0%}" for name in shown]
    return View(
        framed(chart, palette),
        f"Probability of being best; at the highest value stated: {', '.join(ends)}.",
    )


def knowledge_chart(told: Decision, palette: Palette) -> View | None:
    """What it would be worth to know groups of things, and to have the best surveys, in departures; None where nothing is."""
    options = [*told.groups, *_surveys(told)]
    rows = [one for one in sorted(options, key=lambda one: -one.departures) if one.departures > 0.0][:_MOST]
    if not rows:
        return None
    total = told.evpi
    shown = [{"what": _cut(one.title), "worth": one.departures, "all": total.departures} for one in rows]
    y = alt.Y("what:N").sort([str(one["what"]) for one in shown])
    y = y.axis(title=None, labelLimit=210, minExtent=200, maxExtent=210, labelColor=palette.ink)
    x = alt.X("worth:Q").scale(zero=True, nice=True).axis(title="departures", tickCount=3, format=",~f")
    base = alt.Chart(inline(shown)).encode(y=y)
    line = alt.Chart(inline([{"worth": total.departures}]))
    chart: AnyChart = alt.layer(
        base.mark_bar(color=palette.model, height=10).encode(x=x),
        line.mark_rule(color=palette.target, strokeDash=DASH, strokeWidth=1.6).encode(x=x),
    ).properties(width=CHART_WIDTH - 224, height=_ROW * len(shown))
    said = "; ".join(f"{one.title} {people(one.departures)}" for one in rows)
    return View(
        framed(chart, palette),
        f"Worth of knowing, in departures; to know everything (dashed) {people(total.departures)}: {said}.",
    )


def _surveys(told: Decision) -> list[Known]:
    return [
        Known(name=one.title, title=one.title, departures=one.sizes[-1][1], error=one.sizes[-1][2])
        for one in told.surveys
    ]


def _cut(title: str) -> str:
    return (
        title if len(title) <= _LETTERS else title[: _LETTERS - 1].rstrip(" ,:") + "\N{HORIZONTAL ELLIPSIS}"
    )


def flip_chart(flip: FlipShown, now: str, palette: Palette) -> View | None:
    """How much more another arm averts, along an unknown; the line is where the choice turns."""
    curve = Curve(
        x=flip.title,
        y=f"more averted by {short(flip.instead)} than by {short(now)}",
        points=flip.points,
        threshold=0.0,
        says=flip.says,
    )
    return curve_with_threshold(curve, palette)


def turning(flips: Sequence[FlipShown]) -> FlipShown | None:
    """The unknown that turns the choice within what is likely, the one most worth knowing."""
    return next((one for one in flips if one.threshold is not None), None)
