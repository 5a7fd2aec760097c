"""Dense NumPy: arrays over people, months outside.

Rare things are drawn as how many and to whom, not as one uniform for everybody; grievance is kept in terms of the start, so that
nothing need decay month by month. Both were measured to be faster than the plain way.
"""

from __future__ import annotations

import numpy as np

from benchmarks.model import (
    AWAY,
    MONTH_LEFT,
    MONTHS_PER_YEAR,
    TIE_LOST,
    TIES_BORN,
    WITHIN_MONTH,
    Model,
    Outcome,
    monthly,
)
from benchmarks.rivals import columns
from benchmarks.rivals.columns import INCIDENTS, Counts, Ints, Single

MOST_TIES = 30
ONE = np.int8(1)


class People:
    """People who have a grievance and ties, and may be approached."""

    def __init__(self, rng: np.random.Generator, grievance: Single, ties: Counts) -> None:
        self.rng = rng
        self.grievance = grievance
        self.ties = ties
        self.engaged = np.zeros(ties.size, np.bool_)
        self.approaches = 0

    def suffer(self, who: Ints, month: int) -> None:
        """Incidents of a month, each as large as it would have been at the start."""
        worth = np.float32(WITHIN_MONTH / MONTH_LEFT ** (month + 1))
        np.add.at(self.grievance, who, self.rng.standard_exponential(who.size, np.float32) * worth)

    def approach(self, who: Ints, month: int) -> None:
        """Approaches of a month; nobody who has engaged is approached."""
        who = who[~self.engaged[who]]
        self.approaches += who.size
        felt = self.grievance[who] * np.float32(MONTH_LEFT**month)
        engages = self.rng.random(who.size, np.float32) < columns.probabilities(self.ties[who], felt)
        self.engaged[who[engages]] = True

    def outcome(self) -> Outcome:
        """What became of them."""
        return Outcome(self.approaches, int(np.count_nonzero(self.engaged)))


class Residents(People):
    """Those who never leave: their ties stay what they are."""

    def __init__(self, rng: np.random.Generator, model: Model) -> None:
        number = model.people - model.mobile
        grievance = columns.settled_grievance(rng, number, INCIDENTS.home)
        super().__init__(rng, grievance, columns.home_ties(rng, number))
        self.model = model

    def month(self, month: int) -> None:
        """One step."""
        number = self.engaged.size
        approached = self.rng.binomial(number, monthly(self.model.at_home))
        self.approach(self.rng.integers(0, number, approached), month)
        incidents = self.rng.poisson(number * INCIDENTS.home / MONTHS_PER_YEAR)
        self.suffer(self.rng.integers(0, number, incidents), month)


class Migrants(People):
    """Those who alternate between home and abroad."""

    def __init__(self, rng: np.random.Generator, model: Model) -> None:
        number = model.mobile
        self.away = rng.random(number, np.float32) < AWAY
        age, self.until = columns.first_spells(rng, self.away)
        grievance = columns.settled_grievance(rng, number, INCIDENTS.home)
        grievance[self.away] = columns.settled_grievance(
            rng, int(np.count_nonzero(self.away)), INCIDENTS.away
        )
        ties = columns.home_ties(rng, number)
        ties[self.away] = columns.ties_abroad(rng, age[self.away])
        super().__init__(rng, grievance, ties)
        self.model = model
        self.losses = columns.at_most(TIE_LOST, MOST_TIES).astype(np.float32)

    def month(self, month: int) -> None:
        """One step."""
        home, away = np.flatnonzero(~self.away), np.flatnonzero(self.away)
        for pool, rate, incidents in (
            (home, self.model.at_home, INCIDENTS.home),
            (away, self.model.abroad, INCIDENTS.away),
        ):
            approached = self.rng.binomial(pool.size, monthly(rate))
            self.approach(self._some(pool, approached), month)
            self.suffer(self._some(pool, self.rng.poisson(pool.size * incidents / MONTHS_PER_YEAR)), month)
        self._ties(away)
        self._travel(month + 1)

    def _some(self, pool: Ints, number: int) -> Ints:
        return pool[self.rng.integers(0, max(pool.size, 1), number)]

    def _ties(self, away: Ints) -> None:
        """Ties die one by one; new ones live at the month's end with the probability that they have lasted till then."""
        uniform = self.rng.random(away.size, np.float32)
        losing, lost = away, 0
        while losing.size:
            more = uniform > self.losses[lost][self.ties[losing] + lost]
            losing, uniform, lost = losing[more], uniform[more], lost + 1
            self.ties[losing] -= 1
        np.add.at(self.ties, self._some(away, self.rng.poisson(away.size * TIES_BORN)), ONE)

    def _travel(self, now: int) -> None:
        """Those whose spell is over turn round; the next spell begins when the last one ended, not at the step."""
        over = np.flatnonzero(self.until <= now)
        while over.size:
            leaving = ~self.away[over]
            self.away[over] = leaving
            self.until[over] += columns.lengths(self.rng, leaving)
            self.ties[over[leaving]] = columns.kept_ties(self.rng, int(np.count_nonzero(leaving)))
            self.ties[over[~leaving]] = columns.home_ties(self.rng, int(np.count_nonzero(~leaving)))
            over = over[self.until[over] <= now]


def simulate(model: Model, seed: int) -> Outcome:
    """One run."""
    rng = columns.generator(seed)
    groups: list[Residents | Migrants] = [Migrants(rng, model)]
    if model.mobile < model.people:
        groups.append(Residents(rng, model))
    for month in range(model.months):
        for group in groups:
            group.month(month)
    outcomes = [group.outcome() for group in groups]
    return Outcome(sum(one.approaches for one in outcomes), sum(one.engaged for one in outcomes))
