"""Mesa: one agent per person, one step a month. Agents of one type are told to step together, in the order of creation.

Nobody meets anybody in the reduced model, so that no order need be shuffled. Grievance is brought up to date when it is needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import mesa
import numpy as np

from benchmarks.model import (
    AWAY,
    HOME_MONTHS,
    HOME_SHAPE,
    HOST_MONTHS,
    HOST_SHAPE,
    INCIDENTS_AWAY,
    INCIDENTS_HOME,
    MONTH_LEFT,
    MONTHS_PER_YEAR,
    TIE_AT_HOME,
    TIE_KEPT,
    TIE_LOST,
    TIES,
    TIES_BORN,
    WITHIN_MONTH,
    Model,
    Outcome,
    monthly,
    probability,
)
from benchmarks.rivals import columns
from benchmarks.rivals.columns import INCIDENTS

MOST_TIES = 30
_LEFT = [MONTH_LEFT**month for month in range(1200)]
_LOST = columns.at_most(TIE_LOST, MOST_TIES).tolist()
_AT_HOME = columns.at_most(TIE_AT_HOME, TIES)[:, TIES].tolist()
_KEPT = columns.at_most(TIE_AT_HOME * TIE_KEPT, TIES)[:, TIES].tolist()
_MEAN_HOME, _MEAN_AWAY = INCIDENTS_HOME / MONTHS_PER_YEAR, INCIDENTS_AWAY / MONTHS_PER_YEAR
_SUFFERS_HOME, _SUFFERS_AWAY = monthly(INCIDENTS_HOME), monthly(INCIDENTS_AWAY)
_HOME_SCALE, _HOST_SCALE = HOME_MONTHS / HOME_SHAPE, HOST_MONTHS / HOST_SHAPE
_ANY_BORN = -math.expm1(-TIES_BORN)

Draw = Callable[[], float]


def _poisson(mean: float, uniform: float) -> int:
    """A Poisson number by inversion; large uniforms give 0."""
    term = math.exp(-mean)
    below, number = 1.0 - term, 0
    while uniform < below and number < 1000:
        number += 1
        term *= mean / number
        below -= term
    return number


def _binomial(steps: list[float], uniform: float) -> int:
    number = 0
    while uniform > steps[number]:
        number += 1
    return number


class Person(mesa.Agent):
    """Somebody with ties and a grievance; `dated` is the month for which it holds."""

    def __init__(self, model: Region, grievance: float, ties: int) -> None:
        super().__init__(model)
        self.grievance, self.ties, self.dated = grievance, ties, 0

    def suffer(self, mean: float, uniform: float, draw: Draw, month: int) -> None:
        """A month's incidents."""
        felt = sum(-math.log(1.0 - draw()) for _ in range(_poisson(mean, uniform)))
        self.grievance = self.grievance * _LEFT[month + 1 - self.dated] + felt * WITHIN_MONTH
        self.dated = month + 1

    def meet(self, draw: Draw, month: int) -> None:
        """An approach; who engages leaves the scene."""
        self.model.approaches += 1
        if draw() < probability(self.ties, self.grievance * _LEFT[month - self.dated]):
            self.model.engaged += 1
            self.remove()


class Resident(Person):
    """Somebody who never leaves."""

    def step(self, draw: Draw, month: int, approached: float) -> None:
        """One month."""
        if draw() < approached:
            self.meet(draw, month)
        uniform = draw()
        if uniform < _SUFFERS_HOME:
            self.suffer(_MEAN_HOME, uniform, draw, month)


class Migrant(Person):
    """Somebody who comes and goes."""

    def __init__(self, model: Region, grievance: float, ties: int, away: bool, until: float) -> None:
        super().__init__(model, grievance, ties)
        self.away, self.until = away, until

    def step(self, draw: Draw, month: int, at_home: float, abroad: float) -> None:
        """One month."""
        if draw() < (abroad if self.away else at_home):
            self.meet(draw, month)
        uniform = draw()
        if self.away:
            if uniform < _SUFFERS_AWAY:
                self.suffer(_MEAN_AWAY, uniform, draw, month)
            self._change_ties(draw)
        elif uniform < _SUFFERS_HOME:
            self.suffer(_MEAN_HOME, uniform, draw, month)
        if self.until <= month + 1:
            self._travel(draw, month)

    def _change_ties(self, draw: Draw) -> None:
        uniform, lost, had = draw(), 0, self.ties
        while uniform > _LOST[lost][had]:
            lost += 1
        self.ties = had - lost
        uniform = draw()
        if uniform < _ANY_BORN:
            self.ties = min(MOST_TIES, self.ties + _poisson(TIES_BORN, uniform))

    def _travel(self, draw: Draw, month: int) -> None:
        gamma = self.model.random.gammavariate
        while self.until <= month + 1:
            self.away = not self.away
            self.until += gamma(HOST_SHAPE, _HOST_SCALE) if self.away else gamma(HOME_SHAPE, _HOME_SCALE)
        self.ties = _binomial(_KEPT if self.away else _AT_HOME, draw())


class Region(mesa.Model):
    """All of them."""

    def __init__(self, size: Model, seed: int) -> None:
        super().__init__(rng=seed)
        self.size = size
        self.approaches = self.engaged = 0
        rng = columns.generator(seed)
        self._settle(rng, size.people - size.mobile)
        self._send(rng, size.mobile)

    def _settle(self, rng: np.random.Generator, number: int) -> None:
        grievance = columns.settled_grievance(rng, number, INCIDENTS.home)
        Resident.create_agents(self, number, grievance.tolist(), columns.home_ties(rng, number).tolist())

    def _send(self, rng: np.random.Generator, number: int) -> None:
        away = rng.random(number) < AWAY
        age, left = columns.first_spells(rng, away)
        ties = np.where(away, columns.ties_abroad(rng, age), columns.home_ties(rng, number))
        grievance = np.where(
            away,
            columns.settled_grievance(rng, number, INCIDENTS.away),
            columns.settled_grievance(rng, number, INCIDENTS.home),
        )
        Migrant.create_agents(self, number, grievance.tolist(), ties.tolist(), away.tolist(), left.tolist())

    def step(self) -> None:
        """One month."""
        month = self.steps - 1
        at_home, abroad = monthly(self.size.at_home), monthly(self.size.abroad)
        draw = self.random.random
        groups = self.agents_by_type
        if Resident in groups:
            groups[Resident].do(Resident.step, draw, month, at_home)
        groups[Migrant].do(Migrant.step, draw, month, at_home, abroad)


def simulate(model: Model, seed: int) -> Outcome:
    """One run."""
    region = Region(model, seed)
    for _ in range(model.months):
        region.step()
    return Outcome(region.approaches, region.engaged)
