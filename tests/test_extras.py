"""Where an extra is not installed, the command that needs it says which."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from counterflow.extras import _EXTRAS, told


@pytest.mark.parametrize(
    ("missing", "command", "extra"),
    [
        ("pyarrow", ["run", "central_asia_2015"], "hearing"),
        ("SALib", ["sensitivity", "--outcome", "departed"], "analysis"),
    ],
)
def test_a_command_names_the_extra_that_it_needs(missing: str, command: list[str], extra: str) -> None:
    without = f"import sys; sys.modules[{missing!r}] = None; from counterflow.cli import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", without, *command], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    said = (
        f"counterflow: {missing} is not installed; pip install '.[{extra}]' in the folder of the repository\n"
    )
    assert answer.stderr.endswith(said)
    assert "Traceback" not in answer.stderr


def test_what_no_extra_brings_is_a_fault_of_ours() -> None:
    with pytest.raises(ModuleNotFoundError):
        told(ModuleNotFoundError("x", name="countreflow.x"))


def test_every_package_of_an_extra_is_known() -> None:
    project = Path(__file__).parents[1] / "pyproject.toml"
    extras = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    imported: dict[str, set[str]] = {}
    for name, distributions in packages_distributions().items():
        for distribution in distributions:
            imported.setdefault(distribution.lower().replace("_", "-"), set()).add(name)
    for extra in _EXTRAS.keys() & extras.keys():
        for line in extras[extra]:
            package = line.partition(">")[0].partition("=")[0].partition("[")[0].strip().lower()
            if package != "counterflow" and package in imported:
                assert imported[package] & {*_EXTRAS[extra]}, (extra, package, imported[package])
