import numpy as np
import pytest

from counterflow.engine.run import run_key
from counterflow.pathway.approach import (
    BROADCAST,
    ONLINE,
    PEER,
    RETURNEE,
    SELF_START,
    STREET,
    answer,
    broadcast_level,
    is_chosen,
    is_targeted,
    may_be_chosen,
    most_chosen,
    reach,
    salience,
    street_rate,
)
from counterflow.pathway.drivers import all_drivers, ideology_raw, log_odds, new_drivers, plain_drivers
from counterflow.people.arithmetic import logistic
from counterflow.people.homes import Who
from counterflow.people.journeys import REMEMBERED, Stay, new_scratch, stay_at
from counterflow.people.packed import pack, unpack
from counterflow.people.programmes import is_covered
from counterflow.people.register import empty_register
from counterflow.people.traits import Person, Social, person_of, social_of
from counterflow.world import AGE_GROUP, CHANNELS, DRIVERS, EFFECTS, STAGES, Arm, World
from tests.reference.comparison import random_case
from tests.simple_worlds import Inhabited, homes_for
from tests.worlds import GROUPS, random_arm

T = 1.0


def test_places_intensities_have_the_mean_one() -> None:
    """Log-normal factors over many runs, for a normal table of unit variance."""
    world = homes_for(1)
    normal = np.sort(np.random.default_rng(1).normal(size=(4_000, 1025)), axis=1).mean(0)
    parameters = world.parameters
    world = world._replace(
        traits=world.traits._replace(normal=normal), parameters=parameters._replace(place_sd=0.5)
    )
    flat = Inhabited(world._replace(parameters=parameters._replace(place_sd=0.0)))
    factors = []
    for run in range(400):
        lucky = Inhabited(world, np.uint64(run))
        rates = ((street_rate(i.world, i.luck, place) for i in (lucky, flat)) for place in range(8))
        factors += [rate / level for rate, level in rates]
    sd = np.sqrt(np.exp(0.25) - 1)
    assert abs(np.mean(factors) - 1.0) < 4 * sd / np.sqrt(len(factors))


@pytest.mark.parametrize("female", [0, 1])
def test_a_rate_falls_on_somebody_by_sex_and_age_at_the_time(female: int) -> None:
    inhabited = Inhabited(homes_for(1))
    table = inhabited.plain.approaches.reach[female]
    for group in range(3, GROUPS):
        for age in (AGE_GROUP * group, AGE_GROUP * (group + 1) - 0.01):
            assert reach(inhabited.world, Person(age - T, female, 0.5), T) == table[group]
    assert reach(inhabited.world, Person(AGE_GROUP * GROUPS + 20.0, female, 0.5), T) == table[-1]


@pytest.mark.parametrize("seed", range(4))
def test_whoever_cannot_be_chosen_is_not_and_the_bound_is_of_use(seed: int) -> None:
    """Recruiters pass over somebody before ties and incidents are known only where no ties and incidents would help."""
    world, arm = random_case(seed, most=300)
    weights = np.random.default_rng(seed).normal(0, 0.6, world.parameters.weights.shape)
    world = world._replace(parameters=world.parameters._replace(weights=weights))
    inhabited, packed = Inhabited(world, run_key(seed, 0)), pack(arm)
    register, scratch, drivers = pack(empty_register(4)), np.zeros((2, REMEMBERED, 5)), new_drivers()
    passed = chosen = 0
    for who in inhabited.everybody()[:200]:
        person = person_of(inhabited.world, inhabited.luck, who)
        stay = stay_at(inhabited.world, inhabited.luck, who, person, T, scratch[0])
        social = social_of(inhabited.traits, inhabited.luck, who, person.age + T)
        for needed in (0.3, 0.6, 0.9, 1.2, 1.8):
            may = may_be_chosen(inhabited.world, inhabited.luck, who, social, stay.place, T, needed, drivers)
            plain_drivers(inhabited.world, packed, inhabited.luck, who, social, stay, T, drivers)
            here = inhabited.world, packed, inhabited.luck, register, who, stay, T
            is_ = is_chosen(*here, needed, scratch, drivers)
            assert may or not is_
            passed += not may
            chosen += is_
    assert passed > 10
    assert chosen > 10


def answers(inhabited: Inhabited, arm: Arm, channel: int) -> list[tuple[Who, Social, Stay, float]]:
    """(who, traits, stay, answer) of some people."""
    scratch, found = new_scratch(), []
    for who in inhabited.everybody()[:200]:
        person = person_of(inhabited.world, inhabited.luck, who)
        stay = stay_at(inhabited.world, inhabited.luck, who, person, T, scratch)
        social = social_of(inhabited.traits, inhabited.luck, who, person.age + T)
        here = inhabited.world, arm, inhabited.luck
        found.append((who, social, stay, answer(*here, channel, who, social, stay, T)))
    return found


@pytest.mark.parametrize("channel", [ONLINE, BROADCAST])
def test_what_comes_online_reaches_nobody_offline(channel: int) -> None:
    inhabited = Inhabited(homes_for(1))
    found = answers(inhabited, inhabited.arm, channel)
    assert all(given == social.online for _, social, _, given in found)
    assert {social.online for _, social, _, _ in found} == {0, 1}


