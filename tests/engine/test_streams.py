"""Whom a point of a place's or a cohort's process falls on: everybody at one rate, before reach, however candidates are picked."""

import numpy as np
import pytest

from counterflow.engine.run import run_key
from counterflow.engine.streams import PROCESSES, ceiling, fill_streams, new_streams
from counterflow.engine.targets import picked, seat_picked
from counterflow.people.homes import is_mobile
from counterflow.people.packed import pack
from counterflow.people.traits import person_of
from counterflow.world import AGE_GROUP, Floats, World
from tests.reference.comparison import random_case
from tests.simple_worlds import Inhabited
from tests.worlds import GROUPS, YEARS

SEEDS = range(6)
DISTRICTS, PLACES, COHORTS = 4, 8, 3
AT_HOME = [*range(DISTRICTS), *range(PLACES, PLACES + PROCESSES * COHORTS)]
"""Streams that pick members of kin blocks: districts, then three for each cohort."""
DRAWS = 4_000


class Filled:
    """A random world with its streams filled in."""

    def __init__(self, seed: int) -> None:
        world, arm = random_case(seed, most=150)
        self.world = uneven(world, seed)
        self.inhabited = Inhabited(self.world, run_key(seed, 0))
        self.streams = new_streams(self.world)
        self.packed = pack(self.streams)
        fill_streams(self.inhabited.world, pack(arm), self.inhabited.luck, self.packed)

    def picked(self, stream: int, year: int, uniform: float) -> tuple[int, float]:
        who, pick = picked(self.inhabited.world, self.inhabited.luck, self.packed, stream, year, uniform)
        return who.person, pick

    def members(self, stream: int) -> list[int]:
        homes = self.world.homes
        if stream < DISTRICTS:
            return list(range(*homes.district_start[stream : stream + 2]))
        cohort = (stream - PLACES) // PROCESSES
        return list(range(*homes.cohort_start[cohort : cohort + 2]))

    def intensity(self, stream: int) -> float:
        homes = self.world.homes
        cohort = homes.district_cohort[stream] if stream < DISTRICTS else (stream - PLACES) // PROCESSES
        return float(self.world.parameters.cohort_intensity[cohort])

    def most_reached(self, person: int, year: int) -> float:
        """The most that approaches reach somebody in a year of the history."""
        traits = person_of(self.inhabited.world, self.inhabited.luck, self.inhabited.who(person))
        ages = traits.age + np.array([year, np.nextafter(year + 1.0, 0.0)])
        if ages[1] < self.world.approaches.least_age:
            return 0.0
        first, last = np.minimum((ages / AGE_GROUP).astype(int), GROUPS - 1)
        return float(self.world.approaches.reach[traits.female, first : last + 1].max())

    def most_chosen(self, stream: int, person: int) -> float:
        """The most that targeting makes of a rate for somebody."""
        highest, mean = self.world.steps.highest[0], self.world.parameters.place_mean
        if (stream >= PLACES and (stream - PLACES) % PROCESSES == PROCESSES - 1) or not np.any(
            self.world.parameters.weights[0]
        ):
            return 1.0
        who = self.inhabited.who(person)
        stays = stream < PLACES or is_mobile(self.inhabited.homes, self.inhabited.luck, who) == 0
        return float(highest / mean[who.district]) if stays else float(max(1.0, (highest / mean).max()))


