"""What the two storage-free screens share: a hash that compilers turn into vector instructions, and the life of who is hit.

A person's life is computed from the person's key when, and only when, the screen hits.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from benchmarks.model import (
    AWAY,
    DECAY,
    HALF_LIFE,
    INCIDENTS_AWAY,
    INCIDENTS_HOME,
    MONTHS_PER_YEAR,
    TIE_AT_HOME,
    TIE_BIRTHS,
    TIE_KEPT,
    TIE_YEARS,
    TIES,
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

SPELLS = 128
"""Room for the spells of one life."""
LOOK_BACK = 5 * HALF_LIFE * MONTHS_PER_YEAR
"""Months; what is older has lost 97 percent, as in our engine."""
_MONTHLY_DECAY = DECAY / MONTHS_PER_YEAR
_JOURNEY, _TIES, _GRIEVANCE, _LUCK = 1, 2, 3, 4

_A = np.uint32(0x7FEB352D)
_B = np.uint32(0x846CA68B)
_C = np.uint32(0x9E3779B9)
_15 = np.uint32(15)
_16 = np.uint32(16)


class Laws(NamedTuple):
    """Everything that is looked up."""

    home: Floats
    home_first: Floats
    host: Floats
    host_first: Floats
    settled_home: Floats
    settled_away: Floats
    at_home: Floats  # [k, n] at most k of n ties at home


def laws() -> Laws:
    """The reduced model's laws, spells in months."""
    home, home_first, host, host_first = (spell * MONTHS_PER_YEAR for spell in spells())
    return Laws(home, home_first, host, host_first, *settled(), at_most(TIE_AT_HOME, TIES))


@njit(cache=True)
def hash32(number: np.uint32, one: np.uint32, other: np.uint32) -> np.uint32:
    """32 random bits from a number and 64 bits of key (a multiply-and-shift hash; 16 at a time where the machine can)."""
    x = np.uint32(np.uint32(number * _C) + one)
    x = np.uint32(x ^ (x >> _16))
    x = np.uint32(x * _A)
    x = np.uint32(x ^ (x >> _15)) ^ other
    x = np.uint32(x * _B)
    return np.uint32(x ^ (x >> _16))


@njit(cache=True)
def stays_put(key: np.uint64, number: int, laws: Laws) -> bool:
    """Whether somebody who never leaves engages at the approach with this number."""
    own = keyed(key, number)
    ties = successes(laws.at_home, TIES, low(keyed(key, _TIES)))
    return uniform(keyed(own, _LUCK)) < probability(ties, quantile(laws.settled_home, high(own)))


@njit(cache=True)
def walk(key: np.uint64, until: float, laws: Laws, ends: Floats) -> tuple[int, bool]:
    """(number of the spell that holds the month `until`, whether it is abroad); fills `ends` up to it."""
    journey = keyed(key, _JOURNEY)
    away = uniform(journey) < AWAY
    end = quantile(laws.host_first if away else laws.home_first, uniform(keyed(journey, 0)))
    number = 0
    ends[0] = end
    while end <= until:
        number += 1
        away = not away
        end += quantile(laws.host if away else laws.home, uniform(keyed(journey, number)))
        ends[number] = end
    return number, away


@njit(cache=True)
def _ties(key: np.uint64, spell: int, away: bool, month: float, laws: Laws, ends: Floats) -> int:
    own = keyed(keyed(key, _TIES), spell)
    if not away:
        return successes(laws.at_home, TIES, low(own))
    if spell > 0:
        stay = month - ends[spell - 1]
    else:  # under way at the start
        stay = month + quantile(laws.host_first, uniform(keyed(own, TIES)))
    left = math.exp(-stay / (TIE_YEARS * MONTHS_PER_YEAR))
    born = TIE_BIRTHS * TIE_YEARS * (1.0 - left)
    ties = poisson(born, math.exp(-born), low(own))
    for number in range(TIES):
        ties += uniform(keyed(own, number)) < TIE_AT_HOME * TIE_KEPT * left
    return ties


@njit(cache=True)
def _grievance(key: np.uint64, spell: int, away: bool, month: float, laws: Laws, ends: Floats) -> float:
    """Incidents of the last years, spell by spell backwards; what is left of an older time follows the law of its place."""
    oldest = month - LOOK_BACK
    total = 0.0
    end = month
    while True:
        begin = max(ends[spell - 1], oldest) if spell > 0 else max(0.0, oldest)
        own = keyed(keyed(key, _GRIEVANCE), spell)
        mean = (INCIDENTS_AWAY if away else INCIDENTS_HOME) * (end - begin) / MONTHS_PER_YEAR
        for number in range(poisson(mean, math.exp(-mean), uniform(own))):
            mark = keyed(own, number)
            ago = month - end + (end - begin) * low(mark)
            total -= math.log(high(mark)) * math.exp(-_MONTHLY_DECAY * ago)
        if spell == 0 or begin <= oldest:
            break
        spell, away, end = spell - 1, not away, begin
    if begin > oldest:
        table = laws.settled_away if away else laws.settled_home
        total += quantile(table, uniform(keyed(key, _GRIEVANCE))) * math.exp(-_MONTHLY_DECAY * month)
    return total


@njit(cache=True)
def comes_and_goes(
    key: np.uint64, month: int, number: int, at_home_share: float, laws: Laws, ends: Floats
) -> tuple[bool, bool]:
    """(whether a proposal at the rate abroad reaches a mobile person in this month, whether it then succeeds)."""
    spell, away = walk(key, month, laws, ends)
    own = mixed(keyed(key, _LUCK) ^ keyed(key, number + 64))
    if not away and high(own) >= at_home_share:
        return False, False
    ties = _ties(key, spell, away, month, laws, ends)
    grievance = _grievance(key, spell, away, month, laws, ends)
    return True, low(own) < probability(ties, grievance)
