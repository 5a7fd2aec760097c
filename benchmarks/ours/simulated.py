"""Runs of our engine in a saved world: imports the core and nothing else of the package."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np

from counterflow.engine import simulate
from counterflow.engine.codes import ENGAGE
from counterflow.world import EFFECTS, Arm, World

WARM_YEARS = 0.01


def save(world: World, path: Path) -> None:
    """For another process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(world, protocol=pickle.HIGHEST_PROTOCOL))


def load(path: Path) -> World:
    """A world that this benchmark has saved."""
    world: World = pickle.loads(path.read_bytes())  # noqa: S301 -- written by `save` a moment ago
    return world


def no_programmes(world: World) -> Arm:
    """The arm in which nothing is done."""
    return Arm(
        key=np.zeros(0, np.uint64),
        effect=np.zeros((0, len(EFFECTS))),
        cover=np.zeros((0, world.places.country.size)),
        start=np.zeros(0),
        ramp=np.zeros(0),
        end=np.zeros(0),
        seats=np.zeros(0, np.int64),
    )


def runner(path: Path, *, short: bool = False) -> Callable[[int], dict[str, int]]:
    """A function of the run's number that simulates and counts; `short`: a few days only, to load the compiled kernels."""
    world = load(path)
    if short:
        world = world._replace(years=WARM_YEARS)
    arm = no_programmes(world)

    def run(number: int) -> dict[str, int]:
        history = simulate(world, arm, 1, number)
        counts = history.counts
        return {
            "people": counts.people,
            "events": counts.events,
            "proposals": counts.proposals,
            "void": counts.void,
            "approaches": counts.approaches,
            "touched": counts.touched,
            "engaged": int(np.count_nonzero(history.kind == ENGAGE)),
        }

    return run