def uneven(world: World, seed: int) -> World:
    """Some ages are turned to often, some hardly, some never."""
    rng = np.random.default_rng(seed)
    table = rng.uniform(0.05, 0.6, (2, GROUPS)) * (rng.random((2, GROUPS)) < 0.7)
    table[0, 4] = 1.0
    return world._replace(approaches=world.approaches._replace(reach=table))


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_can_be_reached_is_picked_at_the_rate_of_a_member(seed: int) -> None:
    """Being picked, times what the pick makes of the rate, comes to one over the members, from any stream in any year."""
    filled = Filled(seed)
    for stream in AT_HOME[seed :: len(SEEDS)]:
        year = stream % YEARS
        members, intensity = filled.members(stream), filled.intensity(stream)
        rate: Floats = np.zeros(len(members))
        n = 60 * DRAWS
        for i in range(n):
            person, pick = filled.picked(stream, year, (i + 0.5) / n)
            rate[person - members[0]] += pick / intensity / n
        reached = np.array([filled.most_reached(person, year) > 0.0 for person in members])
        # A member's interval of uniforms is cut at both ends by less than a step, each worth at most the largest pick.
        largest = max(filled.picked(stream, year, (i + 0.5) / DRAWS)[1] for i in range(DRAWS)) / intensity
        assert np.allclose(rate[reached], 1 / len(members), atol=2 * largest / n)
        assert (rate[~reached] <= 1 / len(members) + 2 * largest / n).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_pick_makes_of_the_rate_never_lifts_anybody_above_the_ceiling(seed: int) -> None:
    filled = Filled(seed)
    tightest = 0.0
    for stream in AT_HOME:
        year = stream % YEARS
        top = ceiling(filled.packed, stream, year)
        plain = filled.streams.rate[stream] * filled.streams.factor[stream]
        for i in range(DRAWS // 4):
            person, pick = filled.picked(stream, year, (i + 0.5) / (DRAWS // 4))
            own = filled.most_reached(person, year) * filled.most_chosen(stream, person)
            assert plain * pick * own <= top * (1 + 1e-12)
            tightest = max(tightest, plain * pick * own / top if top > 0.0 else 0.0)
    assert tightest == pytest.approx(1.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_seats_are_picked_in_proportion_to_the_intensity_of_the_cohort_that_holds_them(seed: int) -> None:
    filled = Filled(seed)
    world, intensity = filled.world, filled.world.parameters.cohort_intensity
    for v in range(PLACES - DISTRICTS):
        members, n = int(world.places.members[DISTRICTS + v]), 5 * DRAWS
        times = np.zeros(members)
        for i in range(n):
            times[seat_picked(filled.inhabited.world, filled.packed, v, (i + 0.5) / n)] += 1 / n
        assert (times > 0).all()
        bounds = world.hosts.column[v, 4 * world.homes.cohort_district[1:]]
        weights = intensity[np.searchsorted(bounds, np.arange(members), side="right")]
        assert np.allclose(times, weights / weights.sum(), atol=1 / n)
        assert filled.streams.intense[DISTRICTS + v] == pytest.approx(weights.mean())


def test_points_are_looked_at_for_those_on_whom_a_rate_falls() -> None:
    """A block's bound: for each part of the law of age and sex at most the most that it is reached, in that year of the history."""
    filled = Filled(0)
    homes, everybody = filled.world.homes, filled.inhabited.everybody()
    for year in range(YEARS):
        for district in range(DISTRICTS):
            size = homes.households[homes.district_cohort[district]].sum()
            strata = size - homes.mobile[district]
            found = filled.streams.still[year, district, strata - 1] / strata
            members = [w.person for w in everybody if w.district == district and w.rank >= w.few]
            reached = [filled.most_reached(person, year) for person in members]
            assert np.mean(reached) <= found <= 1.0
            assert filled.streams.mobile[year, homes.district_cohort[district]] >= max(
                filled.most_reached(w.person, year)
                for w in everybody
                if w.district == district and w.rank < w.few
            )
        for stream in range(PLACES + PROCESSES * COHORTS):
            assert filled.streams.most[stream, year] > 0.0


def test_a_stream_of_a_cohort_is_bound_by_the_district_where_most_are_reached() -> None:
    filled = Filled(3)
    homes, streams = filled.world.homes, filled.streams
    for cohort in range(COHORTS):
        own = [
            streams.still[0, d, homes.households[cohort].sum() - homes.mobile[d] - 1]
            + streams.mobile[0, cohort] * (homes.mobile[d] + (homes.mobile_more[d] > 0))
            for d in np.flatnonzero(homes.district_cohort == cohort)
        ]
        self_start = PLACES + PROCESSES * cohort + PROCESSES - 1
        assert streams.most[self_start, 0] == pytest.approx(max(own) / homes.households[cohort].sum())
