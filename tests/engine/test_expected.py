"""Where nothing feeds back and no driver counts, the numbers have a formula; runs meet it within four standard errors."""

import numpy as np
import pytest
from scipy.linalg import expm

from counterflow.engine import codes
from counterflow.engine.run import History, run_key, simulate
from counterflow.people.seats import neighbourhood, seat_holder
from counterflow.people.traits import person_of, social_of
from counterflow.world import AGE_GROUP, Floats, World
from tests.simple_worlds import Inhabited, still_world, travellers
from tests.worlds import GROUPS, no_programme

SEED = 11
STREET, ONLINE, BROADCAST, SELF_START = 0, 1, 3, 4
DISTRICTS = 4


def within_four_errors(found: float, expected: float, variance: float) -> bool:
    return abs(found - expected) < 4 * np.sqrt(variance)


def eligible_years(inhabited: Inhabited, least_age: float) -> Floats:
    """How much of the history each person is old enough."""
    years = inhabited.plain.years
    ages = np.array([person_of(inhabited.world, inhabited.luck, who).age for who in inhabited.everybody()])
    return np.clip(years - np.maximum(0.0, least_age - ages), 0.0, years)


def home_rates(world: World, inhabited: Inhabited) -> Floats:
    """Street approaches per year of each person."""
    districts = [who.district for who in inhabited.everybody()]
    return world.approaches.home_rate * world.places.street[districts]


def reached_years(inhabited: Inhabited) -> Floats:
    """The years of the history in which each person is old enough, each by how much of a rate then falls on the person."""
    approaches, years = inhabited.plain.approaches, inhabited.plain.years
    persons = [person_of(inhabited.world, inhabited.luck, who) for who in inhabited.everybody()]
    age = np.array([person.age for person in persons])[:, None]
    edges = np.append(np.maximum(np.arange(GROUPS) * AGE_GROUP, approaches.least_age), np.inf)
    within = np.clip(np.minimum(age + years, edges[1:]) - np.maximum(age, edges[:-1]), 0.0, None)
    return np.asarray((within * approaches.reach[[person.female for person in persons]]).sum(1))


def run(world: World) -> tuple[History, Inhabited]:
    return simulate(world, no_programme(world), SEED), Inhabited(world, run_key(SEED, 0))


def test_street_approaches_are_a_poisson_process_per_member() -> None:
    world = still_world(4_000)
    world = world._replace(steps=world.steps._replace(highest=np.array([1.0, 0.0, 0.0, 0.0])))
    history, inhabited = run(world)
    expected = (home_rates(world, inhabited) * eligible_years(inhabited, 15.0)).sum()
    assert within_four_errors(history.counts.approaches, expected, expected)
    assert history.approaches[:, :, STREET].sum() == history.counts.approaches


def test_half_of_those_approached_engage_once() -> None:
    """Per person, the first engagement comes at half the rate of approaches; an engaged person is approached no more."""
    world = still_world(4_000)
    history, inhabited = run(world)
    ever = 1 - np.exp(-0.5 * home_rates(world, inhabited) * eligible_years(inhabited, 15.0))
    assert within_four_errors((history.kind == codes.ENGAGE).sum(), ever.sum(), (ever * (1 - ever)).sum())
    # As many approaches fail as succeed: their difference is a martingale, its variance the number of approaches.
    assert within_four_errors(history.counts.approaches, 2 * ever.sum(), 4 * history.counts.approaches)


def with_reach(world: World) -> World:
    """Men and women of each age are turned to more or less often, some not at all."""
    table = np.random.default_rng(2).uniform(0, 1, (2, GROUPS))
    table[0, 4], table[1, 7] = 1.0, 0.0
    return world._replace(approaches=world.approaches._replace(reach=table))


