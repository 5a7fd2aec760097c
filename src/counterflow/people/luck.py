"""What one run's key makes of districts and places, and what is worth looking up once: some ten thousand numbers a run."""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import kernel
from counterflow.people.keys import INTENSITY, PLACE, SHUFFLE, fine, word, words
from counterflow.people.packed import pack, unpack
from counterflow.people.permutation import permute, radices, unpermute
from counterflow.people.tables import quantile
from counterflow.world import Floats, Homes, Ints, Words, World

FRIENDSHIPS = 3
"""Perfect matchings of a district's people: everybody has one friend in each."""
BLOCKS, OWN, THIRD, MATCHINGS = 0, 1, 2, 3
"""Keyed orders of a district: its kin blocks, those who go on their own, its mobile people, and FRIENDSHIPS of all people."""
ORDERS = MATCHINGS + FRIENDSHIPS
_MARKS = 256


class Luck(NamedTuple):
    """The key of a run, the keyed orders of its districts, and the luck of its places."""

    key: np.uint64
    order: Words  # [D, ORDERS] key of each order
    size: Ints  # [D, ORDERS, 3] how many stand in it, and its two radices
    place: Floats  # [P] standard normal behind a place's recruiting intensity
    ban: Floats  # [C] no mark above this can mean a re-entry ban
    guide: Ints  # [V, 258] a shift, then the cell of every 2^shift-th seat of a neighbourhood: where a search begins and ends


@kernel
def place_of(luck: Luck, which: int, district: int, x: int) -> int:
    """The place of x in one of a district's keyed orders."""
    size = luck.size[district, which]
    return permute(luck.order[district, which], x, size[0], size[1], size[2])


@kernel
def at_place(luck: Luck, which: int, district: int, place: int) -> int:
    """Who stands at a place in one of a district's keyed orders: the inverse of `place_of`."""
    size = luck.size[district, which]
    return unpermute(luck.order[district, which], place, size[0], size[1], size[2])


@kernel
def _numbers(homes: Homes, district: int) -> tuple[int, int, int, int]:
    """(kin blocks, those who go on their own, mobile people, people) of a district."""
    cohort = homes.district_cohort[district]
    people = homes.district_start[district + 1] - homes.district_start[district]
    blocks = people // homes.households[cohort].sum()
    few, more = homes.mobile[district], homes.mobile_more[district]
    own = more * (few + 1 - homes.chain[cohort, few + 1]) + (blocks - more) * (few - homes.chain[cohort, few])
    return blocks, own, more * (few + 1) + (blocks - more) * few, people


@kernel
def _fill(world: World, luck: Luck) -> None:
    for district in range(luck.order.shape[0]):
        numbers = _numbers(world.homes, district)
        for which in range(ORDERS):
            w0, w1, _, _ = words(luck.key, PLACE | word(district), SHUFFLE, word(which))
            luck.order[district, which] = (w0 << np.uint64(32)) | w1
            size = luck.size[district, which]
            size[0] = numbers[min(which, MATCHINGS)]
            size[1], size[2] = radices(size[0])
    for place in range(luck.place.shape[0]):
        w0, w1, _, _ = words(luck.key, PLACE | word(place), INTENSITY, word(0))
        luck.place[place] = quantile(world.traits.normal, fine(w0, w1))


@kernel
def _guide(world: World, luck: Luck) -> None:
    for place in range(luck.guide.shape[0]):
        column, guide = world.hosts.column[place], luck.guide[place]
        last = column.shape[0] - 1
        while column[last] >> guide[0] >= _MARKS:
            guide[0] += 1
        cell = 0
        for mark in range(_MARKS + 1):
            while cell < last - 1 and column[cell + 1] <= mark << guide[0]:
                cell += 1
            guide[1 + mark] = cell


def draw_luck(world: World, key: np.uint64) -> Luck:
    """The `Luck` of the run with this key (run << 32 | seed), packed; `world` is packed too."""
    homes, places = unpack(world).homes, unpack(world).places
    districts = homes.district_cohort.size
    luck = pack(
        Luck(
            key=key,
            order=np.zeros((districts, ORDERS), np.uint64),
            size=np.zeros((districts, ORDERS, 3), np.int64),
            place=np.zeros(places.country.size),
            ban=unpack(world).journeys.ban.max(axis=1) * max(1.0, unpack(world).journeys.ban_regular),
            guide=np.zeros((places.country.size - districts, _MARKS + 2), np.int64),
        )
    )
    _fill(world, luck)
    _guide(world, luck)
    return luck
