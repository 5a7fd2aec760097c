import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.pathway.contacts import (
    KIN_EDGE,
    called,
    contact_rate,
    crew_mate,
    edge_of,
    friend,
    highest_contact_rate,
    member,
)
from counterflow.people.homes import Who
from counterflow.people.journeys import Stay
from counterflow.people.luck import FRIENDSHIPS
from counterflow.people.seats import SEGMENTS, seat_cell, seat_holder
from counterflow.people.ties import community
from tests.simple_worlds import Inhabited, homes_for

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=10)
DISTRICTS = 4
ONLY_WHILE_BANNED = 3


def holder_of(inhabited: Inhabited, place: int, seat: int) -> tuple[Who, int]:
    """(who holds a seat, the segment in which it stands)."""
    who = seat_holder(inhabited.world, inhabited.luck, place, seat)
    return who, seat_cell(inhabited.world, inhabited.luck, place, seat) % SEGMENTS


def a_stay(place: int, since: float = 0.0, number: int = 1) -> Stay:
    return Stay(place, since, number, -2.0, 1, 9.0)


@FEW
@given(SEEDS)
def test_a_friends_friend_in_the_same_matching_is_oneself(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for who in inhabited.everybody():
        for number in range(FRIENDSHIPS):
            other = friend(inhabited.world, inhabited.luck, who, number)
            assert other == inhabited.who(other.person)
            assert friend(inhabited.world, inhabited.luck, other, number) == who


@FEW
@given(SEEDS)
def test_at_most_one_in_a_district_has_no_friend_in_a_matching(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    for number in range(FRIENDSHIPS):
        odd = [
            w.district
            for w in inhabited.everybody()
            if friend(inhabited.world, inhabited.luck, w, number) == w
        ]
        assert len(odd) == len(set(odd))


@FEW
@given(SEEDS)
def test_those_in_the_two_seats_on_either_side_are_each_others_crew(seed: int) -> None:
    inhabited = Inhabited(homes_for(seed))
    world, luck = inhabited.world, inhabited.luck
    for place in range(DISTRICTS, 8):
        seats = int(inhabited.plain.places.members[place])
        holders = [holder_of(inhabited, place - DISTRICTS, seat) for seat in range(seats)]
        stay = a_stay(place)
        for seat, (who, part) in enumerate(holders):
            if part < ONLY_WHILE_BANNED:
                crew = [crew_mate(world, luck, who, stay, number).person for number in range(4)]
                assert crew == [holders[(seat + step) % seats][0].person for step in (1, 2, -1, -2)]


def test_nobody_has_a_crew_at_home() -> None:
    inhabited = Inhabited(homes_for(1))
    who = inhabited.mobile()[0]
    stay = a_stay(who.district)
    assert crew_mate(inhabited.world, inhabited.luck, who, stay, 0) == who


def test_a_uniform_picks_every_member_of_a_place_equally() -> None:
    inhabited = Inhabited(homes_for(1))
    for place in range(8):
        members = int(inhabited.plain.places.members[place])
        found = [
            member(inhabited.world, inhabited.luck, place, (i + 0.5) / members).person for i in range(members)
        ]
        assert len(found) == members
        if place < DISTRICTS:
            assert len(set(found)) == members
        else:
            holders = [holder_of(inhabited, place - DISTRICTS, i)[0].person for i in range(members)]
            assert found == holders


def test_edges_are_drawn_from_the_mix() -> None:
    inhabited = Inhabited(homes_for(1))
    edges = [edge_of(inhabited.world, (i + 0.5) / 10_000) for i in range(10_000)]
    shares = np.bincount(edges, minlength=4) / 10_000
    assert np.allclose(shares, inhabited.plain.contacts.mix, atol=2e-4)


def test_kin_calls_reach_kin() -> None:
    inhabited = Inhabited(homes_for(1))
    stay = a_stay(0, -2.0, 0)
    for who in inhabited.everybody()[:100]:
        reached = called(inhabited.world, inhabited.luck, who, stay, KIN_EDGE, 0.99).person
        assert who.first <= reached < who.first + who.size
        assert reached != who.person


def test_the_highest_rate_of_calls_is_a_bound_even_with_all_kinds_of_ties_at_the_cap() -> None:
    world = homes_for(1)
    ties = world.ties._replace(home_ties=8.0, cap=1.0, other_sign=np.array([0.0, 0.5]), lifetime=5.0)
    places = world.places._replace(mentor_births=np.full(8, 6.0), ghetto=np.ones(8))
    contacts = world.contacts._replace(tie_edge=2.0)
    inhabited = Inhabited(world._replace(ties=ties, places=places, contacts=contacts))
    bound = highest_contact_rate(inhabited.world, inhabited.arm)
    world_, arm, luck = inhabited.world, inhabited.arm, inhabited.luck
    reached = 0.0
    for who in inhabited.everybody():
        stay = a_stay(who.district, -2.0, 0)
        with_ties = 1.0 + contacts.tie_edge * sum(community(world_, arm, luck, who, stay, 2.0))
        for returnee in (False, True):
            reached = max(reached, contact_rate(world_, arm, luck, who, stay, 2.0, returnee, 0) * with_ties)
    assert reached <= bound
