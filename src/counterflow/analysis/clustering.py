"""How unevenly departures are spread over home districts: the largest district's share, and the whole distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.engine import History, codes, simulate
from counterflow.experiment.pool import run_all, shared
from counterflow.experiment.runs import RunTask, warm_up
from counterflow.pathway.approach import STREET
from counterflow.world import CHANNELS, Arm, Floats, Ints, World

FIGHTERS = (codes.DEPART,)
"""Departures that published shares of fighters are about: family taken along is left out."""
CALLS = (CHANNELS.index("peer"), CHANNELS.index("returnee"))


@dataclass(frozen=True, slots=True)
class Clustering:
    """Counts of one cohort by home district, run by run."""

    people: Ints
    """[districts]"""
    counts: Ints
    """[runs, districts] departures"""
    engaged: Ints
    """[runs] people who engaged"""
    called: Ints
    """[runs] of these, through somebody engaged or come back"""
    at_home: Ints
    """[runs] of these, by a recruiter in the streets of a home district"""

    @property
    def departures(self) -> Ints:
        """[runs] departures of all districts."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def shares(self) -> Floats:
        """[runs, districts] of a run's departures; nan where there were none."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.counts / self.departures[:, None])

    @property
    def largest(self) -> Floats:
        """[runs] share of the district that has most departures."""
        return np.asarray(self.shares.max(axis=1))

    @property
    def people_of_largest(self) -> Floats:
        """[runs] that district's share of the cohort's people."""
        return np.asarray((self.people / self.people.sum())[self.counts.argmax(axis=1)])

    @property
    def ranked(self) -> Floats:
        """[runs, districts] shares, the largest first."""
        return np.asarray(-np.sort(-self.shares, axis=1))

    def chance(self, least: float, most: float = 1.0, *, of_people: float = 1.0) -> float:
        """Share of runs in which the largest district has this share of departures, and less than a share of the people."""
        inside = (self.largest >= least) & (self.largest <= most) & (self.people_of_largest < of_people)
        return float(inside.mean())

    def concentration(self, grid: Floats) -> Floats:
        """[runs, grid] share of departures from the districts with the lowest rates that together hold a share of the people.

        A Lorenz curve of departures over people: the diagonal where all districts have one rate. Linear within a district.
        """
        return np.array([_lorenz(self.people, counts, grid) for counts in self.counts])

    @property
    def gini(self) -> Floats:
        """[runs] twice the area between that curve and the diagonal: 0 where all districts have one rate."""
        return np.array([_gini(self.people, counts) for counts in self.counts])


def _curve(people: Ints, counts: Ints) -> tuple[Floats, Floats]:
    """Cumulative shares of people and of departures, districts with low rates first."""
    order = np.argsort(counts / people, kind="stable")
    x = np.concatenate([[0.0], np.cumsum(people[order])]) / people.sum()
    y = np.concatenate([[0.0], np.cumsum(counts[order])]) / counts.sum()
    return x, y


def _lorenz(people: Ints, counts: Ints, grid: Floats) -> Floats:
    return np.asarray(np.interp(grid, *_curve(people, counts)))


def _gini(people: Ints, counts: Ints) -> float:
    x, y = _curve(people, counts)
    return float(1.0 - (np.diff(x) * (y[1:] + y[:-1])).sum())


def districts_of(world: World, cohort: int) -> slice:
    """A cohort's districts."""
    return slice(int(world.homes.cohort_district[cohort]), int(world.homes.cohort_district[cohort + 1]))


def by_district(world: World, history: History, cohort: int, kinds: Sequence[int] = FIGHTERS) -> Ints:
    """Events of these kinds that happened to people of a cohort, by their home district."""
    person = history.person[np.isin(history.kind, kinds)]
    district = np.searchsorted(world.homes.district_start, person, side="right") - 1
    counts = np.bincount(district, minlength=world.homes.district_cohort.size)
    return np.asarray(counts[districts_of(world, cohort)])


def clustering(
    world: World,
    arm: Arm,
    cohort: int,
    *,
    runs: range,
    seed: int,
    workers: int | None = None,
) -> Clustering:
    """Departures of a cohort by district in these runs of a seed; the same whatever the workers."""
    warm_up(world, arm)
    tasks = [_Task(RunTask(None, arm, seed, run), cohort) for run in runs]
    found = run_all(_count, tasks, share=world, workers=workers)
    columns = (np.array(column) for column in zip(*found, strict=True))
    people = np.diff(world.homes.district_start)[districts_of(world, cohort)]
    return Clustering(people, *columns)


@dataclass(frozen=True, slots=True)
class _Task:
    run: RunTask
    cohort: int


def _count(task: _Task) -> tuple[Ints, int, int, int]:
    world: World = shared()
    history = simulate(world, task.run.arm, task.run.seed, task.run.run)
    start, end = world.homes.cohort_start[task.cohort : task.cohort + 2]
    mine = (history.kind == codes.ENGAGE) & (history.person >= start) & (history.person < end)
    called = mine & np.isin(history.channel, CALLS)
    at_home = mine & (history.channel == STREET) & (world.places.abroad[history.place] == 0)
    counts = by_district(world, history, task.cohort)
    return counts, int(mine.sum()), int(called.sum()), int(at_home.sum())
