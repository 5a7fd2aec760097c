import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.engine import simulate
from counterflow.engine.codes import EVENTS, PERSON_EVENTS, REBRANDED
from counterflow.experiment.prepare import prepare
from counterflow.experiment.results import RunResult, month_names
from counterflow.experiment.runs import Means, run
from counterflow.experiment.sample import no_programmes
from counterflow.experiment.summary import summarise
from tests.experiment.worlds import few_of_the_library, library_salience, template, template_salience

SEED = 4


def result(runs: int, workers: int = 1, out: Path | None = None) -> RunResult:
    return run(
        template(),
        salience=template_salience(),
        runs=runs,
        seed=SEED,
        programmes=("visiting-elders",),
        means=Means(workers, out=out),
    )


@cache
def three() -> RunResult:
    return result(3)


def test_a_run_depends_on_its_seed_and_number_alone() -> None:
    for other in (result(2), result(3, workers=2)):
        for one, again in zip(three().runs, other.runs, strict=False):
            assert one.counts == again.counts
            assert np.array_equal(one.events, again.events)
    assert not np.array_equal(three().runs[0].events, three().runs[1].events)


def test_a_summary_counts_every_event_of_a_history_once() -> None:
    world = prepare(few_of_the_library(), library_salience())
    history = simulate(world, no_programmes(world), SEED, 7)
    summary = summarise(world, history, 7)
    assert summary.run == 7
    assert summary.events.sum() + summary.rebranded.sum() == history.kind.size > 0
    for cohort, (start, end) in enumerate(
        zip(world.homes.cohort_start, world.homes.cohort_start[1:], strict=False)
    ):
        inside = (history.person >= start) & (history.person < end)
        assert (
            summary.events[:, cohort].sum(axis=1).tolist()
            == np.bincount(history.kind[inside], minlength=len(PERSON_EVENTS)).tolist()
        )
    by_month = np.bincount((history.time * 12).astype(int), minlength=96)
    assert (summary.events.sum(axis=(0, 1)) + summary.rebranded).tolist() == by_month.tolist()
    assert summary.rebranded.sum() == (history.kind == REBRANDED).sum() > 0
    engaged = EVENTS.index("engaged")
    assert summary.engaged.sum() == (history.kind == engaged).sum()
    departed = [EVENTS.index(name) for name in ("departed", "departed with family")]
    assert summary.departures.sum() == np.isin(history.kind, departed).sum()


def test_the_first_person_of_a_cohort_counts_with_it() -> None:
    world = prepare(few_of_the_library(), library_salience())
    history = simulate(world, no_programmes(world), SEED)
    first = replace(history, person=np.full_like(history.person, world.homes.cohort_start[1]))
    people = (history.kind != REBRANDED).sum()
    assert summarise(world, first, 0).events.sum(axis=(0, 2)).tolist() == [0, people, 0, 0, 0, 0]


def test_months_are_named_from_the_scenarios_start() -> None:
    assert month_names(template(), 14)[::12] == ("2016-01", "2017-01")


def test_a_history_of_six_years_has_72_months() -> None:
    """Though with two leap days it is a day longer than six years of 365.25 days."""
    world = prepare(template(), template_salience())
    assert world.years > 6
    summary = summarise(world, simulate(world, no_programmes(world), SEED), 0)
    assert month_names(template(), summary.events.shape[2])[-1] == "2021-12"


def test_rows_give_the_range_over_runs() -> None:
    (row,) = [one for one in three().rows() if one["event"] == "engaged"]
    engaged = sorted(int(one.engaged.sum()) for one in three().runs)
    assert row["centre"] == engaged[1]
    assert engaged[0] <= row["low"] <= row["centre"] <= row["high"] <= engaged[2]


def test_the_table_says_the_same_as_the_rows() -> None:
    table = three().summary()
    assert list(table.index) == ["Halmark"]
    assert list(table.columns) == list(PERSON_EVENTS)
    (row,) = [one for one in three().rows() if one["event"] == "departed"]
    said = f"{row['centre']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"
    assert table.loc["Halmark", "departed"] == said


def test_the_long_table_holds_every_count(tmp_path: Path) -> None:
    result(2, out=tmp_path / "new").results.export(tmp_path / "counts.csv")
    with (tmp_path / "counts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(result(2).to_pandas())
    for one in three().runs[:2]:
        mine = [row for row in rows if int(row["run"]) == one.run]
        assert sum(int(row["count"]) for row in mine if row["cohort"]) == one.events.sum()
        assert sum(int(row["count"]) for row in mine if not row["cohort"]) == one.rebranded.sum()
        assert {row["month"] for row in mine} <= set(month_names(template(), one.events.shape[2]))


def test_a_document_for_machines_has_plain_numbers() -> None:
    document = json.loads(json.dumps(three().document(), allow_nan=False))
    assert document["programmes"] == ["visiting-elders"]
    assert [one["run"] for one in document["runs"]] == [0, 1, 2]
    assert document["runs"][1]["departed"] == three().runs[1].departures.sum()


def test_no_runs_are_an_error() -> None:
    with pytest.raises(ValueError, match="runs is 0; ask for 1 or more"):
        result(0)


def test_strength_under_the_label_is_who_is_there_and_who_changed_the_flag() -> None:
    """Month by month, from the log, person by person."""
    world = prepare(few_of_the_library(), library_salience())
    aftermath = world.aftermath
    history = simulate(world, no_programmes(world), SEED)
    summary = summarise(world, history, 0)
    there: dict[int, int] = {}
    over, row = 0, 0
    for month in range(96):
        while row < history.time.size and (history.time[row] * 12 < month + 1 or month == 95):
            kind, person = EVENTS[history.kind[row]], int(history.person[row])
            if kind.startswith("departed"):
                there[person] = int(history.extra[row])
            elif kind in ("dead", "returned", "detained abroad"):
                del there[person]
            over += kind == "rebranded"
            row += 1
        present = [sum(theatre == one for theatre in there.values()) for one in (0, 1)]
        each = aftermath.group_strength / aftermath.units
        assert summary.strength[:, month] == pytest.approx([present[0], present[1] + over * each])
    assert over > 0
    assert len(there) > 0
