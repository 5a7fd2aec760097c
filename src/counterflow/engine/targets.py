"""Whom the points of places and cohorts are aimed at, found before a point waits its turn.

Most points come to nothing for reasons that no event can change: the one aimed at is of an age or sex that is hardly reached, is
not online, or cannot be chosen whatever their ties and incidents. Such points are passed over here and never enter the queue.
"""

from typing import NamedTuple

import numpy as np

from counterflow.engine import codes
from counterflow.engine.cursors import level, move_on, new_cursor
from counterflow.engine.queue import DONE, push, release
from counterflow.engine.state import State
from counterflow.engine.streams import (
    Streams,
    ceiling,
    chosen_from,
    districts_of,
    highest_broadcast,
    highest_salience,
    mobile_picks,
    strata_of,
    stream_kind,
)
from counterflow.pathway import approach
from counterflow.people import keys
from counterflow.people.compiled import inlined, kernel
from counterflow.people.homes import (
    UNKNOWN,
    Who,
    at_rank,
    block_size,
    first_of_block,
    is_mobile,
    rank_of_stratum,
)
from counterflow.people.keys import MARKS, Word, coarse, fine, point_index, word, words
from counterflow.people.luck import Luck
from counterflow.people.points import STRIPS, strips_needed
from counterflow.people.seats import SEGMENTS, seat_holder
from counterflow.people.tables import category, segment
from counterflow.people.traits import Person, Social, person_of, social_of
from counterflow.world import World

FINE, TOO_HIGH, TOO_MANY = 0, 1, 2
ANYWHERE = -1
_CANDIDATE = np.uint64(256)


class Target(NamedTuple):
    """Whom a point is aimed at."""

    who: Who
    person: Person
    social: Social
    place: int  # where the target must be, or ANYWHERE
    channel: int
    rate: float  # the approach happens iff the point's height lies below this x answer x chosen; 0: it cannot
    mark: float  # decides whether the target engages


@kernel
def candidate_purpose(purpose: Word, j: int) -> Word:
    """The purpose of the marks of a point's candidate number j."""
    return purpose + MARKS + word(j) * _CANDIDATE


@inlined
def channel_of(purpose: Word) -> int:
    """The channel of a stream's process."""
    if purpose == keys.STREET:
        return approach.STREET
    if purpose == keys.ONLINE:
        return approach.ONLINE
    return approach.BROADCAST if purpose == keys.BROADCAST else approach.SELF_START


@inlined
def _pick_member(
    world: World,
    luck: Luck,
    streams: Streams,
    stream: int,
    district: int,
    year: int,
    block: int,
    weight: float,
) -> tuple[Who, float]:
    """(the member of a block on whom a weight falls, the weight of that pick); 0 for a pick that is nobody's.

    First come the parts of the law of age and sex, each with its bound, then the ranks that may be mobile. Nobody's is a rank that
    turns out to be mobile where an age was picked, or the other way about, and what lies beyond.
    """
    homes = world.homes
    first = first_of_block(homes, luck, district, UNKNOWN, block)
    still, moving = chosen_from(world, streams, stream, district)
    bounds = streams.still[year, district, : strata_of(homes, district)]
    rest = weight - still * bounds[bounds.shape[0] - 1]
    if rest < 0.0:
        part = category(bounds, weight / still)
        who = at_rank(first, rank_of_stratum(first, part), UNKNOWN)
        own = still * (bounds[part] - (bounds[part - 1] if part > 0 else 0.0))
        return who, own if is_mobile(homes, luck, who) == 0 else 0.0
    each = moving * streams.mobile[year, homes.district_cohort[district]]
    if rest >= each * mobile_picks(homes, district):
        return first, 0.0
    who = at_rank(first, int(rest / each), UNKNOWN)
    return who, each if is_mobile(homes, luck, who) == 1 else 0.0


