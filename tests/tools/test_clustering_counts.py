"""Departures by district: the measures by hand; the engine against multinomial, log-normal and branching theory."""

from itertools import pairwise
from math import exp, sqrt

import numpy as np
import pytest

from counterflow.engine import History, codes, simulate
from counterflow.world import Floats, Ints, World
from tests.simple_worlds import still_world
from tests.verification.gillespie import STATES, TIMES, small_world
from tests.verification.meanfield import course
from tests.worlds import no_programme
from tools.clustering.counts import FIGHTERS, Counts, by_district

RUNS = 300
PEOPLE = np.array([100, 300, 200, 400])


def made(*counts: tuple[int, ...]) -> Counts:
    zeros = np.zeros(len(counts), np.int64)
    return Counts(PEOPLE, np.array(counts), zeros, zeros, zeros)


def test_the_largest_district_is_the_one_with_most_departures_and_not_the_one_with_most_people() -> None:
    found = made((30, 10, 20, 40), (50, 20, 20, 10))
    assert found.largest.tolist() == [0.4, 0.5]
    assert found.people_of_largest.tolist() == [0.4, 0.1]
    assert found.ranked[1].tolist() == [0.5, 0.2, 0.2, 0.1]


def test_a_chance_is_a_share_of_runs() -> None:
    found = made((30, 10, 20, 40), (50, 20, 20, 10), (80, 0, 10, 10))
    assert found.chance(0.4, 1.0) == 1.0
    assert found.chance(0.45, 0.6) == pytest.approx(1 / 3)
    assert found.chance(0.4, 1.0, of_people=0.2) == pytest.approx(2 / 3)


def test_every_run_has_its_own_row_and_a_run_without_departures_has_no_shares() -> None:
    found = made((0, 0, 0, 0), (1, 0, 0, 0))
    assert found.totals.tolist() == [0, 1]
    assert np.isnan(found.ranked[0]).all()
    assert found.ranked[1].tolist() == [1.0, 0.0, 0.0, 0.0]


def quiet_world(rate: float, *, place_sd: float = 0.0) -> World:
    """Nobody moves, nobody is called: recruiters in home districts, half of those approached engage."""
    world = still_world(60_000)
    approaches = world.approaches._replace(home_rate=rate)
    return world._replace(
        approaches=approaches,
        parameters=world.parameters._replace(place_sd=place_sd),
        places=world.places._replace(street=np.ones_like(world.places.street)),
    )


def events(world: World, kinds: tuple[int, ...] = (codes.ENGAGE,)) -> Ints:
    """[runs, districts] over all cohorts."""
    arm = no_programme(world)
    return np.array([_by_district(world, simulate(world, arm, 1, run), kinds) for run in range(RUNS)])


def _by_district(world: World, history: History, kinds: tuple[int, ...] = (codes.ENGAGE,)) -> Ints:
    cohorts = range(world.homes.country.size)
    return np.concatenate([by_district(world, history, cohort, kinds) for cohort in cohorts])


def test_people_are_counted_where_their_home_is() -> None:
    world = quiet_world(0.002)
    history = simulate(world, no_programme(world), 1, 0)
    edges = world.homes.district_start
    expected = [((history.person >= low) & (history.person < high)).sum() for low, high in pairwise(edges)]
    assert _by_district(world, history).tolist() == expected
    assert sum(expected) > 50


@pytest.fixture(scope="module")
def alike() -> Ints:
    """Counts where neither places differ nor anybody calls: some 60 to 150 in a district."""
    return events(quiet_world(0.003))


def test_without_places_and_peers_counts_are_as_even_as_independent_people(alike: Ints) -> None:
    """Variance over mean is 1, less the few who cannot engage twice; its standard error over runs is sqrt(2 / (runs - 1))."""
    world = quiet_world(0.003)
    mean, variance = alike.mean(axis=0), alike.var(axis=0, ddof=1)
    once = 1.0 - mean / np.diff(world.homes.district_start)
    assert variance / mean == pytest.approx(once, abs=4 * sqrt(2 / (RUNS - 1)))


