"""Departures of one cohort by home district, run by run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.engine import History, codes, simulate
from counterflow.experiment.pool import run_all, shared
from counterflow.experiment.prepare import warm_up
from counterflow.pathway.approach import STREET
from counterflow.world import CHANNELS, Arm, Floats, Ints, World

FIGHTERS = (codes.DEPART,)
"""Departures that published shares of fighters are about: family taken along is left out."""
CALLS = (CHANNELS.index("peer"), CHANNELS.index("returnee"))


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one cohort."""

    people: Ints
    """[districts]"""
    departures: Ints
    """[runs, districts]"""
    engaged: Ints
    """[runs] people who engaged"""
    called: Ints
    """[runs] of these, through somebody engaged or come back"""
    at_home: Ints
    """[runs] of these, by a recruiter in the streets of a home district"""

    @property
    def totals(self) -> Ints:
        """[runs] departures of all districts."""
        return np.asarray(self.departures.sum(axis=1))

    @property
    def ranked(self) -> Floats:
        """[runs, districts] shares of a run's departures, the largest first; nan where there were none."""
        with np.errstate(invalid="ignore"):
            return np.asarray(-np.sort(-self.departures / self.totals[:, None], axis=1))

    @property
    def largest(self) -> Floats:
        """[runs] share of the district that has most departures."""
        return np.asarray(self.ranked[:, 0])

    @property
    def people_of_largest(self) -> Floats:
        """[runs] that district's share of the cohort's people."""
        return np.asarray((self.people / self.people.sum())[self.departures.argmax(axis=1)])

    def chance(self, least: float, most: float, *, of_people: float = 1.0) -> float:
        """Share of runs whose largest district has this share of departures, and less than a share of the people."""
        inside = (self.largest >= least) & (self.largest <= most) & (self.people_of_largest < of_people)
        return float(inside.mean())


def districts_of(world: World, cohort: int) -> slice:
    """A cohort's districts."""
    return slice(int(world.homes.cohort_district[cohort]), int(world.homes.cohort_district[cohort + 1]))


def by_district(world: World, history: History, cohort: int, kinds: Sequence[int] = FIGHTERS) -> Ints:
    """Events of these kinds that happened to people of a cohort, by their home district."""
    person = history.person[np.isin(history.kind, kinds)]
    district = np.searchsorted(world.homes.district_start, person, side="right") - 1
    counts = np.bincount(district, minlength=world.homes.district_cohort.size)
    return np.asarray(counts[districts_of(world, cohort)])


def count(
    world: World, arm: Arm, cohort: int, *, runs: range, seed: int, workers: int | None = None
) -> Counts:
    """A cohort's counts in these runs of a seed; the same whatever the workers."""
    warm_up(world, arm)
    tasks = [_Task(arm, seed, run, cohort) for run in runs]
    found = run_all(_count, tasks, share=world, workers=workers)
    columns = (np.array(column) for column in zip(*found, strict=True))
    people = np.diff(world.homes.district_start)[districts_of(world, cohort)]
    return Counts(people, *columns)


@dataclass(frozen=True, slots=True)
class _Task:
    arm: Arm
    seed: int
    run: int
    cohort: int


def _count(task: _Task) -> tuple[Ints, int, int, int]:
    world: World = shared()
    history = simulate(world, task.arm, task.seed, task.run)
    start, end = world.homes.cohort_start[task.cohort : task.cohort + 2]
    mine = (history.kind == codes.ENGAGE) & (history.person >= start) & (history.person < end)
    called = mine & np.isin(history.channel, CALLS)
    at_home = mine & (history.channel == STREET) & (world.places.abroad[history.place] == 0)
    counts = by_district(world, history, task.cohort)
    return counts, int(mine.sum()), int(called.sum()), int(at_home.sum())
