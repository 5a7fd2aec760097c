"""The check of import directions sees what it is there to refuse."""

from pathlib import Path

import pytest

import counterflow
from tools.check_imports import broken_rules, imports_of

WRONG = {
    "world.py: from counterflow.scenario import load": "the core knows",
    "engine/loop.py: import pandas": "the core knows",
    "engine/loop.py: from llvmlite import ir": "the core knows",
    "engine/loop.py: from counterflow.faults import Fault": "the core knows",
    "people/home.py: from counterflow import engine": "not below people",
    "hearing/load.py: from counterflow.analysis.verdicts import judge": "not below hearing",
    "views/table.py: def late():\n    from counterflow.report import write": "not below views",
    "faults/fault.py: from ..cli import main": "not below faults",
    "utils.py: import counterflow.faults": "utils has no layer",
}
RIGHT = [
    "engine/loop.py: import math\nimport numpy as np\nfrom numba import njit\nfrom counterflow.people import home",
    "people/compiled.py: import os",
    "people/packed.py: from llvmlite import ir",
    "report/page.py: from counterflow.views.table import table\nimport pandas",
    "cli.py: from counterflow.faults import Faults",
]


def package(folder: Path, *modules: str) -> Path:
    for name in (
        "__init__",
        "engine/__init__",
        "people/__init__",
        "report/__init__",
        "scenario/__init__",
        "cli",
    ):
        (folder / f"{name}.py").parent.mkdir(exist_ok=True)
        (folder / f"{name}.py").touch()
    for module in modules:
        name, _, text = module.partition(": ")
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("module", WRONG)
def test_an_import_that_breaks_the_order_is_refused(module: str, tmp_path: Path) -> None:
    broken = broken_rules(imports_of(package(tmp_path, module)))
    assert len(broken) == 1
    assert WRONG[module] in broken[0]


@pytest.mark.parametrize("module", RIGHT)
def test_an_import_that_keeps_the_order_is_let_through(module: str, tmp_path: Path) -> None:
    assert broken_rules(imports_of(package(tmp_path, module))) == []


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    first = "views/a.py: from counterflow.views import b"
    second = "views/b.py: from counterflow.views.a import x"
    broken = broken_rules(imports_of(package(tmp_path, first, second)))
    assert len(broken) == 1
    assert "circle" in broken[0]
    assert "counterflow.views.a < counterflow.views.b" in broken[0]


def test_the_package_itself_keeps_the_order() -> None:
    package_folder = Path(counterflow.__path__[0])
    assert broken_rules(imports_of(package_folder)) == []
