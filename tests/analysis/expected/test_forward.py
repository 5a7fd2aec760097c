"""Expected outcomes against the engine that they stand for, and against formulas."""

from functools import cache

import numpy as np
import pytest
from scipy.linalg import expm

from counterflow.analysis.expected.fit import Fit, Fitted, two_steps
from counterflow.analysis.expected.forward import (
    EXPOSURE,
    NOTHING_HELD,
    STREET,
    THIRDS,
    as_it_is,
    forward,
    new_result,
    with_peers,
)
from counterflow.analysis.expected.rows import rows_of
from counterflow.engine import simulate
from counterflow.engine.codes import DEPART, ENGAGE, FAMILY_DEPART
from counterflow.experiment.sample import Sample, draw_sample, no_programmes
from counterflow.people.packed import pack
from counterflow.world import Floats, World
from tests.analysis.expected.small import contested, draw, library_setting

RUNS = 8
LEAVING_SHARE = 0.002
"""Of everybody, over the history: few enough that who has left is not missed, many enough to be counted."""
CASES = [("exposure", 0), ("all", 0), ("all", 1)]


@cache
def sample() -> Sample:
    return draw_sample(library_setting().world, mobile=2_000, immobile=1_000)


@cache
def fitted(account: str, number: int) -> Fitted:
    """A draw without peers in a world where places of a kind are alike, since the formulas know neither's luck."""
    whole = library_setting()
    fit = Fit(whole.world, sample(), whole.anchors, whole.fit.mean_salience)
    people = np.diff(whole.world.homes.cohort_start)
    counts = {anchor.cohort: LEAVING_SHARE * people[anchor.cohort] for anchor in whole.anchors}
    return fit(contested(account, number) | {"peer_reproduction": 0.0, "place_sd": 0.0}, counts)


@cache
def simulated(account: str, number: int, kind: int) -> Floats:
    """Events of a kind by cohort and kind of place, [runs, cohorts, kinds]."""
    world = fitted(account, number).world
    found = np.zeros((RUNS, world.homes.country.size, 4))
    for run in range(RUNS):
        history = simulate(world, no_programmes(world), 3, run)
        here = history.kind == kind
        cohort = np.searchsorted(world.homes.cohort_start, history.person[here], side="right") - 1
        np.add.at(found[run], (cohort, world.places.abroad[history.place[here]]), 1.0)
    return found


def deviations(runs: Floats, rows: Floats, by: np.ndarray) -> Floats:
    """Differences of means from sums of rows, in standard errors of both, by group of rows; [runs, groups], [rows]."""
    mobile = sample().survey.mobile
    found = []
    for group in range(runs.shape[1]):
        inside = by == group
        strata = [inside & (mobile == one) & (sample().cohort == c) for one in (0, 1) for c in range(6)]
        variance = runs[:, group].var(ddof=1) / RUNS
        variance += sum(rows[one].size * rows[one].var() for one in strata if one.any())
        found.append((runs[:, group].mean() - rows[inside].sum()) / np.sqrt(variance))
    return np.array(found)


@pytest.mark.parametrize(("account", "number"), CASES)
def test_engaged_people_by_cohort_and_place_are_those_of_the_engine(account: str, number: int) -> None:
    found, runs = fitted(account, number), simulated(account, number, ENGAGE)
    engaged = found.result.engaged
    assert np.abs(deviations(runs.sum(axis=2), engaged, found.rows.cohort)).max() < 4
    assert np.abs(deviations(runs.sum(axis=1), engaged, found.rows.kind)).max() < 4


@pytest.mark.parametrize(("account", "number"), CASES)
def test_departures_by_cohort_are_those_of_the_engine(account: str, number: int) -> None:
    found, runs = fitted(account, number), simulated(account, number, DEPART).sum(axis=2)
    within = found.departures.sum(axis=(1, 2, 3)) / found.result.gone.sum(axis=1)  # before the history ends
    left = found.result.person * within[found.rows.cohort]
    assert np.abs(deviations(runs, left, found.rows.cohort)).max() < 4


@pytest.mark.parametrize(("account", "number"), CASES)
def test_families_taken_along_are_those_of_the_engine(account: str, number: int) -> None:
    """People who leave with somebody, over those who leave by themselves; cohorts that take few along have few to compare."""
    found = fitted(account, number)
    alone, along = (simulated(account, number, kind).sum(axis=(0, 2)) for kind in (DEPART, FAMILY_DEPART))
    many = along > 30
    assert many.sum() >= 3
    expected = found.result.company.sum(axis=1) / found.result.gone.sum(axis=1) * alone
    assert (np.abs(along - expected) / np.sqrt(3.0 * expected))[
        many
    ].max() < 4  # they leave in families of some three


