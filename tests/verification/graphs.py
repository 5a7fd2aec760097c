"""The implicit graphs, read off through the engine's own functions: kin, friends, crews, and who holds which seat."""

from typing import NamedTuple

import numpy as np

from counterflow.pathway.contacts import crew_mate, friend
from counterflow.people.compiled import kernel
from counterflow.people.homes import KIN, is_mobile, kin_slot, relative, who_is
from counterflow.people.journeys import Stay
from counterflow.people.luck import FRIENDSHIPS, Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.people.permutation import permute, radices
from counterflow.people.seats import (
    SEGMENTS,
    neighbourhood,
    seat_cell,
    seat_holder,
    seat_of,
    third_place,
)
from counterflow.world import Ints, Words, World

CREW = 4
THIRD = 3  # the segment of seats that are used only while a ban holds


@kernel
def _kin(world: World, luck: Luck, persons: Ints, into: Ints) -> None:
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        for number in range(KIN):
            into[i, number] = relative(who, kin_slot(who, number)).person


def kin_of(world: World, key: np.uint64, persons: Ints) -> Ints:
    """[persons, KIN]."""
    packed, found = pack(world), np.zeros((persons.size, KIN), np.int64)
    _kin(packed, draw_luck(packed, key), persons, found)
    return found


@kernel
def _friends(world: World, luck: Luck, persons: Ints, into: Ints) -> None:
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        for number in range(FRIENDSHIPS):
            into[i, number] = friend(world, luck, who, number).person


def friends_of(world: World, key: np.uint64, persons: Ints) -> Ints:
    """[persons, FRIENDSHIPS]; oneself where there is nobody."""
    packed, found = pack(world), np.zeros((persons.size, FRIENDSHIPS), np.int64)
    _friends(packed, draw_luck(packed, key), persons, found)
    return found


class Seats(NamedTuple):
    """Seats and who holds them."""

    holder: Ints
    part: Ints
    back: Ints  # 1 where the holder leads back to the seat


@kernel
def _seats(world: World, luck: Luck, place: int, seats: Ints, into: Seats) -> None:
    for i in range(seats.shape[0]):
        who = seat_holder(world, luck, place, seats[i])
        part = seat_cell(world, luck, place, seats[i]) % SEGMENTS
        into.holder[i], into.part[i] = who.person, part
        if part == THIRD:
            into.back[i] = third_place(world, luck, who) == place
        else:
            own, seat = seat_of(world, luck, who)
            into.back[i] = own == place and seat == seats[i]


def seats_of(world: World, key: np.uint64, place: int, seats: Ints) -> Seats:
    """Who holds these seats of a neighbourhood."""
    packed, n = pack(world), seats.size
    found = Seats(np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64))
    _seats(packed, draw_luck(packed, key), place, seats, pack(found))
    return found


class Movers(NamedTuple):
    """Mobile people and where they go."""

    place: Ints  # -1 for who is not mobile
    back: Ints  # 1 where the person's seat is held by the person
    third: Ints  # -1 for who has no seat in a third country


@kernel
def _movers(world: World, luck: Luck, persons: Ints, into: Movers) -> None:
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        into.place[i] = -1
        if is_mobile(world.homes, luck, who) == 0:
            continue
        place, seat = seat_of(world, luck, who)
        holder = seat_holder(world, luck, place, seat)
        part = seat_cell(world, luck, place, seat) % SEGMENTS
        into.place[i], into.third[i] = place, third_place(world, luck, who)
        into.back[i] = (
            holder.person == who.person and part < THIRD and neighbourhood(world, luck, who) == place
        )


def movers_of(world: World, key: np.uint64, persons: Ints) -> Movers:
    """Which of these people are mobile, and where their seats are."""
    packed, n = pack(world), persons.size
    found = Movers(np.zeros(n, np.int64), np.zeros(n, np.int64), np.full(n, -1))
    _movers(packed, draw_luck(packed, key), persons, pack(found))
    return found


@kernel
def _crews(world: World, luck: Luck, place: int, persons: Ints, into: Ints) -> None:
    districts = world.homes.district_cohort.shape[0]
    stay = Stay(districts + place, 0.0, 1, 1, 1, 9.0)
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        for number in range(into.shape[1]):
            into[i, number] = crew_mate(world, luck, who, stay, number).person


def crews_of(world: World, key: np.uint64, place: int, persons: Ints) -> Ints:
    """[persons, CREW] crew mates of people who are at a neighbourhood."""
    packed, found = pack(world), np.zeros((persons.size, CREW), np.int64)
    _crews(packed, draw_luck(packed, key), place, persons, found)
    return found


@kernel
def _pairs(keys: Words, n: int, one: int, other: int, into: Ints) -> None:
    a, b = radices(n)
    for i in range(keys.shape[0]):
        into[permute(keys[i], one, n, a, b), permute(keys[i], other, n, a, b)] += 1


def pairs_seen(keys: Words, n: int, one: int, other: int) -> Ints:
    """[n, n] how often two members stand at each pair of places, over many keys."""
    found = np.zeros((n, n), np.int64)
    _pairs(keys, n, one, other, found)
    return found
