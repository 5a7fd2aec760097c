"""Where cohorts work: lines from home to host cities on a day, and people abroad over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import altair as alt

from counterflow.scenario.flows import Abroad, Flow
from counterflow.views.chart import AnyChart, View, framed, inline
from counterflow.views.theme import CHART_WIDTH, Palette
from counterflow.views.words import number

_ROW = 22
_WIDEST = 12.0
"""Pixels of the widest line."""
_WIDTH = 130
"""Pixels between homes and hosts; names stand beside."""
_HEIGHT = 190


def home_to_host(found: Sequence[Flow], when: str, palette: Palette) -> View | None:
    """A line from each cohort to each city where its people work, as wide as they are many; None where nobody moves.

    A scheme, not to scale: homes at the left, host cities at the right.
    """
    found = [flow for flow in found if flow.people >= 1.0]
    if not found:
        return None
    homes, hosts = _totals(found, home=True), _totals(found, home=False)
    height = _ROW * max(len(homes), len(hosts))
    y = {("home", name): place for name, place in _places(homes)} | {
        ("host", name): place for name, place in _places(hosts)
    }
    most = max(flow.people for flow in found)
    lines = [
        {
            "x": 0.0,
            "y": y["home", flow.cohort],
            "x2": 1.0,
            "y2": y["host", flow.city],
            "wide": max(0.4, _WIDEST * flow.people / most),
        }
        for flow in found
    ]
    scale = alt.Scale(domain=[0, 1], nice=False, zero=False)
    base = alt.Chart(inline(lines)).mark_rule(color=palette.model, opacity=0.35, strokeCap="butt")
    edges = base.encode(
        x=alt.X("x:Q").scale(domain=[0, 1], nice=False).axis(None),
        x2=alt.X2("x2:Q"),
        y=alt.Y("y:Q").scale(scale).axis(None),
        y2=alt.Y2("y2:Q"),
        strokeWidth=alt.StrokeWidth("wide:Q").scale(None).legend(None),
    )
    chart: AnyChart = alt.layer(edges, *_named(homes, y, "home", palette), *_named(hosts, y, "host", palette))
    chart = chart.properties(width=_WIDTH, height=height)
    return View(framed(chart, palette), _says(found, homes, hosts, when))


def _totals(found: Sequence[Flow], *, home: bool) -> list[tuple[str, float]]:
    """People by cohort, or by city; the most first."""
    totals: dict[str, float] = {}
    for flow in found:
        name = flow.cohort if home else flow.city
        totals[name] = totals.get(name, 0.0) + flow.people
    return sorted(totals.items(), key=lambda one: -one[1])


def _places(named: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(name, 1.0 - (place + 0.5) / len(named)) for place, (name, _) in enumerate(named)]


def _named(
    named: Sequence[tuple[str, float]], y: dict[tuple[str, str], float], side: str, palette: Palette
) -> list[alt.Chart]:
    """Points with names and people beside them."""
    align: Literal["left", "right"] = "right" if side == "home" else "left"
    x, away_from = (0.0, -10) if side == "home" else (1.0, 10)
    rows = [{"x": x, "y": y[side, name], "said": f"{name}  {_people(people)}"} for name, people in named]
    where = alt.Chart(inline(rows)).encode(x="x:Q", y=alt.Y("y:Q"))
    return [
        where.mark_circle(color=palette.ink, size=36, opacity=1),
        where.mark_text(align=align, dx=away_from, color=palette.ink, fontSize=11).encode(text="said:N"),
    ]


def _people(people: float) -> str:
    return f"{people / 1e6:.1f} million" if people >= 999_500 else f"{number(float(f'{people:.2g}'))}"


def _says(
    found: Sequence[Flow], homes: Sequence[tuple[str, float]], hosts: Sequence[tuple[str, float]], when: str
) -> str:
    total = sum(flow.people for flow in found)
    return (
        f"People at work abroad in {when}, expected: {_people(total)}. Most come from {homes[0][0]} ({_people(homes[0][1])})"
        f" and most are in {hosts[0][0]} ({_people(hosts[0][1])})."
    )


def away_over_time(found: Abroad, palette: Palette) -> View | None:
    """People of each cohort abroad for work, month by month; None where nobody moves."""
    years = [day.year + (day.month - 1) / 12 for day in found.days]
    rows = [
        {"cohort": cohort, "x": year, "people": float(value)}
        for cohort, people in found.people.items()
        for year, value in zip(years, people, strict=True)
    ]
    ends: list[dict[str, float | str]] = [
        {"said": cohort, "x": years[-1] + 1 / 12, "people": float(people[-1])}
        for cohort, people in found.people.items()
    ]
    days = found.days
    if not rows:
        return None
    x = (
        alt.X("x:Q")
        .scale(zero=False, nice=False)
        .axis(alt.Axis(title=None, format="d", tickCount=5, grid=False))
    )
    y = alt.Y("people:Q").axis(
        alt.Axis(title="people at work abroad", format="~s", tickCount=4, grid=True, minExtent=30)
    )
    lines = (
        alt.Chart(inline(rows))
        .mark_line(color=palette.model, strokeWidth=1.5)
        .encode(x=x, y=y, detail="cohort:N")
    )
    names = (
        alt.Chart(inline(_apart(ends)))
        .mark_text(align="left", dx=4, color=palette.ink, fontSize=11)
        .encode(x="x:Q", y="at:Q", text="said:N")
    )
    chart: AnyChart = alt.layer(lines, names).properties(width=CHART_WIDTH - 130, height=_HEIGHT)
    return View(framed(chart, palette), _over_time_words(ends, days))


def _apart(ends: list[dict[str, float | str]]) -> list[dict[str, float | str]]:
    """Names at the ends of lines, none on top of another."""
    step = max(float(one["people"]) for one in ends) / 14.0
    placed: list[dict[str, float | str]] = []
    below = -step
    for one in sorted(ends, key=lambda end: float(end["people"])):
        below = max(float(one["people"]), below + step)
        placed.append(one | {"at": below})
    return placed


def _over_time_words(ends: Sequence[dict[str, float | str]], days: Sequence[date]) -> str:
    told = ", ".join(f"{one['said']} {_people(float(one['people']))}" for one in ends)
    return f"People at work abroad, {days[0].year} to {days[-1].year}, expected; at the end: {told}."
