"""What carrying out an experiment costs beside its runs: on two workers, in overhead, in memory, in bytes, at the coordinator.

python -m benchmarks.experiments RUNS WORKERS [write]      one experiment in a process of its own, as JSON: the part calls this
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.plan import Effort
from benchmarks.record import ROOT

MANY, FEW = 4_000, 400
RUN_SECONDS = 0.02
"""What a run of the small world should take."""
SHARE = 0.005
"""The part of the region's people that a first guess at the small world has."""
CALIBRATING = 100


def experiments(effort: Effort) -> dict[str, Any]:
    """The keys of the design, and what the plan in docs/experiments.md is reckoned from."""
    many, few = (max(40, runs // effort.shrink) for runs in (MANY, FEW))
    share = small_world()
    one, two = carried_out(many, 1, share), carried_out(many, 2, share)
    two_few, written = carried_out(few, 2, share), carried_out(many, 2, share, write=True)
    return {
        "parallel_efficiency": one["seconds"] / (2 * two["seconds"]),
        "overhead_ms": (2 * two["seconds"] - many * one["run_seconds"]) / many * 1e3,
        "rss_growth": two["rss_mb"] / two_few["rss_mb"],
        "experiments": {
            "runs": many,
            "share_of_people": share,
            "run_ms": one["run_seconds"] * 1e3,
            "bytes_per_run": two["bytes"] / many,
            "coordinator_ms": two["coordinator_seconds"] / many * 1e3,
            "coordinator_ms_where_workers_write": written["coordinator_seconds"] / many * 1e3,
            "region": region_run(),
            "one_worker": one,
            "two_workers": two,
            "two_workers_few": two_few,
            "two_workers_that_write": written,
        },
    }


def small_world() -> float:
    """The share of the region's people with which a run takes about RUN_SECONDS."""
    share = SHARE
    for _ in range(2):
        share *= RUN_SECONDS / carried_out(CALIBRATING, 1, share)["run_seconds"]
    return share


def carried_out(runs: int, workers: int, share: float, *, write: bool = False) -> dict[str, Any]:
    """So many runs of the small world in a process of its own, in an empty store."""
    command = [sys.executable, "-m", "benchmarks.experiments", str(runs), str(workers), repr(share)]
    done = subprocess.run(
        [*command, *(["write"] if write else [])], check=False, capture_output=True, text=True, cwd=ROOT
    )
    if done.returncode:
        raise RuntimeError(f"an experiment of {runs} runs with {workers} workers failed: {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def region_run() -> dict[str, float]:
    """Seconds and bytes of a run of the full region: four runs by one worker."""
    found = carried_out(4, 1, 1.0)
    return {"run_seconds": found["run_seconds"], "bytes_per_run": found["bytes"] / 4}


def measure(runs: int, workers: int, share: float, *, write: bool) -> dict[str, Any]:
    """One experiment, and asking for its summary; what a run takes by itself comes from a plain loop over the engine."""
    from counterflow.engine import simulate
    from counterflow.evidence.inputs import load_inputs
    from counterflow.experiment.asking import results_of
    from counterflow.experiment.design import experiment_of
    from counterflow.experiment.job import carry_out
    from counterflow.experiment.local import Processes
    from counterflow.experiment.store import Store
    from counterflow.library import scenario_file
    from counterflow.scenario import load_scenario, scaled

    file = scenario_file("central_asia_2015")
    scenario = load_scenario(file)
    scenario = scenario if share == 1.0 else scaled(scenario, share)
    salience = load_inputs(file.with_name("inputs.toml"))
    experiment = experiment_of(scenario, salience, runs=runs)
    arm = experiment.arms[0].arm
    simulate(experiment.world, arm, 2, 0)  # loads the kernels
    alone = min(runs, 200)
    begun = time.perf_counter()
    for number in range(alone):
        simulate(experiment.world, arm, 1, number)
    run_seconds = (time.perf_counter() - begun) / alone
    with tempfile.TemporaryDirectory() as folder:
        begun, worked = time.perf_counter(), time.process_time()
        crew = Processes(workers) if workers > 1 else None
        carry_out(experiment, folder, workers=1, crew=crew, workers_write=write)
        seconds, processor = time.perf_counter() - begun, time.process_time() - worked
        store = Store(folder)
        results_of(store).summary()
        size = sum(part.size for part in store.manifest.parts)
    own, workers_peak = (
        resource.getrusage(who).ru_maxrss * 1024 / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "seconds": seconds,
        "coordinator_seconds": processor,
        "run_seconds": run_seconds,
        "bytes": size,
        "files": len(store.manifest.parts),
        "rss_mb": own + workers_peak,
        "coordinator_rss_mb": own,
    }


if __name__ == "__main__":
    asked = sys.argv[1:]
    print(json.dumps(measure(int(asked[0]), int(asked[1]), float(asked[2]), write="write" in asked[3:])))
