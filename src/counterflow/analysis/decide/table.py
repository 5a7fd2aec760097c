"""From stored outcomes to what can be bought: offers, prices by draw, the table of departures averted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.calibration.paired import LUCK, SEATS, Paired
from counterflow.analysis.calibration.told import NUMBERS, Told
from counterflow.analysis.decide.arms import Offer, Portfolio, averted_by
from counterflow.analysis.decide.effects import Effects
from counterflow.analysis.expected.setting import luck_of
from counterflow.analysis.model import WIDE
from counterflow.experiment.served import running
from counterflow.inference.arrays import Floats
from counterflow.scenario import Scenario, calendar_of
from counterflow.scenario.programmes import Programme


@dataclass(frozen=True)
class Market:
    """Everything that can be bought, at one end of substitution."""

    offers: Mapping[str, Offer]
    gone: Mapping[str, Floats]
    """By account: [draws] departures without any programme"""
    years: Mapping[str, float]
    """For which each programme runs"""
    without: frozenset[str] = frozenset()
    """Programmes that cannot be paid for; what they would do is known all the same"""

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts, the widest first."""
        return tuple(sorted(self.gone, key=lambda name: name != WIDE))

    def averted(self, portfolios: Sequence[Portfolio], account: str) -> Floats:
        """[draws, portfolios] departures averted."""
        gone = self.gone[account]
        return np.column_stack([averted_by(one, self.offers, account, gone) for one in portfolios])

    def cost(self, portfolio: Portfolio, draws: int) -> Floats:
        """[draws] what a portfolio costs in all its years, each draw at prices of its own."""
        total = np.zeros(draws)
        for name, level in portfolio.parts:
            total += self.years[name] * self.yearly(name, level, draws)
        return total

    def yearly(self, name: str, level: float, draws: int) -> Floats:
        """[draws] what a programme costs a year."""
        offer = self.offers[name]
        own = offer.programme.cost
        fixed, each = (
            np.array([one.quantile(luck_of(LUCK, draw, f"programme/{name}/{what}")) for draw in range(draws)])
            for what, one in (("fixed", own.fixed), ("per_served", own.per_served))
        )
        return np.asarray(offer.cost(level, fixed, each))

    def served(self, portfolio: Portfolio) -> float:
        """People served at a time: those who are served twice count twice."""
        return float(sum(self.offers[n].served * self.offers[n].size(level) for n, level in portfolio.parts))

    @property
    def sold(self) -> list[Offer]:
        """Offers that can be paid for: every portfolio is made of them."""
        return [one for name, one in self.offers.items() if name not in self.without]

    def without_coercion(self) -> list[Offer]:
        """Those of them that restrict nobody."""
        return [one for one in self.sold if not one.programme.coercive]


def market_of(
    scenario: Scenario, effects: Effects, paired: Paired, told: Told, *, other: bool = False
) -> Market:
    """What can be bought of the scenario's programmes that were run."""
    calendar = calendar_of(scenario)
    programmes = [one for one in scenario.programme if one.id in effects.programmes]
    shares = {name: effects.shares(name, other=other) for name in effects.gone}
    offers = {}
    for one in programmes:
        column = effects.programmes.index(one.id)
        own = {name: share[:, column] for name, share in shares.items()}
        years = running(one, calendar)
        offers[one.id] = Offer(one, own, _served(one, paired, told, years), _room(one, paired))
    factor = effects.gone_other if other else 1.0
    return Market(
        offers,
        {name: gone * factor for name, gone in effects.gone.items()},
        {one.id: running(one, calendar) for one in programmes},
    )


def _served(programme: Programme, paired: Paired, told: Told, years: float) -> float:
    """People served at a time at reference, over the widest account's draws: seats as runs filled them, all else by formula."""
    if programme.seats is not None and years > 0.0:
        rows = [row for row, account in enumerate(paired.account) if account == WIDE]
        return float(np.nanmean(paired.seats[programme.id][rows, SEATS.index("seat_years")]) / years)
    column = told.programmes.index(programme.id)
    return float(told.numbers[WIDE][:, column, NUMBERS.index("served")].mean())


def _room(programme: Programme, paired: Paired) -> float:
    if programme.seats is None:
        return float("inf")
    served, refused = (np.nansum(paired.seats[programme.id][:, SEATS.index(name)]) for name in SEATS[:2])
    return float((served + refused) / served) if served > 0.0 else 1.0
