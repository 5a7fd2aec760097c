"""Approaches and engagements by channel, against quadrature over sex, ages, schooling, practising and being online."""

import numpy as np
import pytest

from counterflow.engine import codes
from counterflow.engine.run import History, simulate
from counterflow.world import CHANNELS, DAYS_PER_YEAR, Floats, World
from tests.judge import Judge
from tests.simple_worlds import still_world
from tests.verification.quadrature import (
    BROADCAST,
    SELF_START,
    Expected,
    cells_of,
    engaging,
    expected_approaches,
    expected_engaged,
    groups_of,
    rates,
)
from tests.worlds import no_programme

FEW, MANY = 20_000, 2_000_000
SIZES = [FEW, pytest.param(MANY, marks=pytest.mark.verification)]
USED = [channel for channel in range(len(CHANNELS)) if CHANNELS[channel] not in {"peer", "returnee"}]


def all_channels(people: int) -> World:
    """Every channel but calls, none alike in two cohorts; sex and age count; salience rises day by day, the message too."""
    moving = still_world(people, seed=3)
    rng = np.random.default_rng(4)
    days = moving.approaches.salience.size
    approaches = moving.approaches._replace(
        salience=np.linspace(0.2, 1.0, days),
        home_rate=0.06,
        online_rate=np.array([0.05, 0.09, 0.03]),
        self_start=np.array([0.03, 0.02, 0.05]),
        broadcast_at=511.5 / DAYS_PER_YEAR,
        broadcast_rate=np.array([0.1, 0.05, 0.2]),
        offset=rng.normal(0, 0.4, len(CHANNELS)),
    )
    approaches = approaches._replace(reach=rng.uniform(0.2, 1.0, approaches.reach.shape))
    traits = moving.traits._replace(online=np.array([[0.6, 0.2], [0.3, 0.5], [0.8, 0.8]]))
    parameters = moving.parameters._replace(cohort_intensity=np.array([1.0, 0.6, 1.7]))
    steps = moving.steps._replace(highest=np.array([1.0, 0.7, 0.0, 0.0]))
    return moving._replace(approaches=approaches, traits=traits, parameters=parameters, steps=steps)


def nobody_engages(world: World) -> World:
    """Many more approaches of each kind, none of which makes anybody engage."""
    highest = world.steps.highest * np.array([1, 0, 1, 1])
    approaches = world.approaches._replace(
        self_start=np.zeros_like(world.approaches.self_start),
        home_rate=6 * world.approaches.home_rate,
        online_rate=6 * world.approaches.online_rate,
        broadcast_rate=6 * world.approaches.broadcast_rate,
    )
    return world._replace(approaches=approaches, steps=world.steps._replace(highest=highest))


def engaged_by(history: History, world: World) -> Floats:
    """[channels, cohorts] engagements in the log."""
    engaged = history.kind == codes.ENGAGE
    cohort = np.searchsorted(world.homes.cohort_start, history.person[engaged], side="right") - 1
    counts = np.zeros((len(CHANNELS), world.homes.country.size))
    np.add.at(counts, (history.channel[engaged], cohort), 1.0)
    return counts


def compare(verdict: Judge, what: str, found: Floats, expected: Expected) -> None:
    for channel in USED:
        if expected.mean[channel].sum() > 0:
            error = np.sqrt(expected.variance[channel])
            name = f"{what} by channel {CHANNELS[channel]}, three cohorts"
            compared = f"{found[channel].sum():,.0f} of {expected.mean[channel].sum():,.1f} expected"
            verdict.all_errors(name, compared, found[channel], expected.mean[channel], error)


@pytest.mark.parametrize("people", SIZES)
def test_approaches_of_people_who_never_engage(people: int, verdict: Judge) -> None:
    world = nobody_engages(all_channels(people))
    history = simulate(world, no_programme(world), 1)
    found = history.approaches.sum((0, 3)).T.astype(float)
    compare(verdict, "approaches", found, expected_approaches(world))


@pytest.mark.parametrize("people", SIZES)
def test_approaches_month_by_month(people: int, verdict: Judge) -> None:
    """Nearly Poisson in each month: what people have in common adds a hundredth to the variance."""
    world = nobody_engages(all_channels(people))
    history = simulate(world, no_programme(world), 2)
    cells, members = cells_of(world), np.diff(world.homes.district_start)
    expected = np.zeros((36, len(CHANNELS)))
    for group in groups_of(world):
        by_cell = np.einsum("cat,a->tc", rates(world, group, cells), group.share) * members[group.district]
        np.add.at(expected, (cells.middle * 12).astype(int), by_cell * cells.length[:, np.newaxis])
    found = history.approaches.sum((1, 3))
    seen = expected > 0
    statistic = ((found[seen] - expected[seen]) ** 2 / expected[seen]).sum()
    verdict.none("approaches before the broadcast's date", "broadcast", found[:16, BROADCAST].sum())
    verdict.chi_square("approaches by month and channel", "counts and quadrature", statistic, int(seen.sum()))


@pytest.mark.parametrize("people", SIZES)
def test_engagements_compete_for_the_same_people(people: int, verdict: Judge) -> None:
    world = all_channels(people)
    history = simulate(world, no_programme(world), 3)
    found = engaged_by(history, world)
    compare(verdict, "first engagements", found, expected_engaged(world))
    tried, probability = history.approaches.sum((0, 1, 3)), engaging(world)
    for channel in USED:
        if channel != SELF_START:
            # Given the approaches, each engages or not: a martingale.
            variance = tried[channel] * probability[channel] * (1 - probability[channel])
            name = f"share engaging by channel {CHANNELS[channel]}"
            expected = tried[channel] * probability[channel]
            verdict.errors(name, "engaged", found[channel].sum(), expected, np.sqrt(variance))