@pytest.mark.parametrize("channel", [STREET, ONLINE, BROADCAST, SELF_START])
def test_a_channels_approaches_fall_on_people_by_sex_and_age(channel: int) -> None:
    world = with_reach(still_world(6_000))
    rates = {
        STREET: {"home_rate": 0.5},
        ONLINE: {"online_rate": np.full(3, 0.5)},
        BROADCAST: {"broadcast_at": 0.0, "broadcast_rate": np.full(3, 0.5), "broadcast_decay": 0.0},
        SELF_START: {"self_start": np.full(3, 0.5)},
    }
    jump = {BROADCAST: world.parameters.bridge_jump, SELF_START: world.parameters.self_start}.get(
        channel, 1.0
    )
    approaches = world.approaches._replace(**{"home_rate": 0.0, "ideology_cap": 1e-9, **rates[channel]})
    traits = world.traits._replace(online=np.ones((3, 2)))
    world = world._replace(approaches=approaches, traits=traits)
    history, inhabited = run(world)
    rate = home_rates(world, inhabited) if channel == STREET else np.full(inhabited.people, 0.5 * jump)
    certain = 1.0 if channel == SELF_START else 0.5  # a self-start engages, of the others half
    ever = 1 - np.exp(-certain * rate * reached_years(inhabited))
    persons = [person_of(inhabited.world, inhabited.luck, who) for who in inhabited.everybody()]
    engaged = np.zeros(inhabited.people)
    engaged[history.person[history.kind == codes.ENGAGE]] = 1.0
    assert set(history.channel) == {channel}
    for female in range(2):
        for youngest, oldest in ((0, 20), (20, 30), (30, 50), (50, 99)):
            chosen = np.array([p.female == female and youngest <= p.age < oldest for p in persons])
            expected, variance = ever[chosen].sum(), (ever * (1 - ever))[chosen].sum()
            assert within_four_errors(engaged[chosen].sum(), expected, variance)


def test_approaches_come_evenly_through_the_years() -> None:
    world = still_world(4_000)
    steps = world.steps._replace(highest=np.array([1.0, 0.0, 0.0, 0.0]))
    approaches = world.approaches._replace(least_age=0.0)
    history, _ = run(world._replace(steps=steps, approaches=approaches))
    months = history.approaches.sum((1, 2, 3))
    assert ((months - months.mean()) ** 2 / months.mean()).sum() == pytest.approx(35, abs=4 * np.sqrt(70))


def test_online_approaches_reach_those_online() -> None:
    world = still_world(4_000)
    approaches = world.approaches._replace(
        home_rate=0.0, online_rate=np.array([0.4, 0.2, 0.9]), least_age=0.0
    )
    steps = world.steps._replace(highest=np.array([1.0, 0.0, 0.0, 0.0]))
    traits = world.traits._replace(online=np.full((3, 2), 0.6))
    history, inhabited = run(world._replace(approaches=approaches, steps=steps, traits=traits))
    expected = 0.0
    for who in inhabited.everybody():
        online = social_of(inhabited.traits, inhabited.luck, who, 30.0).online
        expected += approaches.online_rate[who.cohort] * online * world.years
    assert within_four_errors(history.approaches[:, :, ONLINE].sum(), expected, expected)


def test_a_broadcast_decays_from_its_date() -> None:
    world = still_world(6_000)
    approaches = world.approaches._replace(
        home_rate=0.0, broadcast_at=1.2, broadcast_rate=np.full(3, 0.8), broadcast_decay=2.0, least_age=0.0
    )
    steps = world.steps._replace(highest=np.array([1.0, 0.0, 0.0, 0.0]))
    traits = world.traits._replace(online=np.ones((3, 2)))
    world = world._replace(approaches=approaches, steps=steps, traits=traits)
    history, inhabited = run(world)
    people, jump = inhabited.people, world.parameters.bridge_jump
    months = history.approaches[:, :, BROADCAST].sum((1, 2))
    first, half = 0.8 * jump * people / 2.0 * (1 - np.exp(-2.0 * np.array([1.8, 0.3])))
    assert within_four_errors(months.sum(), first, first)
    assert within_four_errors(months[:18].sum(), half, half)
    assert months[:14].sum() == 0


def test_self_starts_engage_in_proportion_to_ideology() -> None:
    world = still_world(6_000)
    levels = world.levels._replace(
        message=np.full_like(world.levels.message, 0.6), message_online=0.0, message_schooling=np.ones(3)
    )
    levels = levels._replace(message_practising=np.ones(2))
    approaches = world.approaches._replace(
        home_rate=0.0, self_start=np.full(3, 0.3), ideology_cap=1.5, least_age=0.0
    )
    history, inhabited = run(world._replace(levels=levels, approaches=approaches))
    ever = 1 - np.exp(-0.3 * world.parameters.self_start * 0.4 * world.years)
    expected = ever * inhabited.people
    assert within_four_errors((history.kind == codes.ENGAGE).sum(), expected, expected * (1 - ever))
    assert (history.channel == SELF_START).all()


