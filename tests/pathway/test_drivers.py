import math

import numpy as np
import pytest

from counterflow.pathway.drivers import (
    K,
    all_drivers,
    ideology_raw,
    is_above,
    log_odds,
    logit,
    new_drivers,
    plain_drivers,
    standardise,
)
from counterflow.pathway.steps import COMMITTING, LEAVING, happens, highest_hazard
from counterflow.people.arithmetic import logistic
from counterflow.people.journeys import REMEMBERED
from counterflow.people.packed import pack
from counterflow.people.register import empty_register
from counterflow.people.traits import Social, person_of, social_of
from counterflow.world import DRIVERS
from tests.reference.comparison import random_case
from tests.simple_worlds import Inhabited, homes_for
from tests.worlds import random_arm

FREE = np.full(len(DRIVERS), np.nan)


def drivers_of(inhabited: Inhabited, person: int, t: float) -> list[float]:
    scratch, drivers = np.zeros((2, REMEMBERED, 5)), new_drivers()
    who = inhabited.who(person)
    marks = person_of(inhabited.world, inhabited.luck, who)
    register = pack(empty_register(4))
    all_drivers(inhabited.world, inhabited.arm, inhabited.luck, register, who, marks, t, scratch, drivers)
    return drivers[:K].tolist()


@pytest.mark.parametrize("driver", range(K), ids=DRIVERS)
def test_a_driver_held_fixed_is_the_same_for_everybody_and_leaves_the_others_alone(driver: int) -> None:
    world = homes_for(1)
    world = world._replace(parameters=world.parameters._replace(fixed=FREE))
    fixed = FREE.copy()
    fixed[driver] = 0.37
    free = Inhabited(world)
    held = Inhabited(world._replace(parameters=world.parameters._replace(fixed=fixed)))
    for person in range(0, 200, 9):
        expected = drivers_of(free, person, 1.1)
        expected[driver] = 0.37
        assert drivers_of(held, person, 1.1) == expected


def test_drivers_are_known_for_everybody_at_any_time() -> None:
    inhabited = Inhabited(homes_for(2))
    values = [drivers_of(inhabited, person, t) for person in range(0, 250, 5) for t in (0.0, 1.5, 2.99)]
    assert np.isfinite(values).all()


def test_repression_is_carried_abroad_and_belongs_to_the_cohort() -> None:
    inhabited = Inhabited(homes_for(2))
    column = DRIVERS.index("repression")
    for who in inhabited.everybody()[::11]:
        expected = standardise(inhabited.world, column, inhabited.plain.levels.repression[who.cohort])
        found = {drivers_of(inhabited, who.person, t)[column] for t in (0.0, 0.7, 2.5)}
        assert math.isnan(expected) or found == {expected}


def test_the_message_reaches_further_online() -> None:
    inhabited = Inhabited(homes_for(2))
    offline, online = (ideology_raw(inhabited.world, 5, 1.0, Social(0.0, 0.0, o, 0, 0)) for o in (0, 1))
    assert online == pytest.approx(offline * (1 + inhabited.plain.levels.message_online))


@pytest.mark.parametrize("practising", [0, 1])
@pytest.mark.parametrize("schooling", [0, 1, 2])
def test_the_message_counts_by_schooling_and_practice(schooling: int, practising: int) -> None:
    world = homes_for(2)
    world = world._replace(levels=world.levels._replace(message_practising=np.array([0.8, 1.5])))
    inhabited = Inhabited(world)
    factor = world.levels.message_schooling[schooling] * (0.8, 1.5)[practising]
    plain = world.levels.message[world.places.country[5], int(3 * 365.25 + 1e-6)]
    found = ideology_raw(inhabited.world, 5, 1.0, Social(0.0, 0.0, 0, schooling, practising))
    assert found == pytest.approx(plain * factor)


def test_log_odds_are_the_intercept_and_the_weighted_drivers() -> None:
    inhabited = Inhabited(homes_for(2))
    drivers = np.arange(1.0, 7.0)
    for stage in range(4):
        parameters = inhabited.plain.parameters
        expected = parameters.intercepts[stage] + parameters.weights[stage] @ drivers
        assert log_odds(inhabited.world, stage, drivers) == pytest.approx(expected)


@pytest.mark.parametrize("p", [1e-300, 1e-9, 0.2, 0.5, 0.8, 1 - 1e-9])
def test_logit_is_the_inverse_of_the_logistic(p: float) -> None:
    assert logit(p) == pytest.approx(math.log(p / (1 - p)), rel=1e-12, abs=1e-15)
    assert logistic(logit(p)) == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize(
    ("p", "odds"), [(0.0, -math.inf), (-0.3, -math.inf), (1.0, math.inf), (1.7, math.inf)]
)
def test_no_odds_reach_a_probability_of_0_or_1(p: float, odds: float) -> None:
    assert logit(p) == odds


