import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.people.homes import (
    _INVERSE,
    KIN,
    UNKNOWN,
    Who,
    at_rank,
    first_of_block,
    household_bounds,
    is_mobile,
    kin_slot,
    order_of,
    rank_of_stratum,
    relative,
    stratum_of,
)
from tests.simple_worlds import Inhabited, homes_for

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=10)


def orders(inhabited: Inhabited, whos: list[Who]) -> list[int]:
    """The place of each one's block in its district's order."""
    return [order_of(inhabited.homes, inhabited.luck, who) for who in whos]


@FEW
@given(SEEDS)
def test_every_block_has_its_number_of_mobile_members(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    homes = inhabited.plain.homes
    mobile = np.bincount([who.district for who in inhabited.mobile()], minlength=4)
    blocks = np.diff(homes.district_start) // homes.households[homes.district_cohort].sum(1)
    assert mobile.tolist() == (blocks * homes.mobile + homes.mobile_more).tolist()


@FEW
@given(SEEDS)
def test_a_block_has_one_mobile_member_more_iff_it_stands_first_in_the_order(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    homes, everybody = inhabited.plain.homes, inhabited.everybody()
    for who, order in zip(everybody, orders(inhabited, everybody), strict=True):
        few, more = homes.mobile[who.district], homes.mobile_more[who.district]
        assert who.few == few
        assert is_mobile(inhabited.homes, inhabited.luck, who) == (who.rank < few + (order < more))


@FEW
@given(SEEDS)
def test_whether_the_order_is_known_already_changes_nothing(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    everybody = inhabited.everybody()
    assert {who.order for who in everybody} == {UNKNOWN}
    for who, order in zip(everybody, orders(inhabited, everybody), strict=True):
        known = who._replace(order=order)
        assert order_of(inhabited.homes, inhabited.luck, known) == order
        flags = (is_mobile(inhabited.homes, inhabited.luck, one) for one in (who, known))
        assert len(set(flags)) == 1


@FEW
@given(SEEDS)
def test_ranks_and_orders_are_each_taken_once(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    everybody = inhabited.everybody()
    places = zip(everybody, orders(inhabited, everybody), strict=True)
    assert len({(who.district, order, who.rank) for who, order in places}) == len(everybody)
    assert {w.rank for w in everybody if w.size == 7} <= set(range(7))


@FEW
@given(SEEDS)
def test_from_a_block_and_a_rank_back_to_the_person(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    everybody = inhabited.everybody()[::7]
    for w, order in zip(everybody, orders(inhabited, everybody), strict=True):
        block = (w.first - inhabited.plain.homes.district_start[w.district]) // w.size
        first = first_of_block(inhabited.homes, inhabited.luck, w.district, order, block)
        assert first == inhabited.who(w.first)._replace(order=order)
        assert at_rank(first, w.rank, 6) == w._replace(order=order, host=6)


@FEW
@given(SEEDS)
def test_those_of_a_block_who_never_move_have_a_stratum_each(seed: int) -> None:
    """The ranks from `few` on take each of `size` - `few` strata once; the way back leads back."""
    blocks: dict[int, set[int]] = {}
    for w in Inhabited(homes_for(seed)).everybody():
        taken = blocks.setdefault(w.first, set())
        if w.rank >= w.few:
            assert rank_of_stratum(w, stratum_of(w)) == w.rank
            taken.add(stratum_of(w))
            assert len(taken) <= w.size - w.few
            assert taken <= set(range(w.size - w.few))
    firsts = [w for w in Inhabited(homes_for(seed)).everybody() if w.slot == 0]
    assert all(len(blocks[w.first]) == w.size - w.few for w in firsts)


def test_blocks_turn_their_strata_uniformly_and_apart_from_ranks_and_households() -> None:
    firsts = [w for w in Inhabited(homes_for(1, people=30_000)).everybody() if w.slot == 0 and w.size == 11]
    sizes = {w.size - w.few for w in firsts}
    assert len(sizes) == 1
    (strata,) = sizes
    for other, kinds in (([w.shift for w in firsts], 11), ([w.households for w in firsts], 6)):
        table = np.zeros((strata, kinds))
        np.add.at(table, ([w.turn for w in firsts], other), 1)
        expected, degrees = len(firsts) / table.size, table.size - 1
        statistic = ((table - expected) ** 2 / expected).sum()
        assert abs(statistic - degrees) < 4 * np.sqrt(2 * degrees)


@FEW
@given(SEEDS)
def test_a_relative_is_found_as_anybody_is_and_takes_over_the_blocks_order_but_no_host(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for w in inhabited.everybody()[::5]:
        for slot in range(w.size):
            found = relative(w._replace(order=17, host=6), slot)
            assert found == inhabited.who(w.first + slot)._replace(order=17)


@FEW
@given(SEEDS)
def test_kin_are_kin_of_each_other_and_live_in_one_block(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    kin = {w.person: {relative(w, kin_slot(w, n)).person for n in range(KIN)} for w in inhabited.everybody()}
    assert all(len(others) == KIN and person not in others for person, others in kin.items())
    assert all(person in kin[other] for person, others in kin.items() for other in others)


@FEW
@given(SEEDS)
def test_households_have_the_scenarios_sizes(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for w in inhabited.everybody()[::5]:
        low, high = household_bounds(inhabited.homes, w)
        assert low <= w.slot < high
        assert high - low in inhabited.plain.homes.households[w.cohort]


def test_all_six_orders_of_household_sizes_occur() -> None:
    everybody = Inhabited(homes_for(1, people=2_000)).everybody()
    assert {w.households for w in everybody} == set(range(6))


def test_every_slot_is_the_mobile_one_equally_often() -> None:
    everybody = [
        w for w in Inhabited(homes_for(1, people=30_000)).everybody() if w.size == 11 and w.rank == 0
    ]
    observed = np.bincount([w.slot for w in everybody], minlength=11)
    expected = observed.mean()
    assert ((observed - expected) ** 2 / expected).sum() == pytest.approx(10, abs=4 * np.sqrt(20))


@pytest.mark.parametrize("prime", [7, 11, 13, 17, 19, 23, 29, 31])
def test_inverses_modulo_a_blocks_size(prime: int) -> None:
    assert all(a * _INVERSE[prime, a] % prime == 1 for a in range(1, prime))
