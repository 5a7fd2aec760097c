import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.people.homes import KIN, household_bounds, kin_slot, relative, who_in_block
from tests.simple_worlds import Inhabited, homes_for

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=10)


@FEW
@given(SEEDS)
def test_every_block_has_its_number_of_mobile_members(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    homes = inhabited.plain.homes
    mobile = np.bincount([w.district for w in inhabited.everybody() if w.rank < w.mobile], minlength=4)
    blocks = np.diff(homes.district_start) // homes.households[homes.district_cohort].sum(1)
    assert mobile.tolist() == (blocks * homes.mobile + homes.mobile_more).tolist()


@FEW
@given(SEEDS)
def test_ranks_and_orders_are_each_taken_once(seed: int) -> None:
    everybody = Inhabited(homes_for(seed)).everybody()
    assert len({(w.district, w.order, w.rank) for w in everybody}) == len(everybody)
    assert {w.rank for w in everybody if w.size == 7} <= set(range(7))


@FEW
@given(SEEDS)
def test_who_in_block_leads_back_to_the_person(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for w in inhabited.everybody()[::7]:
        block = (w.first - inhabited.plain.homes.district_start[w.district]) // w.size
        assert who_in_block(inhabited.homes, inhabited.luck, w.district, w.order, block, w.rank) == w


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