@pytest.mark.parametrize("channel", [STREET, PEER, RETURNEE])
def test_everybody_present_answers_the_street_and_friends(channel: int) -> None:
    inhabited = Inhabited(homes_for(1))
    assert {given for *_, given in answers(inhabited, inhabited.arm, channel)} == {1.0}


def test_self_starts_follow_ideology_up_to_its_cap() -> None:
    world = homes_for(1)
    world = world._replace(approaches=world.approaches._replace(ideology_cap=0.6))
    inhabited = Inhabited(world)
    found = answers(inhabited, inhabited.arm, SELF_START)
    for _, social, stay, given in found:
        assert given == min(1.0, ideology_raw(inhabited.world, stay.place, T, social) / 0.6)
    assert len({given for *_, given in found}) > 2
    assert 1.0 in {given for *_, given in found}


def test_programmes_weaken_what_comes_by_the_street_and_online_for_those_whom_they_cover() -> None:
    world = homes_for(1)
    inhabited = Inhabited(world)
    arm = random_arm(np.random.default_rng(1), world, 1)
    effect, cover = np.ones_like(arm.effect), np.full_like(arm.cover, 0.5)
    effect[0, [EFFECTS.index("street"), EFFECTS.index("online")]] = 0.3, 0.6
    arm = arm._replace(effect=effect, cover=cover, start=np.zeros(1), ramp=np.zeros(1), end=np.full(1, 9.0))
    packed, key = pack(arm._replace(seats=np.array([-1]))), unpack(inhabited.luck).key
    for channel, factor in ((STREET, 0.3), (ONLINE, 0.6), (PEER, 1.0)):
        found = answers(inhabited, packed, channel)
        covered = [is_covered(packed, key, 0, who.person, stay.place, T) for who, _, stay, _ in found]
        assert len(set(covered)) == 2
        for (_, social, _, given), here in zip(found, covered, strict=True):
            there = social.online if channel == ONLINE else 1.0
            assert given == there * (factor if here else 1.0)


def test_recruiters_choose_and_friends_and_self_starters_do_not() -> None:
    chosen = {CHANNELS[channel] for channel in range(len(CHANNELS)) if is_targeted(channel)}
    assert chosen == {"street", "online", "broadcast"}


@pytest.mark.parametrize("seed", range(4))
def test_somebody_is_chosen_iff_likely_enough_for_the_place(seed: int) -> None:
    """At and just beside highest x logistic(odds) over the place's mean, and far from it."""
    world = random_case(seed, most=150)[0]
    weights = world.parameters.weights.copy()
    weights[0] = np.random.default_rng(seed).normal(0, 0.6, len(DRIVERS))
    inhabited = Inhabited(world._replace(parameters=world.parameters._replace(weights=weights)))
    register, scratch, drivers = pack(empty_register(4)), np.zeros((2, REMEMBERED, 5)), new_drivers()
    here = inhabited.world, inhabited.arm, inhabited.luck
    for who in inhabited.everybody()[::3]:
        person = person_of(inhabited.world, inhabited.luck, who)
        social = social_of(inhabited.traits, inhabited.luck, who, person.age + T)
        stay = all_drivers(*here, register, who, person, T, scratch, drivers)
        likely = world.steps.highest[0] * logistic(log_odds(inhabited.world, 0, drivers))
        over = likely / world.parameters.place_mean[stay.place]
        for needed in (0.01 * over, (1 - 1e-12) * over, (1 + 1e-12) * over, 2 * over):
            plain_drivers(*here, who, social, stay, T, drivers)
            found = is_chosen(*here, register, who, stay, T, needed, scratch, drivers)
            assert found == (needed < over)
            assert not found or needed < most_chosen(inhabited.world, stay.place)


def test_salience_and_broadcast_at_their_dates() -> None:
    inhabited = Inhabited(homes_for(1))
    approaches = inhabited.plain.approaches
    assert salience(inhabited.world, -3.0) == approaches.salience[0]
    assert salience(inhabited.world, 99.0) == approaches.salience[-1]
    at = approaches.broadcast_at
    assert broadcast_level(inhabited.world, at - 1e-9) == 0.0
    assert broadcast_level(inhabited.world, at) == 1.0
    assert broadcast_level(inhabited.world, at + 0.5) == pytest.approx(
        np.exp(-0.5 * approaches.broadcast_decay)
    )


def test_without_weights_on_being_approached_nobody_chooses() -> None:
    def bound(weight: float) -> float:
        world: World = homes_for(1)
        weights = np.zeros((len(STAGES), len(DRIVERS)))
        weights[0, 5] = weight
        inhabited = Inhabited(world._replace(parameters=world.parameters._replace(weights=weights)))
        return most_chosen(inhabited.world, 2)

    world = homes_for(1)
    assert bound(0.0) == 1.0
    assert bound(-0.3) == world.steps.highest[0] / world.parameters.place_mean[2]
