"""How long the first compile takes, and how long `counterflow run` takes before it computes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.plan import Effort
from benchmarks.record import ROOT

COMMAND = (sys.executable, "-m", "counterflow.cli", "run", "central_asia_2015", "--workers", "1", "--json")
"""One worker, so that the time of the runs is their sum."""
FEW, MANY = 1, 4


def first_compile() -> float:
    """Seconds of a command with one run, from an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        return seconds(FEW, cache=Path(folder))


def before_runs(effort: Effort) -> list[float]:
    """Seconds from the command to its first run, cache warm: the line through few and many runs, carried back to none."""
    seconds(FEW)
    found = []
    for _ in range(effort.repeats):
        few, many = seconds(FEW), seconds(MANY)
        found.append(few - FEW * (many - few) / (MANY - FEW))
    return found


def seconds(runs: int, cache: Path | None = None) -> float:
    """Wall time of `counterflow run` with so many runs."""
    environment = dict(os.environ)
    if cache is not None:
        environment["COUNTERFLOW_CACHE"] = str(cache)
    started = time.perf_counter()
    done = subprocess.run(
        [*COMMAND, "--runs", str(runs)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    taken = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"counterflow run failed: {done.stderr}")
    return taken


def median(values: list[float]) -> float:
    """The middle value."""
    return statistics.median(values)
