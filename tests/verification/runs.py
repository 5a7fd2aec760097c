"""Runs of the shipped region with fewer people, and a digest of what happened in each."""

import hashlib
from functools import cache
from typing import NamedTuple

import numpy as np

from counterflow.engine.run import History, simulate
from counterflow.experiment.prepare import prepare
from counterflow.scenario import compile_arm, scaled
from counterflow.world import Arm, World
from tests.experiment.worlds import library_salience
from tests.scenario.builders import real

MORE = 30


class Task(NamedTuple):
    """A run of the region with so many of its people."""

    scale: float
    run: int


@cache
def region(scale: float) -> tuple[World, Arm]:
    """The shipped region under all its programmes, with many more approaches, so that a small part of it has much to do."""
    scenario = scaled(real(), scale)
    world = prepare(scenario, library_salience())
    approaches = world.approaches._replace(home_rate=MORE * world.approaches.home_rate)
    world = world._replace(approaches=approaches)
    return world, compile_arm(scenario, world, [programme.id for programme in scenario.programme])


def run_of(task: Task) -> History:
    """The history of a task."""
    world, arm = region(task.scale)
    return simulate(world, arm, 1, task.run)


def digest(history: History) -> str:
    """A digest of every field of a history, but for how much work it was."""
    found = hashlib.sha256()
    for name in history.__slots__:
        value = getattr(history, name)
        found.update(np.ascontiguousarray(value).tobytes() if name != "counts" else repr(value).encode())
    return found.hexdigest()


def digest_of(task: Task) -> str:
    """The digest of a run, computed wherever this is called."""
    return digest(run_of(task))