def test_stages_follow_their_markov_chain() -> None:
    """Free, engaged, committed, away, blocked, detained, ended: constant hazards, the same for all in a district."""
    world = still_world(6_000)
    steps = world.steps._replace(highest=np.array([1.0, 1.0, 3.0, 4.0]), disengage=0.7)
    travel = world.travel._replace(
        blocked=np.full_like(world.travel.blocked, 0.4),
        detained=0.3,
        family=np.zeros(3),
        women_alone=np.ones(3),
    )
    aftermath = world.aftermath._replace(hazard=np.full_like(world.aftermath.hazard, 0.2))
    approaches = world.approaches._replace(least_age=0.0)
    world = world._replace(steps=steps, travel=travel, aftermath=aftermath, approaches=approaches)
    history, inhabited = run(world)
    expected = np.zeros(7)
    for district, members in enumerate(np.diff(world.homes.district_start)):
        rate = 0.5 * world.approaches.home_rate * world.places.street[district]
        expected += members * expm(chain(rate) * world.years)[0]
    found = states_at_the_end(history, inhabited.people)
    assert all(within_four_errors(f, e, e) for f, e in zip(found, expected, strict=True))


def chain(engaging: float) -> Floats:
    """Generator of the Markov chain of one person's stages."""
    free, engaged, committed, away, blocked, detained, ended = range(7)
    generator = np.zeros((7, 7))
    generator[free, engaged] = engaging
    generator[engaged, [committed, free]] = 1.5, 0.7
    generator[committed, [free, away, blocked, detained]] = 0.7, 2.0 * 0.6, 2.0 * 0.4 * 0.7, 2.0 * 0.4 * 0.3
    generator[away, ended] = 0.6
    np.fill_diagonal(generator, -generator.sum(1))
    return generator


def states_at_the_end(history: History, people: int) -> list[int]:
    last = dict(zip(history.person.tolist(), history.kind.tolist(), strict=True))
    kinds = list(last.values())
    counts = [kinds.count(k) for k in (codes.ENGAGE, codes.COMMIT, codes.DEPART, codes.BLOCK, codes.DETAIN)]
    ended = sum(kinds.count(k) for k in (codes.DIE, codes.RETURN, codes.DETAIN_ABROAD))
    return [people - sum(counts) - ended, *counts, ended]


def is_own_place(inhabited: Inhabited, place: int, seat: int) -> bool:
    """Whether a neighbourhood's seat is held by somebody who works there, banned or not."""
    who = seat_holder(inhabited.world, inhabited.luck, place, seat)
    return neighbourhood(inhabited.world, inhabited.luck, inhabited.who(who.person)) == place


def test_approaches_abroad_are_seats_times_presence_times_exposure() -> None:
    """Everybody of working age is away two fifths of the time; seats kept for the banned stay empty.

    But for a seat that is kept for somebody in the place where they always work: who holds two seats there is met by either.
    """
    world = still_world(8_000, mobile=True)
    walk = travellers(8_000)
    age_sex = np.zeros_like(world.traits.age_sex)
    age_sex[:, :, 5:] = 1.0  # all are men of 25 to 30
    world = world._replace(
        homes=walk.homes,
        hosts=walk.hosts,
        places=walk.places,
        journeys=walk.journeys,
        traits=world.traits._replace(age_sex=age_sex),
        steps=world.steps._replace(highest=np.array([1.0, 0.0, 0.0, 0.0])),
    )
    history, inhabited = run(world)
    places, ratio = world.places, world.parameters.exposure_ratio
    rate = world.approaches.home_rate * places.street * np.where(places.abroad > 0, ratio, 1.0)
    rate *= 1.0 + world.approaches.ghetto * places.ghetto
    mobile = {who.person for who in inhabited.mobile()}
    home = [rate[who.district] * (0.6 if who.person in mobile else 1.0) for who in inhabited.everybody()]
    own = [
        rate[DISTRICTS + v] * 0.4
        for v in range(4)
        for seat in range(world.hosts.column[v, -1])
        if is_own_place(inhabited, v, seat)
    ]
    by_kind = history.approaches.sum((0, 1, 2))
    for found, expected, movable in (
        (by_kind[0], world.years * np.sum(home), len(mobile)),
        (by_kind[1:].sum(), world.years * np.sum(own), len(mobile)),
    ):
        # Besides Poisson noise, the time that people spend away varies: at most by the variance of a coin, once a spell.
        spread = movable * 0.24 * (rate.max() * world.years) ** 2 / 2
        assert within_four_errors(found, expected, expected + spread)
