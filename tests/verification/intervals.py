"""Repeated experiments in a small world: what each of four programmes averts, pair by pair."""

from typing import NamedTuple

import numpy as np

from counterflow.engine import codes
from counterflow.engine.run import simulate
from counterflow.world import ADDITIONS, EFFECTS, Arm, Floats, World
from tests.simple_worlds import still_world
from tests.verification.pool import spread
from tests.worlds import no_programme

PEOPLE = 240
PAIRS = 10
"""In each experiment."""
CHUNKS = 8
SEED = 11


class Task(NamedTuple):
    """Runs of one chunk."""

    runs: range


def programme(world: World, key: int, **effects: float) -> Arm:
    """Half of all people are covered, always, by something that changes these effects."""
    changed = [effects.get(name, 0.0 if name in ADDITIONS else 1.0) for name in EFFECTS]
    places = world.places.country.size
    return Arm(
        np.array([key], np.uint64),
        np.array([changed]),
        np.full((1, places), 0.5),
        np.array([-9.0]),
        np.zeros(1),
        np.array([1e9]),
        np.array([-1]),
    )


def engaged(task: Task) -> list[list[int]]:
    """Of each run those who engage: without, under an idle, a helpful and a harmful programme, under the helpful one's twin."""
    world = still_world(PEOPLE)
    arms = (
        no_programme(world),
        programme(world, 5),
        programme(world, 5, engaging=0.4),
        programme(world, 5, engaging=1.6),
        programme(world, 6, engaging=0.4),
    )
    return [
        [int((simulate(world, arm, SEED, run).kind == codes.ENGAGE).sum()) for arm in arms]
        for run in task.runs
    ]


def effects_of(experiments: int) -> dict[str, Floats]:
    """[experiments, pairs] of what is averted; the twin against the helpful one is nothing on average, and not run by run."""
    runs = experiments * PAIRS
    tasks = [Task(range(i, runs, CHUNKS)) for i in range(CHUNKS)]
    chunks = spread(engaged, tasks) if runs > 4_000 else list(map(engaged, tasks))
    found = np.empty((runs, 5))
    for task, rows in zip(tasks, chunks, strict=True):
        found[list(task.runs)] = rows
    without, idle, helpful, harmful, twin = found.T
    averted = {
        "idle": without - idle,
        "helpful": without - helpful,
        "harmful": without - harmful,
        "nothing on average": helpful - twin,
    }
    return {name: one.reshape(experiments, PAIRS) for name, one in averted.items()}
