"""A life as a picture: one chart for each arm, with the same rows, so that the eye can go from one to the other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import altair as alt
import numpy as np

from counterflow.lives.pairing import Moment, happened, moments
from counterflow.lives.records import Incident, Life, Lived, Spell, Tie
from counterflow.views.chart import AnyChart, View, framed, inline, pixel_x, shade
from counterflow.views.life_lanes import (
    HEIGHT,
    LANES,
    NAMES_END,
    Row,
    bars,
    lane_y,
    mark_of,
    nothing,
    points,
    time_x,
    top_label,
    year,
)
from counterflow.views.life_rows import arm_words, fate_words, step_words
from counterflow.views.theme import CHART_WIDTH, DASH, Palette
from counterflow.views.words import number as number_words
from counterflow.world import SOURCES, Floats

_LEFT = 84
_RIGHT = 8
_SIZES = (14.0, 130.0)
"""Areas of an incident's mark: the smallest, and the largest that is drawn."""
_AREA = 34.0
"""Area of the mark of an incident of size 1."""


_TRACKS = 3
"""Rows of the lane of new ties, so that ties of the same time lie apart."""
_LEAST_GRIEVANCE = 0.1
_CROSS = "M-.5,-.5L.5,.5M-.5,.5L.5,-.5"
_FAR = {
    "engaged": 0.4,
    "committed": 0.7,
    "departed": 1.0,
    "departed with family": 1.0,
    "detained abroad": 1.0,
    "blocked": 0.2,
    "detained": 0.2,
    "returned": 0.2,
    "disengaged": 0.0,
    "dead": 0.0,
}
"""How high the bar of a state is."""


def life_chart(life: Life, arm: int, palette: Palette) -> View:
    """One arm of a life along the calendar: where, who is near, incidents by source, grievance, approaches, steps.

    Filled marks happen here, rings only in the other life; what is not the same in both has a colour of its own. Grey ground: the
    programme reaches the person.
    """
    lived, found = life.arms[arm], moments(life)
    marks = [
        *_ground(life, lived, palette),
        *_names(palette),
        *_stays(life, found, arm, palette),
        *_people_near(life, lived, palette),
        *_ties(life, found, arm, palette),
        *_incidents(life, found, arm, palette),
        *_grievance(life, arm, palette),
        *_approaches(life, found, arm, palette),
        *_steps(life, lived, palette),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - _LEFT - _RIGHT, height=HEIGHT)
    return View(framed(chart, palette), _says(life, arm))


def _names(palette: Palette) -> list[alt.Chart]:
    rows = [{"name": lane.name, "y": lane.middle} for lane in LANES.values()]
    text = alt.Chart(inline(rows)).mark_text(align="right", baseline="middle", color=palette.ink)
    return [text.encode(x=pixel_x(NAMES_END), y=lane_y("y"), text=alt.Text("name:N"))]


def _ground(life: Life, lived: Lived, palette: Palette) -> list[alt.Chart]:
    """Where the programme reaches the person."""
    rows: list[Row] = [
        {"from": year(life, begin), "to": year(life, end), "top": 0, "bottom": HEIGHT}
        for begin, end in lived.reached
    ]
    return [bars(life, rows, palette.faint)] if rows else []


def _stays(life: Life, found: Sequence[Moment], arm: int, palette: Palette) -> Iterator[alt.Chart]:
    """Home: a line. Away: a bar, filled with legal status, hollow without; half as high in a third country."""
    lane = LANES["stays"]
    home: list[Row] = []
    away: dict[tuple[bool, bool], list[Row]] = {}
    for moment in found:
        spell = moment.happens[arm]
        if not isinstance(spell, Spell):
            continue
        row: Row = {"from": year(life, spell.begin), "to": year(life, spell.end)}
        if not spell.away:
            home.append(row | {"y": lane.middle})
            continue
        half = lane.height / (4 if spell.third else 2)
        same = len({getattr(one, "regular", None) for one in moment.happens}) == 1
        ends: Row = {"top": lane.middle - half, "bottom": lane.middle + half}
        away.setdefault((spell.regular, same), []).append(row | ends)
    if home:
        rule = alt.Chart(inline(home)).mark_rule(color=palette.muted, strokeWidth=2, clip=True)
        yield rule.encode(x=time_x(life, "from"), x2=alt.X2("to:Q"), y=lane_y("y"))
    for (regular, same), rows in sorted(away.items()):
        colour = palette.model if same else palette.target
        yield bars(life, rows, colour if regular else palette.paper, colour)


