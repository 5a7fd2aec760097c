"""How many people a programme serves, and what that costs: counted over the runs, not drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from counterflow.engine.codes import EVENTS
from counterflow.experiment.sample import Sample, draw_sample, salience_years
from counterflow.experiment.summary import RunSummary
from counterflow.scenario import Calendar
from counterflow.scenario.programmes import Programme
from counterflow.world import Arm, World

_LEAVE = ("disengaged", "departed", "blocked", "detained")
"""Ends of being engaged; family that is taken along was not."""
_MOBILE, _IMMOBILE = 350, 220
"""People asked per cohort."""
_TRAVEL = ("departed", "blocked", "detained")


@dataclass(frozen=True, slots=True)
class Service:
    """People served at a time (travellers: in a year) over the years in which a programme runs, and the cost of all of it."""

    served: float
    years: float
    cost: float
    cost_low: float
    cost_high: float


@dataclass(frozen=True)
class Census:
    """People of a world, asked where they are."""

    world: World

    @cached_property
    def sample(self) -> Sample:
        """Asked when something is first asked."""
        return draw_sample(self.world, mobile=_MOBILE, immobile=_IMMOBILE)

    def covered(self, arm: Arm) -> float:
        """People at a time whom the first programme of an arm covers among those who are present."""
        weight = self.sample.weight * arm.cover[0][self.sample.survey.place]
        return float(weight.sum()) / salience_years(self.world)


def service_of(
    programme: Programme, arm: Arm, census: Census, runs: list[RunSummary], calendar: Calendar
) -> Service:
    """What a programme serves and costs, means over its runs."""
    years = running(programme, calendar)
    served = _served(programme, arm, census, runs, calendar)
    own = programme.cost
    ends = [
        sum(
            years * number * factor
            for number, factor in ((_end(own.fixed, end), 1.0), (_end(own.per_served, end), served))
        )
        for end in ("value", "low", "high")
    ]
    return Service(served, years, *ends)


def _end(quantity: object, end: str) -> float:
    found = getattr(quantity, end)
    return float(getattr(quantity, "value") if found is None else found)  # noqa: B009 -- either by name


def running(programme: Programme, calendar: Calendar) -> float:
    """Years of the history in which a programme runs."""
    end = calendar.years if programme.end is None else min(calendar.when(programme.end), calendar.years)
    return max(0.0, end - max(0.0, calendar.when(programme.start)))


def _served(
    programme: Programme, arm: Arm, census: Census, runs: list[RunSummary], calendar: Calendar
) -> float:
    years = running(programme, calendar)
    if years <= 0.0 or not runs:
        return 0.0
    if programme.seats is not None:
        return float(np.mean([run.seat_years.sum() for run in runs]) / years)
    if programme.serves == "present":
        return census.covered(arm)
    months = slice(int(12.0 * max(0.0, calendar.when(programme.start))), None)
    covered = float(arm.cover[0].max(initial=0.0))
    events = np.mean([run.events.sum(axis=1) for run in runs], axis=0)
    if programme.serves == "travellers":
        return covered * float(events[[EVENTS.index(name) for name in _TRAVEL], months].sum()) / years
    gone = events[[EVENTS.index(name) for name in _LEAVE]].sum(axis=0)
    engaged = np.cumsum(events[EVENTS.index("engaged")] - gone)
    return covered * float(engaged[months].mean())
