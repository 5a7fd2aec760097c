import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.experiment.arms import Comparison, PairedEffect, compare, paired, running
from counterflow.experiment.asking import Results
from counterflow.experiment.runs import Means, run
from counterflow.faults import Faults
from counterflow.scenario import Scenario, calendar_of
from counterflow.scenario.quantity import Quantity
from tests.experiment.worlds import few_of_the_library, library_salience, template, template_salience

RUNS, SEED = 3, 4


def number(value: float) -> Quantity:
    return Quantity(value=value)


def compared(scenario: Scenario, *programmes: str, workers: int = 1) -> Comparison:
    salience, means = template_salience(), Means(workers)
    return compare(scenario, salience=salience, runs=RUNS, seed=SEED, programmes=programmes, means=means)


@cache
def both() -> Comparison:
    return compared(template())


def effect(comparison: Comparison, programme: str) -> PairedEffect:
    return paired(comparison.without, comparison.with_each[programme])


def test_a_programme_that_covers_nobody_averts_nothing_in_any_pair() -> None:
    found = effect(compared(template("programme.exit-checks.coverage=0")), "exit-checks")
    assert found.before.min() > 0
    for averted in (found.departures, found.engaged, found.stopped):
        assert averted.tolist() == [0] * RUNS


def test_a_programme_that_stops_people_averts_as_many_departures_as_it_stops() -> None:
    """But for peers, whom nobody calls who was stopped, and for families."""
    alone = template("contested.contact_rate=0", "cohort.Halmark.departure.family=0")
    found = effect(compared(alone, "exit-checks"), "exit-checks")
    assert found.departures.sum() > 0
    assert found.departures.tolist() == found.stopped.tolist()


def test_another_programme_beside_them_changes_nobody_elses_numbers() -> None:
    scenario = template()
    alone = compared(scenario.model_copy(update={"programme": scenario.programme[1:]}))
    for one, other in zip(alone.with_each["exit-checks"], both().with_each["exit-checks"], strict=True):
        assert np.array_equal(one.events, other.events)
    assert list(alone.with_each) == ["exit-checks"]
    assert list(both().with_each) == ["visiting-elders", "exit-checks"]


@pytest.mark.parametrize("programmes", [(), ("visiting-elders",), ("exit-checks",)])
def test_each_run_is_what_it_is_on_its_own(programmes: tuple[str, ...]) -> None:
    own = run(
        template(),
        salience=template_salience(),
        runs=RUNS,
        seed=SEED,
        programmes=programmes,
        means=Means(1),
    )
    (name,) = programmes or ("",)
    beside = both().with_each[name] if name else both().without
    for one, other in zip(own.runs, beside, strict=True):
        assert one.run == other.run
        assert one.counts == other.counts
        assert np.array_equal(one.events, other.events)


def test_workers_change_nothing() -> None:
    assert compared(template(), workers=2).document() == both().document()


def test_shares_and_restricted_people_follow_from_the_pairs() -> None:
    checks = next(one for one in template().programme if one.id == "exit-checks")
    elders = next(one for one in template().programme if one.id == "visiting-elders")
    calendar = calendar_of(template())
    some = PairedEffect(
        departures=np.array([4.0, 2.0, 0.0]),
        engaged=np.zeros(3),
        before=np.array([8.0, 4.0, 0.0]),
        stopped=np.array([5.0, 4.0, 0.0]),
    )
    assert some.share.tolist() == [0.5, 0.5, 0.0]
    assert some.restricted_per_averted(checks, calendar) == pytest.approx(20 * 3 / 2)
    assert some.restricted_per_averted(elders, calendar) is None
    none = PairedEffect(np.zeros(3), np.zeros(3), some.before, some.stopped)
    assert none.restricted_per_averted(checks, calendar) is None


