"""What a store is asked: SQL, tables, arrays, medians with intervals, paired differences; against sums made by hand."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from counterflow.engine.codes import EVENTS, PERSON_EVENTS
from counterflow.experiment.asking import Results, asked, listed, results_of
from counterflow.experiment.design import experiment_of
from counterflow.experiment.errors import StoreError
from counterflow.experiment.job import carry_out
from counterflow.experiment.results import month_names
from counterflow.experiment.store import Store
from counterflow.experiment.summary import DEPARTED, RunSummary
from counterflow.faults import Faults
from tests.experiment.small import ARMS, experiment
from tests.experiment.worlds import template, template_salience

RUNS = 7
ADDRESS = "memory://asking"


@cache
def results() -> Results:
    carry_out(experiment(RUNS), ADDRESS, workers=1)
    return results_of(Store(ADDRESS))


@cache
def summaries(programmes: str) -> list[RunSummary]:
    return results().only(programmes=programmes).summaries()


def departed(programmes: str) -> list[int]:
    return [int(one.events[list(DEPARTED)].sum()) for one in summaries(programmes)]


def test_runs_have_a_row_each_with_what_they_came_to() -> None:
    found = results().sql("SELECT * FROM runs WHERE programmes = 'none' ORDER BY run")
    assert found["run"].tolist() == list(range(RUNS))
    assert found["departed"].tolist() == departed("none")
    assert found["engaged"].tolist() == [one.engaged.sum() for one in summaries("none")]
    assert found["approaches"].tolist() == [one.counts.approaches for one in summaries("none")]


def test_the_long_table_holds_every_count() -> None:
    found = results().to_pandas()
    assert found["count"].min() > 0
    months = month_names(template(), 72)
    for run, one in enumerate(summaries("exit-checks")):
        mine = found[(found["run"] == run) & (found["programmes"] == "exit-checks")]
        counts = mine.set_index(["event", "month"])["count"]
        again = np.zeros_like(one.events)
        for (event, month), count in counts[counts.index.get_level_values("event") != EVENTS[-1]].items():
            again[EVENTS.index(event), 0, months.index(month)] = count
        assert np.array_equal(again, one.events)


def test_a_summary_has_median_and_interval_of_every_kind_of_event_zeros_with_them() -> None:
    found = results().summary().set_index(["programmes", "event"])
    assert len(found) == len(ARMS) * len(PERSON_EVENTS)
    for kind, event in enumerate(PERSON_EVENTS):
        totals = [one.events[kind].sum() for one in summaries("none")]
        row = found.loc["none", event]
        assert row["runs"] == RUNS
        assert row["median"] == np.median(totals)
        assert [row["low"], row["high"]] == pytest.approx(np.quantile(totals, [0.1, 0.9]))
        assert row["mean"] == pytest.approx(np.mean(totals))


def test_effects_are_differences_of_pairs() -> None:
    averted = np.array(departed("none")) - np.array(departed("exit-checks"))
    assert averted.std() > 0
    (row,) = results().effects().to_dict("records")
    assert (row["programmes"], row["pairs"], row["median"]) == ("exit-checks", RUNS, np.median(averted))
    assert row["mean"] == pytest.approx(averted.mean())
    assert row["standard_error"] == pytest.approx(averted.std(ddof=1) / np.sqrt(RUNS))
    assert [row["low"], row["high"]] == pytest.approx(np.quantile(averted, [0.1, 0.9]))
    assert row["share"] == pytest.approx(averted.sum() / sum(departed("none")))


def test_arrays_hold_the_same(tmp_path: Path) -> None:
    found = results().to_xarray()
    assert found["counts"].dims == ("history", "event", "cohort", "month")
    grid = found.set_index(history=["programmes", "run"]).unstack()  # noqa: PD010 (of xarray)
    for run, one in enumerate(summaries("none")):
        mine = grid.sel(programmes="none", run=run)
        assert np.array_equal(mine["counts"].transpose("event", "cohort", "month"), one.events)
        assert np.array_equal(mine["strength"].transpose("theatre", "month"), one.strength)
        assert np.array_equal(mine["rebranded"], one.rebranded)
    results().export(tmp_path / "found.nc")
    with xr.open_dataset(tmp_path / "found.nc", engine="h5netcdf") as again:
        assert again.load().equals(found)


@pytest.mark.parametrize("table", ["runs", "counts", "totals", "summary", "effects", "failures", "logs"])
def test_tables_are_exported(table: str, tmp_path: Path) -> None:
    results().export(tmp_path / "t.csv", table)
    results().export(tmp_path / "t.parquet", table)
    size = len(results().sql(f"SELECT * FROM {table}"))  # noqa: S608 (a constant)
    assert len(pd.read_csv(tmp_path / "t.csv")) == len(pd.read_parquet(tmp_path / "t.parquet")) == size
    assert (size > 0) == (table not in {"failures", "logs"})


def test_what_cannot_be_exported_is_told_and_writes_nothing(tmp_path: Path) -> None:
    for name, table, message in (
        ("a.xlsx", "runs", "ends in no known way"),
        ("a.csv", "run", "there is no table run"),
        ("no/a.csv", "runs", "there is no folder .*no; make it first"),
    ):
        with pytest.raises(Faults, match=f"--export: .*{message}"):
            asked(ADDRESS, world="", sql=None, export=tmp_path / name, table=table, mending=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nothing FROM runs", "--sql: .*; tables: runs, counts"),
        ("SELECT id::INT FROM runs", "--sql: .*; tables: runs, counts"),  # an error that is met row by row
        ("-- nothing", "--sql: the query answers nothing; begin it with SELECT"),
    ],
)
def test_wrong_sql_is_one_line(query: str, said: str) -> None:
    results()
    with pytest.raises(Faults, match=said) as raised:
        asked(ADDRESS, world="", sql=query, export=None, table="counts", mending=False)
    assert len(str(raised.value).splitlines()) == 1


def test_a_store_of_two_worlds_lists_both_and_answers_for_the_last_or_the_one_named(tmp_path: Path) -> None:
    other = experiment_of(template("journeys.first_age=18"), template_salience(), runs=2)
    carry_out(experiment(3), tmp_path, workers=1)
    carry_out(other, tmp_path, workers=1)
    store = Store(tmp_path)
    assert [
        (row["world"] == other.world_hash, row["runs"])
        for row in listed(store)
        if row["programmes"] == "none"
    ] in (
        [(True, 2), (False, 3)],
        [(False, 3), (True, 2)],
    )
    assert results_of(store).world == other.world_hash
    assert len(results_of(store, experiment(3).world_hash[:8]).sql("FROM runs")) == 6
    with pytest.raises(StoreError, match="--world: has no world xyz; known: "):
        results_of(store, "xyz")


LOOKS_LAST = """
import atexit, duckdb, sys
def look():
    try:
        results._connection.execute("SELECT 1")
    except duckdb.ConnectionException:
        print("closed")
atexit.register(look)
from counterflow.experiment.asking import results_of
from counterflow.experiment.store import Store
results = results_of(Store(sys.argv[1]))
results.relation("SELECT * FROM runs")
"""


def test_what_was_asked_is_closed_before_python_ends(tmp_path: Path) -> None:
    """A thread of DuckDB that lets go of a table while Python ends takes the process down, once in many times."""
    store = tmp_path / "store"
    carry_out(experiment(1), store, workers=1)
    done = subprocess.run(
        [sys.executable, "-c", LOOKS_LAST, str(store)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("closed\n", "")
