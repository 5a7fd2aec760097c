"""The processes of places and cohorts: their rates, bounds and first points."""

import numpy as np

from counterflow.engine.queue import open_cursor
from counterflow.engine.state import State
from counterflow.pathway.approach import broadcast_level, most_chosen, salience, street_rate
from counterflow.people.compiled import kernel
from counterflow.people.keys import BROADCAST, COHORT, ONLINE, PLACE, SELF_START, STREET, Word, word
from counterflow.people.luck import Luck
from counterflow.people.points import STRIPS, strips_needed
from counterflow.people.programmes import highest_factor
from counterflow.people.tables import day_of
from counterflow.world import Arm, Floats, World

STREET_STRIP = 16.0
COHORT_STRIP = 64.0
_STREET_EFFECT, _ONLINE_EFFECT = 6, 7
_PROCESSES = 3  # online, broadcast, self-start, for each cohort


@kernel
def stream_count(world: World) -> int:
    """Places, then three processes for each cohort."""
    return world.places.country.shape[0] + _PROCESSES * world.homes.country.shape[0]


@kernel
def stream_rates(world: World, luck: Luck) -> Floats:
    """Rate per year of each stream at full salience (the broadcast: on its date), before anything about the target."""
    places = world.places.country.shape[0]
    rates = np.zeros(stream_count(world))
    for place in range(places):
        rates[place] = street_rate(world, luck, place)
    approaches = world.approaches
    for cohort in range(world.homes.country.shape[0]):
        members = world.homes.cohort_start[cohort + 1] - world.homes.cohort_start[cohort]
        first = places + _PROCESSES * cohort
        rates[first] = approaches.online_rate[cohort] * members
        rates[first + 1] = approaches.broadcast_rate[cohort] * world.parameters.bridge_jump * members
        rates[first + 2] = approaches.self_start[cohort] * world.parameters.self_start * members
    return rates


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
def target_bound(world: World, arm: Arm, stream: int) -> float:
    """The most that anything about a target can multiply a stream's rate by."""
    places = world.places.country.shape[0]
    most = 1.0
    for cohort in range(world.homes.country.shape[0]):
        most = max(most, world.parameters.cohort_intensity[cohort])
    if stream >= places:
        chosen = 1.0
        for place in range(places):
            chosen = max(chosen, most_chosen(world, place))
        process = (stream - places) % _PROCESSES
        return most * (1.0 if process == 2 else chosen * highest_factor(arm, _ONLINE_EFFECT))
    return most * most_chosen(world, stream) * highest_factor(arm, _STREET_EFFECT)


@kernel
def _highest_level(world: World, purpose: Word, year: int) -> float:
    if purpose == BROADCAST:
        at = world.approaches.broadcast_at
        return 0.0 if year + 1.0 <= at else broadcast_level(world, max(at, float(year)))
    table = world.approaches.salience
    days = table.shape[0]
    return table[day_of(float(year), days) : day_of(year + 1.0, days) + 1].max()


@kernel
def open_streams(world: World, arm: Arm, luck: Luck, rates: Floats, state: State) -> bool:
    """Fill in the yearly bounds and open a cursor for each strip; False if a rate is beyond what strips can hold."""
    years = int(world.years)
    for stream in range(rates.shape[0]):
        purpose, entity, r0 = stream_kind(world, stream)
        highest = 0.0
        for year in range(years):
            bound = rates[stream] * target_bound(world, arm, stream) * _highest_level(world, purpose, year)
            state.bounds[stream, year] = bound
            highest = max(highest, bound)
        strips = strips_needed(r0, highest)
        if strips > STRIPS:
            return False
        for strip in range(strips):
            open_cursor(state, luck.key, purpose, entity, strip, r0, stream, stream, 0, 0.0, world.years)
    return True