@inlined
def candidate(
    world: World, luck: Luck, streams: Streams, stream: int, year: int, uniform: float
) -> tuple[Who, float]:
    """(whom a uniform picks from those whose home a district is, or from a cohort; the weight of that pick, or 0).

    The more approaches can reach people of a kind in that year, the likelier they are picked, and the less is left to chance.
    """
    homes = world.homes
    low, high = districts_of(world, stream)
    people = homes.district_start[high] - homes.district_start[low]
    size = block_size(homes, homes.district_cohort[low])
    blocks = people // size
    block = min(int(uniform * blocks), blocks - 1)
    weight = (uniform * blocks - block) * streams.most[stream, year] * size
    person = homes.district_start[low] + block * size
    district = low + segment(homes.district_start[low : high + 1], person)
    number = (person - homes.district_start[district]) // size
    return _pick_member(world, luck, streams, stream, district, year, number, weight)


@inlined
def seat_picked(world: World, streams: Streams, neighbourhood: int, uniform: float) -> int:
    """A seat of a neighbourhood, the likelier, the more intensely recruiters seek the cohort of who holds it."""
    seats, column = streams.seats[neighbourhood], world.hosts.column[neighbourhood]
    weight = uniform * seats[seats.shape[0] - 1]
    cohort = category(seats, weight)
    first = column[SEGMENTS * world.homes.cohort_district[cohort]]
    last = column[SEGMENTS * world.homes.cohort_district[cohort + 1]] - 1
    within = (weight - (seats[cohort - 1] if cohort > 0 else 0.0)) / world.parameters.cohort_intensity[cohort]
    return min(first + int(within), last)


@inlined
def picked(
    world: World, luck: Luck, streams: Streams, stream: int, year: int, uniform: float
) -> tuple[Who, float]:
    """(whom a uniform picks from a stream's members, what the pick makes of the rate); 0 for nobody."""
    districts = world.homes.district_cohort.shape[0]
    if districts <= stream < world.places.country.shape[0]:
        seat = seat_picked(world, streams, stream - districts, uniform)
        return seat_holder(world, luck, stream - districts, seat), streams.intense[stream]
    who, own = candidate(world, luck, streams, stream, year, uniform)
    intensity = world.parameters.cohort_intensity[who.cohort]
    return who, intensity * streams.most[stream, year] / own if own > 0.0 else 0.0


@kernel
def _whereabouts(world: World, luck: Luck, who: Who, place: int) -> int:
    """Where the target must be, or must be since they never move; ANYWHERE if that takes a walk."""
    return who.district if place == ANYWHERE and is_mobile(world.homes, luck, who) == 0 else place


@kernel
def _may_answer(
    world: World,
    luck: Luck,
    channel: int,
    who: Who,
    social: Social,
    where: int,
    t: float,
    needed: float,
    state: State,
) -> bool:
    """Whether an approach can still happen that needs `needed` of its rate: recruiters look for people of another kind."""
    if (channel == approach.ONLINE or channel == approach.BROADCAST) and social.online == 0:
        return False
    if where == ANYWHERE or not approach.is_targeted(channel):
        return True
    return approach.may_be_chosen(world, luck, who, social, where, t, needed, state.drivers)


@kernel
def aim(world: World, luck: Luck, streams: Streams, state: State, cursor: int, j: int) -> Target:
    """Candidate number j of a stream's point; rate 0 where nothing that can still happen lets the approach take place."""
    c = state.cursors
    purpose, stream, t, height = c.purpose[cursor], c.row[cursor], c.time[cursor], c.height[cursor]
    index = point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    w0, w1, w2, _ = words(luck.key, c.entity[cursor], candidate_purpose(purpose, j), index)
    channel = channel_of(purpose)
    place = stream if channel == approach.STREET else ANYWHERE
    who, rate = picked(world, luck, streams, stream, c.year[cursor], fine(w0, w1))
    person, social = Person(0.0, 0, 0.0), Social(0.0, 0.0, 0, 0, 0)
    if rate > 0.0:
        person = person_of(world, luck, who)
        rate *= streams.rate[stream] * level(world, purpose, t) * approach.reach(world, person, t)
        most, where = rate * streams.factor[stream], _whereabouts(world, luck, who, place)
        if height >= most * _most_chosen(world, streams, channel, where):
            rate = 0.0
        else:
            social = social_of(world.traits, luck, who, person.age + t)
            if not _may_answer(world, luck, channel, who, social, where, t, height / most, state):
                rate = 0.0
    return Target(who, person, social, place, channel, rate, coarse(w2))


