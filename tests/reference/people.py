"""Who lives where, written out: every person with household, kin, friends, seat; every place with its list of members."""

from dataclasses import dataclass, field
from typing import NamedTuple

from counterflow.world import World
from tests.reference.draws import BLOCK, BLOCK_ORDER, PLACE, SHUFFLE, below
from tests.reference.permutation import arrangement, inverse
from tests.reference.points import Points
from tests.reference.tables import plain

HOUSEHOLD_ORDERS = ((0, 1, 2), (0, 2, 1), (1, 2, 0), (1, 0, 2), (2, 0, 1), (2, 1, 0))
OWN_KEY, THIRD_KEY, FRIENDS_KEY = 1, 2, 3
THIRD = 3


class Spell(NamedTuple):
    """A spell of a life; number 0 is the time before somebody begins to work, or the whole life of those who never move."""

    begin: float
    end: float
    place: int
    number: int
    margin: float = -1e9  # regular without programmes iff below 0
    banned: bool = False
    waits: bool = False  # for a ban to end


class Incident(NamedTuple):
    """Something that was suffered."""

    time: float
    size: float
    source: str


class Tie(NamedTuple):
    """A tie to somebody of the place, or to a mentor; of the other sign if `sign` lies below the share of those."""

    time: float
    lasts: float
    sign: float


@dataclass(
    slots=True, eq=False, repr=False
)  # kin know their kin: written out, one person would be the whole block many times
class Person:
    """All that is known of a person before recruitment, then the person's way through it."""

    number: int
    cohort: int
    district: int
    block_order: int
    rank: int
    mobile: bool
    stratum: int  # of the law of age and sex of those who never move
    strata: int
    slot: int
    signs: int  # the block's word for which kin recruit
    household: list["Person"] = field(default_factory=list)
    kin: list["Person"] = field(default_factory=list)
    friends: list["Person | None"] = field(default_factory=list)
    host: int = -1
    third: int = -1  # who has no seat in a third country waits at home while a ban holds
    seat: int = -1
    chain: bool = False
    age: float = 0.0
    female: bool = False
    early: float = 0.0
    belonging: float = 0.0
    precarity: float = 0.0
    online_mark: float = 0.0
    schooling: int = 0
    practising: bool = False
    cover: list[float] = field(default_factory=list)
    effects: set[str] = field(default_factory=set)  # of programmes, so far
    recruiting_kin: set[int] = field(default_factory=set)
    life: list[Spell] = field(default_factory=list)
    begins: list[float] = field(default_factory=list)
    regular: list[bool] = field(default_factory=list)
    home_ties: list[list[float]] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    ties: list[list[Tie]] = field(default_factory=list)
    mentors: list[list[Tie]] = field(default_factory=list)
    state: str = ""  # how far along the pathway, in words; "" before any engagement
    since: float = 0.0
    committed: float = 0.0
    absent: bool = False
    seats: set[int] = field(default_factory=set)  # programmes of which the person holds a seat
    engaged_at: int = -1
    channel: int = -1
    fighter: bool = False
    theatre: int = 0
    exit: int = 0


