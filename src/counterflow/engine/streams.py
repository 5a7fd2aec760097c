"""The processes of places and cohorts: their rates, bounds and first points."""

from typing import NamedTuple

import numpy as np

from counterflow.engine.queue import open_cursor
from counterflow.engine.state import State
from counterflow.pathway.approach import broadcast_level, most_chosen, salience, street_rate
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
_PROCESSES = 3  # online, broadcast, self-start, for each cohort


class Streams(NamedTuple):
    """The processes of places and cohorts."""

    rate: Floats  # per year at full salience (the broadcast: on its date), before anything about the target
    most: Floats  # the most that anything about a target can multiply the rate by


def new_streams(world: World) -> Streams:
    """Room for the streams of a world: its places, then three processes for each cohort."""
    count = world.places.country.size + _PROCESSES * world.homes.country.size
    return Streams(np.zeros(count), np.zeros(count))


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
        streams.most[place] = _most_intense(world, place) * chosen * highest_factor(arm, _STREET_EFFECT)
    for cohort in range(world.homes.country.shape[0]):
        members = world.homes.cohort_start[cohort + 1] - world.homes.cohort_start[cohort]
        first = places + _PROCESSES * cohort
        streams.rate[first] = approaches.online_rate[cohort] * members
        streams.rate[first + 1] = approaches.broadcast_rate[cohort] * parameters.bridge_jump * members
        streams.rate[first + 2] = approaches.self_start[cohort] * parameters.self_start * members
        intensity = parameters.cohort_intensity[cohort]
        streams.most[first] = intensity * highest * highest_factor(arm, _ONLINE_EFFECT)
        streams.most[first + 1] = streams.most[first]
        streams.most[first + 2] = intensity


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
def stream_kind(world: World, stream: int) -> tuple[Word, Word, float]:
    """(purpose, entity, lowest strip) of a stream."""
    places = world.places.country.shape[0]
    if stream < places:
        return STREET, PLACE | word(stream), STREET_STRIP
    cohort = (stream - places) // _PROCESSES
    process = (stream - places) % _PROCESSES
    purpose = ONLINE if process == 0 else (BROADCAST if process == 1 else SELF_START)
    return purpose, COHORT | word(cohort), COHORT_STRIP


@kernel
def level(world: World, purpose: Word, t: float) -> float:
    """What the date makes of a stream's rate."""
    if purpose == BROADCAST:
        return broadcast_level(world, t)
    return salience(world, t)


@kernel
def _highest_level(world: World, purpose: Word, year: int) -> float:
    if purpose == BROADCAST:
        at = world.approaches.broadcast_at
        return 0.0 if year + 1.0 <= at else broadcast_level(world, max(at, float(year)))
    table = world.approaches.salience
    days = table.shape[0]
    return table[day_of(float(year), days) : day_of(year + 1.0, days) + 1].max()


@kernel
def open_streams(world: World, luck: Luck, streams: Streams, state: State) -> bool:
    """Fill in the yearly bounds and open a cursor for each strip; False if a rate is beyond what strips can hold."""
    years = state.bounds.shape[1]
    for stream in range(streams.rate.shape[0]):
        purpose, entity, r0 = stream_kind(world, stream)
        highest = 0.0
        for year in range(years):
            bound = streams.rate[stream] * streams.most[stream] * _highest_level(world, purpose, year)
            state.bounds[stream, year] = bound
            highest = max(highest, bound)
        strips = strips_needed(r0, highest)
        if strips > STRIPS:
            return False
        for strip in range(strips):
            open_cursor(state, luck.key, purpose, entity, strip, r0, stream, stream, 0, 0.0, world.years)
    return True
