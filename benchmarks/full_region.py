"""The full region: every mechanism on, one core, core imports only; and the floor beneath its time."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.ours.counting import NAMES
from benchmarks.plan import APPROACHES, Effort
from benchmarks.record import ROOT
from benchmarks.timing import WORK, Timing, time_ours

PREPARED = "regions.json"


def region(effort: Effort) -> dict[str, Any]:
    """Times of the region under some draws; what is recorded of it is the median draw."""
    prepared = _prepared(effort)
    timings = {Path(name).stem: time_ours(Path(name), range(effort.repeats)) for name in prepared["worlds"]}
    middle = median_draw(timings)
    return {
        "region_seconds": middle.median,
        "region_rss_mb": max(timing.rss_mb for timing in timings.values()),
        "region_proposals": middle.mean("proposals"),
        "region_approaches": middle.mean("approaches"),
        "region_evaluations": evaluations(middle),
        "region_people": middle.mean("people"),
        "us_per_evaluation": per_evaluation(middle) * 1e6,
        "region": {
            "draws": {name: timing.document() for name, timing in timings.items()},
            "refused": prepared["refused"],
            "foreign_imports": sorted({name for timing in timings.values() for name in timing.foreign}),
        },
    }


def median_draw(timings: dict[str, Timing]) -> Timing:
    """The draw whose time is in the middle (the slower of two)."""
    ordered = sorted(timings.values(), key=lambda timing: timing.median)
    return ordered[len(ordered) // 2]


def evaluations(timing: Timing) -> float:
    """Approaches that reached a present person: for each it is decided whether the person engages.

    Void proposals, targets who are not chosen, calls of engaged people, steps and aftermath are charged to them.
    """
    return timing.mean("approaches")


def per_evaluation(timing: Timing) -> float:
    """Median over the runs of the time for one evaluation, in seconds."""
    runs = zip(timing.seconds, timing.counts, strict=True)
    return statistics.median(seconds / count["approaches"] for seconds, count in runs)


def floor(effort: Effort) -> dict[str, Any]:
    """The region's time over the time of its calls alone, draw by draw; the worlds and times are those of `region`."""
    worlds = _saved(effort)
    counts: list[dict[str, int]] = _answer("benchmarks.ours.counting", [str(path) for path in worlds])
    costs: dict[str, float] = _answer("benchmarks.ours.costs", [])
    found, ratios = {}, []
    for path, count in zip(worlds, counts, strict=True):
        least = sum(count[name] * costs[name] for name in NAMES) * 1e-9
        taken = time_ours(path, [1] * effort.repeats).median
        ratios.append(taken / least)
        found[path.stem] = {
            "floor_seconds": least,
            "seconds": taken,
            "over_floor": taken / least,
            "per_evaluation": {name: count[name] / count["approaches"] for name in NAMES},
        }
    over = statistics.median(ratios)
    return {"over_floor": over, "floor": {"nanoseconds": costs, "draws": found}}


def _prepared(effort: Effort) -> dict[str, Any]:
    """Saved worlds, and draws that the engine refused."""
    asked = [str(WORK), "--draws", str(effort.draws), "--approaches", str(APPROACHES)]
    found: dict[str, Any] = _answer("benchmarks.ours.region", asked)
    (WORK / PREPARED).write_text(json.dumps(found), encoding="utf-8")
    return found


def _saved(effort: Effort) -> list[Path]:
    """The worlds of `region`, prepared if they are not."""
    path = WORK / PREPARED
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else _prepared(effort)
    return [Path(name) for name in found["worlds"]]


def _answer(module: str, arguments: Sequence[str]) -> Any:
    """What a script of this folder prints; its own process, so that it starts with nothing loaded."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
