"""One process that runs one program a number of times and says how long each run took.

Reads an order, a JSON object, from standard input; writes its answer as the last line of standard output. Imports nothing but what
the program itself needs, so that its memory is the program's own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

Runner = Callable[[int], dict[str, int]]

FOREIGN = ("altair", "pandas", "pydantic", "rich", "typer", "xarray")
"""Modules that a process which only simulates should not have loaded."""


def rival(order: dict[str, Any], key: str = "model") -> Runner:
    """A program of the comparison at a size of the reduced model."""
    from benchmarks.model import Model

    simulate, model = getattr(import_module(order["module"]), order["function"]), Model(**order[key])
    return lambda seed: simulate(model, seed)._asdict()


def ours(order: dict[str, Any], key: str = "world") -> Runner:
    """Our engine in a world that another process has saved."""
    from benchmarks.ours.simulated import runner

    return runner(Path(order[key]), short=key != "world")


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Seconds and counts of each run, and the process's peak memory."""
    if "world" in order:
        warm, run = ours({**order, "warm": order["world"]}, "warm"), ours(order)
    else:
        warm, run = rival(order, "warm"), rival(order)
    warm(0)
    seconds, processor, counts = [], [], []
    for seed in order["seeds"]:
        started, busy = time.perf_counter(), time.process_time()
        counts.append(run(seed))
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - busy)
    return {
        "seconds": seconds,
        "processor": processor,
        "counts": counts,
        "rss_mb": peak_memory(),
        "foreign": sorted(set(FOREIGN) & set(sys.modules)),
    }


def peak_memory() -> float:
    """Most memory that this process has ever held, in units of 10^6 bytes.

    From the kernel's own account of the process: what getrusage says may be the parent's, from before the program was loaded.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    found = [row for row in status.read_text(encoding="utf-8").splitlines() if row.startswith("VmHWM:")]
    return int(found[0].split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(answer(json.load(sys.stdin))))
