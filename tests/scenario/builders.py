"""Scenarios that tests read: the one of the library, the small one of the template, and copies with something changed."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from counterflow.evidence import load_inputs
from counterflow.faults import Faults
from counterflow.scenario import Scenario, compile_world, load_scenario
from counterflow.world import World

LIBRARY = Path(str(files("counterflow"))) / "library" / "central_asia_2015"
TEMPLATE = Path(str(files("counterflow"))) / "template" / "files" / "scenario.toml"


@cache
def real() -> Scenario:
    return load_scenario(LIBRARY / "scenario.toml")


@cache
def real_world() -> World:
    return compile_world(real(), load_inputs(LIBRARY / "inputs.toml"))


@cache
def small() -> Scenario:
    return load_scenario(TEMPLATE)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The template's file with one passage replaced."""
    text = TEMPLATE.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"the template does not hold {old!r}"
    file = tmp_path / "scenario.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def faults_of(file: Path) -> list[str]:
    """What is wrong with a file: field, problem and remedy, without the path."""
    with pytest.raises(Faults) as raised:
        load_scenario(file)
    for fault in raised.value.faults:
        assert fault.line is not None, fault
        assert fault.remedy, fault
    return [f"{fault.field}: {fault.problem}; {fault.remedy}" for fault in raised.value.faults]
