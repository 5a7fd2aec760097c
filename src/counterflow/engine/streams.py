"""The processes of places and cohorts: their rates, bounds and first points."""

from typing import NamedTuple

import numpy as np

from counterflow.engine.cursors import move_on, new_cursor
from counterflow.engine.queue import DONE, push, release
from counterflow.engine.state import State
from counterflow.pathway.approach import broadcast_level, most_chosen, street_rate
from counterflow.people.compiled import kernel
from counterflow.people.keys import BROADCAST, COHORT, ONLINE, PLACE, SELF_START, STREET, Word, word
from counterflow.people.luck import Luck
from counterflow.people.points import STRIPS, strips_needed
from counterflow.people.programmes import highest_factor
from counterflow.people.seats import SEGMENTS
from counterflow.people.tables import day_of
from counterflow.world import Arm, Floats, World

STREET_STRIP = 16.0
COHORT_STRIP = 64.0
_STREET_EFFECT, _ONLINE_EFFECT = 6, 7
FINE, TOO_HIGH, TOO_MANY = 0, 1, 2
PROCESSES = 3  # online, broadcast, self-start, for each cohort


class Streams(NamedTuple):
    """The processes of places and cohorts."""

    rate: Floats  # per year at full salience (the broadcast: on its date), before anything about the target
    intense: Floats  # largest intensity of the cohorts that a stream can reach
    most: Floats  # the most that anything else about a target can multiply the rate by


def new_streams(world: World) -> Streams:
    """Room for the streams of a world: its places, then three processes for each cohort."""
    count = world.places.country.size + PROCESSES * world.homes.country.size
    return Streams(np.zeros(count), np.zeros(count), np.zeros(count))


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
    return streams.rate[stream] * streams.intense[stream] * streams.most[stream]


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
