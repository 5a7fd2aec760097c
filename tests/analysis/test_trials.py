"""Whole histories by account and arm: paired by draw and seed, and shown as they were."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.trials import NONE, Trials, departures_shown, programmes_shown, run_rows, trials
from counterflow.engine import simulate
from counterflow.experiment.arms import paired
from counterflow.experiment.asking import Results
from counterflow.experiment.design import Experiment
from counterflow.experiment.runs import Means, carried_out
from counterflow.experiment.sample import no_programmes
from counterflow.experiment.summary import summarise
from counterflow.faults import Faults
from tests.analysis.expected.small import SEED, case, contested, setting

RUNS = 3
ACCOUNTS, ARMS = ("exposure", "support", "all"), (NONE, "visiting-elders", "exit-checks")


@cache
def tried() -> Trials:
    return trials(setting(), case().hearing, seed=SEED, runs=RUNS, workers=1)


def test_every_account_has_its_runs_of_every_arm() -> None:
    assert tried().accounts == ACCOUNTS
    assert set(tried().runs) == {(account, arm) for account in ACCOUNTS for arm in ARMS}
    assert all([one.run for one in runs] == [0, 1, 2] for runs in tried().runs.values())


def test_a_run_is_that_of_its_draw_seed_and_number() -> None:
    central = Draw(setting(), contested("support", 2), 2, SEED, central=True)
    world = central.fitted.world
    alone = summarise(world, simulate(world, no_programmes(world), SEED, 2), 2)
    assert np.array_equal(tried().runs["support", NONE][2].events, alone.events)


def test_workers_change_nothing() -> None:
    again = trials(setting(), case().hearing, seed=SEED, runs=RUNS, workers=2)
    assert run_rows(again) == run_rows(tried())


def test_courses_are_cumulative_departures_over_runs() -> None:
    shown = departures_shown(tried(), case().targets)
    course = shown.by_account["all"]["Halmark"]
    totals = sorted(int(run.departures[0].sum()) for run in tried().runs["all", NONE])
    assert (shown.months[0], shown.months[-1], len(shown.months)) == ("2016-01", "2021-12", 72)
    assert course.centre[-1] == totals[1]
    assert list(course.centre) == sorted(course.centre)
    assert course.low[-1] <= course.centre[-1] <= course.high[-1]


def test_published_counts_of_the_cohorts_stand_beside() -> None:
    shown = departures_shown(tried(), case().targets)
    assert [one.id for one in shown.published] == ["halmark-left-2020"]
    assert departures_shown(tried(), ()).published == ()


def test_programmes_are_paired_with_none_in_every_account() -> None:
    shown = {one.id: one for one in programmes_shown(tried())}
    assert list(shown) == ["visiting-elders", "exit-checks"]
    for account in ACCOUNTS:
        effect = paired(tried().runs[account, NONE], tried().runs[account, "exit-checks"])
        averted = shown["exit-checks"].by_account[account].departures_averted
        assert averted.centre == np.median(effect.departures)
        assert averted.low <= averted.centre <= averted.high
    assert shown["exit-checks"].coercive


def test_rows_say_how_much_work_each_run_was() -> None:
    rows = run_rows(tried())
    assert len(rows) == len(ACCOUNTS) * len(ARMS) * RUNS
    (row,) = [one for one in rows if (one.account, one.arm, one.run) == ("all", NONE, 1)]
    summary = tried().runs["all", NONE][1]
    assert (row.departed, row.approaches) == (summary.departures.sum(), summary.counts.approaches)
    assert row.engaged == summary.engaged.sum()


def test_histories_come_near_the_counts_that_they_are_set_to() -> None:
    """92 by the end of 2020, in the mean of twelve runs in which places are alike: within four standard errors, overdispersed by
    peers and families, and a tenth more for the few people on whom the scales are set."""
    gone, expected = [], 55 / 0.6
    for number in range(12):
        values = contested("exposure", number) | {"place_sd": 0.0}
        world = Draw(setting(), values, number, SEED, central=True).fitted.world
        history = simulate(world, no_programmes(world), SEED, number)
        gone.append(summarise(world, history, number).departures[0, :60].sum())
    assert abs(np.mean(gone) - expected) < 4 * np.sqrt(3 * expected / len(gone)) + 0.1 * expected


def test_no_runs_are_an_error() -> None:
    with pytest.raises(ValueError, match="runs is 0; ask for 1 or more"):
        trials(setting(), case().hearing, seed=SEED, runs=0)


def test_a_draw_that_is_refused_is_replaced_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the engine had refused one of the draws under one programme: all its histories go, and another draw's come."""

    whole: list[Results] = []  # runs in memory are there for as long as their results

    def refusing(experiment: Experiment, means: Means, **told: str) -> Results:
        whole.append(found := carried_out(experiment, means, **told))
        lost = "account = 'all' AND run = 1 AND programmes = 'exit-checks'"
        return replace(found, where=f"({found.where}) AND NOT ({lost})")

    monkeypatch.setattr("counterflow.analysis.trials.carried_out", refusing)
    found = trials(setting(), case().hearing, seed=SEED, runs=RUNS, workers=1)
    for (account, arm), runs in found.runs.items():
        assert [one.run for one in runs] == ([0, 2, 3] if account == "all" else [0, 1, 2])
        for one in runs[:2]:
            before = next(other for other in tried().runs[account, arm] if other.run == one.run)
            assert np.array_equal(one.events, before.events)


def test_an_account_of_which_nothing_can_be_simulated_is_a_fault() -> None:
    world = setting().world
    broadcast = np.full_like(world.approaches.broadcast_rate, 1e12)
    beyond = world._replace(approaches=world.approaches._replace(broadcast_rate=broadcast, broadcast_at=1.0))
    with pytest.raises(Faults, match=r"cannot be simulated: .* beyond what the strips can hold"):
        trials(replace(setting(), world=beyond), case().hearing, seed=SEED, runs=1, workers=1)