def test_the_largest_share_is_that_of_a_multinomial(alike: Ints) -> None:
    """Given a run's total, people fall to districts in proportion to the districts' means."""
    rng = np.random.default_rng(3)
    chances = alike.sum(axis=0) / alike.sum()
    totals = rng.choice(alike.sum(axis=1), 20_000)
    drawn = rng.multinomial(totals, chances).max(axis=1) / totals
    largest = alike.max(axis=1) / alike.sum(axis=1)
    error = drawn.std() / sqrt(RUNS)
    assert largest.mean() == pytest.approx(drawn.mean(), abs=4 * error)
    for level in (0.1, 0.9):
        below = (largest < np.quantile(drawn, level)).mean()
        assert below == pytest.approx(level, abs=4 * sqrt(level * (1 - level) / RUNS))


def intensities(world: World) -> Floats:
    """A place's intensity at even steps along the table of the normal: exp(sd z - sd^2 / 2)."""
    sd, table = world.parameters.place_sd, world.traits.normal
    grid = np.linspace(0, table.size - 1, 400_001)
    return np.asarray(np.exp(sd * np.interp(grid, np.arange(table.size), table) - 0.5 * sd * sd))


@pytest.fixture(scope="module")
def spread() -> tuple[World, Ints]:
    """The same where places differ, and its world."""
    world = quiet_world(0.003, place_sd=0.6)
    return world, events(world)


def test_differing_places_spread_counts_as_a_log_normal_does(alike: Ints, spread: tuple[World, Ints]) -> None:
    """Given its place's intensity, a count is that of independent people: E[n (n - 1)] = mean^2 x E[intensity^2]."""
    world, found = spread
    intensity, mean = intensities(world), alike.mean(axis=0)
    first, second = float(intensity.mean()), float((intensity**2).mean())
    # A log-normal, but for the ends of the table.
    assert second / first**2 == pytest.approx(exp(0.36), rel=0.1)
    for power, expected in ((found / mean, first), (found * (found - 1) / mean**2, second)):
        errors = power.std(axis=0, ddof=1) / sqrt(RUNS)
        assert (np.abs(power.mean(axis=0) - expected) < 4 * errors).all()


def test_differing_places_make_the_largest_district_as_large_as_theory_has_it(
    alike: Ints, spread: tuple[World, Ints]
) -> None:
    """Poisson counts, each at its own place's intensity."""
    world, found = spread
    rng = np.random.default_rng(4)
    drawn = rng.poisson(alike.mean(axis=0) * rng.choice(intensities(world), (20_000, alike.shape[1])))
    expected, largest = (counts.max(axis=1) / counts.sum(axis=1) for counts in (drawn, found))
    assert largest.mean() == pytest.approx(expected.mean(), abs=4 * expected.std() / sqrt(RUNS))


@pytest.mark.parametrize("calls", [0.0, 2.0])
def test_calls_within_districts_spread_departures_as_a_branching_process_does(calls: float) -> None:
    """Each district is a Markov chain of its own: variance over mean of its departures follows from differential equations."""
    world = small_world(10_000, (0.0, 0.0, 0.0, 1.0), calls)
    share, covariance, _ = course(calls, TIMES)
    left = [STATES.index(state) for state in ("gone", "returned", "dead")]
    mean = share[-1, left].sum()
    expected = covariance[-1][np.ix_(left, left)].sum() / mean
    assert (expected > 1.3) == (calls > 0)
    counts = events(world, FIGHTERS)
    ratios = counts.var(axis=0, ddof=1) / (mean * np.diff(world.homes.district_start))
    error = expected * sqrt(2 / (RUNS - 1) / ratios.size)
    assert ratios.mean() == pytest.approx(expected, abs=4 * error)
