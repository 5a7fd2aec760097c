"""Whom a point of a place's or a cohort's process falls on: everybody at one rate, before reach, however candidates are picked."""

import numpy as np
import pytest

from counterflow.engine.run import run_key
from counterflow.engine.streams import (
    PROCESSES,
    candidate,
    ceiling,
    fill_streams,
    new_streams,
    seat_picked,
)
from counterflow.people.packed import pack
from counterflow.people.traits import person_of
from counterflow.world import AGE_GROUP, Floats, World
from tests.reference.comparison import random_case
from tests.simple_worlds import Inhabited
from tests.worlds import GROUPS

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

    def picked(self, stream: int, uniform: float) -> tuple[int, float]:
        who, pick = candidate(self.inhabited.world, self.inhabited.luck, self.packed, stream, uniform)
        return who.person, pick

    def members(self, stream: int) -> list[int]:
        homes = self.world.homes
        if stream < DISTRICTS:
            return list(range(*homes.district_start[stream : stream + 2]))
        cohort = (stream - PLACES) // PROCESSES
        return list(range(*homes.cohort_start[cohort : cohort + 2]))

    def most_reached(self, person: int) -> float:
        """The most that approaches ever reach somebody, over the years of the history."""
        traits = person_of(self.inhabited.world, self.inhabited.luck, self.inhabited.who(person))
        ages = traits.age + np.array([0.0, self.world.years])
        first, last = np.minimum((ages / AGE_GROUP).astype(int), GROUPS - 1)
        return float(self.world.approaches.reach[traits.female, first : last + 1].max())


def uneven(world: World, seed: int) -> World:
    """Some ages are turned to often, some hardly, some never."""
    rng = np.random.default_rng(seed)
    table = rng.uniform(0.05, 0.6, (2, GROUPS)) * (rng.random((2, GROUPS)) < 0.7)
    table[0, 4] = 1.0
    return world._replace(approaches=world.approaches._replace(reach=table))


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_ever_reached_is_picked_at_the_rate_of_a_member(seed: int) -> None:
    """Being picked, times what the pick makes of the rate, comes to one over the members, from any stream."""
    filled = Filled(seed)
    for stream in AT_HOME[seed :: len(SEEDS)]:
        members = filled.members(stream)
        rate: Floats = np.zeros(len(members))
        n = 60 * DRAWS
        for i in range(n):
            person, pick = filled.picked(stream, (i + 0.5) / n)
            rate[person - members[0]] += pick / n
        reached = np.array([filled.most_reached(person) > 0.0 for person in members])
        # A member's interval of uniforms is cut at both ends by less than a step, each worth at most the largest pick.
        largest = max(filled.picked(stream, (i + 0.5) / DRAWS)[1] for i in range(DRAWS))
        assert np.allclose(rate[reached], 1 / len(members), atol=2 * largest / n)
        assert (rate[~reached] <= 1 / len(members) + 2 * largest / n).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_pick_makes_of_the_rate_never_lifts_anybody_above_the_ceiling(seed: int) -> None:
    filled = Filled(seed)
    intensity = filled.world.parameters.cohort_intensity
    for stream in AT_HOME:
        top = ceiling(filled.packed, stream)
        plain = filled.streams.rate[stream] * filled.streams.most[stream]
        for i in range(DRAWS // 4):
            person, pick = filled.picked(stream, (i + 0.5) / (DRAWS // 4))
            own = intensity[filled.inhabited.who(person).cohort] * filled.most_reached(person)
            assert plain * pick * own <= top * (1 + 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_seats_are_picked_in_proportion_to_the_intensity_of_the_cohort_that_holds_them(seed: int) -> None:
    filled = Filled(seed)
    world, intensity = filled.world, filled.world.parameters.cohort_intensity
    for v in range(PLACES - DISTRICTS):
        members, n = int(world.places.members[DISTRICTS + v]), 5 * DRAWS
        times, held = np.zeros(members), np.zeros(members, np.int64)
        for i in range(n):
            seat, cohort = seat_picked(filled.inhabited.world, filled.packed, v, (i + 0.5) / n)
            times[seat] += 1 / n
            held[seat] = cohort
        assert (times > 0).all()
        bounds = world.hosts.column[v, 4 * world.homes.cohort_district[1:]]
        assert held.tolist() == np.searchsorted(bounds, np.arange(members), side="right").tolist()
        weights = intensity[held]
        assert np.allclose(times, weights / weights.sum(), atol=1 / n)
        assert filled.streams.intense[DISTRICTS + v] == pytest.approx(weights.mean())


def test_points_are_looked_at_for_those_on_whom_a_rate_falls() -> None:
    """A block's bound: the most for each who may be mobile, for each other part of the law what it is ever reached at most."""
    filled = Filled(0)
    homes, reach = filled.world.homes, filled.world.approaches.reach
    everybody = filled.inhabited.everybody()
    for district in range(DISTRICTS):
        size = homes.households[homes.district_cohort[district]].sum()
        may_move = homes.mobile[district] + (homes.mobile_more[district] > 0)
        still = size - homes.mobile[district]
        found = filled.streams.reached[district] * size
        at_least = [
            filled.most_reached(w.person) for w in everybody if w.district == district and w.rank >= w.few
        ]
        assert found <= may_move * reach.max() + still
        assert found >= may_move * reach.max() + still * np.mean(at_least)
    assert (filled.streams.reached[DISTRICTS:PLACES] == 1.0).all()
    for cohort in range(COHORTS):
        own = filled.streams.reached[:DISTRICTS][homes.district_cohort == cohort]
        first = PLACES + PROCESSES * cohort
        assert (filled.streams.reached[first : first + PROCESSES] == own.max()).all()