def _most_near(life: Life) -> float:
    """People near, at most, in any arm: the scale that all arms share."""
    most = 1.0
    for arm in life.arms:
        for kin, ties, mentors in zip(arm.levels.kin, arm.levels.ties, arm.levels.mentors, strict=True):
            if not math.isnan(kin):
                most = max(most, kin + ties + max(0.0, mentors))
    return most


def _people_near(life: Life, lived: Lived, palette: Palette) -> Iterator[alt.Chart]:
    """Kin, community and mentors, one upon another."""
    lane, most = LANES["people near"], _most_near(life)
    levels = lived.levels
    floors = [0.0] * len(levels.time)
    for values, opacity in ((levels.kin, 0.75), (levels.ties, 0.45), (levels.mentors, 0.2)):
        rows = []
        for i, (time, value) in enumerate(zip(levels.time.tolist(), values.tolist(), strict=True)):
            ceiling = floors[i] if math.isnan(value) else floors[i] + max(0.0, value)
            low, high = (lane.bottom - lane.height * level / most for level in (floors[i], ceiling))
            rows.append({"x": year(life, time), "low": low, "high": high})
            floors[i] = ceiling
        area = alt.Chart(inline(rows)).mark_area(color=palette.ink, opacity=opacity, interpolate="step")
        yield area.encode(x=time_x(life, "x"), y=lane_y("low"), y2=alt.Y2("high:Q"))
    yield top_label(f"{most:.0f}", lane, palette)


def _ties(life: Life, found: Sequence[Moment], arm: int, palette: Palette) -> Iterator[alt.Chart]:
    """Each tie from when to when, in as many tracks as the lane has; its shape says to whom."""
    lane = LANES["new ties"]
    lines: list[Row] = []
    marks: dict[str, list[Row]] = {"circle": [], "diamond": []}
    moments = [moment for moment in found if moment.table == "ties"]
    for number, moment in enumerate(moments):
        tie = moment.one
        if isinstance(tie, Tie):
            y = lane.top + lane.height * (number % _TRACKS + 0.5) / _TRACKS
            mark = mark_of(life, moment, arm, y, palette) | {"size": 24.0}
            marks["circle" if tie.kind == "community" else "diamond"].append(mark)
            if mark["here"]:
                lines.append(mark | {"to": year(life, tie.end)})
    if not moments:
        yield nothing(lane, palette)
    if lines:
        rule = alt.Chart(inline(lines)).mark_rule(strokeWidth=2, clip=True)
        yield rule.encode(x=time_x(life, "x"), x2=alt.X2("to:Q"), y=lane_y("y"), color=shade())
    for shape, rows in marks.items():
        yield from points(life, rows, shape)


def _incidents(life: Life, found: Sequence[Moment], arm: int, palette: Palette) -> Iterator[alt.Chart]:
    rows = []
    for moment in found:
        incident = moment.one
        if isinstance(incident, Incident):
            size = min(_SIZES[1], max(_SIZES[0], _AREA * incident.size))
            rows.append(mark_of(life, moment, arm, LANES[incident.source].middle, palette) | {"size": size})
    yield from points(life, rows, "circle")


