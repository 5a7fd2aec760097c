"""Programmes at levels of coverage, what they cost, and portfolios of them that a budget can pay for.

A level is how many times the reference programme is offered. Who is offered it is by lot, so that twice the offers reach less than
twice the people: of a share c, 1 - (1 - c)^level. Seats fill as long as somebody is turned away. A portfolio's departures are those
without it times the product of the shares that each of its programmes leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from counterflow.inference.arrays import Floats
from counterflow.scenario.programmes import Programme

LEVELS = (0.125, 0.25, 0.5, 1.0, 2.0)
_MOST = 0.95
"""Largest share of departures that a programme is taken to avert: beyond, the product of shares says nothing any more."""
_EARNED = 0.02
"""Share of a portfolio's effect that each of its programmes must add."""
_WIDTH = 1500
"""Partial portfolios that are carried on from one programme to the next."""
_STEPS = 400
"""Steps of cost among which partial portfolios are told apart."""


@dataclass(frozen=True)
class Offer:
    """One programme as it can be bought."""

    programme: Programme
    shares: Mapping[str, Floats]
    """By account: [draws] share of departures averted at reference"""
    served: float
    """People served at a time, at reference"""
    room: float
    """Of programmes with seats: how many times the reference would be filled, were there seats enough; else infinity"""

    def levels(self) -> tuple[float, ...]:
        """Levels at which it can be bought; what covers everybody cannot be offered more or less often."""
        everybody = self.programme.seats is None and self.programme.coverage.value >= 1.0
        return (1.0,) if everybody else LEVELS

    def size(self, level: float) -> float:
        """How many times the effect at reference."""
        if self.programme.seats is not None:
            return min(level, self.room)
        share = self.programme.coverage.value
        return (1.0 - (1.0 - share) ** level) / share if share > 0.0 else level

    def averted(self, account: str, level: float) -> Floats:
        """[draws] share of departures averted at a level."""
        return np.minimum(self.shares[account] * self.size(level), _MOST)

    def cost(self, level: float, fixed: float | Floats, each: float | Floats) -> float | Floats:
        """Cost a year at a level, at these prices."""
        served = self.size(level) if self.programme.seats is not None else level
        return fixed + each * self.served * served

    def central_cost(self, level: float) -> float:
        """Cost a year at the centre of its prices."""
        own = self.programme.cost
        return float(self.cost(level, own.fixed.value, own.per_served.value))


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Programmes with their levels, in the order of the scenario; nothing is the empty one."""

    parts: tuple[tuple[str, float], ...]
    cost: float
    """A year, at the centre of prices."""

    @property
    def programmes(self) -> tuple[str, ...]:
        """Ids of its programmes."""
        return tuple(name for name, _ in self.parts)


NOTHING = Portfolio((), 0.0)


def left_by(portfolio: Portfolio, offers: Mapping[str, Offer], account: str) -> Floats | float:
    """[draws] share of departures that a portfolio leaves."""
    left: Floats | float = 1.0
    for name, level in portfolio.parts:
        left = left * (1.0 - offers[name].averted(account, level))
    return left


def averted_by(portfolio: Portfolio, offers: Mapping[str, Offer], account: str, gone: Floats) -> Floats:
    """[draws] departures averted, in people."""
    return np.asarray(gone * (1.0 - left_by(portfolio, offers, account)))


Found = tuple[tuple[Portfolio, float], ...]
"""Portfolios with their expected departures averted, most first."""


def search(offers: Sequence[Offer], account: str, gone: Floats, most: float) -> Found:
    """Portfolios that cost at most so much a year, nothing among them.

    From programme to programme the best partial portfolios of each step of cost are carried on: exact as far as effects multiply
    and costs fall on steps, which are a four-hundredth of the budget.
    """
    states: list[tuple[Portfolio, Floats]] = [(NOTHING, np.ones(len(gone)))]
    for offer in offers:
        grown = list(states)
        for (held, left), level in product(states, offer.levels()):
            cost = held.cost + offer.central_cost(level)
            if cost <= most:
                part = (*held.parts, (offer.programme.id, level))
                grown.append((Portfolio(part, cost), left * (1.0 - offer.averted(account, level))))
        states = _kept(grown, gone, most)
    found = [(held, float((gone * (1.0 - left)).mean())) for held, left in states]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0].cost)))


def distinct(
    found: Found, number: int, offers: Mapping[str, Offer], account: str, gone: Floats
) -> tuple[Portfolio, ...]:
    """The best portfolio of each set of programmes that earn their place, so many of them, best first."""
    kept: dict[tuple[str, ...], Portfolio] = {}
    for portfolio, _ in found:
        if len(kept) == number:
            break
        lean = pruned(portfolio, offers, account, gone)
        kept.setdefault(lean.programmes, lean)
    return tuple(kept.values())


def pruned(portfolio: Portfolio, offers: Mapping[str, Offer], account: str, gone: Floats) -> Portfolio:
    """The portfolio without programmes that add less than a fiftieth to it: money left over buys something, however little."""

    def worth(parts: tuple[tuple[str, float], ...]) -> float:
        return float(averted_by(Portfolio(parts, 0.0), offers, account, gone).mean())

    parts = portfolio.parts
    while parts:
        now = worth(parts)
        lost = {part: now - worth(tuple(one for one in parts if one != part)) for part in parts}
        least = min(lost, key=lambda part: lost[part])
        if lost[least] >= _EARNED * now:
            break
        parts = tuple(one for one in parts if one != least)
    return Portfolio(parts, sum(offers[name].central_cost(level) for name, level in parts))


def _kept(
    states: Sequence[tuple[Portfolio, Floats]], gone: Floats, most: float
) -> list[tuple[Portfolio, Floats]]:
    """The best few at each step of cost."""
    each = max(1, _WIDTH // _STEPS)
    worth = [float((gone * (1.0 - left)).mean()) for _, left in states]
    taken: dict[int, int] = {}
    kept = []
    for number in sorted(range(len(states)), key=lambda i: -worth[i]):
        step = round(states[number][0].cost / most * _STEPS)
        if taken.get(step, 0) < each:
            taken[step] = taken.get(step, 0) + 1
            kept.append(states[number])
    return kept


def frontier(found: Found) -> Found:
    """Those of which no cheaper one averts as much, by cost."""
    best, kept = 0.0, []
    for portfolio, worth in sorted(found, key=lambda one: (one[0].cost, -one[1])):
        if worth > best:
            best = worth
            kept.append((portfolio, worth))
    return tuple(kept)