def nobody_differs(women_alone: float, women_reached: float) -> World:
    """Drivers count for nothing; women leave so much more rarely, and strangers turn to them so much less."""
    world = library_setting().world
    cohorts = world.homes.country.size
    reach = np.tile([[1.0], [women_reached]], (1, world.approaches.reach.shape[1]))
    nothing = np.zeros_like(world.parameters.weights)
    return world._replace(
        parameters=world.parameters._replace(weights=nothing, interaction=0.0),
        travel=world.travel._replace(
            women_alone=np.full(cohorts, women_alone), blocked=np.zeros_like(world.travel.blocked)
        ),
        approaches=world.approaches._replace(reach=reach),
    )


def test_where_everybody_is_alike_peers_leave_as_those_do_who_called_them() -> None:
    """One engages R, who engage R each, and so on: 1 / (1 - R) in all."""
    world = nobody_differs(1.0, 1.0)
    cohorts = world.homes.country.size
    result = as_it_is(world, rows_of(world, sample()))
    assert with_peers(result, np.full(cohorts, 0.4)) == pytest.approx(np.full(cohorts, 1 / 0.6))
    assert with_peers(result, np.zeros(cohorts)) == pytest.approx(np.ones(cohorts))


def test_peers_are_men_and_women_whoever_recruiters_turn_to() -> None:
    """Where women never leave and are never approached, only the share of men among adults counts of those who are called."""
    world = nobody_differs(0.0, 0.0)
    rows = rows_of(world, sample())
    result = as_it_is(world, rows)
    for cohort in range(world.homes.country.size):
        adults = (rows.cohort == cohort) & (rows.weight > 0)
        men = np.average(rows.female[adults] == 0, weights=rows.weight[adults])
        found = with_peers(result, np.full(world.homes.country.size, 0.4))[cohort]
        assert found == pytest.approx(1.0 + 0.4 / 0.6 * men)


def test_where_exposure_is_evened_out_recruiters_turn_to_the_same_sexes_and_ages() -> None:
    """The best places' rate, for everybody by sex and age."""
    world = nobody_differs(1.0, 0.25)
    rows = rows_of(world, sample())
    result = new_result(world, rows, by_month=False)
    forward(pack(world), pack(rows), NOTHING_HELD, 1 << EXPOSURE, 0.7, pack(result))
    street = result.joined[:, STREET]
    intensity = world.parameters.cohort_intensity
    chance = world.steps.highest[1] / (
        1.0 + np.exp(-world.parameters.intercepts[1] - world.approaches.offset[STREET])
    )
    for cohort in range(world.homes.country.size):
        here = rows.cohort == cohort
        approached = (rows.weight * np.where(rows.female == 1, 0.25, 1.0))[here].sum()
        expected = approached * 0.7 * world.approaches.home_rate * intensity[cohort] * chance
        assert street[cohort] == pytest.approx(expected)


def test_months_sum_up_to_those_who_leave_before_the_end() -> None:
    """Up to what nine points instead of a law cost where departures rise steeply."""
    found = draw(peer_reproduction=0.0).fitted
    by_end = found.gone_between(0.0, found.world.years)
    assert found.departures.sum() == pytest.approx(by_end.sum(), rel=0.02)
    middle = found.world.years / 2
    until = found.departures[..., : int(12 * middle)].sum()
    assert until == pytest.approx(found.gone_between(0.0, middle).sum(), rel=0.08)


def test_thirds_of_an_exponential_law_have_its_mean() -> None:
    draws = np.sort(np.random.default_rng(1).exponential(size=300_000)).reshape(3, -1)
    assert THIRDS.mean() == pytest.approx(1.0)
    assert pytest.approx(draws.mean(axis=1), rel=0.01) == THIRDS


@pytest.mark.parametrize(("commit", "leave", "turn"), [(1.0, 2.0, 0.5), (3.0, 0.2, 0.7), (1.0, 1.0, 0.3)])
def test_stages_in_time_are_those_of_their_markov_chain(commit: float, leave: float, turn: float) -> None:
    """Engaged, committed, set out, turned away."""
    generator = np.zeros((4, 4))
    generator[0, [1, 3]], generator[1, [2, 3]] = (commit, turn), (leave, turn)
    np.fill_diagonal(generator, -generator.sum(axis=1))
    first, second, years = np.array([commit + turn]), np.array([leave + turn]), np.array([0.8])
    engaged, committed, out, _ = expm(0.8 * generator)[0]
    sets_out = commit / first * leave / second
    assert sets_out * two_steps(years, first, second) == pytest.approx(out)
    assert two_steps(-years, first, second) == 0
    found = draw().fitted
    result = found.result._replace(first=np.full_like(found.result.first, first[0]))
    result = result._replace(second=np.full_like(result.second, second[0]))
    world = found.world._replace(steps=found.world.steps._replace(disengage=turn))
    alone = Fitted(world, found.rows, result, np.zeros(1))
    asked = found.rows.weight > 0
    at = found.rows.time[asked][0] + 0.8
    assert alone.still_engaged(at)[asked][0] == pytest.approx(
        result.engaged[asked][0] * (engaged + committed)
    )


def test_nobody_is_engaged_before_being_asked() -> None:
    assert not draw().fitted.still_engaged(0.0).any()