def _grievance(life: Life, arm: int, palette: Palette) -> Iterator[alt.Chart]:
    """The level here as an area, that of the other life as a dashed line."""
    lane, most = LANES["grievance"], _most_grievance(life)
    for number in sorted(range(len(life.arms)), key=lambda number: number == arm):
        levels = life.arms[number].levels
        if number != arm and _same(levels.grievance, life.arms[arm].levels.grievance):
            continue
        rows = [
            {"x": year(life, time), "y": lane.bottom - lane.height * level / most, "floor": lane.bottom}
            for time, level in zip(levels.time.tolist(), levels.grievance.tolist(), strict=True)
            if not math.isnan(level)
        ]
        base = alt.Chart(inline(rows))
        if number == arm:
            yield base.mark_area(color=palette.ink, opacity=0.3).encode(
                x=time_x(life, "x"), y=lane_y("y"), y2=alt.Y2("floor:Q")
            )
        else:
            line = base.mark_line(color=palette.target, strokeDash=DASH, strokeWidth=1.2)
            yield line.encode(x=time_x(life, "x"), y=lane_y("y"))
    yield top_label(number_words(most), lane, palette)


def _same(one: Floats, other: Floats) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


def _most_grievance(life: Life) -> float:
    levels = [float(level) for arm in life.arms for level in arm.levels.grievance if not math.isnan(level)]
    return max([_LEAST_GRIEVANCE, *levels])


def _approaches(life: Life, found: Sequence[Moment], arm: int, palette: Palette) -> Iterator[alt.Chart]:
    """Squares are approaches that reach the person; crosses are void ones."""
    lane = LANES["approaches"]
    moments = [moment for moment in found if moment.table == "approaches"]
    if not moments:
        yield nothing(lane, palette)
    reached = [moment for moment in moments if any(happened(one) for one in moment.happens)]
    rows = [mark_of(life, moment, arm, lane.middle, palette) for moment in reached]
    yield from points(life, rows, "square")
    void = [
        {"x": year(life, moment.time), "y": lane.middle}
        for moment in moments
        if moment.happens[arm] is not None and not happened(moment.happens[arm])
    ]
    if void:
        cross = alt.MarkDef(
            type="point", shape=_CROSS, size=50, color=palette.muted, opacity=1, strokeWidth=1.4
        )
        yield alt.Chart(inline(void)).properties(mark=cross).encode(x=time_x(life, "x"), y=lane_y("y"))


def _steps(life: Life, lived: Lived, palette: Palette) -> Iterator[alt.Chart]:
    """A bar that is the higher the farther the person has come; the last step in words."""
    lane = LANES["steps"]
    if not lived.steps:
        yield nothing(lane, palette)
        return
    ends = [step.time for step in lived.steps[1:]] + [life.years]
    rows: list[Row] = [
        {
            "from": year(life, step.time),
            "to": year(life, end),
            "top": lane.top + 12 - 12 * _FAR[step.event],
            "bottom": lane.top + 12,
        }
        for step, end in zip(lived.steps, ends, strict=True)
        if _FAR[step.event] > 0.0
    ]
    yield bars(life, rows, palette.contradicted)
    last = lived.steps[-1]
    late = last.time > life.years / 2
    text = alt.Chart(inline([{"x": year(life, last.time), "y": lane.bottom - 5}])).mark_text(
        text=step_words(last),
        align="right" if late else "left",
        baseline="middle",
        color=palette.contradicted,
    )
    yield text.encode(x=time_x(life, "x"), y=lane_y("y"))


def _says(life: Life, arm: int) -> str:
    lived = life.arms[arm]
    away = sum(spell.away for spell in lived.spells)
    by_source = ", ".join(
        f"{sum(incident.source == source for incident in lived.incidents)} {source}"
        for source in (*SOURCES, "ban")
    )
    reached = sum(happened(approach) for approach in lived.approaches)
    return (
        f"{life.start.year} to {life.end.year} under {arm_words(lived)}: {away} stays abroad; incidents: {by_source}; "
        f"{len(lived.ties)} ties made; {reached} approaches, {len(lived.approaches) - reached} void. {fate_words(life)}"
    )
