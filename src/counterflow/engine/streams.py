"""The processes of places and cohorts: their rates, bounds and first points."""

from typing import NamedTuple

import numpy as np

from counterflow.engine.cursors import move_on, new_cursor
from counterflow.engine.queue import DONE, push, release
from counterflow.engine.state import State
from counterflow.pathway.approach import broadcast_level, most_chosen, street_rate
from counterflow.people.compiled import kernel
from counterflow.people.homes import (
    UNKNOWN,
    Who,
    at_rank,
    block_size,
    first_of_block,
    is_mobile,
    rank_of_stratum,
    who_is,
)
from counterflow.people.keys import BROADCAST, COHORT, ONLINE, PLACE, SELF_START, STREET, Word, word
from counterflow.people.luck import Luck
from counterflow.people.points import STRIPS, strips_needed
from counterflow.people.programmes import highest_factor
from counterflow.people.seats import SEGMENTS
from counterflow.people.tables import category, day_of
from counterflow.world import AGE_GROUP, Arm, Floats, Homes, Ints, World

STREET_STRIP = 16.0
COHORT_STRIP = 64.0
_STREET_EFFECT, _ONLINE_EFFECT = 6, 7
FINE, TOO_HIGH, TOO_MANY = 0, 1, 2
PICKS = 64
PROCESSES = 3  # online, broadcast, self-start, for each cohort


class Streams(NamedTuple):
    """The processes of places and cohorts."""

    rate: Floats  # per year at full salience (the broadcast: on its date), before anything about the target
    intense: Floats  # largest intensity of the cohorts that a stream can reach
    most: Floats  # the most that anything else about a target can multiply the rate by
    reached: Floats  # share of members at most whom the rate falls on: at home, by sex and age
    pick: Floats  # [D, 64] cumulative weights over the ways to pick a member of a kin block
    picks: Ints  # [D] how many ways


def new_streams(world: World) -> Streams:
    """Room for the streams of a world: its places, then three processes for each cohort."""
    count = world.places.country.size + PROCESSES * world.homes.country.size
    districts = world.homes.district_cohort.size
    return Streams(
        rate=np.zeros(count),
        intense=np.zeros(count),
        most=np.zeros(count),
        reached=np.ones(count),
        pick=np.zeros((districts, PICKS)),
        picks=np.zeros(districts, np.int64),
    )


@kernel
def fill_streams(world: World, arm: Arm, luck: Luck, streams: Streams) -> None:
    """Compute rates and bounds, once per run."""
    places = world.places.country.shape[0]
    approaches, parameters = world.approaches, world.parameters
    highest = 1.0
    for place in range(places):
        chosen = most_chosen(world, place)
        highest = max(highest, chosen)
        streams.rate[place] = street_rate(world, luck, place)
        streams.intense[place] = _most_intense(world, place)
        streams.most[place] = chosen * highest_factor(arm, _STREET_EFFECT)
    for district in range(world.homes.district_cohort.shape[0]):
        fill_picks(world, district, streams)
    for cohort in range(world.homes.country.shape[0]):
        members = world.homes.cohort_start[cohort + 1] - world.homes.cohort_start[cohort]
        first = places + PROCESSES * cohort
        streams.rate[first] = approaches.online_rate[cohort] * members
        streams.rate[first + 1] = approaches.broadcast_rate[cohort] * parameters.bridge_jump * members
        streams.rate[first + 2] = approaches.self_start[cohort] * parameters.self_start * members
        streams.intense[first : first + PROCESSES] = parameters.cohort_intensity[cohort]
        streams.most[first : first + 2] = highest * highest_factor(arm, _ONLINE_EFFECT)
        streams.most[first + 2] = 1.0


@kernel
def _ever_reached(world: World, cohort: int, low: float, high: float) -> float:
    """The most that approaches ever reach anybody in a part of the law of age and sex of those who never move."""
    reach, table = world.approaches.reach, world.traits.age_sex[cohort, 0]
    groups, last = table.shape[0] // 2, reach.shape[1] - 1
    most = 0.0
    for cell in range(category(table, low), category(table, high) + 1):
        female, group = cell // groups, cell % groups
        oldest = int(((group + 1) * AGE_GROUP + world.years) / AGE_GROUP)
        for older in range(min(group, last), min(oldest, last) + 1):
            most = max(most, reach[female, older])
    return most


@kernel
def fill_picks(world: World, district: int, streams: Streams) -> None:
    """Weights of a district's picks: its mobile ranks with 1 each, then each part of the law of age and sex with its bound."""
    homes = world.homes
    cohort = homes.district_cohort[district]
    size, few = block_size(homes, cohort), homes.mobile[district]
    mobile = mobile_picks(homes, district)
    parts = size - few
    total = 0.0
    for pick in range(mobile + parts):
        part = pick - mobile
        if part < 0:
            total += world.approaches.reach.max()
        else:
            total += _ever_reached(world, cohort, part / parts, (part + 1) / parts)
        streams.pick[district, pick] = total
    streams.picks[district] = mobile + parts
    streams.reached[district] = total / size


