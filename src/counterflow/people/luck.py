"""What one run's key makes of districts and places: computed once at the start of a run, a few thousand numbers."""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import kernel
from counterflow.people.keys import INTENSITY, PLACE, SHUFFLE, fine, word, words
from counterflow.people.packed import pack, unpack
from counterflow.people.tables import quantile
from counterflow.world import Floats, Words, World

FRIENDSHIPS = 3
"""Perfect matchings of a district's people: everybody has one friend in each."""


class Luck(NamedTuple):
    """The key of a run, the keys of its permutations, and the luck of its places."""

    key: np.uint64
    order: Words  # [D] order of a district's kin blocks
    own: Words  # [D] order of those who go on their own
    third: Words  # [D] order of mobile people for the third country
    friends: Words  # [D, FRIENDSHIPS]
    place: Floats  # [P] standard normal behind a place's recruiting intensity


@kernel
def _fill(world: World, luck: Luck) -> None:
    for district in range(luck.order.shape[0]):
        for which in range(3 + FRIENDSHIPS):
            w0, w1, _, _ = words(luck.key, PLACE | word(district), SHUFFLE, word(which))
            joined = (w0 << np.uint64(32)) | w1
            if which == 0:
                luck.order[district] = joined
            elif which == 1:
                luck.own[district] = joined
            elif which == 2:
                luck.third[district] = joined
            else:
                luck.friends[district, which - 3] = joined
    for place in range(luck.place.shape[0]):
        w0, w1, _, _ = words(luck.key, PLACE | word(place), INTENSITY, word(0))
        luck.place[place] = quantile(world.traits.normal, fine(w0, w1))


def draw_luck(world: World, key: np.uint64) -> Luck:
    """The `Luck` of the run with this key (run << 32 | seed), packed; `world` is packed too."""
    homes, places = unpack(world).homes, unpack(world).places
    districts = homes.district_cohort.size
    luck = pack(
        Luck(
            key=key,
            order=np.zeros(districts, np.uint64),
            own=np.zeros(districts, np.uint64),
            third=np.zeros(districts, np.uint64),
            friends=np.zeros((districts, FRIENDSHIPS), np.uint64),
            place=np.zeros(places.country.size),
        )
    )
    _fill(world, luck)
    return luck
