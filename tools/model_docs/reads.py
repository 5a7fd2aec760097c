"""Which functions of the core read which field of the world, found in their sources.

A chain such as `world.ties.kept` is followed from a parameter whose annotation names a record, through simple aliases
(`ties = world.ties`). An element that is picked by a constant is told apart: `steps.highest[ENGAGING]` is not read by who
reads `steps.highest[COMMITTING]`. To ask how long an array is, is not to read it.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tools.model_docs.records import classes, prefixes
from tools.model_docs.sources import CORE, Function, functions

_LENGTHS = ("shape", "size")
_HANDED_THROUGH = ("pack", "unpack")
"""Functions that give back the record that they are given, in another form."""


@dataclass(frozen=True, slots=True)
class Read:
    """A function reads a field; `index` is the element along its first axis, None where it is not a constant."""

    field: str
    index: int | None
    function: str


@cache
def reads() -> tuple[Read, ...]:
    """Every reading of a field by a function of people, pathway or engine, in the order of the sources."""
    found = [
        read for one in functions().values() if one.module.split(".")[0] in CORE for read in _reads_of(one)
    ]
    return tuple(dict.fromkeys(found))


@cache
def readers(field: str, index: int | None = None) -> tuple[str, ...]:
    """Functions of a run that read a field, or may read one element of it."""
    found = dict.fromkeys(
        read.function
        for read in reads()
        if read.field == field
        and (index is None or read.index is None or read.index == index)
        and functions()[read.function].in_core
    )
    return tuple(sorted(found, key=lambda name: CORE.index(name.split(".")[0])))


def constant(module: str, expression: ast.expr) -> int | None:
    """The value of a name that a module knows as an integer, or of a literal; None for anything else."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, int):
        return expression.value
    if isinstance(expression, ast.Name):
        known = getattr(importlib.import_module(f"counterflow.{module}"), expression.id, None)
        return known if isinstance(known, int) else None
    return None


def _reads_of(function: Function) -> Iterator[Read]:
    kinds = _records_of(function.node)
    indices = {
        id(node.value): constant(function.module, _first(node.slice))
        for node in ast.walk(function.node)
        if isinstance(node, ast.Subscript)
    }
    measured = {
        id(node.value)
        for node in ast.walk(function.node)
        if isinstance(node, ast.Attribute) and node.attr in _LENGTHS
    }
    for node in ast.walk(function.node):
        if isinstance(node, ast.Attribute) and id(node) not in measured:
            record = _record(node.value, kinds)
            if record and node.attr in classes()[record] and classes()[record][node.attr] not in classes():
                yield Read(prefixes()[record] + node.attr, indices.get(id(node)), function.name)


def _first(index: ast.expr) -> ast.expr:
    return index.elts[0] if isinstance(index, ast.Tuple) else index


def _records_of(node: ast.FunctionDef) -> dict[str, str]:
    """Names in a function that stand for a record, with its kind."""
    given = {one.arg: ast.unparse(one.annotation) for one in node.args.args if one.annotation is not None}
    kinds = {name: kind for name, kind in given.items() if kind in prefixes()}
    for line in ast.walk(node):
        if isinstance(line, ast.Assign) and len(line.targets) == 1:
            for target, value in _pairs(line.targets[0], line.value):
                record = _record(value, kinds)
                if record and isinstance(target, ast.Name):
                    kinds[target.id] = record
    return kinds


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _record(node: ast.expr, kinds: dict[str, str]) -> str | None:
    """The record that an expression stands for, None if it is none."""
    if isinstance(node, ast.Name):
        return kinds.get(node.id)
    if isinstance(node, ast.Attribute):
        outer = _record(node.value, kinds)
        inner = classes()[outer].get(node.attr) if outer else None
        return inner if inner in classes() else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _HANDED_THROUGH:
        return _record(node.args[0], kinds)
    return None
