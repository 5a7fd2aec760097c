"""The package's own sources as trees: its functions by name, and the tests that there are."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import counterflow

REPOSITORY = Path(__file__).parents[2]
PACKAGE = Path(counterflow.__path__[0])
CORE = ("people", "pathway", "engine")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the package, by a short name such as `people.ties.kept_ties`."""

    name: str
    module: str
    node: ast.FunctionDef

    @property
    def in_core(self) -> bool:
        """Whether it belongs to what a run is made of; the survey asks people and is part of no run."""
        return self.module.split(".")[0] in CORE and self.module != "engine.survey"


@cache
def modules(top: str = "") -> dict[str, ast.Module]:
    """The trees of all modules below a folder of the package, by name."""
    files = sorted((PACKAGE / top).rglob("*.py"))
    return {
        ".".join(file.relative_to(PACKAGE).with_suffix("").parts): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
    }


@cache
def functions() -> dict[str, Function]:
    """Every function of the package, methods included as `module.Class.method`."""
    found: dict[str, Function] = {}
    for module, tree in modules().items():
        for owner, node in _defined(tree):
            name = f"{module}.{owner}{node.name}"
            found[name] = Function(name, module, node)
    return found


def _defined(tree: ast.Module) -> list[tuple[str, ast.FunctionDef]]:
    found: list[tuple[str, ast.FunctionDef]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.append(("", node))
        elif isinstance(node, ast.ClassDef):
            found += [(f"{node.name}.", one) for one in node.body if isinstance(one, ast.FunctionDef)]
    return found


@cache
def tests() -> frozenset[str]:
    """Every test function, as `tests/people/test_ties.py::test_name`."""
    return frozenset(
        f"{file.relative_to(REPOSITORY).as_posix()}::{node.name}"
        for file in sorted((REPOSITORY / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
