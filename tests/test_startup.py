"""Importing the package and asking for help take no time, because nothing heavy is imported."""

import os
import subprocess
import sys

import pytest

import counterflow

HEAVY = {
    "SALib",
    "numba",
    "numpy",
    "pandas",
    "pydantic",
    "altair",
    "xarray",
    "pyarrow",
    "duckdb",
    "fsspec",
    "scipy",
    "distributed",
}
HELP = "import sys; sys.argv = ['counterflow', '--help']; from counterflow.cli import app; app(standalone_mode=False)"
IMPORT = "import counterflow"


def loaded_by(program: str) -> set[str]:
    listing = f"{program}\nimport sys; print('loaded', *sys.modules)"
    answer = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    return set(answer.stdout.rpartition("loaded ")[2].split())


def cpu_seconds(program: str) -> float:
    """Time on the processor, so that a busy machine does not count."""
    before = os.times()
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


@pytest.mark.parametrize("program", [IMPORT, HELP], ids=["import", "help"])
def test_nothing_heavy_is_imported(program: str) -> None:
    assert not loaded_by(program) & HEAVY


@pytest.mark.parametrize(("program", "limit"), [(IMPORT, 0.5), (HELP, 0.7)], ids=["import", "help"])
def test_the_start_is_quick(program: str, limit: float) -> None:
    assert min(cpu_seconds(program) for _ in range(3)) < limit


def test_the_public_names_are_sorted_and_few() -> None:
    assert counterflow.__all__ == [
        "calibrate",
        "check",
        "compare",
        "decide",
        "discover",
        "evidence",
        "hear",
        "life",
        "new",
        "rerun",
        "results",
        "run",
        "schema",
        "sensitivity",
    ]
    assert set(counterflow.__all__) <= set(dir(counterflow))


@pytest.mark.parametrize("name", counterflow.__all__)
def test_every_public_name_can_be_called(name: str) -> None:
    assert callable(getattr(counterflow, name))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'heer'"):
        counterflow.heer  # noqa: B018
