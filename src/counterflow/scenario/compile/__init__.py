"""A scenario made explicit: plain arrays, computed in plain arithmetic, so that a world's hash is the same on every machine."""

from counterflow.scenario.compile.arms import compile_arm
from counterflow.scenario.compile.calendar import Calendar, Inflow, calendar_of
from counterflow.scenario.compile.layout import Layout, Neighbourhood, layout_of
from counterflow.scenario.compile.whole import compile_world, scaled

__all__ = [
    "Calendar",
    "Inflow",
    "Layout",
    "Neighbourhood",
    "calendar_of",
    "compile_arm",
    "compile_world",
    "layout_of",
    "scaled",
]