@kernel
def _most_chosen(world: World, streams: Streams, channel: int, where: int) -> float:
    if not approach.is_targeted(channel):
        return 1.0
    places: int = world.places.country.shape[0]
    return streams.chosen[where if where != ANYWHERE else places]


@inlined
def _keep(state: State, cursor: int, target: Target) -> None:
    """Remember whom a cursor's next point is aimed at, so that nobody is looked for twice."""
    who, person, social = target.who, target.person, target.social
    n, x = state.aims.numbers[cursor], state.aims.measures[cursor]
    n[0], n[1], n[2], n[3], n[4] = who.person, who.cohort, who.district, who.order, who.first
    n[5], n[6], n[7], n[8], n[9] = who.slot, who.size, who.step, who.shift, who.households
    n[10], n[11], n[12], n[13], n[14] = who.signs, who.rank, who.few, who.turn, who.host
    n[15], n[16], n[17], n[18] = person.female, social.online, social.schooling, social.practising
    n[19], n[20] = target.place, target.channel
    x[0], x[1], x[2], x[3] = person.age, person.early, social.belonging, social.precarity
    x[4], x[5] = target.rate, target.mark


@inlined
def kept_target(state: State, cursor: int) -> Target:
    """Whom a cursor's point is aimed at, as `next_target` found."""
    n, x = state.aims.numbers[cursor], state.aims.measures[cursor]
    who = Who(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], n[14])
    social = Social(x[2], x[3], n[16], n[17], n[18])
    return Target(who, Person(x[0], n[15], x[1]), social, n[19], n[20], x[4], x[5])


@kernel
def next_target(world: World, luck: Luck, streams: Streams, state: State, cursor: int) -> bool:
    """Move a stream's cursor to its next point that may come to something; False on an overflow of point numbers."""
    while True:
        if not move_on(world, state, luck.key, cursor, state.cursors.row[cursor]):
            return False
        if state.cursors.time[cursor] >= DONE:
            return True
        state.counters[codes.PROPOSALS] += 1
        target = aim(world, luck, streams, state, cursor, 0)
        # Where recruiters move on to others, the first one's fate decides nothing yet.
        if target.rate > 0.0 or world.approaches.candidates > 1:
            _keep(state, cursor, target)
            return True


@kernel
def open_streams(world: World, luck: Luck, streams: Streams, state: State) -> int:
    """Fill in the yearly bounds and put a cursor for each strip into the heap; FINE, or what went wrong."""
    years = state.bounds.shape[1]
    for year in range(years):
        state.salience[year] = highest_salience(world, year)
    for stream in range(streams.rate.shape[0]):
        purpose, entity, r0 = stream_kind(world, stream)
        highest = 0.0
        for year in range(years):
            state.ceilings[stream, year] = ceiling(streams, stream, year)
            dated = highest_broadcast(world, year) if purpose == keys.BROADCAST else state.salience[year]
            state.bounds[stream, year] = state.ceilings[stream, year] * dated
            highest = max(highest, state.bounds[stream, year])
        strips = strips_needed(r0, highest)
        if strips > STRIPS:
            return TOO_HIGH
        for strip in range(strips):
            cursor = new_cursor(state, purpose, entity, strip, stream, 0, 0.0)
            state.cursors.lowest_strip[cursor] = r0
            if not next_target(world, luck, streams, state, cursor):
                return TOO_MANY
            if state.cursors.time[cursor] < DONE:
                push(state, cursor)
            else:
                release(state, cursor)
    return FINE
