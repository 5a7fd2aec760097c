"""What the rows of a life's chart are made of: lanes beneath each other along the calendar, bars and marks in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from counterflow.lives.pairing import Moment, happened
from counterflow.lives.records import Life
from counterflow.views.chart import inline, pixel_x, shade
from counterflow.views.theme import Palette

Row = dict[str, object]
NAMES_END = -8
"""Where the lanes' names end, in pixels from the chart's left edge."""
_HEIGHTS = (
    ("stays", 20.0),
    ("people near", 46.0),
    ("new ties", 24.0),
    ("public", 15.0),
    ("authorities", 15.0),
    ("employers", 15.0),
    ("ban", 15.0),
    ("grievance", 40.0),
    ("approaches", 18.0),
    ("steps", 26.0),
)
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the chart: its name and where it lies, in pixels from the top."""

    name: str
    top: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower end."""
        return self.top + self.height


def _lanes() -> dict[str, Lane]:
    lanes, top = {}, 0.0
    for name, height in _HEIGHTS:
        lanes[name] = Lane(name, top, height)
        top += height + _GAP
    return lanes


LANES = _lanes()
HEIGHT = LANES["steps"].bottom


def year(life: Life, time: float) -> float:
    """A time as a decimal calendar year."""
    first = life.start
    return first.year + (first.timetuple().tm_yday - 1) / 365.25 + time


def time_x(life: Life, field: str) -> alt.X:
    """A field of decimal years along the calendar of the whole history."""
    axis = alt.Axis(title=None, format="d", tickCount=5, grid=True)
    domain = [year(life, 0.0), year(life, life.years)]
    return alt.X(f"{field}:Q").scale(domain=domain, nice=False).axis(axis)


def lane_y(field: str) -> alt.Y:
    """A field of pixels from the top."""
    return alt.Y(f"{field}:Q").scale(domain=[0, HEIGHT], range=[0, HEIGHT], nice=False).axis(None)


def bars(life: Life, rows: Sequence[Row], fill: str, stroke: str | None = None) -> alt.Chart:
    """Bars from when to when, `from` to `to`, and from `top` to `bottom`."""
    mark = alt.MarkDef(type="rect", fill=fill, clip=True)
    if stroke is not None:
        mark = alt.MarkDef(type="rect", fill=fill, stroke=stroke, strokeWidth=1.2, clip=True)
    drawn: alt.Chart = (
        alt.Chart(inline(rows))
        .properties(mark=mark)
        .encode(x=time_x(life, "from"), x2=alt.X2("to:Q"), y=lane_y("top"), y2=alt.Y2("bottom:Q"))
    )
    return drawn


def top_label(text: str, lane: Lane, palette: Palette) -> alt.Chart:
    """The value at a lane's upper end, beneath its name."""
    label = alt.Chart(inline([{"y": lane.middle + 12}])).mark_text(
        text=f"up to {text}", align="right", baseline="middle", color=palette.muted, fontSize=10
    )
    drawn: alt.Chart = label.encode(x=pixel_x(NAMES_END), y=lane_y("y"))
    return drawn


def mark_of(life: Life, moment: Moment, arm: int, y: float, palette: Palette) -> Row:
    """Where a mark stands; filled if it happens in this arm, in a colour of its own if not in all."""
    flags = [happened(happening) for happening in moment.happens]
    colour = palette.ink if len(set(flags)) == 1 else palette.target
    return {"x": year(life, moment.time), "y": y, "shade": colour, "here": flags[arm], "size": 60.0}


def points(life: Life, rows: Sequence[Row], shape: str) -> Iterator[alt.Chart]:
    """Marks of one shape, filled or hollow as `mark_of` says; none for no rows."""
    for here in (True, False):
        chosen = [row for row in rows if row["here"] == here]
        if chosen:
            mark = alt.MarkDef(
                type="point", shape=shape, filled=here, opacity=0.85 if here else 1, strokeWidth=1.4
            )
            yield (
                alt.Chart(inline(chosen))
                .properties(mark=mark)
                .encode(
                    x=time_x(life, "x"),
                    y=lane_y("y"),
                    size=alt.Size("size:Q").scale(None).legend(None),
                    color=shade(),
                )
            )


def nothing(lane: Lane, palette: Palette) -> alt.Chart:
    """What a lane says in which nothing ever is."""
    text = alt.Chart(inline([{"y": lane.middle}])).mark_text(
        text="none", align="left", baseline="middle", fontStyle="italic", color=palette.muted
    )
    drawn: alt.Chart = text.encode(x=pixel_x(4), y=lane_y("y"))
    return drawn
