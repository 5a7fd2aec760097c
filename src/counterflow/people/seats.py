"""Which neighbourhood a mobile person goes to, and who holds which seat in a neighbourhood: the same counts, read from either end.

For each district and neighbourhood the scenario gives counts (quotas, not coin tosses): blocks whose chain migrants go there, and
people who go there on their own. Both relations are permutations cut into ranges, so that person -> place and (place, seat) ->
person are each a few steps (engine.md, B1). A new neighbourhood at each stay would not be invertible and is refused.
"""

from counterflow.people.compiled import kernel
from counterflow.people.homes import Who, blocks_of, mobile_members, who_in_block
from counterflow.people.luck import Luck
from counterflow.people.permutation import permute, unpermute
from counterflow.people.tables import segment
from counterflow.world import World

SEGMENTS = 4
NONE = -1


@kernel
def _split(world: World, district: int) -> tuple[int, int, int, int, int]:
    """(blocks with one more, own members of such a block, of another block, mobile of such a block, of another)."""
    homes = world.homes
    cohort = homes.district_cohort[district]
    few = homes.mobile[district]
    return (
        homes.mobile_more[district],
        few + 1 - homes.chain[cohort, few + 1],
        few - homes.chain[cohort, few],
        few + 1,
        few,
    )


@kernel
def _count(order: int, rank: int, more: int, many: int, few: int) -> int:
    """Number of a member when blocks with `many` such members stand first, then blocks with `few`."""
    if order < more:
        return order * many + rank
    return more * many + (order - more) * few + rank


@kernel
def _uncount(number: int, more: int, many: int, few: int) -> tuple[int, int]:
    """(order, rank) of a member: the inverse of `_count`."""
    if number < more * many:
        return number // many, number % many
    rest = number - more * many
    return more + rest // few, rest % few


@kernel
def neighbourhood(world: World, luck: Luck, who: Who) -> int:
    """The neighbourhood (0..V-1) where a mobile person lives when abroad."""
    rows = world.hosts.row
    district = who.district
    chain = world.homes.chain[who.cohort, who.mobile]
    more, own_many, own_few, _, _ = _split(world, district)
    if who.rank < chain:
        if who.order < more:
            return segment(rows[0, district], who.order)
        return segment(rows[1, district], who.order - more)
    number = _count(who.order, who.rank - chain, more, own_many, own_few)
    people = _count(blocks_of(world.homes, district), 0, more, own_many, own_few)
    return segment(rows[2, district], permute(luck.own[district], number, people))


@kernel
def third_place(world: World, luck: Luck, who: Who) -> int:
    """The neighbourhood in a third country where a mobile person works while a re-entry ban holds; NONE for who waits at home.

    The first in the district's keyed order of mobile people have a seat abroad: a quota, as everywhere.
    """
    more, _, _, many, few = _split(world, who.district)
    number = _count(who.order, who.rank, more, many, few)
    people = _count(blocks_of(world.homes, who.district), 0, more, many, few)
    row = world.hosts.row[3, who.district]
    position = permute(luck.third[who.district], number, people)
    return segment(row, position) if position < row[row.shape[0] - 1] else NONE


@kernel
def seat_holder(world: World, luck: Luck, place: int, seat: int) -> tuple[Who, int]:
    """Who holds a seat (0..members-1) of a neighbourhood, and by which segment (3 = only while a ban holds)."""
    homes = world.homes
    column = world.hosts.column[place]
    cell = segment(column, seat)
    district, part = cell // SEGMENTS, cell % SEGMENTS
    offset = seat - column[cell]
    cohort = homes.district_cohort[district]
    start = world.hosts.row[part, district, place]
    more, own_many, own_few, many, few = _split(world, district)
    blocks = blocks_of(homes, district)
    if part < 2:
        chain = homes.chain[cohort, many if part == 0 else few]
        order = start + offset // chain + (0 if part == 0 else more)
        rank = offset % chain
    elif part == 2:
        people = _count(blocks, 0, more, own_many, own_few)
        order, rank = _uncount(unpermute(luck.own[district], start + offset, people), more, own_many, own_few)
        rank += homes.chain[cohort, mobile_members(homes, district, order)]
    else:
        people = _count(blocks, 0, more, many, few)
        order, rank = _uncount(unpermute(luck.third[district], start + offset, people), more, many, few)
    block = unpermute(luck.order[district], order, blocks)
    return who_in_block(homes, luck, district, order, block, rank), part


@kernel
def seat_of(world: World, luck: Luck, who: Who) -> tuple[int, int]:
    """(neighbourhood, seat) of a mobile person: the inverse of `seat_holder` for segments 0 to 2."""
    district = who.district
    chain = world.homes.chain[who.cohort, who.mobile]
    more, own_many, own_few, _, _ = _split(world, district)
    place = neighbourhood(world, luck, who)
    if who.rank < chain:
        part = 0 if who.order < more else 1
        order = who.order if part == 0 else who.order - more
        offset = (order - world.hosts.row[part, district, place]) * chain + who.rank
    else:
        part = 2
        number = _count(who.order, who.rank - chain, more, own_many, own_few)
        people = _count(blocks_of(world.homes, district), 0, more, own_many, own_few)
        offset = permute(luck.own[district], number, people) - world.hosts.row[2, district, place]
    return place, world.hosts.column[place, district * SEGMENTS + part] + offset
