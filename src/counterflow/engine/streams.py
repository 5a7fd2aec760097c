"""The processes of places and cohorts: their rates, and bounds on what any target can make of them."""

from typing import NamedTuple

import numpy as np

from counterflow.pathway.approach import broadcast_level, most_chosen, street_rate
from counterflow.people.compiled import kernel
from counterflow.people.homes import block_size
from counterflow.people.keys import BROADCAST, COHORT, ONLINE, PLACE, SELF_START, STREET, Word, word
from counterflow.people.luck import Luck
from counterflow.people.programmes import highest_factor
from counterflow.people.seats import SEGMENTS
from counterflow.people.tables import category, day_of
from counterflow.world import AGE_GROUP, Arm, Floats, Homes, World

STREET_STRIP = 16.0
COHORT_STRIP = 64.0
_STREET_EFFECT, _ONLINE_EFFECT = 6, 7
STRATA = 32
"""Room for the parts of the law of age and sex that a block's people share out: fewer than its members."""
PROCESSES = 3  # online, broadcast, self-start, for each cohort


class Streams(NamedTuple):
    """The processes of places and cohorts, S of them."""

    rate: (
        Floats  # [S] per year at full salience (the broadcast: on its date), before anything about the target
    )
    intense: Floats  # [S] intensity of the cohorts that a stream can reach, mean over its members
    factor: Floats  # [S] the most that programmes can multiply the rate by
    most: Floats  # [S, Y] the most that a target's reach x likelihood of being chosen can be in a year, mean over members
    chosen: Floats  # [P + 1] the most that targeting can multiply a place's rate by; last, any place's
    still: Floats  # [Y, D, 32] cumulative over the parts of the law of age and sex: the most reach of those who never move
    mobile: Floats  # [Y, C] the most reach of anybody who is mobile
    seats: Floats  # [V, C] cumulative seats of a neighbourhood by cohort, each cohort's times its intensity


def new_streams(world: World) -> Streams:
    """Room for the streams of a world: its places, then three processes for each cohort."""
    places, cohorts = world.places.country.size, world.homes.country.size
    districts, years = world.homes.district_cohort.size, int(np.ceil(world.years))
    count = places + PROCESSES * cohorts
    return Streams(
        rate=np.zeros(count),
        intense=np.zeros(count),
        factor=np.zeros(count),
        most=np.zeros((count, years)),
        chosen=np.zeros(places + 1),
        still=np.zeros((years, districts, STRATA)),
        mobile=np.zeros((years, cohorts)),
        seats=np.zeros((places - districts, cohorts)),
    )


@kernel
def fill_streams(world: World, arm: Arm, luck: Luck, streams: Streams) -> None:
    """Compute rates and bounds, once per run."""
    places = world.places.country.shape[0]
    streams.chosen[places] = 1.0
    for place in range(places):
        streams.chosen[place] = most_chosen(world, place)
        streams.chosen[places] = max(streams.chosen[places], streams.chosen[place])
        streams.rate[place] = street_rate(world, luck, place)
        streams.intense[place] = _mean_intensity(world, place, streams)
        streams.factor[place] = highest_factor(arm, _STREET_EFFECT)
    for cohort in range(world.homes.country.shape[0]):
        _fill_cohort(world, arm, cohort, streams)
    for year in range(streams.mobile.shape[0]):
        _fill_reach(world, year, streams)
        for stream in range(streams.rate.shape[0]):
            streams.most[stream, year] = _most(world, streams, stream, year)


@kernel
def _fill_cohort(world: World, arm: Arm, cohort: int, streams: Streams) -> None:
    approaches, parameters = world.approaches, world.parameters
    members = world.homes.cohort_start[cohort + 1] - world.homes.cohort_start[cohort]
    first = world.places.country.shape[0] + PROCESSES * cohort
    streams.rate[first] = approaches.online_rate[cohort] * members
    streams.rate[first + 1] = approaches.broadcast_rate[cohort] * parameters.bridge_jump * members
    streams.rate[first + 2] = approaches.self_start[cohort] * parameters.self_start * members
    streams.intense[first : first + PROCESSES] = parameters.cohort_intensity[cohort]
    streams.factor[first : first + 2] = highest_factor(arm, _ONLINE_EFFECT)
    streams.factor[first + 2] = 1.0


