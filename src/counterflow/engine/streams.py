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
)
from counterflow.people.keys import BROADCAST, COHORT, ONLINE, PLACE, SELF_START, STREET, Word, word
from counterflow.people.luck import Luck
from counterflow.people.points import STRIPS, strips_needed
from counterflow.people.programmes import highest_factor
from counterflow.people.seats import SEGMENTS
from counterflow.people.tables import category, day_of, segment
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
    intense: Floats  # intensity of the cohorts that a stream can reach, mean over its members
    most: Floats  # the most that anything else about a target can multiply the rate by
    reached: Floats  # share of members at most on whom the rate falls, by sex and age; 1 for neighbourhoods
    pick: Floats  # [D, 64] cumulative weights over the ways to pick a member of a kin block
    picks: Ints  # [D] how many ways
    seats: Floats  # [V, C] cumulative seats of a neighbourhood by cohort, each cohort's times its intensity


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
        seats=np.zeros((world.places.country.size - districts, world.homes.country.size)),
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
        streams.intense[place] = _mean_intensity(world, place, streams)
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
        low, high = world.homes.cohort_district[cohort], world.homes.cohort_district[cohort + 1]
        streams.reached[first : first + PROCESSES] = streams.reached[low:high].max()
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
def _pick_member(
    world: World, luck: Luck, streams: Streams, district: int, block: int, weight: float
) -> tuple[Who, float]:
    """(the member of a block on whom a weight falls, the weight of that pick); 0 for a pick that is nobody's.

    Nobody's is a rank that turns out to be mobile where an age was picked, or the other way about, and what lies beyond.
    """
    homes = world.homes
    first = first_of_block(homes, luck, district, UNKNOWN, block)
    weights = streams.pick[district, : streams.picks[district]]
    if weight >= weights[weights.shape[0] - 1]:
        return first, 0.0
    pick = category(weights, weight)
    mobile = mobile_picks(homes, district)
    rank = pick if pick < mobile else rank_of_stratum(first, pick - mobile)
    who = at_rank(first, rank, UNKNOWN)
    if is_mobile(homes, luck, who) != (1 if pick < mobile else 0):
        return who, 0.0
    return who, weights[pick] - (weights[pick - 1] if pick > 0 else 0.0)


@kernel
def candidate(world: World, luck: Luck, streams: Streams, stream: int, uniform: float) -> tuple[Who, float]:
    """(whom a uniform picks from those whose home a district is, or from a cohort; what the pick makes of the rate).

    The more approaches can ever reach people of a kind, the likelier they are picked, and the less the pick leaves to chance.
    """
    homes = world.homes
    low, high = _districts_of(world, stream)
    people = homes.district_start[high] - homes.district_start[low]
    size = block_size(homes, homes.district_cohort[low])
    blocks = people // size
    block = min(int(uniform * blocks), blocks - 1)
    total = streams.reached[stream] * size
    weight = (uniform * blocks - block) * total
    person = homes.district_start[low] + block * size
    district = low + segment(homes.district_start[low : high + 1], person)
    who, own = _pick_member(
        world, luck, streams, district, (person - homes.district_start[district]) // size, weight
    )
    return who, (streams.reached[stream] / own if own > 0.0 else 0.0)


@kernel
def _districts_of(world: World, stream: int) -> tuple[int, int]:
    """First district, and the one after the last, of a stream at home or of a cohort."""
    if stream < world.homes.district_cohort.shape[0]:
        return stream, stream + 1
    cohort = (stream - world.places.country.shape[0]) // PROCESSES
    return world.homes.cohort_district[cohort], world.homes.cohort_district[cohort + 1]


@kernel
def _mean_intensity(world: World, place: int, streams: Streams) -> float:
    """Mean intensity of the cohorts over the members of a place; fills in a neighbourhood's seats."""
    intensity, homes = world.parameters.cohort_intensity, world.homes
    districts = homes.district_cohort.shape[0]
    if place < districts:
        return intensity[homes.district_cohort[place]]
    column = world.hosts.column[place - districts]
    total = 0.0
    for cohort in range(intensity.shape[0]):
        seats = (
            column[SEGMENTS * homes.cohort_district[cohort + 1]]
            - column[SEGMENTS * homes.cohort_district[cohort]]
        )
        total += seats * intensity[cohort]
        streams.seats[place - districts, cohort] = total
    members = world.places.members[place]
    return total / members if members > 0 else 0.0


@kernel
def seat_picked(world: World, streams: Streams, neighbourhood: int, uniform: float) -> tuple[int, int]:
    """(a seat of a neighbourhood, the cohort that holds it), the likelier, the more intensely recruiters seek the cohort."""
    seats, column = streams.seats[neighbourhood], world.hosts.column[neighbourhood]
    weight = uniform * seats[seats.shape[0] - 1]
    cohort = category(seats, weight)
    first = column[SEGMENTS * world.homes.cohort_district[cohort]]
    last = column[SEGMENTS * world.homes.cohort_district[cohort + 1]] - 1
    within = (weight - (seats[cohort - 1] if cohort > 0 else 0.0)) / world.parameters.cohort_intensity[cohort]
    return min(first + int(within), last), cohort


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
