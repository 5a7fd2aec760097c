"""The share away through the seasons by a renewal calculation of our own: daily steps, and moves in their middle."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from counterflow.scenario.people import Mobility, Spell
from counterflow.world import DAYS_PER_YEAR, EARLY, Floats

LAPS = 8
"""Years of the first year's seasons that go before, so that the start is in seasonal equilibrium."""


class Steps(NamedTuple):
    """Edges of the steps, in years from the start, and the seasonal clock there."""

    when: Floats
    clock: Floats


def steps_of(clock: Floats) -> Steps:
    """Daily steps from LAPS years before the journeys begin; `clock` is that of a world, day by day."""
    year = round(DAYS_PER_YEAR)
    day = np.arange(-LAPS * year, clock.size)
    laps, within = np.divmod(np.minimum(day, 0), year)
    before = clock[within] + laps * clock[year]
    return Steps(day / DAYS_PER_YEAR - EARLY, np.where(day < 0, before, clock[np.maximum(day, 0)]))


def law_of(spell: Spell, slow: float = 1.0) -> stats.rv_continuous:
    """The gamma law of a spell, by SciPy."""
    shape = spell.shape.value
    return stats.gamma(shape, scale=slow * spell.median.value / stats.gamma(shape).ppf(0.5))


def share_away(mobility: Mobility, clock: Floats, slow: float) -> tuple[Floats, Floats]:
    """(times, shares away) of people of working age, nobody being banned.

    A spell that begins in the middle of a step ends between two edges with the difference of its survivals there.
    """
    steps = steps_of(clock)
    host, home = law_of(mobility.host), law_of(mobility.home, slow)
    moves = steps.when.size - 1
    mid_clock = (steps.clock[1:] + steps.clock[:-1]) / 2
    grid = np.linspace(0.0, float(home.ppf(1 - 1e-9)), 20_001)
    survival_home = home.sf(grid)
    lasting = host.sf((np.arange(moves) + 0.5) / DAYS_PER_YEAR)
    lost_host = (
        lasting[:-1] - lasting[1:]
    )  # in the first whole step after that of the arrival, in the second, ...
    arrivals, returns = np.zeros((2, moves))
    arrivals[0], away = 1.0, np.ones(moves + 1)
    for t in range(1, moves):
        ended = arrivals[:t] @ lost_host[:t][::-1]
        since = steps.clock[t : t + 2, np.newaxis] - mid_clock[:t]
        begin, end = np.interp(since, grid, survival_home)
        left = returns[:t] @ (begin - end)
        # Besides, what begins in this step and ends in it again.
        at_once_host = 1.0 - lasting[0]
        at_once_home = 1.0 - float(np.interp(steps.clock[t + 1] - mid_clock[t], grid, survival_home))
        arrivals[t] = (left + at_once_home * ended) / (1.0 - at_once_home * at_once_host)
        returns[t] = ended + at_once_host * arrivals[t]
        away[t + 1] = away[t] + arrivals[t] - returns[t]
    return steps.when, away
