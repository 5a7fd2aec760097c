"""Departures by district: the measures against hand-made counts, the engine against multinomial and log-normal theory."""

from itertools import pairwise
from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.analysis.clustering import Clustering, by_district
from counterflow.engine import History, codes, simulate
from counterflow.world import Floats, Ints, World
from tests.simple_worlds import still_world
from tests.worlds import no_programme

RUNS = 300
PEOPLE = np.array([100, 300, 200, 400])


def made(*counts: tuple[int, ...], people: Ints = PEOPLE) -> Clustering:
    zeros = np.zeros(len(counts), np.int64)
    return Clustering(people, np.array(counts), zeros, zeros, zeros)


def test_the_largest_district_is_the_one_with_most_departures_and_not_the_one_with_most_people() -> None:
    found = made((30, 10, 20, 40), (50, 20, 20, 10))
    assert found.largest.tolist() == [0.4, 0.5]
    assert found.people_of_largest.tolist() == [0.4, 0.1]
    assert found.ranked[1].tolist() == [0.5, 0.2, 0.2, 0.1]


def test_a_chance_is_a_share_of_runs() -> None:
    found = made((30, 10, 20, 40), (50, 20, 20, 10), (80, 0, 10, 10))
    assert found.chance(0.4) == 1.0
    assert found.chance(0.45, 0.6) == pytest.approx(1 / 3)
    assert found.chance(0.4, of_people=0.2) == pytest.approx(2 / 3)


def test_one_rate_for_all_lies_on_the_diagonal() -> None:
    found = made((10, 30, 20, 40))
    grid = np.linspace(0, 1, 11)
    assert found.concentration(grid)[0] == pytest.approx(grid)
    assert found.gini[0] == pytest.approx(0.0, abs=1e-12)


def test_all_from_one_district_leaves_the_others_nothing() -> None:
    found = made((7, 0, 0, 0))
    assert found.concentration(np.array([0.5, 0.9, 0.95, 1.0]))[0] == pytest.approx([0.0, 0.0, 0.5, 1.0])
    assert found.gini[0] == pytest.approx(0.9)  # all but the district's share of the people


@given(st.lists(st.integers(1, 50), min_size=4, max_size=4))
def test_a_curve_hangs_below_the_diagonal_and_gini_is_twice_the_area_between(counts: list[int]) -> None:
    found = made(tuple(counts))
    grid = np.linspace(0, 1, 2001)
    curve = found.concentration(grid)[0]
    assert (curve <= grid + 1e-12).all()
    assert found.gini[0] == pytest.approx(2 * np.trapezoid(grid - curve, grid), abs=1e-3)


def test_every_run_has_its_own_row_and_a_run_without_departures_has_no_shares() -> None:
    found = made((0, 0, 0, 0), (1, 0, 0, 0))
    assert found.departures.tolist() == [0, 1]
    assert np.isnan(found.shares[0]).all()


def quiet_world(rate: float, *, place_sd: float = 0.0) -> World:
    """Nobody moves, nobody is called: recruiters in home districts, half of those approached engage."""
    world = still_world(60_000)
    approaches = world.approaches._replace(home_rate=rate)
    return world._replace(
        approaches=approaches,
        parameters=world.parameters._replace(place_sd=place_sd),
        places=world.places._replace(street=np.ones_like(world.places.street)),
    )


def engagements(world: World, runs: int) -> Ints:
    """[runs, districts] over all cohorts."""
    arm = no_programme(world)
    return np.array([_by_district(world, simulate(world, arm, 1, run)) for run in range(runs)])


def _by_district(world: World, history: History) -> Ints:
    cohorts = range(world.homes.country.size)
    return np.concatenate([by_district(world, history, cohort, (codes.ENGAGE,)) for cohort in cohorts])


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
    return engagements(quiet_world(0.003), RUNS)


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


def moments_of_a_place(world: World) -> tuple[float, float]:
    """First and second moment of a place's intensity: exp(sd z - sd^2 / 2) for z uniform along the table of the normal."""
    sd, table = world.parameters.place_sd, world.traits.normal
    grid = np.linspace(0, table.size - 1, 400_001)
    z: Floats = np.interp(grid, np.arange(table.size), table)
    intensity = np.exp(sd * z - 0.5 * sd * sd)
    return float(intensity.mean()), float((intensity**2).mean())


def test_differing_places_spread_counts_as_a_log_normal_does(alike: Ints) -> None:
    """Given its place's intensity, a count is that of independent people: E[n (n - 1)] = mean^2 x E[intensity^2]."""
    world = quiet_world(0.003, place_sd=0.6)
    first, second = moments_of_a_place(world)
    assert second / first**2 == pytest.approx(
        exp(0.36), rel=0.1
    )  # a log-normal, but for the ends of the table
    counts = engagements(world, RUNS) / alike.mean(axis=0)
    for power, expected in ((counts, first), (counts * (counts - 1 / alike.mean(axis=0)), second)):
        errors = power.std(axis=0, ddof=1) / sqrt(RUNS)
        assert (np.abs(power.mean(axis=0) - expected) < 4 * errors).all()


def test_calls_within_districts_spread_counts_at_least_as_far_as_chains_are_long() -> None:
    """With somebody called by one in R, counts are sums of chains of mean length 1 / (1 - R): variance over mean is no less."""
    world = quiet_world(0.002)
    contacts = world.contacts._replace(mix=np.array([0.0, 0.0, 0.0, 1.0]), tie_edge=0.0)
    world = world._replace(
        contacts=contacts,
        parameters=world.parameters._replace(contact_rate=0.6),
        steps=world.steps._replace(disengage=0.4),
    )
    arm = no_programme(world)
    histories = [simulate(world, arm, 1, run) for run in range(RUNS)]
    counts = np.array([_by_district(world, history) for history in histories])
    called = sum(int(((h.kind == codes.ENGAGE) & (h.channel == 2)).sum()) for h in histories)
    chains = 1.0 / (1.0 - called / counts.sum())
    assert chains > 1.2
    ratio = (counts.var(axis=0, ddof=1) / counts.mean(axis=0)).mean()
    assert ratio > chains - 4 * chains * sqrt(2 / (RUNS - 1) / 4)
