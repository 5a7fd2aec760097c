"""Which functions of the core apply which effect of a programme, found in the calls of `factor`, `addition` and their like."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from counterflow.world import EFFECTS, SOURCES
from tools.model_docs.reads import constant
from tools.model_docs.sources import Function, functions

_APPLIED_BY = ("factor", "addition", "factor_with_seats", "addition_with_seats")
_FORWARDING = "people.programmes"
"""Where one of these calls another with whatever effect it was asked about."""
_EFFECT_ARGUMENT = 2
_RANGES = {"source": range(len(SOURCES))}
"""Arguments that stand for any of a few numbers."""


@cache
def appliers() -> dict[str, tuple[str, ...]]:
    """Functions that apply each effect."""
    found: dict[str, list[str]] = {effect: [] for effect in EFFECTS}
    for function in functions().values():
        if function.in_core and function.module != _FORWARDING:
            for number in sorted(_applied(function)):
                found[EFFECTS[number]].append(function.name)
    return {effect: tuple(names) for effect, names in found.items()}


def _applied(function: Function) -> set[int]:
    return {
        number
        for node in ast.walk(function.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _APPLIED_BY
        for number in _values(node.args[_EFFECT_ARGUMENT], function)
    }


def _values(node: ast.expr, function: Function) -> set[int]:
    """All numbers that an expression may be; raises ValueError for one whose numbers cannot be told."""
    known = constant(function.module, node)
    if known is not None:
        return {known}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return {a + b for a in _values(node.left, function) for b in _values(node.right, function)}
    if isinstance(node, ast.IfExp):
        return _values(node.body, function) | _values(node.orelse, function)
    if isinstance(node, ast.Name):
        assigned = [one for value in _assigned(node.id, function) for one in _values(value, function)]
        return set(assigned) if assigned else set(_RANGES[node.id])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        called = functions()[f"{function.module}.{node.func.id}"]
        returned = [line.value for line in ast.walk(called.node) if isinstance(line, ast.Return)]
        return {one for value in returned if value is not None for one in _values(value, called)}
    raise ValueError(f"{function.name}: cannot tell which effect {ast.unparse(node)} is")


def _assigned(name: str, function: Function) -> Iterator[ast.expr]:
    for line in ast.walk(function.node):
        if isinstance(line, ast.Assign):
            yield from _matching(name, line.targets[0], line.value)


def _matching(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=True):
            yield from _matching(name, one, given)
