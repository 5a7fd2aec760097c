"""The table of numbers that stand in the code, with the reason for each."""

from __future__ import annotations

import ast
import importlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tools.model_docs.markdown import code, number, table
from tools.model_docs.sources import CORE, modules

BOOK = Path(__file__).with_name("constants.toml")


@cache
def book() -> dict[str, Any]:
    """What constants.toml says."""
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))


@cache
def reals() -> tuple[str, ...]:
    """Names at the top of the core's modules that stand for a number with a decimal point or an exponent."""
    return tuple(
        f"{module}.{target.id}"
        for module, tree in modules().items()
        if module == "world" or module.split(".")[0] in CORE
        for line in tree.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        for target in line.targets
        if isinstance(target, ast.Name) and isinstance(line.value.value, float)
    )


def value(name: str) -> float:
    """A constant's value; AttributeError or ModuleNotFoundError where there is none."""
    module, _, last = name.rpartition(".")
    found: float = getattr(importlib.import_module(f"counterflow.{module}"), last)
    return found


def faults(of: dict[str, Any]) -> Iterator[str]:
    """One line for each real number without a row, and each row or excuse without a number."""
    rows, plain = of["constant"], of["plain"]
    yield from (
        f"{name} has no row in {BOOK.name}" for name in reals() if name not in rows and name not in plain
    )
    for name in [*rows, *plain]:
        module, _, last = name.rpartition(".")
        if module not in modules() or not hasattr(importlib.import_module(f"counterflow.{module}"), last):
            yield f"{BOOK.name} has a row for {name}, which is not in the code"


def constant_table() -> str:
    """The table of constants."""
    rows = [
        [code(name), number(value(name)), said["unit"], said["says"], said["why"]]
        for name, said in book()["constant"].items()
    ]
    return table(("constant", "value", "unit", "what it is", "why"), rows)
