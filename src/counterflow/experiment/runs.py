"""Runs of one scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterflow.engine import simulate
from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.pool import Progress, run_all, shared
from counterflow.experiment.prepare import prepare
from counterflow.experiment.results import RunResult
from counterflow.experiment.summary import RunSummary, summarise
from counterflow.scenario import Scenario, compile_arm
from counterflow.world import Arm, Parameters, World


@dataclass(frozen=True, slots=True)
class RunTask:
    """One run of a shared world: its parameters (None: the world's own), its arm, its seed and number."""

    parameters: Parameters | None
    arm: Arm
    seed: int
    run: int


def simulate_task(task: RunTask) -> RunSummary:
    """The summary of one run of the shared world."""
    world: World = shared()
    if task.parameters is not None:
        world = world._replace(parameters=task.parameters)
    return summarise(world, simulate(world, task.arm, task.seed, task.run), task.run)


def warm_up(world: World, arm: Arm) -> None:
    """Compile the kernels, or load them from the cache, before workers fork: a few days in which strangers approach nobody.

    Rates that cannot be run are told by the runs themselves, with the figures of the whole history.
    """
    quiet = world.approaches._replace(
        home_rate=0.0,
        online_rate=np.zeros_like(world.approaches.online_rate),
        self_start=np.zeros_like(world.approaches.self_start),
        broadcast_rate=np.zeros_like(world.approaches.broadcast_rate),
    )
    simulate(world._replace(years=0.01, approaches=quiet), arm, 0, 0)


def run(
    scenario: Scenario,
    *,
    salience: Sequence[SaliencePoint],
    runs: int = 20,
    seed: int = 1,
    programmes: tuple[str, ...] = (),
    workers: int | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """So many runs of a scenario under the same programmes. Raises ValueError for unknown programmes or fewer than one run."""
    if runs < 1:
        raise ValueError(f"runs is {runs}; ask for 1 or more")
    world = prepare(scenario, salience)
    arm = compile_arm(scenario, world, programmes)
    warm_up(world, arm)
    tasks = [RunTask(None, arm, seed, number) for number in range(runs)]
    summaries = run_all(simulate_task, tasks, share=world, workers=workers, progress=progress)
    result = RunResult(scenario, seed, programmes, tuple(summaries))
    if out is not None:
        result.write(out)
    return result
