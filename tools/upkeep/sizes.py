"""How large files, functions and classes are, against the house style; every exception has its reason in sizes.toml.

python -m tools.upkeep.sizes; exit code 1 for what is over its limit without a reason, and for reasons that nothing needs any more.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import counterflow

PACKAGE = Path(counterflow.__path__[0])
REASONS = Path(__file__).with_name("sizes.toml")
LIMITS = {"file": 250, "function": 40, "class": 150, "methods": 12}
"""Lines, docstrings apart; methods of a class. How many arguments there may be is asked by Ruff (`pyproject.toml`)."""
_TYPES = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Size:
    """How much of something there is in one place."""

    what: str
    """A key of LIMITS."""
    where: str
    """`experiment/store.py`, or `experiment/store.py::Store.table`."""
    size: int


def sizes(package: Path = PACKAGE) -> list[Size]:
    """All sizes of a package."""
    return [
        one
        for file in sorted(package.rglob("*.py"))
        for one in _of_file(file, file.relative_to(package).as_posix())
    ]


def over(found: list[Size], reasons: dict[str, str]) -> list[str]:
    """One line for each thing that is over its limit without a reason, and for each reason that nothing needs."""
    large = [one for one in found if one.size > LIMITS[one.what]]
    named = {f"{one.where} {one.what}" for one in large}
    wrong = [
        f"{one.where}: {one.what} {one.size}, over {LIMITS[one.what]}; make it smaller, or say why not in {REASONS.name}"
        for one in large
        if f"{one.where} {one.what}" not in reasons
    ]
    return wrong + [
        f"{REASONS.name}: {one} is within its limit; take the reason out"
        for one in reasons
        if one not in named
    ]


def told() -> dict[str, str]:
    """The reasons, by place and what is large there."""
    document = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {place: str(one["why"]) for one in document["reason"] for place in one["places"]}


def table(found: list[Size], reasons: dict[str, str]) -> Iterator[str]:
    """The largest and the median of each, as a table in Markdown; files in tens, so that not every change is one of the table."""
    yield "| | median | largest | where | limit | over it, with a reason |"
    yield "| --- | ---: | ---: | --- | ---: | ---: |"
    for what, limit in LIMITS.items():
        these = [one for one in found if one.what == what]
        largest = max(these, key=lambda one: one.size)
        reasoned = sum(one.endswith(f" {what}") for one in reasons)
        middle, most = median(one.size for one in these), largest.size
        if what == "file":
            middle, most = round(middle, -1), round(most, -1)
        yield f"| {what} | {middle:g} | {most} | `{largest.where}` | {limit} | {reasoned} |"


def _of_file(file: Path, name: str) -> Iterator[Size]:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    yield Size("file", name, len(text.splitlines()) - _told_lines(tree))
    for node, path in _named(tree, ()):
        where = f"{name}::{'.'.join(path)}"
        lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _told_lines(node)
        if isinstance(node, ast.ClassDef):
            yield Size("class", where, lines)
            yield Size("methods", where, sum(isinstance(one, _TYPES) for one in node.body))
        else:
            yield Size("function", where, lines)


def _named(tree: ast.AST, path: tuple[str, ...]) -> Iterator[tuple[Function | ast.ClassDef, tuple[str, ...]]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (*_TYPES, ast.ClassDef)):
            yield node, (*path, node.name)
            yield from _named(node, (*path, node.name))
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _named(node, path)


def _told_lines(tree: ast.AST) -> int:
    """Lines of docstrings, those under fields among them."""
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def main() -> int:
    """Exit code: 0 where everything is within its limit, or says why not."""
    found, reasons = sizes(), told()
    wrong = over(found, reasons)
    print(*wrong, sep="\n") if wrong else print(
        f"sizes are within the house style, {len(reasons)} with a reason"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
