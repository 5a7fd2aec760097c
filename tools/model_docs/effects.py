"""Which functions of the core apply which effect of a programme, found in the calls of `factor`, `addition` and their like.

Where a call names no constant, its values are followed back: through assignments, loops over a range, what a function of the
module returns, and for a parameter through the calls of the function that has it.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from functools import cache

from counterflow.world import EFFECTS
from tools.model_docs.reads import constant
from tools.model_docs.sources import Function, functions

_APPLIED_BY = ("factor", "addition", "factor_with_seats", "addition_with_seats")
_FORWARDING = "people.programmes"
"""Where one of these calls another with whatever effect it was asked about."""
_EFFECT_ARGUMENT = 2
_OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.FloorDiv: operator.floordiv,
}


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
        for name in _APPLIED_BY
        for call in _calls(function, name)
        for number in values(call.args[_EFFECT_ARGUMENT], function)
    }


def values(node: ast.expr, function: Function) -> set[int]:
    """All numbers that an expression of a function may be; raises ValueError for one whose numbers cannot be told."""
    known = constant(function.module, node)
    if known is not None:
        return {known}
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        apply = _OPERATIONS[type(node.op)]
        return {apply(a, b) for a in values(node.left, function) for b in values(node.right, function)}
    if isinstance(node, ast.IfExp):
        return values(node.body, function) | values(node.orelse, function)
    if isinstance(node, ast.Name):
        found = {one for value, there in _given(node.id, function) for one in values(value, there)}
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found = _called(node.func.id, node, function)
    else:
        found = set()
    if not found:
        raise ValueError(f"{function.name}: cannot tell which effect {ast.unparse(node)} is")
    return found


def _called(name: str, node: ast.Call, function: Function) -> set[int]:
    """What a call may give: the numbers of a range, or what a function of the same module returns."""
    if name == "range" and len(node.args) == 1:
        return set(range(max(values(node.args[0], function))))
    called = functions().get(f"{function.module}.{name}")
    if called is None:
        return set()
    returned = [line.value for line in ast.walk(called.node) if isinstance(line, ast.Return)]
    return {one for value in returned if value is not None for one in values(value, called)}


def _given(name: str, function: Function) -> Iterator[tuple[ast.expr, Function]]:
    """Every expression that may be behind a name, with the function in which it stands."""
    for line in ast.walk(function.node):
        if isinstance(line, ast.Assign):
            yield from ((value, function) for value in _matching(name, line.targets[0], line.value))
        elif isinstance(line, ast.For):
            yield from ((value, function) for value in _matching(name, line.target, line.iter))
    arguments = [one.arg for one in function.node.args.args]
    if name in arguments:
        for caller in functions().values():
            if caller.module == function.module:
                for call in _calls(caller, function.node.name):
                    yield call.args[arguments.index(name)], caller


def _calls(function: Function, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(function.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _matching(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=True):
            yield from _matching(name, one, given)
