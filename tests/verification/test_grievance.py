"""Grievance, against the law of shot noise with exponential sizes, looked back five half-lives."""

import numpy as np
import pytest

from counterflow.engine.survey import survey
from counterflow.world import EFFECTS, SOURCES, Arm, Floats, World
from tests.judge import Judge
from tests.simple_worlds import KEY, still_world
from tests.verification.asking import GRIEVANCE, hosts_of
from tests.verification.test_spells import HOME, HOST, gamma_travellers, law_of
from tests.worlds import no_programme, random_arm

SIZES = [6_000, pytest.param(600_000, marks=pytest.mark.verification)]
T = 2.4
HALF_LIFE, BACK = 0.6, 3.0  # years: the half-life, and five of them
DECAY = np.log(2) / HALF_LIFE
RATES, FELT = np.array([0.7, 1.9, 0.3]), np.array([0.9, 0.4, 1.5])
UNCAPPED = 1e9


def burdened(world: World, rates: Floats = RATES) -> World:
    """Incidents by source at the same rates everywhere; sizes differ by source."""
    places = world.places._replace(hardship=np.repeat(rates[:, np.newaxis], 8, axis=1))
    hardship = world.hardship._replace(half_life=HALF_LIFE, size=np.append(FELT, 0.8), cap=UNCAPPED)
    return world._replace(places=places, hardship=hardship)


def felt(world: World, arm: Arm) -> Floats:
    people = int(world.homes.cohort_start[-1])
    rows = survey(world, arm, KEY, np.arange(people), np.full(people, T))
    return np.asarray(rows.raw[:, GRIEVANCE])


def moment(power: int) -> float:
    """Integral of decay^power over the time looked back."""
    return float(-np.expm1(-power * DECAY * BACK) / (power * DECAY))


def laplace(s: float, factor: float = 1.0) -> float:
    """E exp(-s grievance): an incident's exponential size, decayed, has the transform 1 / (1 + s size decay)."""
    shrunk = (1 + s * FELT * np.exp(-DECAY * BACK)) / (1 + s * FELT)
    return float(np.prod(shrunk ** (factor * RATES / DECAY)))


@pytest.mark.parametrize("people", SIZES)
def test_moments_and_law(people: int, verdict: Judge) -> None:
    world = burdened(still_world(people))
    found = felt(world, no_programme(world))
    root = np.sqrt(found.size)
    mean, variance = moment(1) * RATES @ FELT, moment(2) * 2 * RATES @ FELT**2
    verdict.errors("mean grievance", "rate x size x decay", found.mean(), mean, np.sqrt(variance) / root)
    # Of shot noise the fourth central moment is 3 variance^2 and the fourth cumulant, 24 rate size^4 in exponential sizes.
    fourth = 24 * RATES @ FELT**4 * moment(4) + 2 * variance**2
    verdict.errors("variance of grievance", "2 rate size^2", found.var(), variance, np.sqrt(fourth) / root)
    third, sixth = 6 * RATES @ FELT**3 * moment(3), np.var((found - mean) ** 3)
    third_found = ((found - mean) ** 3).mean()
    verdict.errors("third moment", "6 rate size^3", third_found, third, np.sqrt(sixth) / root)
    nothing = np.exp(-RATES.sum() * BACK)
    error = np.sqrt(nothing * (1 - nothing)) / root
    verdict.errors("share without any incident", "five half-lives", (found == 0).mean(), nothing, error)
    points = np.array([0.2, 1.0, 5.0, 25.0])
    errors = [np.sqrt(laplace(2 * s) - laplace(s) ** 2) / root for s in points]
    means = [np.exp(-s * found).mean() for s in points]
    verdict.all_errors("its law", "Laplace transform", means, [laplace(s) for s in points], errors)


