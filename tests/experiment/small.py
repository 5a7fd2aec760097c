"""Small experiments, and stores held against each other."""

import os
from functools import cache
from pathlib import Path

import pyarrow as pa

from counterflow.experiment.design import Experiment, experiment_of
from counterflow.experiment.rows import SCHEMA
from counterflow.experiment.store import Store
from tests.experiment.worlds import template, template_salience

ARMS = ((), ("exit-checks",))
OF_THE_RUN = [name for name in SCHEMA.names if name != "maker"]


@cache
def experiment(runs: int = 6, arms: tuple[tuple[str, ...], ...] = ARMS, seed: int = 4) -> Experiment:
    """So many runs of the template's scenario; 4 ms each."""
    return experiment_of(template(), template_salience(), arms=arms, runs=runs, seed=seed)


def rows(address: str | os.PathLike[str]) -> pa.Table:
    """All that a store holds of its runs, but where they were made, in the order of their ids."""
    return Store(address).table(OF_THE_RUN).sort_by("id")


def ids(address: str | os.PathLike[str]) -> list[str]:
    """The ids of all rows."""
    return sorted(rows(address)["id"].to_pylist())


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but its lock."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != "lock"}
