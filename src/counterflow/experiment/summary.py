"""What is kept of a run: counts of events by kind, cohort and month, and how much work it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.engine import Counts, History, codes
from counterflow.engine.codes import EVENTS, PERSON_EVENTS
from counterflow.world import THEATRES, Floats, Ints, World

DEPARTED = (EVENTS.index("departed"), EVENTS.index("departed with family"))
ENGAGED = EVENTS.index("engaged")
BLOCKED = (EVENTS.index("blocked"), EVENTS.index("detained"))

REBRANDING = 1
"""The theatre in which groups change the flag."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run's counts."""

    run: int
    events: Ints
    """[kinds of event that happen to people, cohorts, months]"""
    rebranded: Ints
    """[months] units of the established group that took the stronger label"""
    strength: Floats
    """[theatres, months] people under the label at the end of each month: those who went there and are alive and free, families
    included, and in the second theatre those who changed the flag"""
    served: Ints
    """[programmes] seats taken; 0 for programmes without seats"""
    refused: Ints
    """[programmes] times that somebody was covered and found no seat free"""
    seat_years: Floats
    """[programmes] years for which seats were held"""
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
    of_people = history.kind != codes.REBRANDED
    cohort = np.searchsorted(world.homes.cohort_start, history.person[of_people], side="right") - 1
    month = np.minimum((history.time * 12.0).astype(np.int64), months - 1)
    events = np.zeros((len(PERSON_EVENTS), cohorts, months), np.int64)
    np.add.at(events, (history.kind[of_people], cohort, month[of_people]), 1)
    rebranded = np.bincount(month[~of_people], minlength=months)
    return RunSummary(
        run=run,
        events=events,
        rebranded=rebranded,
        strength=_strength(world, history, month, rebranded),
        served=history.served,
        refused=history.refused,
        seat_years=history.seat_years,
        counts=history.counts,
    )


def _strength(world: World, history: History, month: Ints, rebranded: Ints) -> Floats:
    """People under the label, by theatre, at the end of each month."""
    comes = np.isin(history.kind, (codes.DEPART, codes.FAMILY_DEPART))
    goes = np.isin(history.kind, (codes.DIE, codes.RETURN, codes.DETAIN_ABROAD))
    change = np.zeros((len(THEATRES), rebranded.size))
    for which, step in ((comes, 1.0), (goes, -1.0)):
        np.add.at(change, (history.extra[which], month[which]), step)
    change[REBRANDING] += rebranded * (world.aftermath.group_strength / world.aftermath.units)
    return np.asarray(change.cumsum(axis=1))


def interval(values: Floats, axis: int = 0) -> tuple[Floats, Floats, Floats]:
    """10th, 50th and 90th percentile along an axis."""
    low, centre, high = np.quantile(values, [0.1, 0.5, 0.9], axis=axis)
    return low, centre, high
