"""What one run's key makes of districts and places: computed once at the start of a run, a few thousand numbers."""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import kernel
from counterflow.people.keys import INTENSITY, PLACE, SHUFFLE, Word, fine, word, words
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
def draw_luck(world: World, key: Word) -> Luck:
    """The `Luck` of the run with this key (run << 32 | seed)."""
    districts = world.homes.district_cohort.shape[0]
    places = world.places.country.shape[0]
    permutations = np.empty((3, districts), np.uint64)
    friends = np.empty((districts, FRIENDSHIPS), np.uint64)
    intensity = np.empty(places)
    for district in range(districts):
        for which in range(3 + FRIENDSHIPS):
            w0, w1, _, _ = words(key, PLACE | word(district), SHUFFLE, word(which))
            joined = (w0 << np.uint64(32)) | w1
            if which < 3:
                permutations[which, district] = joined
            else:
                friends[district, which - 3] = joined
    for place in range(places):
        w0, w1, _, _ = words(key, PLACE | word(place), INTENSITY, word(0))
        intensity[place] = quantile(world.traits.normal, fine(w0, w1))
    return Luck(key, permutations[0], permutations[1], permutations[2], friends, intensity)
