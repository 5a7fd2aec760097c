"""Which neighbourhood a mobile person goes to, and who holds which seat in a neighbourhood: the same counts, read from either end.

For each district and neighbourhood the scenario gives counts (quotas, not coin tosses): blocks whose chain migrants go there, and
people who go there on their own. Both relations are permutations cut into ranges, so that person -> place and (place, seat) ->
person are each a few steps (engine.md, B1). A new neighbourhood at each stay would not be invertible and is refused.
"""

from counterflow.people.compiled import kernel
from counterflow.people.homes import UNKNOWN, Who, at_rank, first_of_block, mobile_members, order_of
from counterflow.people.luck import BLOCKS, OWN, THIRD, Luck, at_place, place_of
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
def _place(world: World, luck: Luck, who: Who) -> tuple[int, int, int]:
    """(neighbourhood, segment, position in its line) of a mobile person; positions of chain migrants are counted in persons."""
    district = who.district
    order = order_of(world.homes, luck, who)
    chain = world.homes.chain[who.cohort, mobile_members(world.homes, district, order)]
    more, own_many, own_few, _, _ = _split(world, district)
    rows = world.hosts.row
    if who.rank < chain:
        part = 0 if order < more else 1
        block = order if part == 0 else order - more
        place = segment(rows[part, district], block)
        return place, part, (block - rows[part, district, place]) * chain + who.rank
    number = _count(order, who.rank - chain, more, own_many, own_few)
    position = place_of(luck, OWN, district, number)
    place = segment(rows[2, district], position)
    return place, 2, position - rows[2, district, place]


@kernel
def neighbourhood(world: World, luck: Luck, who: Who) -> int:
    """The neighbourhood (0..V-1) where a mobile person lives when abroad."""
    if who.host != UNKNOWN:
        return who.host - world.homes.district_cohort.shape[0]
    place, _, _ = _place(world, luck, who)
    return place


@kernel
def third_place(world: World, luck: Luck, who: Who) -> int:
    """The neighbourhood in a third country where a mobile person works while a re-entry ban holds; NONE for who waits at home.

    The first in the district's keyed order of mobile people have a seat abroad: a quota, as everywhere.
    """
    more, _, _, many, few = _split(world, who.district)
    number = _count(order_of(world.homes, luck, who), who.rank, more, many, few)
    row = world.hosts.row[3, who.district]
    position = place_of(luck, THIRD, who.district, number)
    return segment(row, position) if position < row[row.shape[0] - 1] else NONE


@kernel
def seat_cell(world: World, luck: Luck, place: int, seat: int) -> int:
    """The cell (district x SEGMENTS + segment) of a neighbourhood's seat (0..members-1)."""
    guide = luck.guide[place]
    mark = seat >> guide[0]
    first = guide[1 + mark]
    return first + segment(world.hosts.column[place, first : guide[2 + mark] + 2], seat)


@kernel
def seat_holder(world: World, luck: Luck, place: int, seat: int) -> Who:
    """Who holds a seat of a neighbourhood; segment 3 only while a ban holds."""
    homes = world.homes
    cell = seat_cell(world, luck, place, seat)
    district, part = cell // SEGMENTS, cell % SEGMENTS
    cohort = homes.district_cohort[district]
    offset = seat - world.hosts.column[place, cell]
    start = world.hosts.row[part, district, place]
    more, own_many, own_few, many, few = _split(world, district)
    host = homes.district_cohort.shape[0] + place
    if part < 2:
        chain = homes.chain[cohort, many if part == 0 else few]
        order = start + offset // chain + (0 if part == 0 else more)
        rank = offset % chain
    elif part == 2:
        order, rank = _uncount(at_place(luck, OWN, district, start + offset), more, own_many, own_few)
        rank += homes.chain[cohort, mobile_members(homes, district, order)]
    else:
        order, rank = _uncount(at_place(luck, THIRD, district, start + offset), more, many, few)
        host = UNKNOWN
    block = at_place(luck, BLOCKS, district, order)
    return at_rank(first_of_block(homes, luck, district, order, block), rank, host)


@kernel
def seat_of(world: World, luck: Luck, who: Who) -> tuple[int, int]:
    """(neighbourhood, seat) of a mobile person: the inverse of `seat_holder` for segments 0 to 2."""
    place, part, offset = _place(world, luck, who)
    return place, world.hosts.column[place, who.district * SEGMENTS + part] + offset
