"""What is kept of a run: counts of events by kind, cohort and month, and how much work it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.engine import Counts, History
from counterflow.engine.codes import EVENTS
from counterflow.world import Floats, Ints, World

DEPARTED = (EVENTS.index("departed"), EVENTS.index("departed with family"))
ENGAGED = EVENTS.index("engaged")
BLOCKED = (EVENTS.index("blocked"), EVENTS.index("detained"))


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run's counts."""

    run: int
    events: Ints
    """[kinds of event, cohorts, months]"""
    counts: Counts

    @property
    def engaged(self) -> Ints:
        """[cohorts, months] people who engaged; who turned away and engaged anew counts again."""
        return np.asarray(self.events[ENGAGED])

    @property
    def departures(self) -> Ints:
        """[cohorts, months] people gone, families included."""
        return np.asarray(self.events[list(DEPARTED)].sum(axis=0))


def months_of(world: World) -> int:
    """Months of a world's history; what happens in the half day by which years and months differ falls in the last one."""
    return max(1, round(world.years * 12.0))


def summarise(world: World, history: History, run: int) -> RunSummary:
    """The counts of a history."""
    months = months_of(world)
    cohorts = world.homes.country.size
    cohort = np.searchsorted(world.homes.cohort_start, history.person, side="right") - 1
    month = np.minimum((history.time * 12.0).astype(np.int64), months - 1)
    events = np.zeros((len(EVENTS), cohorts, months), np.int64)
    np.add.at(events, (history.kind, cohort, month), 1)
    return RunSummary(run, events, history.counts)


def interval(values: Floats, axis: int = 0) -> tuple[Floats, Floats, Floats]:
    """10th, 50th and 90th percentile along an axis."""
    low, centre, high = np.quantile(values, [0.1, 0.5, 0.9], axis=axis)
    return low, centre, high
