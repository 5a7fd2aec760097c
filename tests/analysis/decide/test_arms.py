"""Levels, costs and portfolios: against every combination where there are few."""

from itertools import product

import numpy as np
import pytest

from counterflow.analysis.decide.arms import (
    LEVELS,
    NOTHING,
    Offer,
    Portfolio,
    averted_by,
    distinct,
    frontier,
    pruned,
    search,
)
from counterflow.scenario.quantity import Quantity
from tests.experiment.worlds import template

GONE = np.full(40, 200.0)


def offer(name: str, share: float, fixed: float, each: float = 0.0, **changes: object) -> Offer:
    """A programme that averts about this share, at these prices."""
    elders = template().programme[0]
    cost = elders.cost.model_copy(update={"fixed": Quantity(value=fixed), "per_served": Quantity(value=each)})
    programme = elders.model_copy(
        update={"id": name, "cost": cost, "coverage": Quantity(value=0.2), **changes}
    )
    spread = share * (1.0 + 0.2 * np.random.default_rng(len(name)).normal(size=GONE.size))
    return Offer(programme, {"all": spread}, served=100.0, room=float("inf"))


OFFERS = {
    one.programme.id: one
    for one in (offer("a", 0.05, 10.0, 1.0), offer("bb", 0.02, 5.0), offer("ccc", 0.1, 300.0))
}


def test_twice_the_offers_reach_less_than_twice_the_people() -> None:
    one = OFFERS["a"]
    assert one.size(1.0) == pytest.approx(1.0)
    assert one.size(2.0) == pytest.approx((1 - 0.8**2) / 0.2)
    assert one.size(2.0) < 2.0
    assert one.central_cost(2.0) == pytest.approx(10.0 + 2.0 * 100.0)


def test_seats_fill_only_while_somebody_is_turned_away() -> None:
    elders = template().programme[0].model_copy(update={"seats": Quantity(value=10.0)})
    seated = Offer(elders, {"all": np.full(3, 0.1)}, served=8.0, room=1.3)
    assert [seated.size(level) for level in (0.5, 1.0, 2.0)] == [0.5, 1.0, 1.3]


def test_who_are_all_served_cannot_be_offered_more() -> None:
    assert offer("d", 0.1, 1.0, coverage=Quantity(value=1.0)).levels() == (1.0,)


def test_what_several_leave_multiplies() -> None:
    both = Portfolio((("a", 1.0), ("bb", 1.0)), 0.0)
    left = (1.0 - OFFERS["a"].shares["all"]) * (1.0 - OFFERS["bb"].shares["all"])
    assert averted_by(both, OFFERS, "all", GONE) == pytest.approx(GONE * (1.0 - left))


@pytest.mark.parametrize("budget", [20.0, 120.0, 350.0, 900.0])
def test_the_best_portfolio_of_every_combination_is_found(budget: float) -> None:
    every = []
    for levels in product((0.0, *LEVELS), repeat=len(OFFERS)):
        parts = tuple((name, level) for name, level in zip(OFFERS, levels, strict=True) if level)
        cost = sum(OFFERS[name].central_cost(level) for name, level in parts)
        if cost <= budget:
            every.append(averted_by(Portfolio(parts, cost), OFFERS, "all", GONE).mean())
    found = search(list(OFFERS.values()), "all", GONE, budget)
    assert found[0][1] == pytest.approx(max(every), rel=0.01)
    assert all(one.cost <= budget for one, _ in found)


def test_nothing_is_among_them_and_a_harmful_programme_is_never_best() -> None:
    harm = offer("harm", -0.1, 1.0)
    found = search([harm], "all", GONE, 100.0)
    assert found[0] == (NOTHING, 0.0)


def test_the_frontier_rises_with_cost() -> None:
    points = frontier(search(list(OFFERS.values()), "all", GONE, 900.0))
    costs, worth = [one.cost for one, _ in points], [worth for _, worth in points]
    assert costs == sorted(costs)
    assert worth == sorted(worth)
    assert len(set(worth)) == len(worth)


def test_what_adds_next_to_nothing_earns_no_place() -> None:
    tiny = offer("tiny", 0.0005, 1.0)
    offers = OFFERS | {"tiny": tiny}
    both = Portfolio((("a", 1.0), ("tiny", 1.0)), 111.0)
    lean = pruned(both, offers, "all", GONE)
    assert lean.programmes == ("a",)
    assert lean.cost == pytest.approx(OFFERS["a"].central_cost(1.0))


def test_distinct_portfolios_have_different_programmes() -> None:
    found = search(list(OFFERS.values()), "all", GONE, 900.0)
    five = distinct(found, 5, OFFERS, "all", GONE)
    assert len({one.programmes for one in five}) == len(five) == 5
