from itertools import permutations
from math import factorial

import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.fit import Fitted
from counterflow.analysis.expected.forward import CANDIDATES, EXPOSURE, NETWORK, contact_yield, with_peers
from counterflow.analysis.expected.shapley import Removal, orders, relief_of
from counterflow.hearing.vocabulary import MAIN_DRIVERS
from counterflow.world import DRIVERS, STAGES, Floats, Ints
from tests.analysis.expected.small import draw

REGION = np.array([0])
EVERY_ORDER: Ints = np.array(list(permutations(range(CANDIDATES))))
SUPPORT, GRIEVANCE, IDEOLOGY, REPRESSION, PRECARITY, BELONGING = range(len(DRIVERS))


def idle(*drivers: int) -> dict[str, float]:
    """Zero weights of these drivers at every point."""
    return {f"weights__{stage}__{DRIVERS[k]}": 0.0 for k in drivers for stage in STAGES}


def by_formula(removal: Removal) -> Floats:
    """Shapley values of departures averted, from all sets and their weights."""
    averted = np.zeros(CANDIDATES)
    for candidate in range(CANDIDATES):
        for held in range(1 << CANDIDATES):
            if not held >> candidate & 1:
                size = held.bit_count()
                weight = factorial(size) * factorial(CANDIDATES - size - 1) / factorial(CANDIDATES)
                gain = removal.departures(held) - removal.departures(held | 1 << candidate)
                averted[candidate] += weight * gain
    return averted


def test_candidates_are_the_drivers_network_and_exposure() -> None:
    assert (*DRIVERS, "network", "exposure") == MAIN_DRIVERS
    assert (MAIN_DRIVERS.index("network"), MAIN_DRIVERS.index("exposure")) == (NETWORK, EXPOSURE)
    assert len(MAIN_DRIVERS) == CANDIDATES


@pytest.mark.parametrize("number", range(4))
def test_shares_sum_to_one_in_any_orders(number: int) -> None:
    found = draw(number)
    assert found.shares.sum() == pytest.approx(1.0)
    assert found.removal.shares(EVERY_ORDER[:1]).sum() == pytest.approx(1.0)


def test_all_orders_give_the_shapley_value() -> None:
    removal = draw(1).removal
    values = by_formula(removal)
    assert removal.shares(EVERY_ORDER) == pytest.approx(values / values.sum())


def test_sampled_orders_come_near_the_shapley_value() -> None:
    """Within what eight orders cost: their differences are much smaller than those between draws."""
    found = draw(1)
    assert found.shares == pytest.approx(found.removal.shares(EVERY_ORDER), abs=0.15)


def test_a_driver_that_weighs_nothing_averts_nothing_and_has_no_share() -> None:
    found = draw(interaction=0.0, **idle(SUPPORT, BELONGING))
    for held in (0, 1 << IDEOLOGY, 1 << NETWORK | 1 << GRIEVANCE):
        before = found.removal.departures(held)
        for driver in (SUPPORT, BELONGING):
            assert found.removal.departures(held | 1 << driver) == before
    assert found.shares[[SUPPORT, BELONGING]].tolist() == [0.0, 0.0]


def test_no_peers_and_no_broadcast_leave_nothing_to_the_network() -> None:
    found = draw(peer_reproduction=0.0)
    assert found.shares[NETWORK] == 0.0


def test_drivers_alike_in_all_have_the_same_share() -> None:
    found = draw(2, interaction=0.0)
    weights = found.fitted.world.parameters.weights.copy()
    weights[:, PRECARITY] = weights[:, BELONGING]
    world = found.fitted.world
    world = world._replace(parameters=world.parameters._replace(weights=weights))
    rows, matched = found.fitted.rows.driver.copy(), found.matched.copy()
    rows[:, PRECARITY], matched[:, PRECARITY] = rows[:, BELONGING], matched[:, BELONGING]
    alike = Fitted(
        world, found.fitted.rows._replace(driver=rows), found.fitted.result, found.fitted.reproduction
    )
    shares = Removal(alike, matched, REGION).shares(EVERY_ORDER)
    assert shares[PRECARITY] == pytest.approx(shares[BELONGING])
    assert shares[PRECARITY] != 0.0


def test_where_next_to_nothing_is_averted_there_are_no_shares() -> None:
    found = draw(interaction=0.0, **idle(*range(6)))
    removal = Removal(found.fitted, found.matched, REGION)
    only_drivers = EVERY_ORDER[0][EVERY_ORDER[0] < NETWORK][None, :]
    assert np.isnan(removal.shares(only_drivers)).all()


def test_orders_come_with_their_reverses_and_are_always_the_same() -> None:
    drawn = orders(3, seed=8)
    assert np.array_equal(drawn[3:], drawn[:3, ::-1])
    assert np.array_equal(np.sort(drawn, axis=1), np.tile(np.arange(CANDIDATES), (6, 1)))
    assert np.array_equal(drawn, orders(3, seed=8))


def test_relief_is_the_best_tenth_over_the_mean_of_a_log_normal_law() -> None:
    places = np.exp(0.8 * np.random.default_rng(0).standard_normal(400_000))
    assert relief_of(0.8) == pytest.approx(np.quantile(places, 0.1) / places.mean(), rel=0.01)
    assert relief_of(0.0) == 1.0


def test_peers_follow_how_long_people_stay_engaged() -> None:
    """A driver that acts on leaving alone: whoever leaves sooner calls fewer others."""
    weights = {f"weights__{stage}__{name}": 0.0 for stage in STAGES for name in DRIVERS}
    weights["weights__leaving__grievance"] = 2.0
    found = draw(interaction=0.0, peer_reproduction=0.9, **weights)
    removal, fitted = found.removal, found.fitted
    before, after = yields(found, 0), yields(found, 1 << GRIEVANCE)
    assert after[0] > 1.02 * before[0]
    reproduction = fitted.reproduction * after / before
    peers = with_peers(removal.result(1 << GRIEVANCE), reproduction)[0]
    expected = first_generation(found, 1 << GRIEVANCE) * peers
    assert removal.departures(1 << GRIEVANCE) == pytest.approx(expected)


def yields(found: Draw, held: int) -> Floats:
    return contact_yield(found.removal.result(held))


def first_generation(found: Draw, held: int) -> float:
    return float(found.removal.result(held).gone[0].sum())


def test_the_network_is_relieved_by_fewer_calls() -> None:
    """As few as in the best tenth of places."""
    found = draw(peer_reproduction=0.9, place_sd=0.7)
    peers = with_peers(found.removal.result(0), found.fitted.reproduction * relief_of(0.7))[0]
    expected = first_generation(found, 0) * peers
    assert found.removal.departures(1 << NETWORK) == pytest.approx(expected)
    assert found.removal.departures(1 << NETWORK) < found.removal.departures(0)


def test_people_are_set_to_the_level_of_their_like() -> None:
    found = draw(weights__engaging__belonging=1.0)
    matched = found.matched.copy()
    matched[3, BELONGING] -= 5.0  # women below 30
    as_usual, lower = (Removal(found.fitted, levels, REGION) for levels in (found.matched, matched))
    one, other = (removal.result(1 << BELONGING).person for removal in (as_usual, lower))
    women = found.fitted.rows.group == 3
    assert (other[women] <= one[women]).all()
    assert other[women].sum() < 0.5 * one[women].sum()
    assert np.array_equal(other[~women], one[~women])
