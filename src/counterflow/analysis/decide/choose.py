"""The arms of a decision: the best portfolios under each account, at both ends, and doing nothing; and which of them to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.decide.arms import NOTHING, Found, Portfolio, distinct, pruned, search
from counterflow.analysis.decide.table import Market
from counterflow.analysis.decide.value import Regrets
from counterflow.analysis.model import WIDE
from counterflow.inference.arrays import Floats

BEST = 5
"""Portfolios that are shown, and simulated afresh."""


@dataclass(frozen=True)
class Choice:
    """Arms with what they avert, and the one that is chosen."""

    arms: tuple[Portfolio, ...]
    """By what they avert under the widest account; nothing is the last."""
    tables: Mapping[str, Floats]
    """By account: [draws, arms] departures averted"""
    regrets: Regrets
    own: Mapping[str, Portfolio]
    """Each account's own best portfolio"""
    found: Found
    """All portfolios that were looked at under the widest account"""

    @property
    def robust(self) -> int:
        """The arm whose largest regret is smallest."""
        return self.regrets.robust()

    def expected(self, weights: Mapping[str, float]) -> int:
        """The arm with the smallest expected regret."""
        return int(np.argmin(self.regrets.expected(weights)))


def choose(market: Market, amount: float) -> Choice:
    """The arms that so much money a year buys without coercion, and the regret of each under each account."""
    offers = market.without_coercion()
    found = {name: search(offers, name, market.gone[name], amount) for name in market.accounts}
    best = {name: _best(market, name, one) for name, one in found.items()}
    five = distinct(found[WIDE], BEST, market.offers, WIDE, market.gone[WIDE])
    return choice_of(market, [*five, *best.values()], best, found[WIDE])


def _best(market: Market, account: str, found: Found) -> Portfolio:
    """An account's own best portfolio, without what earns no place in it."""
    return pruned(found[0][0], market.offers, account, market.gone[account])


def choice_of(
    market: Market, portfolios: Sequence[Portfolio], own: Mapping[str, Portfolio], found: Found
) -> Choice:
    """The same of these portfolios."""
    arms = [one for one in dict.fromkeys(portfolios) if one != NOTHING]
    worth = market.averted(arms, WIDE).mean(axis=0) if arms else np.zeros(0)
    arms = [*(arms[i] for i in np.argsort(-worth, kind="stable")), NOTHING]
    tables = {name: market.averted(arms, name) for name in market.accounts}
    means = np.stack([tables[name].mean(axis=0) for name in market.accounts])
    return Choice(tuple(arms), tables, Regrets(market.accounts, means), own, found)


def coercive_arms(market: Market, amount: float) -> tuple[Portfolio, ...]:
    """The best portfolio that the money buys with coercive programmes too, and each of these alone: to be shown beside."""
    offers = market.sold
    best = _best(market, WIDE, search(offers, WIDE, market.gone[WIDE], amount))
    alone = [
        Portfolio(((one.programme.id, 1.0),), one.central_cost(1.0))
        for one in offers
        if one.programme.coercive and one.central_cost(1.0) <= amount
    ]
    found = [best, *alone]
    return tuple(
        one
        for one in dict.fromkeys(found)
        if any(market.offers[name].programme.coercive for name in one.programmes)
    )
