"""From a person's number to home: cohort, district, kin block, household; and who is mobile.

A district is a whole number of kin blocks; a block is three households whose sizes sum to a prime S. The block's members are put in
a keyed order by an affine map modulo S: the first of them are the mobile ones. The block itself has a keyed place in its district's
order, which says whether it has one mobile member more, and to which neighbourhood its chain migrants go (engine.md, B1).
"""

from typing import NamedTuple

from counterflow.people.compiled import kernel
from counterflow.people.keys import BLOCK, BLOCK_ORDER, below, word, words
from counterflow.people.luck import Luck
from counterflow.people.permutation import inverse_modulo, permute
from counterflow.people.tables import segment
from counterflow.world import Homes

KIN = 6
"""Kin of a person: the three nearest on either side in the block's circle; the relation is symmetric."""


class Who(NamedTuple):
    """Where a person belongs. `rank` is the place in the block's keyed order; the person is mobile iff rank < mobile."""

    person: int
    cohort: int
    district: int
    order: int  # the block's place in its district
    first: int  # first person of the block
    slot: int
    size: int  # of the block
    step: int  # the block's affine map: rank = (step x slot + shift) mod size
    shift: int
    households: int  # which of the six orders of household sizes
    rank: int
    mobile: int


@kernel
def block_size(homes: Homes, cohort: int) -> int:
    """Members of a kin block."""
    return homes.households[cohort, 0] + homes.households[cohort, 1] + homes.households[cohort, 2]


@kernel
def blocks_of(homes: Homes, district: int) -> int:
    """Kin blocks of a district."""
    people = homes.district_start[district + 1] - homes.district_start[district]
    return people // block_size(homes, homes.district_cohort[district])


@kernel
def mobile_members(homes: Homes, district: int, order: int) -> int:
    """Mobile members of the block with this place in the district's order."""
    return homes.mobile[district] + (1 if order < homes.mobile_more[district] else 0)


@kernel
def _in_block(homes: Homes, luck: Luck, cohort: int, district: int, order: int, first: int, slot: int) -> Who:
    size = block_size(homes, cohort)
    w0, w1, w2, _ = words(luck.key, BLOCK | word(first), BLOCK_ORDER, word(0))
    step = 1 + below(w0, size - 1)
    shift = below(w1, size)
    rank = (step * slot + shift) % size
    mobile = mobile_members(homes, district, order)
    return Who(
        first + slot, cohort, district, order, first, slot, size, step, shift, below(w2, 6), rank, mobile
    )


@kernel
def who_is(homes: Homes, luck: Luck, person: int) -> Who:
    """Where the person with this number belongs."""
    cohort = segment(homes.cohort_start, person)
    low = homes.cohort_district[cohort]
    high = homes.cohort_district[cohort + 1]
    district = low + segment(homes.district_start[low : high + 1], person)
    size = block_size(homes, cohort)
    offset = person - homes.district_start[district]
    block = offset // size
    order = permute(luck.order[district], block, blocks_of(homes, district))
    return _in_block(homes, luck, cohort, district, order, person - offset % size, offset % size)


@kernel
def who_in_block(homes: Homes, luck: Luck, district: int, order: int, block: int, rank: int) -> Who:
    """The person with this rank in the block (its number and its place in the order are both given)."""
    cohort = homes.district_cohort[district]
    size = block_size(homes, cohort)
    first = homes.district_start[district] + block * size
    probe = _in_block(homes, luck, cohort, district, order, first, 0)
    slot = (inverse_modulo(probe.step, size) * (rank - probe.shift + size)) % size
    return relative(probe, slot)


@kernel
def relative(who: Who, slot: int) -> Who:
    """Another member of the same block."""
    rank = (who.step * slot + who.shift) % who.size
    return Who(
        who.first + slot, who.cohort, who.district, who.order, who.first, slot,
        who.size, who.step, who.shift, who.households, rank, who.mobile,
    )  # fmt: skip


@kernel
def kin_slot(who: Who, number: int) -> int:
    """Slot of kin number 0..KIN-1: 1, 2, 3 on, then 1, 2, 3 back."""
    distance = number + 1 if number < 3 else who.size - (number - 2)
    return (who.slot + distance) % who.size


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