class People(Points):
    """Homes and seats."""

    def __init__(self, world: World, seed: int, run: int) -> None:
        super().__init__(seed, run)
        self.world = plain(world)
        self.people: list[Person] = []
        self.districts = len(self.world.homes.district_cohort)
        self.places = len(self.world.places.country)
        self.members: list[list[Person]] = [[] for _ in range(self.places)]
        self.blocks: list[list[list[Person]]] = [self._settle(d) for d in range(self.districts)]
        for district in range(self.districts):
            self._befriend(district)
        self._seat()

    def order_key(self, district: int, which: int) -> int:
        w0, w1, _, _ = self.words(PLACE | district, SHUFFLE, which)
        return w0 << 32 | w1

    def _settle(self, district: int) -> list[list[Person]]:
        """The district's kin blocks, in their keyed order."""
        homes = self.world.homes
        cohort = homes.district_cohort[district]
        size = 0
        for household in homes.households[cohort]:
            size += household
        start, end = homes.district_start[district], homes.district_start[district + 1]
        places = arrangement(self.order_key(district, 0), (end - start) // size)
        for block, order in enumerate(places):
            more = 1 if order < homes.mobile_more[district] else 0
            mobile = homes.mobile[district] + more
            self._raise_block(start + block * size, size, cohort, district, order, mobile)
        members = self.people[start:end]
        self.members[district] = members
        return [members[block * size : (block + 1) * size] for block in inverse(places)]

    def _raise_block(
        self, first: int, size: int, cohort: int, district: int, order: int, mobile: int
    ) -> None:
        w0, w1, w2, signs = self.words(BLOCK | first, BLOCK_ORDER, 0)
        step, shift = 1 + below(w0, size - 1), below(w1, size)
        ranks = [(step * slot + shift) % size for slot in range(size)]
        few = self.world.homes.mobile[district]
        strata = size - few
        turn = below(signs, strata)
        block = [
            Person(
                first + slot,
                cohort,
                district,
                order,
                rank,
                rank < mobile,
                (rank - few + turn) % strata,
                strata,
                slot,
                signs,
            )
            for slot, rank in enumerate(ranks)
        ]
        self.people += block
        for slot, person in enumerate(block):
            person.kin = [block[(slot + distance) % size] for distance in (1, 2, 3, -1, -2, -3)]
        slot = 0
        for which in HOUSEHOLD_ORDERS[below(w2, 6)]:
            household = block[slot : slot + self.world.homes.households[cohort][which]]
            slot += len(household)
            for person in household:
                person.household = household

    def _befriend(self, district: int) -> None:
        """Three matchings: the neighbours in a keyed order, two by two."""
        members = self.members[district]
        for number in range(3):
            places = arrangement(self.order_key(district, FRIENDS_KEY + number), len(members))
            standing = [members[x] for x in inverse(places)]
            for person, place in zip(members, places, strict=True):
                partner = place + 1 if place % 2 == 0 else place - 1
                person.friends.append(standing[partner] if partner < len(standing) else None)

    def _seat(self) -> None:
        """Cut each district's lines into the ranges of the world's counts; seats are numbered by (district, line)."""
        lines = [self._lines(district) for district in range(self.districts)]
        for place in range(self.districts, self.places):
            for district in range(self.districts):
                for part in range(4):
                    self._fill_seats(place, district, part, lines[district][part])
            assert len(self.members[place]) == self.world.places.members[place]

    def _lines(self, district: int) -> list[list[list[Person]]]:
        """Who stands in line for seats, in blocks or alone: chain migrants by block, others, and all for third countries."""
        chain = self.world.homes.chain[self.world.homes.district_cohort[district]]
        more = self.world.homes.mobile_more[district]
        chains: list[list[Person]] = []
        own: list[Person] = []
        mobile: list[Person] = []
        for block in self.blocks[district]:
            leaving = sorted((p for p in block if p.mobile), key=lambda p: p.rank)
            follow = chain[len(leaving)]
            chains.append(leaving[:follow])
            own += leaving[follow:]
            mobile += leaving
        return [
            chains[:more],
            chains[more:],
            [[p] for p in self._shuffled(district, OWN_KEY, own)],
            [[p] for p in self._shuffled(district, THIRD_KEY, mobile)],
        ]

    def _shuffled(self, district: int, which: int, line: list[Person]) -> list[Person]:
        places = arrangement(self.order_key(district, which), len(line))
        return [line[x] for x in inverse(places)]

    def _fill_seats(self, place: int, district: int, part: int, line: list[list[Person]]) -> None:
        row = self.world.hosts.row[part][district]
        assert row[-1] == len(line) or (part == THIRD and row[-1] < len(line))
        neighbourhood = place - self.districts
        for group in line[row[neighbourhood] : row[neighbourhood + 1]]:
            for person in group:
                if part == THIRD:
                    person.third = place
                else:
                    person.host, person.seat, person.chain = place, len(self.members[place]), part < 2
                self.members[place].append(person)
