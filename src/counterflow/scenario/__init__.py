"""Scenarios: what is assumed, read from a file, checked and made explicit as a world."""

from counterflow.scenario.assumptions import Assumption, assumptions, drawn, with_values
from counterflow.scenario.compile import (
    Calendar,
    Layout,
    Neighbourhood,
    calendar_of,
    compile_arm,
    compile_world,
    layout_of,
    scaled,
)
from counterflow.scenario.load import load_scenario, read_scenario
from counterflow.scenario.schema import Scenario, json_schema

__all__ = [
    "Assumption",
    "Calendar",
    "Layout",
    "Neighbourhood",
    "Scenario",
    "assumptions",
    "calendar_of",
    "compile_arm",
    "compile_world",
    "drawn",
    "json_schema",
    "layout_of",
    "load_scenario",
    "read_scenario",
    "scaled",
    "with_values",
]
