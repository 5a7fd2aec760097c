"""Which fields of a world each number of a scenario ends up in, found by changing it and compiling again.

Homes are compiled before hosts, and both before what depends on them: where a number changes homes, what else changes is a
consequence and left out; likewise hosts. A history of another length changes every daily table: only `years` is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any, cast

import numpy as np
from pydantic import BaseModel

from counterflow.evidence.inputs import SaliencePoint, load_inputs
from counterflow.library import DEFAULT, hearing_folder
from counterflow.scenario import Scenario, compile_arm, compile_world, load_scenario, scaled
from counterflow.scenario.quantity import Quantity, Schedule
from counterflow.world import EFFECTS, Arm, World
from tools.model_docs.leaves import CHOICE, TEXT, Leaf, leaves

SALIENCE = "inputs.toml salience"
"""What feeds the world beside the scenario: the curve that was fitted beforehand."""
_SIZE = 0.01
"""Of the shipped scenario: compiled in a moment, with every district in it."""
_ORDER = (("years",), ("homes.",), ("hosts.",), ("",))
_EFFECT_AXIS = 1
_MOMENT = timedelta(days=45)
_SIDES = {"home": "elsewhere", "Russia": "home", "elsewhere": "home"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A field of a world or an arm, or one element of it along its first axis (of effects: which effect)."""

    field: str
    index: int | None = None


@cache
def scenario() -> Scenario:
    """The scenario that ships."""
    return load_scenario(hearing_folder(DEFAULT) / "scenario.toml")


@cache
def feeds() -> dict[str, tuple[Feed, ...]]:
    """The fields that each leaf of the schema ends up in, by its path; texts are left out, since no number depends on them."""
    before, points = _small(), _points()
    world = compile_world(before, points)
    arm = _arm(before, world)
    found: dict[str, tuple[Feed, ...]] = {}
    for leaf in leaves().values():
        if leaf.kind == TEXT:
            continue
        after = changed(before, leaf)
        found[leaf.path] = (
            tuple(_differences(arm, _arm(after, world), "arm."))
            if leaf.keys[0] == "programme"
            else _first_of_order(list(_differences(world, compile_world(after, points))))
        )
    sunk = [
        point.model_copy(update={"inflow": point.inflow * (1.0 + 0.1 * i)}) for i, point in enumerate(points)
    ]
    return found | {SALIENCE: tuple(_differences(world, compile_world(before, sunk)))}


def changed(before: Scenario, leaf: Leaf) -> Scenario:
    """The scenario with another value in every place of a leaf, no two of them changed in the same proportion."""
    return cast("Scenario", _changed(before, leaf.keys, leaf, count()))


@cache
def _small() -> Scenario:
    return scaled(scenario(), _SIZE)


@cache
def _points() -> tuple[SaliencePoint, ...]:
    return load_inputs(hearing_folder(DEFAULT) / "inputs.toml")


def _arm(of: Scenario, world: World) -> Arm:
    return compile_arm(of, world, [programme.id for programme in of.programme])


def _changed(node: Any, keys: tuple[str, ...], leaf: Leaf, turn: Iterator[int]) -> Any:
    if isinstance(node, tuple):
        return tuple(_changed(one, keys, leaf, turn) for one in node)
    if isinstance(node, dict):
        return {name: _changed(one, keys, leaf, turn) for name, one in node.items()}
    if isinstance(node, BaseModel) and keys:
        inner = getattr(node, keys[0])
        if inner is None and len(keys) > 1:  # a table that this entry does not have
            return node
        return node.model_copy(update={keys[0]: _changed(inner, keys[1:], leaf, turn)})
    return _other(node, leaf, next(turn))


def _other(value: Any, leaf: Leaf, turn: int) -> Any:
    factor = 1.2 + 0.07 * (turn % 11)
    if value is None:
        return date(2015, 1, 1) if leaf.kind == "date" else Quantity(value=1.5)
    if isinstance(value, Quantity):
        return value.model_copy(update={"value": value.value * factor if value.value else 0.1})
    if isinstance(value, Schedule):
        return Schedule(
            changes=tuple(
                one.model_copy(update={"number": _other(one.number, leaf, turn + i)})
                for i, one in enumerate(value.changes)
            )
        )
    if isinstance(value, date):
        return value + _MOMENT
    if leaf.kind == CHOICE:
        return (not value) if isinstance(value, bool) else _SIDES.get(value, value)
    return value + 1 if isinstance(value, int) else value * factor


def _differences(before: tuple[Any, ...], after: tuple[Any, ...], prefix: str = "") -> Iterator[Feed]:
    for name in before._fields:  # type: ignore[attr-defined]  # a NamedTuple
        one, other = getattr(before, name), getattr(after, name)
        if isinstance(one, tuple):
            yield from _differences(one, other, f"{prefix}{name}.")
        elif not np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind == "f"):
            yield from _elements(f"{prefix}{name}", np.asarray(one), np.asarray(other))


def _elements(field: str, before: Any, after: Any) -> Iterator[Feed]:
    if before.shape != after.shape or before.ndim == 0:
        yield Feed(field)
        return
    axis = _EFFECT_AXIS if field == "arm.effect" else 0
    others = tuple(i for i in range(before.ndim) if i != axis)
    rows = np.flatnonzero((before != after).any(axis=others))
    if axis == _EFFECT_AXIS or len(rows) == 1:
        yield from (Feed(field, int(row)) for row in rows)
    else:
        yield Feed(field)


def _first_of_order(found: list[Feed]) -> tuple[Feed, ...]:
    for names in _ORDER:
        chosen = [feed for feed in found if feed.field.startswith(names)]
        if chosen:
            return tuple(chosen)
    return ()


def described(feed: Feed) -> str:
    """A feed in words: `arm.effect[legal]`, `hardship.size[3]`, `ties.kept`."""
    if feed.index is None:
        return feed.field
    return f"{feed.field}[{EFFECTS[feed.index] if feed.field == 'arm.effect' else feed.index}]"
