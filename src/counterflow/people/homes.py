"""From a person's number to home: cohort, district, kin block, household; and who is mobile.

A district is a whole number of kin blocks; a block is three households whose sizes sum to a prime S. The block's members are put in
a keyed order by an affine map modulo S: the first of them are the mobile ones. The block itself has a keyed place in its district's
order, which says whether it has one mobile member more, and to which neighbourhood its chain migrants go (engine.md, B1).
"""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import inlined, kernel
from counterflow.people.keys import BLOCK, BLOCK_ORDER, below, signed, word, words
from counterflow.people.luck import BLOCKS, Luck, place_of
from counterflow.people.tables import segment
from counterflow.world import Homes

KIN = 6
"""Kin of a person: the three nearest on either side in the block's circle; the relation is symmetric."""
UNKNOWN = -1
LARGEST = 32
_INVERSE = np.array(
    [
        [pow(a, p - 2, p) if p in {7, 11, 13, 17, 19, 23, 29, 31} else 0 for a in range(LARGEST)]
        for p in range(LARGEST)
    ]
)
"""[p, a] the inverse of a modulo the prime p (Fermat): a table, since Euclid's divisions take a quarter of a look-up."""


class Who(NamedTuple):
    """Where a person belongs. `rank` is the place in the block's keyed order; the first `few`, or `few` + 1, are mobile."""

    person: int
    cohort: int
    district: int
    order: int  # the block's place in its district, UNKNOWN until `order_of` is asked: a permutation that few need
    first: int  # first person of the block
    slot: int
    size: int  # of the block
    step: int  # the block's affine map: rank = (step x slot + shift) mod size
    shift: int
    households: int  # which of the six orders of household sizes
    signs: int  # the block's word for which kin are of the other sign
    rank: int
    few: int  # mobile members that every block of the district has
    turn: int  # of the block's strata of age and sex against its ranks
    host: int  # place where the person lives when abroad, UNKNOWN until walked


@kernel
def block_size(homes: Homes, cohort: int) -> int:
    """Members of a kin block."""
    return homes.households[cohort, 0] + homes.households[cohort, 1] + homes.households[cohort, 2]


@inlined
def order_of(homes: Homes, luck: Luck, who: Who) -> int:
    """The place of the person's block in its district's order."""
    if who.order != UNKNOWN:
        return who.order
    block = (who.first - homes.district_start[who.district]) // who.size
    return place_of(luck, BLOCKS, who.district, block)


@inlined
def is_mobile(homes: Homes, luck: Luck, who: Who) -> int:
    """1 for those who ever go abroad to work; the block's order is asked only where it decides."""
    if who.rank != who.few:
        return 1 if who.rank < who.few else 0
    more = homes.mobile_more[who.district]
    return 1 if more > 0 and order_of(homes, luck, who) < more else 0


@kernel
def mobile_members(homes: Homes, district: int, order: int) -> int:
    """Mobile members of the block with this place in the district's order."""
    return homes.mobile[district] + (1 if order < homes.mobile_more[district] else 0)


@inlined
def _in_block(homes: Homes, luck: Luck, district: int, order: int, first: int, slot: int) -> Who:
    cohort = homes.district_cohort[district]
    size = block_size(homes, cohort)
    w0, w1, w2, w3 = words(luck.key, BLOCK | word(first), BLOCK_ORDER, word(0))
    step = 1 + below(w0, size - 1)
    shift = below(w1, size)
    rank = (step * slot + shift) % size
    few = homes.mobile[district]
    return Who(
        first + slot, cohort, district, order, first, slot, size, step, shift, below(w2, 6), signed(w3), rank,
        few, below(w3, size - few), UNKNOWN,
    )  # fmt: skip


@inlined
def first_of_block(homes: Homes, luck: Luck, district: int, order: int, block: int) -> Who:
    """Slot 0 of a block (its number in the district; its place in the order, or UNKNOWN)."""
    size = block_size(homes, homes.district_cohort[district])
    return _in_block(homes, luck, district, order, homes.district_start[district] + block * size, 0)


@inlined
def at_rank(who: Who, rank: int, host: int) -> Who:
    """The member of the same block with this rank."""
    slot = (_INVERSE[who.size, who.step] * (rank - who.shift + who.size)) % who.size
    return _moved(who, slot, host)


@inlined
def stratum_of(who: Who) -> int:
    """Which of the `size` - `few` equal parts of the law of age and sex holds somebody who never moves.

    A block has its share of every age: each part falls on one rank, turned by a draw of the block's own, so that whom recruiters
    reach most can be found without asking everybody's age.
    """
    stratum = who.rank - who.few + who.turn
    return stratum if stratum < who.size - who.few else stratum - (who.size - who.few)


@inlined
def rank_of_stratum(who: Who, stratum: int) -> int:
    """The rank in the block of `who` on which a part of the law of age and sex falls: the inverse of `stratum_of`."""
    turned = stratum - who.turn
    return who.few + (turned if turned >= 0 else turned + who.size - who.few)


@kernel
def who_lives_in(homes: Homes, luck: Luck, district: int, number: int) -> Who:
    """The person with this number within a district."""
    slot = number % block_size(homes, homes.district_cohort[district])
    return _in_block(homes, luck, district, UNKNOWN, homes.district_start[district] + number - slot, slot)


@kernel
def who_is(homes: Homes, luck: Luck, person: int) -> Who:
    """Where the person with this number belongs."""
    cohort = segment(homes.cohort_start, person)
    low = homes.cohort_district[cohort]
    high = homes.cohort_district[cohort + 1]
    district = low + segment(homes.district_start[low : high + 1], person)
    return who_lives_in(homes, luck, district, person - homes.district_start[district])


@inlined
def _moved(who: Who, slot: int, host: int) -> Who:
    rank = (who.step * slot + who.shift) % who.size
    return Who(
        who.first + slot, who.cohort, who.district, who.order, who.first, slot, who.size,
        who.step, who.shift, who.households, who.signs, rank, who.few, who.turn, host,
    )  # fmt: skip


@inlined
def relative(who: Who, slot: int) -> Who:
    """Another member of the same block."""
    return _moved(who, slot, UNKNOWN)


@inlined
def kin_slot(who: Who, number: int) -> int:
    """Slot of kin number 0..KIN-1: 1, 2, 3 on, then 1, 2, 3 back."""
    distance = number + 1 if number < 3 else who.size - (number - 2)
    slot = who.slot + distance
    return slot if slot < who.size else slot - who.size


@kernel
def household_bounds(homes: Homes, who: Who) -> tuple[int, int]:
    """First and last-plus-one slot of the person's household; the block's three sizes stand in one of six orders."""
    order = who.households
    i = order // 2
    j = (i + 1 + order % 2) % 3
    a = homes.households[who.cohort, i]
    b = a + homes.households[who.cohort, j]
    if who.slot < a:
        return 0, a
    if who.slot < b:
        return a, b
    return b, who.size
