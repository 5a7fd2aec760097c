"""Dense Numba: people outside, months inside, both cores; one 64-bit hash per person and month serves incidents and approaches."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit, prange

from benchmarks.model import (
    AWAY,
    INCIDENTS_AWAY,
    INCIDENTS_HOME,
    MONTH_LEFT,
    MONTHS_PER_YEAR,
    TIE_AT_HOME,
    TIE_BIRTHS,
    TIE_KEPT,
    TIE_LOST,
    TIE_YEARS,
    TIES,
    TIES_BORN,
    WITHIN_MONTH,
    Model,
    Outcome,
    monthly,
)
from benchmarks.rivals.columns import at_most
from benchmarks.rivals.hashed import (
    high,
    keyed,
    low,
    mixed,
    poisson,
    probability,
    quantile,
    successes,
    uniform,
)
from benchmarks.tables import settled, spells
from counterflow.world import Floats

MOST_TIES = 30
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_AT_HOME, _ABROAD = INCIDENTS_HOME / MONTHS_PER_YEAR, INCIDENTS_AWAY / MONTHS_PER_YEAR
_QUIET_AT_HOME, _QUIET_ABROAD = math.exp(-_AT_HOME), math.exp(-_ABROAD)
_NONE_BORN = math.exp(-TIES_BORN)


class Tables(NamedTuple):
    """Everything that is looked up."""

    home: Floats
    home_first: Floats
    host: Floats
    host_first: Floats
    settled_home: Floats
    settled_away: Floats
    lost: Floats  # [k, n] at most k of n ties lost in a month
    at_home: Floats  # [k, n] at most k of n ties at home
    kept: Floats  # [k, n] at most k of n ties kept on going abroad


def tables() -> Tables:
    """The reduced model's laws."""
    home, home_first, host, host_first = (spell * MONTHS_PER_YEAR for spell in spells())
    return Tables(
        home,
        home_first,
        host,
        host_first,
        *settled(),
        at_most(TIE_LOST, MOST_TIES),
        at_most(TIE_AT_HOME, TIES),
        at_most(TIE_AT_HOME * TIE_KEPT, TIES),
    )


@njit(cache=True)
def _felt(number: int, key: np.uint64) -> float:
    """Grievance, at a month's end, of so many incidents within it."""
    total = 0.0
    for i in range(number):
        total -= math.log(uniform(keyed(key, i)))
    return total * WITHIN_MONTH


@njit(cache=True)
def _resident(key: np.uint64, months: int, approached: float, laws: Tables) -> int:
    """Approaches of somebody who never leaves; negative if the last one succeeded."""
    state = mixed(key)
    grievance = quantile(laws.settled_home, high(state))
    at_ties = low(state)
    count = 0
    for _ in range(months):
        state += _GOLDEN
        hashed = mixed(state)
        if high(hashed) < approached:
            count += 1
            ties = successes(laws.at_home, TIES, at_ties)
            if uniform(keyed(key, count)) < probability(ties, grievance):
                return -count
        grievance *= MONTH_LEFT
        incidents = poisson(_AT_HOME, _QUIET_AT_HOME, low(hashed))
        if incidents > 0:
            grievance += _felt(incidents, hashed)
    return count


@njit(cache=True)
def _migrant(key: np.uint64, months: int, at_home: float, abroad: float, laws: Tables) -> int:
    """Approaches of somebody who comes and goes; negative if the last one succeeded."""
    state = mixed(key)
    away = uniform(state) < AWAY
    first = keyed(state, 1)
    grievance = quantile(laws.settled_away if away else laws.settled_home, high(first))
    until = quantile(laws.host_first if away else laws.home_first, low(first))
    ties = _first_ties(keyed(state, 2), away, laws)
    count = 0
    for month in range(months):
        state += _GOLDEN
        hashed = mixed(state)
        if high(hashed) < (abroad if away else at_home):
            count += 1
            if uniform(keyed(key, count)) < probability(ties, grievance):
                return -count
        grievance *= MONTH_LEFT
        if away:
            incidents = poisson(_ABROAD, _QUIET_ABROAD, low(hashed))
            change = mixed(~hashed)
            ties -= successes(laws.lost, ties, high(change))
            ties = min(ties + poisson(TIES_BORN, _NONE_BORN, low(change)), MOST_TIES)
        else:
            incidents = poisson(_AT_HOME, _QUIET_AT_HOME, low(hashed))
        if incidents > 0:
            grievance += _felt(incidents, hashed)
        while until <= month + 1:
            turn = keyed(~hashed, int(until * 65536.0))
            away = not away
            until += quantile(laws.host if away else laws.home, high(turn))
            ties = successes(laws.kept if away else laws.at_home, TIES, low(turn))
    return count


@njit(cache=True)
def _first_ties(key: np.uint64, away: bool, laws: Tables) -> int:
    """Ties at the start; abroad, those of a stay that is under way."""
    if not away:
        return successes(laws.at_home, TIES, low(key))
    left = math.exp(-quantile(laws.host_first, high(key)) / (TIE_YEARS * MONTHS_PER_YEAR))
    born = TIE_BIRTHS * TIE_YEARS * (1.0 - left)
    ties = poisson(born, math.exp(-born), low(key))
    for number in range(TIES):
        ties += uniform(keyed(key, number)) < TIE_AT_HOME * TIE_KEPT * left
    return ties


@njit(cache=True, parallel=True)
def _everybody(
    seed: int,
    people: int,
    mobile: int,
    months: int,
    at_home: float,
    abroad: float,
    laws: Tables,
) -> tuple[int, int]:
    key = keyed(np.uint64(0), seed)
    approaches = 0
    engaged = 0
    for person in prange(people):
        own = keyed(key, person)
        if person < mobile:
            count = _migrant(own, months, at_home, abroad, laws)
        else:
            count = _resident(own, months, at_home, laws)
        approaches += abs(count)
        engaged += count < 0
    return approaches, engaged


def simulate(model: Model, seed: int) -> Outcome:
    """One run."""
    at_home, abroad = monthly(model.at_home), monthly(model.abroad)
    return Outcome(*_everybody(seed, model.people, model.mobile, model.months, at_home, abroad, tables()))