def test_a_programme_that_stops_nobody_restricts_so_many_a_year() -> None:
    checks = next(one for one in template().programme if one.id == "exit-checks")
    calendar = calendar_of(template())
    each = Quantity(value=300.0)
    raids = checks.model_copy(update={"restricted_per_stopped": None, "restricted_per_year": each})
    effect = PairedEffect(np.array([6.0]), np.zeros(1), np.array([9.0]), np.zeros(1))
    years = calendar.years - calendar.when(raids.start)
    assert running(raids, calendar) == pytest.approx(years)
    assert effect.restricted_per_averted(raids, calendar) == pytest.approx(300.0 * years / 6.0)


def test_a_row_holds_mean_interval_and_standard_error_of_the_pairs() -> None:
    averted = effect(both(), "exit-checks").departures
    (row,) = [one for one in both().rows() if one["programme"] == "exit-checks"]
    assert row["departures_averted"] == averted.mean()
    assert row["low"] <= np.median(averted) <= row["high"]
    assert row["standard_error"] == pytest.approx(averted.std(ddof=1) / np.sqrt(RUNS))


def test_one_run_has_no_standard_error() -> None:
    single = compare(template(), salience=template_salience(), runs=1, means=Means(1))
    assert [row["standard_error"] for row in single.rows()] == [None, None]
    json.dumps(single.document(), allow_nan=False)


def test_runs_are_kept_and_one_more_programme_is_only_added(tmp_path: Path) -> None:
    scenario = template()
    few = scenario.model_copy(update={"programme": scenario.programme[1:]})
    for one, parts in ((few, 1), (scenario, 2)):
        found = compare(one, salience=template_salience(), runs=RUNS, seed=SEED, means=Means(1, out=tmp_path))
        assert len(found.results.store.manifest.parts) == parts
    assert found.document() == both().document()


def test_runs_that_failed_leave_their_pairs_out() -> None:
    most = both().results
    kept = Results(
        most.store, most.world, most.engine, f"({most.where}) AND (run > 0 OR programmes <> 'exit-checks')"
    )
    rows = {row["programme"]: row for row in Comparison(both().scenario, SEED, both().names, kept).rows()}
    averted = effect(both(), "exit-checks").departures
    assert rows["exit-checks"]["departures_averted"] == averted[1:].mean()
    assert (
        rows["visiting-elders"]["departures_averted"] == effect(both(), "visiting-elders").departures.mean()
    )


def test_a_programme_that_never_ran_has_no_row() -> None:
    none = Results(both().results.store, both().results.world, both().results.engine, "programmes = 'none'")
    assert list(Comparison(both().scenario, SEED, both().names, none).rows()) == []


def test_no_runs_and_unknown_programmes_are_errors() -> None:
    with pytest.raises(ValueError, match="runs is 0; ask for 1 or more"):
        compare(template(), salience=template_salience(), runs=0)
    with pytest.raises(Faults, match="exit-check: there is no such programme; did you mean exit-checks"):
        compared(template(), "exit-check")


def test_a_programme_with_seats_tells_whom_it_served_turned_away_and_what_it_cost() -> None:
    scenario = few_of_the_library()
    (programme,) = [one for one in scenario.programme if one.id == "exit"]
    full = programme.model_copy(update={"coverage": number(1.0), "seats": number(2.0)})
    open_to_all = full.model_copy(update={"id": "open", "seats": None})
    scenario = scenario.model_copy(update={"programme": (full, open_to_all)})
    found = compare(scenario, salience=library_salience(), runs=RUNS, seed=SEED, means=Means(1))
    exits, others = found.rows()
    runs = found.with_each["exit"]
    assert exits["served"] == np.mean([run.served[0] for run in runs]) > 2
    assert exits["turned_away"] == np.mean([run.refused[0] for run in runs]) > 0
    assert 0 < exits["served_years"] < 2 * 6
    years = calendar_of(scenario).years - calendar_of(scenario).when(programme.start)
    spent = programme.cost.fixed.value * years + programme.cost.per_served.value * exits["served_years"]
    assert exits["cost"] == pytest.approx(spent)
    assert [others[name] for name in ("served", "turned_away", "served_years", "cost")] == [None] * 4
