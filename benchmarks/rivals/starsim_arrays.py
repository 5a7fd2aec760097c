"""Starsim: a module whose states are arrays over agents, one step a month.

Common random numbers are off, which makes draws faster; a month's uniform serves whether there was an incident and how many.
"""

from __future__ import annotations

import numpy as np
import starsim as ss

from benchmarks.model import (
    AWAY,
    HOME_MONTHS,
    HOME_SHAPE,
    HOST_MONTHS,
    HOST_SHAPE,
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
from benchmarks.rivals.columns import INCIDENTS, Floats, Single

ss.options(crn=False, verbose=0)

MOST_TIES = 30
MOST_AT_ONCE = 12


def _at_least(mean: float) -> list[float]:
    """Probability of at least 1, 2, ... in a month."""
    term = below = np.exp(-mean)
    found = []
    for number in range(1, MOST_AT_ONCE + 1):
        found.append(float(1.0 - below))
        term *= mean / number
        below += term
    return found


class Recruitment(ss.Module):
    """The reduced model. Mobile people have the first numbers."""

    def __init__(self, size: Model, seed: int) -> None:
        super().__init__()
        self.size, self.seed = size, seed
        self.approaches = 0
        self.define_states(
            ss.BoolState("engaged"),
            ss.BoolState("away"),
            ss.FloatArr("grievance"),
            ss.FloatArr("ties"),
            ss.FloatArr("until"),
        )
        self.approached_home = ss.bernoulli(p=monthly(size.at_home))
        self.approached_away = ss.bernoulli(p=monthly(size.abroad))
        self.luck = ss.random()
        self.sizes = ss.expon()
        self.host = ss.gamma(a=HOST_SHAPE, scale=HOST_MONTHS / HOST_SHAPE)
        self.home = ss.gamma(a=HOME_SHAPE, scale=HOME_MONTHS / HOME_SHAPE)
        self.lost = columns.at_most(TIE_LOST, MOST_TIES).astype(np.float32)
        self.born = _at_least(TIES_BORN)
        self.incidents_home = _at_least(INCIDENTS.home / MONTHS_PER_YEAR)
        self.incidents_away = _at_least(INCIDENTS.away / MONTHS_PER_YEAR)

    def init_post(self) -> None:
        """Everybody in equilibrium."""
        super().init_post()
        rng, people, mobile = columns.generator(self.seed), self.size.people, self.size.mobile
        self.migrants = ss.uids(np.arange(mobile))
        self.residents = ss.uids(np.arange(mobile, people))
        away = rng.random(mobile) < AWAY
        age, left = columns.first_spells(rng, away)
        ties = columns.home_ties(rng, people)
        ties[:mobile][away] = columns.ties_abroad(rng, age[away])
        grievance = columns.settled_grievance(rng, people, INCIDENTS.home)
        abroad = int(np.count_nonzero(away))
        grievance[:mobile][away] = columns.settled_grievance(rng, abroad, INCIDENTS.away)
        self.away.raw[:mobile] = away
        self.until.raw[:mobile] = left
        self.ties.raw[:people] = ties
        self.grievance.raw[:people] = grievance

    def step(self) -> None:
        """One month: approaches, then what happens to everybody."""
        away = self.away.raw[: self.size.mobile]
        abroad, visiting = self.migrants[away], self.migrants[~away]
        self._approach(self.approached_home.filter(self.residents))
        self._approach(self.approached_home.filter(visiting))
        self._approach(self.approached_away.filter(abroad))
        self.grievance.raw *= np.float32(MONTH_LEFT)
        self._suffer(self.residents, self.incidents_home)
        self._suffer(visiting, self.incidents_home)
        self._suffer(abroad, self.incidents_away)
        self._change_ties(abroad)
        self._travel(self.ti + 1)

    def _approach(self, uids: ss.uids) -> None:
        uids = uids[~self.engaged.raw[uids]]
        if not len(uids):
            return
        self.approaches += len(uids)
        likely = columns.probabilities(self.ties.raw[uids], self.grievance.raw[uids])
        self.engaged[uids[self.luck.rvs(uids) < likely]] = True

    def _suffer(self, uids: ss.uids, at_least: list[float]) -> None:
        for who in self._how_often(uids, at_least):
            self.grievance.raw[who] += self.sizes.rvs(who) * np.float32(WITHIN_MONTH)

    def _how_often(self, uids: ss.uids, at_least: list[float]) -> list[ss.uids]:
        """Those to whom it happens at least once, at least twice, ..."""
        found, uniform = [], self.luck.rvs(uids)
        for likely in at_least:
            again = uniform < likely
            uids, uniform = uids[again], uniform[again]
            if not len(uids):
                break
            found.append(uids)
        return found

    def _change_ties(self, uids: ss.uids) -> None:
        ties = self.ties.raw[uids]
        self.ties.raw[uids] = ties - self._losses(ties.astype(np.int64), self.luck.rvs(uids))
        for who in self._how_often(uids, self.born):
            self.ties.raw[who] += 1

    def _losses(self, ties: columns.Ints, uniform: Single) -> Floats:
        losses = np.zeros(ties.size)
        losing = np.arange(ties.size)
        for lost in range(MOST_TIES + 1):
            losing = losing[uniform[losing] > self.lost[lost][ties[losing]]]
            if not losing.size:
                break
            losses[losing] += 1
        return losses

    def _travel(self, now: int) -> None:
        over = self.migrants[self.until.raw[: self.size.mobile] <= now]
        while len(over):
            leaving = ~self.away.raw[over]
            there, back = over[leaving], over[~leaving]
            self.away.raw[over] = leaving
            self.until.raw[there] += self.host.rvs(there)
            self.until.raw[back] += self.home.rvs(back)
            self.ties.raw[there] = columns.kept_ties(self.luck_of_ties, len(there))
            self.ties.raw[back] = columns.home_ties(self.luck_of_ties, len(back))
            over = over[self.until.raw[over] <= now]

    @property
    def luck_of_ties(self) -> np.random.Generator:
        """NumPy's generator behind this module's luck: a table is faster than a binomial law."""
        return self.luck.rng


def simulate(model: Model, seed: int) -> Outcome:
    """One run."""
    recruitment = Recruitment(model, seed)
    sim = ss.Sim(
        n_agents=model.people,
        start="2011-01-01",
        dur=model.months - 1,  # both ends are steps
        dt=ss.months(1),
        rand_seed=seed,
        modules=[recruitment],
        copy_inputs=False,
    )
    sim.run()
    return Outcome(recruitment.approaches, int(recruitment.engaged.raw.sum()))