@kernel
def _fill_reach(world: World, year: int, streams: Streams) -> None:
    """The most that approaches reach people in a year of the history, by part of the law of age and sex."""
    homes = world.homes
    for district in range(homes.district_cohort.shape[0]):
        cohort = homes.district_cohort[district]
        parts = strata_of(homes, district)
        total = 0.0
        for part in range(parts):
            total += _most_reach(world, cohort, 0, year, part / parts, (part + 1) / parts)
            streams.still[year, district, part] = total
    for cohort in range(homes.country.shape[0]):
        streams.mobile[year, cohort] = _most_reach(world, cohort, 1, year, 0.0, 1.0)


@kernel
def _most_reach(world: World, cohort: int, mobile: int, year: int, low: float, high: float) -> float:
    """The most that approaches reach anybody in a part of a law of age and sex, in a year of the history."""
    approaches, table = world.approaches, world.traits.age_sex[cohort, mobile]
    groups, last = table.shape[0] // 2, approaches.reach.shape[1] - 1
    most = 0.0
    for cell in range(category(table, low), category(table, high) + 1):
        female, group = cell // groups, cell % groups
        youngest = group * AGE_GROUP + year
        oldest = youngest + AGE_GROUP + 1.0  # never quite reached
        if oldest <= approaches.least_age or (cell > 0 and table[cell] == table[cell - 1]):
            continue
        for older in range(int(youngest / AGE_GROUP), int(np.ceil(oldest / AGE_GROUP))):
            most = max(most, approaches.reach[female, min(older, last)])
    return most


@kernel
def strata_of(homes: Homes, district: int) -> int:
    """Into how many parts the law of age and sex falls: the members of a block without those who are mobile in every block."""
    return block_size(homes, homes.district_cohort[district]) - homes.mobile[district]


@kernel
def mobile_picks(homes: Homes, district: int) -> int:
    """Ranks of a block that may be mobile."""
    return homes.mobile[district] + (1 if homes.mobile_more[district] > 0 else 0)


@kernel
def chosen_from(world: World, streams: Streams, stream: int, district: int) -> tuple[float, float]:
    """The most that targeting makes of a home stream's rate for people of a district: (who never move, who may be away)."""
    places: int = world.places.country.shape[0]
    if stream < places:
        return streams.chosen[district], streams.chosen[district]
    if (stream - places) % PROCESSES == PROCESSES - 1:  # nobody chooses who starts alone
        return 1.0, 1.0
    return streams.chosen[district], streams.chosen[places]


@kernel
def districts_of(world: World, stream: int) -> tuple[int, int]:
    """First district, and the one after the last, of a stream at home or of a cohort."""
    if stream < world.homes.district_cohort.shape[0]:
        return stream, stream + 1
    cohort = (stream - world.places.country.shape[0]) // PROCESSES
    return world.homes.cohort_district[cohort], world.homes.cohort_district[cohort + 1]


@kernel
def _most(world: World, streams: Streams, stream: int, year: int) -> float:
    """The most that reach x being chosen can be, mean over a stream's members; of a cohort's districts, the highest."""
    homes = world.homes
    districts, places = homes.district_cohort.shape[0], world.places.country.shape[0]
    if districts <= stream < places:
        return streams.mobile[year].max() * streams.chosen[stream]
    low, high = districts_of(world, stream)
    most = 0.0
    for district in range(low, high):
        cohort, strata = homes.district_cohort[district], strata_of(homes, district)
        still, moving = chosen_from(world, streams, stream, district)
        total = still * streams.still[year, district, strata - 1]
        total += moving * streams.mobile[year, cohort] * mobile_picks(homes, district)
        most = max(most, total / block_size(homes, cohort))
    return most


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
def ceiling(streams: Streams, stream: int, year: int) -> float:
    """A stream's rate in a year, at full salience, for the target whom it could reach most."""
    rate = streams.rate[stream] * streams.intense[stream]
    return rate * streams.most[stream, year] * streams.factor[stream]


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
def highest_broadcast(world: World, year: int) -> float:
    """The most that the date makes of the broadcast in a year."""
    at = world.approaches.broadcast_at
    return 0.0 if year + 1.0 <= at else broadcast_level(world, max(at, float(year)))


@kernel
def highest_salience(world: World, year: int) -> float:
    """The most that the date makes of every other stream's rate in a year."""
    table = world.approaches.salience
    days = table.shape[0]
    return table[day_of(float(year), days) : day_of(year + 1.0, days) + 1].max()
