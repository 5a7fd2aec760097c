"""A million people of whom nearly everybody is drawn in, and worlds at the bounds of what the engine can hold."""

from collections.abc import Callable

import numpy as np
import pytest

from counterflow.engine import codes
from counterflow.engine.run import EngineError, simulate
from counterflow.world import World
from tests.judge import Judge
from tests.reference.census import Census
from tests.reference.comparison import RUN, compare, random_case
from tests.verification.gillespie import STATES, TIMES, small_world, states_of
from tests.verification.meanfield import course
from tests.worlds import no_programme

HOME_DISTRICT = (0.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("people", "calls"), [(20_000, 8.0), pytest.param(1_000_000, 8.0, marks=pytest.mark.verification)]
)
def test_nearly_everybody_is_drawn_in(people: int, calls: float, verdict: Judge) -> None:
    """Tables begin with room for 4,096 people and grow; cost grows to a census, and the course is that of the formula."""
    world = small_world(people, HOME_DISTRICT, calls)
    share, covariance, met = course(calls, TIMES)
    history = simulate(world, no_programme(world), 1)
    number = int(world.homes.cohort_start[-1])
    found, spread = states_of(history, number), np.diagonal(covariance, axis1=1, axis2=2)
    for i, state in enumerate(STATES):
        error = np.sqrt(number * spread[:, i])
        described = f"course of {people:,} people at {TIMES.size} dates against a differential equation"
        verdict.all_errors(f"everybody in: {state}", described, found[:, i], number * share[:, i], error)
    reached = -np.expm1(-met[-1])
    # Those reached are more alike than a coin's throws: who is free and who calls vary together.
    error = np.sqrt(reached * (1 - reached) / number) + 0.5 / np.sqrt(number) * (1 - reached)
    verdict.errors(
        "share ever approached", "reported and expected", history.counts.share_touched, reached, error
    )
    verdict.at_least("share ever approached", "of everybody", history.counts.share_touched, 0.9)
    verdict.at_least("people in the ledger", "share of everybody", history.counts.engaged / number, 0.8)
    wrong = (np.unique(history.person).size != history.counts.engaged) + (np.diff(history.time) < 0).sum()
    verdict.none("people entered twice, events out of order", "after every table has grown", wrong)


@pytest.mark.parametrize("people", [3_000, pytest.param(1_000_000, marks=pytest.mark.verification)])
def test_everybody_engages_at_once(people: int, verdict: Judge) -> None:
    """Approaches so frequent that the queue holds little else: all within the first year, none left out, none twice."""
    world = small_world(people, HOME_DISTRICT, 0.0)
    per_person = min(20.0, 0.9 * 2.0**19 / np.diff(world.homes.district_start).max())
    steps = world.steps._replace(highest=np.array([1.0, 1.0, 0.0, 0.0]), disengage=0.0)
    parameters = world.parameters._replace(intercepts=np.array([0.0, 60.0, 0.0, 0.0]))
    approaches = world.approaches._replace(home_rate=per_person)
    world = world._replace(steps=steps, parameters=parameters, approaches=approaches)
    history = simulate(world, no_programme(world), 2)
    number = int(world.homes.cohort_start[-1])
    engaged = history.person[history.kind == codes.ENGAGE]
    expected = -np.expm1(-per_person * world.years)
    error = np.sqrt(number * expected * (1 - expected)) + 1.0
    verdict.errors("people engaged at once", "1 - exp(-rate x years)", engaged.size, number * expected, error)
    verdict.none("people engaged twice", f"of {number:,}", engaged.size - np.unique(engaged).size)
    off = history.counts.touched - engaged.size
    verdict.none("approached but not engaged", "everybody engages when approached", off)


def test_a_rate_beyond_what_points_can_hold_is_refused(verdict: Judge) -> None:
    world = small_world(3_000, HOME_DISTRICT, 0.0)
    densest = np.diff(world.homes.district_start).max()
    refused = []
    for rate in (2.0**18, 2.0**20):
        approaches = world.approaches._replace(home_rate=rate / densest)
        quick = world._replace(years=0.01, approaches=approaches)
        try:
            simulate(quick, no_programme(quick), 1)
        except EngineError:
            refused.append(rate)
    verdict.none("worlds within the bound refused, or beyond it run", "two rates", refused != [2.0**20])


def short_spells(world: World) -> World:
    """Spells of about a week, remembered for three years: more of them than the engine keeps."""
    spells = ("home_quantile", "host_quantile", "host_first", "home_first")
    shorter = {name: 0.03 * getattr(world.journeys, name) for name in spells}
    return world._replace(
        journeys=world.journeys._replace(**shorter), hardship=world.hardship._replace(half_life=0.6)
    )


def long_memory(world: World) -> World:
    """Incidents looked back upon for over sixteen years before the start."""
    return world._replace(hardship=world.hardship._replace(half_life=4.0, cap=1e3))


def hasty(world: World) -> World:
    """Disengaging within a minute, more often than points can be."""
    return world._replace(steps=world.steps._replace(disengage=1e6))


def test_spells_too_short_to_be_remembered_are_refused() -> None:
    for seed in range(4):
        world, arm = random_case(seed, most=120)
        with pytest.raises(EngineError, match="more than 64 spells"):
            simulate(short_spells(world), arm, seed, RUN)


@pytest.mark.parametrize("beyond", [long_memory, hasty])
def test_a_world_beyond_the_engines_memory_is_refused_or_right(beyond: Callable[[World], World]) -> None:
    for seed in range(4):
        world, arm = random_case(seed, most=120)
        world = beyond(world)
        try:
            outcome = compare(world, arm, seed, Census(world, arm, seed, RUN))
        except EngineError:
            continue
        assert outcome.difference is None
