from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.people.homes import UNKNOWN, Who, mobile_members, order_of
from counterflow.people.seats import (
    NONE,
    SEGMENTS,
    neighbourhood,
    seat_cell,
    seat_holder,
    seat_of,
    third_place,
)
from tests.simple_worlds import Inhabited, homes_for

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=10)
DISTRICTS, NEIGHBOURHOODS = 4, 4
THIRD = 3


def mobile_people(inhabited: Inhabited) -> list[int]:
    return [who.person for who in inhabited.mobile()]


def holder_of(inhabited: Inhabited, place: int, seat: int) -> tuple[Who, int]:
    """(who holds a seat, the segment in which it stands)."""
    who = seat_holder(inhabited.world, inhabited.luck, place, seat)
    return who, seat_cell(inhabited.world, inhabited.luck, place, seat) % SEGMENTS


def has_third_place(inhabited: Inhabited, person: int) -> bool:
    return third_place(inhabited.world, inhabited.luck, inhabited.who(person)) != NONE


@FEW
@given(SEEDS)
def test_from_a_person_to_the_seat_and_back(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for person in mobile_people(inhabited):
        who = inhabited.who(person)
        place, seat = seat_of(inhabited.world, inhabited.luck, who)
        holder, part = holder_of(inhabited, place, seat)
        assert (holder._replace(order=UNKNOWN, host=UNKNOWN), part < THIRD) == (who, True)
        assert place == neighbourhood(inhabited.world, inhabited.luck, who)


@FEW
@given(SEEDS)
def test_every_seat_is_held_and_the_counts_are_those_of_the_matrices(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    columns = inhabited.plain.hosts.column
    found: Counter[tuple[int, int, int]] = Counter()
    holders: Counter[tuple[int, bool]] = Counter()
    for place in range(NEIGHBOURHOODS):
        for seat in range(columns[place, -1]):
            who, part = holder_of(inhabited, place, seat)
            found[place, who.district, part] += 1
            holders[who.person, part == THIRD] += 1
    expected = np.diff(columns, axis=1).reshape(NEIGHBOURHOODS, -1, SEGMENTS)
    assert all(found[index] == count for index, count in np.ndenumerate(expected))
    mobile = mobile_people(inhabited)
    assert {person for person, third in holders if not third} == set(mobile)
    assert {person for person, third in holders if third} == {
        p for p in mobile if has_third_place(inhabited, p)
    }
    assert set(holders.values()) == {1}


@FEW
@given(SEEDS)
def test_whoever_is_found_by_a_seat_knows_where_the_seat_is_and_the_cohort(seed: int) -> None:
    """What is known already is not looked up again: the block's order, and the neighbourhood but for a banned person's seat."""
    inhabited = Inhabited(homes_for(seed))
    for place in range(NEIGHBOURHOODS):
        for seat in range(inhabited.plain.hosts.column[place, -1]):
            who, part = holder_of(inhabited, place, seat)
            plain = inhabited.who(who.person)
            assert who.cohort == plain.cohort
            assert who.order == order_of(inhabited.homes, inhabited.luck, plain)
            assert who.host == (UNKNOWN if part == THIRD else DISTRICTS + place)
            known, unknown = (neighbourhood(inhabited.world, inhabited.luck, one) for one in (who, plain))
            assert known == unknown


@FEW
@given(SEEDS)
def test_third_places_are_those_of_the_ban_seats(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for place in range(NEIGHBOURHOODS):
        for seat in range(inhabited.plain.hosts.column[place, -1]):
            who, part = holder_of(inhabited, place, seat)
            if part == THIRD:
                assert third_place(inhabited.world, inhabited.luck, who) == place


@FEW
@given(SEEDS)
def test_chain_migrants_of_a_block_go_to_one_neighbourhood(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    chain = inhabited.plain.homes.chain
    together: dict[int, set[int]] = {}
    for person in mobile_people(inhabited):
        who = inhabited.who(person)
        order = order_of(inhabited.homes, inhabited.luck, who)
        if who.rank < chain[who.cohort, mobile_members(inhabited.homes, who.district, order)]:
            together.setdefault(who.first, set()).add(neighbourhood(inhabited.world, inhabited.luck, who))
    assert all(len(places) == 1 for places in together.values())
