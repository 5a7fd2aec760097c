"""How long the first compile takes, and how long `counterflow run` takes before it computes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.plan import Effort
from benchmarks.record import ROOT

COMMAND = ("run", "central_asia_2015", "--json", "--runs", "2", "--workers", "1")
TIMED = """
import json, sys, time
import counterflow.experiment.work as work
from counterflow.cli import app

simulate, times = work.simulate, []

def timed(*arguments, **options):
    began = time.time()
    found = simulate(*arguments, **options)
    times.append((began, time.time()))
    return found

work.simulate = timed
sys.argv[0] = "counterflow"
app(standalone_mode=False)
print(json.dumps(times))
"""
"""The command, with the moments between which each of its runs took place as the last line."""


def first_compile() -> float:
    """Seconds of a command with two runs, from an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.time()
        _moments(cache=Path(folder))
        return time.time() - began


def before_runs(effort: Effort) -> list[float]:
    """Seconds from the command to its first run, cache warm.

    The first run loads the compiled engine: what it takes beyond the second one comes before computing too.
    """
    _moments()
    found = []
    for _ in range(effort.repeats):
        began = time.time()
        (_, first), (second, last) = _moments()
        found.append(first - began - (last - second))
    return found


def _moments(cache: Path | None = None) -> list[tuple[float, float]]:
    """When each run of the command began and ended."""
    environment = dict(os.environ)
    if cache is not None:
        environment["COUNTERFLOW_CACHE"] = str(cache)
    command = [sys.executable, "-c", TIMED, *COMMAND]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    if done.returncode:
        raise RuntimeError(f"counterflow run failed: {done.stderr}")
    found: list[tuple[float, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def median(values: list[float]) -> float:
    """The middle value."""
    return statistics.median(values)
