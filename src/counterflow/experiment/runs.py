"""Runs of one scenario under the same programmes."""

from __future__ import annotations

import os
import uuid
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import fsspec

from counterflow.engine import ENGINE_VERSION
from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.asking import Results
from counterflow.experiment.cluster import Cluster
from counterflow.experiment.crew import Progress
from counterflow.experiment.design import Experiment, experiment_of
from counterflow.experiment.job import carry_out
from counterflow.experiment.results import RunResult
from counterflow.experiment.store import Store
from counterflow.faults import Fault, Faults
from counterflow.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Means:
    """With what an experiment is carried out, and where it is kept. None of it changes a result."""

    workers: int | None = None
    """Processes of this machine; all cores unless said otherwise."""
    scheduler: str | None = None
    """Address of a Dask scheduler, whose workers are used instead."""
    workers_write: bool = False
    """Workers write to the store themselves: all of them must reach it."""
    out: str | os.PathLike[str] | None = None
    """Address of the store; None: in memory, for as long as the result is there."""
    retry_failed: bool = False
    progress: Progress | None = None


def carried_out(experiment: Experiment, means: Means, *, what: str = "runs") -> Results:
    """The results of an experiment, and of nothing else that its store may hold; runs that are not there yet are computed first."""
    address = f"memory://counterflow-{uuid.uuid4().hex}" if means.out is None else means.out
    options: dict[str, Any] = {"retry_failed": means.retry_failed, "progress": means.progress, "what": what}
    if means.workers_write and means.scheduler is None:
        problem, remedy = "is about the workers of a cluster", "name its --scheduler, or leave it away"
        raise Faults([Fault("--workers-write", None, "", problem, remedy)])
    if means.scheduler is None:
        carry_out(experiment, address, workers=means.workers, **options)
    else:
        with Cluster(means.scheduler) as cluster:
            carry_out(experiment, address, crew=cluster, workers_write=means.workers_write, **options)
    found = Results(Store(address), experiment.world_hash, ENGINE_VERSION, condition(experiment))
    if means.out is None:
        weakref.finalize(found, _forget, str(address))
    return found


def _forget(address: str) -> None:
    files, root = fsspec.core.url_to_fs(address)
    if files.exists(root):
        files.rm(root, recursive=True)


_MOST_RANGES = 20
"""Ranges of run numbers that a condition names one by one; where every draw has its own, runs are named by their ids."""


def condition(experiment: Experiment) -> str:
    """The runs of an experiment, and no others of its world, in SQL."""
    arms = ", ".join(f"'{hashed}'" for hashed in experiment.arm_hashes)
    seeds = ", ".join(map(str, experiment.seeds))
    drawn: dict[range, list[str]] = {}
    for draw, hashed in zip(experiment.draws, experiment.draw_hashes, strict=True):
        drawn.setdefault(draw.runs, []).append(f"'{hashed}'")
    if len(drawn) > _MOST_RANGES:
        ids = ", ".join(f"'{run.identity.id}'" for run in experiment)
        return f"id IN ({ids})"
    runs = " OR ".join(
        f"run >= {numbers.start} AND run < {numbers.stop} AND draw IN ({', '.join(hashes)})"
        for numbers, hashes in drawn.items()
    )
    return f"arm IN ({arms}) AND seed IN ({seeds}) AND ({runs})"


def run(
    scenario: Scenario,
    *,
    salience: Sequence[SaliencePoint],
    runs: int = 20,
    seed: int = 1,
    programmes: tuple[str, ...] = (),
    events: bool = False,
    means: Means = Means(),
) -> RunResult:
    """So many runs of a scenario under the same programmes. Raises Faults for unknown programmes, ValueError for no runs."""
    experiment = experiment_of(scenario, salience, arms=(programmes,), runs=runs, seed=seed, events=events)
    found = carried_out(experiment, means)
    return RunResult(scenario, seed, programmes, found)
