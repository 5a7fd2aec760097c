"""Orders to worker processes, and what they answer."""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.model import BLOCK, Model
from benchmarks.plan import Rival
from benchmarks.record import BUILD, ROOT

RIVALS_PYTHON = BUILD / "bench-env" / "bin" / "python"
"""Python with the rivals' own pins: `make bench` sets it up."""
WORK = BUILD / "bench"
"""Saved worlds and compiled rivals."""
WARM_PEOPLE = 100 * BLOCK
QUIET = {"STARSIM_INSTALL_FONTS": "0", "MPLBACKEND": "Agg", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True, slots=True)
class Timing:
    """Runs of one program at one size."""

    seconds: tuple[float, ...]
    """Of the clock on the wall."""
    processor: tuple[float, ...]
    """Of processor time, all threads together."""
    counts: tuple[dict[str, int], ...]
    rss_mb: float
    foreign: tuple[str, ...]

    @property
    def median(self) -> float:
        """Median time of a run in seconds."""
        return statistics.median(self.seconds)

    def mean(self, what: str) -> float:
        """Mean of a count over the runs."""
        return statistics.fmean(count[what] for count in self.counts)

    def error(self, what: str) -> float:
        """Standard error of that mean."""
        values = [count[what] for count in self.counts]
        return statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")

    def document(self) -> dict[str, Any]:
        """For the record."""
        return {
            "median_seconds": self.median,
            "seconds": list(self.seconds),
            "processor_seconds": list(self.processor),
            "rss_mb": self.rss_mb,
            **{what: self.mean(what) for what in self.counts[0]},
        }


def together(timings: Iterable[Timing]) -> Timing:
    """Several orders of the same program at the same size as one."""
    every = list(timings)
    return Timing(
        seconds=tuple(second for one in every for second in one.seconds),
        processor=tuple(second for one in every for second in one.processor),
        counts=tuple(count for one in every for count in one.counts),
        rss_mb=max(one.rss_mb for one in every),
        foreign=tuple(sorted({name for one in every for name in one.foreign})),
    )


def time_rival(rival: Rival, model: Model, seeds: Sequence[int]) -> Timing:
    """Runs of a program of the comparison."""
    warm = Model(people=WARM_PEOPLE, approaches=WARM_PEOPLE / 10, everybody_mobile=model.everybody_mobile)
    order = {
        "module": f"benchmarks.rivals.{rival.module}",
        "function": rival.function,
        "model": asdict(model),
        "warm": asdict(warm),
        "seeds": list(seeds),
    }
    return _ask(RIVALS_PYTHON if rival.own_environment else Path(sys.executable), order)


def time_ours(world: Path, runs: Sequence[int]) -> Timing:
    """Runs of our engine in a saved world."""
    return _ask(Path(sys.executable), {"world": str(world), "seeds": list(runs)})


def _ask(python: Path, order: Mapping[str, Any]) -> Timing:
    environment = {**os.environ, **QUIET, "NUMBA_CACHE_DIR": str(_compiled())}
    done = subprocess.run(
        [python, "-m", "benchmarks.worker"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    if done.returncode:
        raise RuntimeError(f"{order} failed:\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    return Timing(
        seconds=tuple(found["seconds"]),
        processor=tuple(found["processor"]),
        counts=tuple(found["counts"]),
        rss_mb=found["rss_mb"],
        foreign=tuple(found["foreign"]),
    )


def _compiled() -> Path:
    """Where Numba keeps the compiled rivals: named by their sources, since it does not notice a changed constant elsewhere."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return WORK / f"numba-{digest.hexdigest()[:16]}"