@pytest.mark.parametrize("people", SIZES)
def test_a_programme_thins_the_incidents_of_those_covered(people: int, verdict: Judge) -> None:
    """All sources times 0.4 for three in ten: a mixture of two shot noises."""
    world = burdened(still_world(people))
    share, factor = 0.3, 0.4
    arm = random_arm(np.random.default_rng(1), world, 1)
    effect = arm.effect.copy()
    effect[0, [EFFECTS.index(source) for source in SOURCES]] = factor
    always = (np.array([-9.0]), np.zeros(1), np.array([9.0]), np.array([-1]))
    found = felt(world, Arm(arm.key, effect, np.full_like(arm.cover, share), *always))
    for s in (0.3, 3.0):
        expected, square = (share * laplace(x, factor) + (1 - share) * laplace(x) for x in (s, 2 * s))
        error = np.sqrt((square - expected**2) / found.size)
        described = "Laplace transform of a mixture"
        verdict.errors(f"thinned for some, at {s:g}", described, np.exp(-s * found).mean(), expected, error)


def test_the_cap_cuts_and_changes_nothing_else(verdict: Judge) -> None:
    world = burdened(still_world(6_000))
    capped = world._replace(hardship=world.hardship._replace(cap=1.2))
    free, cut = felt(world, no_programme(world)), felt(capped, no_programme(world))
    verdict.none("values beyond the cap or changed below it", "people", (cut != np.minimum(free, 1.2)).sum())
    verdict.at_least("people above the cap", "share", (free > 1.2).mean(), 0.1)


@pytest.mark.parametrize("people", [20_000, pytest.param(1_000_000, marks=pytest.mark.verification)])
def test_people_who_move_suffer_the_rates_of_where_they_lived(people: int, verdict: Judge) -> None:
    """In the stationary state each moment looked back upon was spent away with the same probability.

    Bans are so short that nobody waits; each is an incident at the end of a stay in Russia.
    """
    world = burdened(gamma_travellers(people))
    rng = np.random.default_rng(3)
    legal, ban, banned_if_regular = 0.4, 0.35, 0.2
    places = world.places._replace(hardship=rng.uniform(0.1, 1.5, (3, 8)))
    journeys = world.journeys._replace(
        legal=np.full_like(world.journeys.legal, legal),
        ban=np.full_like(world.journeys.ban, ban),
        ban_regular=banned_if_regular,
        ban_years=1e-9,
    )
    hardship = world.hardship._replace(irregular=1.7, size=np.append(FELT, 0.8))
    world = world._replace(places=places, journeys=journeys, hardship=hardship)
    everybody = np.arange(int(world.homes.cohort_start[-1]))
    hosts = hosts_of(world, KEY, everybody)[:, 0]
    movers = everybody[hosts >= 0]
    rows = survey(world, no_programme(world), KEY, movers, np.full(movers.size, T))
    host, home = law_of(*HOST).mean(), law_of(*HOME).mean()
    away = host / (host + home)
    districts = world.homes.district_cohort.size
    abroad = districts + hosts[movers]
    district = np.searchsorted(world.homes.district_start, movers, side="right") - 1
    irregular = np.array([1.0, *[legal + (1 - legal) * hardship.irregular] * 2])[:, np.newaxis]
    rates = (1 - away) * places.hardship[:, district] + away * irregular * places.hardship[:, abroad]
    chance = ban * (legal * banned_if_regular + 1 - legal) * (places.abroad[abroad] == 1)
    expected = moment(1) * (FELT @ rates + 0.8 * chance / (host + home))
    off = rows.raw[:, GRIEVANCE] - expected
    for kind, name in ((1, "Russia"), (2, "another country"), (3, "the region")):
        to = places.abroad[abroad] == kind
        described = "expected by home district and neighbourhood"
        mean, error = rows.raw[to, GRIEVANCE].mean(), off[to].std() / np.sqrt(to.sum())
        verdict.errors(f"movers to {name}", described, mean, expected[to].mean(), error)
    spread = off.std() / np.sqrt(off.size)
    verdict.at_most("standard error of that", "share of the mean", spread / expected.mean(), 0.02)