@pytest.mark.parametrize("seed", range(6))
def test_looking_up_ties_and_incidents_only_where_they_decide_gives_what_all_drivers_give(seed: int) -> None:
    """Limits at and just beside the probability, far from it, and beyond 0 and 1, at every stage that is decided so."""
    world, arm = random_case(seed, most=150)
    inhabited, packed_arm, register = Inhabited(world), pack(arm), pack(empty_register(4))
    scratch, drivers = np.zeros((2, REMEMBERED, 5)), new_drivers()
    here = inhabited.world, packed_arm, inhabited.luck
    rng, found = np.random.default_rng(seed), []
    for who in inhabited.everybody()[::3]:
        t = float(rng.uniform(0, world.years))
        person = person_of(inhabited.world, inhabited.luck, who)
        social = social_of(inhabited.traits, inhabited.luck, who, person.age + t)
        for stage in (0, COMMITTING, LEAVING):
            stay = all_drivers(*here, register, who, person, t, scratch, drivers)
            p = logistic(log_odds(inhabited.world, stage, drivers))
            beside = (np.nextafter(p, 0.0), np.nextafter(p, 1.0), (1 - 1e-12) * p, (1 + 1e-12) * p)
            for limit in (p, *beside, 0.5 * p, 0.5 + 0.5 * p, 0.0, -1.0, 1.0, 3.0):
                plain_drivers(*here, who, social, stay, t, drivers)
                above = is_above(*here, register, who, stay, t, stage, limit, scratch, drivers)
                assert above == (p > limit)
                found.append(above)
    assert {True, False} == set(found)


@pytest.mark.parametrize(
    ("weighed", "factor", "unknown"),
    [
        (K, 1e-9, {"support", "grievance"}),  # so low a limit, or so high a one, that neither can decide
        (K, 1e9, {"support", "grievance"}),
        (K, 1.0, set()),
        (1, 0.99, {"support"}),  # grievance alone weighs
        (0, 0.99, {"grievance"}),  # support alone
    ],
)
def test_what_cannot_decide_is_not_looked_up(weighed: int, factor: float, unknown: set[str]) -> None:
    """Weights are on one driver, or (K) on all; the limit is a multiple of the odds that all drivers make."""
    world = homes_for(2)
    weights = np.zeros_like(world.parameters.weights)
    weights[COMMITTING, [weighed] if weighed < K else slice(None)] = 0.3
    world = world._replace(parameters=world.parameters._replace(weights=weights, fixed=FREE))
    inhabited, register = Inhabited(world), pack(empty_register(4))
    scratch, drivers = np.zeros((2, REMEMBERED, 5)), new_drivers()
    here, who = (inhabited.world, inhabited.arm, inhabited.luck), inhabited.who(30)
    person = person_of(inhabited.world, inhabited.luck, who)
    social = social_of(inhabited.traits, inhabited.luck, who, person.age + 1.0)
    stay = all_drivers(*here, register, who, person, 1.0, scratch, drivers)
    odds = factor * math.exp(log_odds(inhabited.world, COMMITTING, drivers))
    plain_drivers(*here, who, social, stay, 1.0, drivers)
    is_above(*here, register, who, stay, 1.0, COMMITTING, odds / (1 + odds), scratch, drivers)
    assert {DRIVERS[k] for k in np.flatnonzero(np.isnan(drivers[:K]))} == unknown


@pytest.mark.parametrize("seed", range(6))
def test_a_step_happens_iff_its_height_lies_below_the_hazard_of_all_drivers(seed: int) -> None:
    world, _ = random_case(seed, most=150)
    arm = pack(random_arm(np.random.default_rng(seed), world, programmes=0))
    inhabited, register = Inhabited(world), pack(empty_register(4))
    scratch, drivers = np.zeros((2, REMEMBERED, 5)), new_drivers()
    heights = np.random.default_rng(seed)
    happened = 0
    for who in inhabited.everybody()[::7]:
        person = person_of(inhabited.world, inhabited.luck, who)
        here = inhabited.world, arm, inhabited.luck, register, who, person
        for stage in (COMMITTING, LEAVING):
            stay = all_drivers(*here, 1.9, scratch, drivers)
            hazard = world.steps.highest[stage] * logistic(log_odds(inhabited.world, stage, drivers))
            if stage == LEAVING and person.female:
                hazard *= world.travel.women_alone[who.cohort]
            assert hazard <= highest_hazard(inhabited.world, arm, stage)
            height = heights.uniform(0, world.steps.highest[stage])
            found = happens(*here, stay, stage, 1.9, height, 0, scratch, drivers)
            assert found == (height < hazard)
            happened += found
    assert happened > 0
