"""docs/model.md with its generated parts filled in, and the pages beside it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from counterflow.scenario import layout_of
from tools.blocks import BLOCK
from tools.blocks import filled as fill
from tools.model_docs import constants, contested, mechanisms, parameter_faults, parameters, purposes
from tools.model_docs.feeds import scenario
from tools.model_docs.records import fields
from tools.model_docs.sources import functions, modules

PROSE = Path("model.md")
_CODE = re.compile(r"`([a-z_]+(?:\.[A-Za-z_*]+)+)`")
_FILES = ("csv", "json", "md", "py", "toml")
_NOTE = "<!-- made by `make docs` from the code and the shipped scenario; edit neither by hand -->\n\n"


def blocks() -> dict[str, Callable[[], str]]:
    """What may be asked for in docs/model.md, by name."""
    return {
        "size": size,
        "mechanisms": mechanisms.mechanism_table,
        "unbuilt": mechanisms.unbuilt,
        "parameters": parameters.parameters,
        "contested": contested.contested_table,
        "constants": constants.constant_table,
        "keys": purposes.key_table,
    }


def filled(prose: str) -> str:
    """The text with every block made anew; KeyError for a block that nothing makes."""
    return fill(prose, blocks())


@cache
def beside() -> dict[Path, str]:
    """The pages that are made as a whole."""
    return {
        Path("model", "values.md"): "# Every number of the shipped scenario\n\n"
        + _NOTE
        + parameters.every_value(),
        Path("model", "world.md"): "# Every field of a world\n\n" + _NOTE + parameters.world(),
    }


def size() -> str:
    """How large the shipped scenario is."""
    one = scenario()
    layout = layout_of(one)
    people = sum(cohort.population.value for cohort in one.cohort)
    years = (one.end - one.start).days / 365.25
    return (
        f"The shipped scenario: {people:,.0f} people in {len(one.cohort)} cohorts, {len(layout.provinces)} provinces and "
        f"{len(layout.districts)} home districts; {len(layout.neighbourhoods)} neighbourhoods of {len(one.city)} host cities; "
        f"{len(one.programme)} programmes; {years:.0f} years, {one.start} to {one.end}.\n"
    )


def faults(prose: str) -> Iterator[str]:
    """One line for whatever keeps the tables from being true, or the prose from naming what there is."""
    yield from parameter_faults.faults(parameter_faults.model())
    yield from mechanisms.faults(mechanisms.mechanisms())
    yield from contested.faults(contested.becomes())
    yield from constants.faults(constants.book())
    yield from purposes.faults(purposes.book())
    asked = [found["name"] for found in BLOCK.finditer(prose)]
    yield from (f"{PROSE} asks for {name}, which nothing makes" for name in asked if name not in blocks())
    yield from (f"{PROSE} has no place for {name}" for name in blocks() if name not in asked)
    yield from (f"{PROSE} names {name}, which is not in the code" for name in _lost(BLOCK.sub("", prose)))


def _lost(prose: str) -> list[str]:
    """Names such as `people.ties.kept_ties` that are neither a function, a module, a constant nor a place of a scenario."""
    return [name for name in dict.fromkeys(_CODE.findall(prose)) if not _is_known(name)]


def _is_known(name: str) -> bool:
    module, _, last = name.rpartition(".")
    if name in functions() or name in modules() or last in _FILES:
        return True
    if module in modules():
        return hasattr(importlib.import_module(f"counterflow.{module}"), last)
    return name in fields() or bool(mechanisms.below(name))