@kernel
def mobile_picks(homes: Homes, district: int) -> int:
    """Ranks of a block that may be mobile."""
    return homes.mobile[district] + (1 if homes.mobile_more[district] > 0 else 0)


@kernel
def pick_member(
    world: World, luck: Luck, streams: Streams, district: int, uniform: float
) -> tuple[Who, float]:
    """(a member of a district, what the pick makes of the rate): likelier, the more approaches can reach such a person.

    0 for a pick that is nobody's: a rank that turns out to be mobile where its age was picked, or the other way about.
    """
    homes = world.homes
    size = block_size(homes, homes.district_cohort[district])
    blocks = world.places.members[district] // size
    block = min(int(uniform * blocks), blocks - 1)
    weights = streams.pick[district, : streams.picks[district]]
    total = weights[weights.shape[0] - 1]
    pick = category(weights, (uniform * blocks - block) * total)
    weight = weights[pick] - (weights[pick - 1] if pick > 0 else 0.0)
    mobile = mobile_picks(homes, district)
    first = first_of_block(homes, luck, district, UNKNOWN, block)
    rank = pick if pick < mobile else rank_of_stratum(first, pick - mobile)
    who = at_rank(first, rank, UNKNOWN)
    if is_mobile(homes, luck, who) != (1 if pick < mobile else 0):
        return who, 0.0
    return who, streams.reached[district] / weight


@kernel
def candidate(world: World, luck: Luck, streams: Streams, stream: int, uniform: float) -> tuple[Who, float]:
    """(whom a uniform picks from a stream's members, what the pick makes of the rate); for streams at home or of a cohort."""
    homes = world.homes
    if stream < homes.district_cohort.shape[0]:
        return pick_member(world, luck, streams, stream, uniform)
    cohort = (stream - world.places.country.shape[0]) // PROCESSES
    start, end = homes.cohort_start[cohort], homes.cohort_start[cohort + 1]
    return who_is(homes, luck, start + int(uniform * (end - start))), 1.0


@kernel
def _most_intense(world: World, place: int) -> float:
    """The largest intensity of the cohorts that have anybody at a place."""
    intensity = world.parameters.cohort_intensity
    districts = world.homes.district_cohort.shape[0]
    if place < districts:
        return intensity[world.homes.district_cohort[place]]
    column = world.hosts.column[place - districts]
    most = 0.0
    for district in range(districts):
        if column[SEGMENTS * (district + 1)] > column[SEGMENTS * district]:
            most = max(most, intensity[world.homes.district_cohort[district]])
    return most


@kernel
def ceiling(streams: Streams, stream: int) -> float:
    """A stream's rate at full salience for the target whom it could reach most."""
    return streams.rate[stream] * streams.reached[stream] * streams.intense[stream] * streams.most[stream]


@kernel
def stream_kind(world: World, stream: int) -> tuple[Word, Word, float]:
    """(purpose, entity, lowest strip) of a stream."""
    places = world.places.country.shape[0]
    if stream < places:
        return STREET, PLACE | word(stream), STREET_STRIP
    cohort = (stream - places) // PROCESSES
    process = (stream - places) % PROCESSES
    purpose = ONLINE if process == 0 else (BROADCAST if process == 1 else SELF_START)
    return purpose, COHORT | word(cohort), COHORT_STRIP


@kernel
def _highest_level(world: World, purpose: Word, year: int) -> float:
    if purpose == BROADCAST:
        at = world.approaches.broadcast_at
        return 0.0 if year + 1.0 <= at else broadcast_level(world, max(at, float(year)))
    table = world.approaches.salience
    days = table.shape[0]
    return table[day_of(float(year), days) : day_of(year + 1.0, days) + 1].max()


@kernel
def open_streams(world: World, luck: Luck, streams: Streams, state: State) -> int:
    """Fill in the yearly bounds and put a cursor for each strip into the heap; FINE, or what went wrong."""
    years = state.bounds.shape[1]
    for stream in range(streams.rate.shape[0]):
        purpose, entity, r0 = stream_kind(world, stream)
        highest = 0.0
        for year in range(years):
            state.bounds[stream, year] = ceiling(streams, stream) * _highest_level(world, purpose, year)
            highest = max(highest, state.bounds[stream, year])
        strips = strips_needed(r0, highest)
        if strips > STRIPS:
            return TOO_HIGH
        for strip in range(strips):
            cursor = new_cursor(state, purpose, entity, strip, stream, 0, 0.0)
            state.cursors.lowest_strip[cursor] = r0
            state.cursors.ceiling[cursor] = ceiling(streams, stream)
            if not move_on(world, state, luck.key, cursor, stream):
                return TOO_MANY
            if state.cursors.time[cursor] < DONE:
                push(state, cursor)
            else:
                release(state, cursor)
    return FINE
