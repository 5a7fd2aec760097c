"""A kept run is made anew from its record, and whatever does not come out again is named."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from counterflow.experiment.errors import StoreDamaged, StoreError
from counterflow.experiment.job import carry_out
from counterflow.experiment.plan import ParameterDraw
from counterflow.experiment.rerun import rerun
from counterflow.experiment.rows import SCHEMA
from counterflow.experiment.store import INPUTS, Store
from counterflow.experiment.writer import writing
from tests.experiment.small import experiment, ids
from tests.experiment.test_job import broken


def test_every_run_comes_out_again(tmp_path: Path) -> None:
    base = experiment(2)
    draw = ParameterDraw(range(5, 6), "other", 3, base.world.parameters._replace(contact_rate=0.1))
    carry_out(replace(base, draws=(*base.draws, draw), events=True), tmp_path, workers=1)
    found = [rerun(Store(tmp_path), one) for one in ids(tmp_path)]
    assert len(found) == 6
    assert all(one.same for one in found)
    assert found[0].made["numba"]


def test_a_failed_run_fails_again_for_the_same_reason(tmp_path: Path) -> None:
    carry_out(broken(1), tmp_path, workers=1)
    assert all(rerun(Store(tmp_path), one).same for one in ids(tmp_path))


@pytest.mark.parametrize("column", ["history", "approaches", "strength"])
def test_what_was_changed_is_named(column: str, tmp_path: Path) -> None:
    carry_out(experiment(1, ((),)), tmp_path / "kept", workers=1)
    (row,) = Store(tmp_path / "kept").table().to_pylist()
    row[column] = {"history": "0" * 24, "approaches": 7, "strength": [0.5, *row["strength"][1:]]}[column]
    with writing(tmp_path / "changed") as store:
        store.commit([pa.Table.from_pylist([row], schema=SCHEMA)])
    (tmp_path / "kept" / INPUTS).rename(tmp_path / "changed" / INPUTS)
    assert rerun(Store(tmp_path / "changed")).differ == (column,)


def test_a_run_of_another_engine_is_refused(tmp_path: Path) -> None:
    carry_out(experiment(1, ((),)), tmp_path / "kept", workers=1)
    table = Store(tmp_path / "kept").table()
    with writing(tmp_path / "old") as store:
        store.commit(
            [
                table.set_column(
                    table.schema.get_field_index("engine"),
                    "engine",
                    pc.subtract(table["engine"], 1).cast(pa.int32()),
                )
            ]
        )
    with pytest.raises(StoreError, match=r"was made by version .* of the engine, and this is .*; install"):
        rerun(Store(tmp_path / "old"))


def test_inputs_that_are_not_what_they_were_are_told(tmp_path: Path) -> None:
    carry_out(experiment(1), tmp_path, workers=1)
    one, other = (tmp_path / INPUTS / f"arm-{name}.npz" for name in experiment(1).arm_hashes)
    one.write_bytes(other.read_bytes())
    (run,) = [row["id"] for row in Store(tmp_path).table().to_pylist() if row["programmes"] == "none"]
    with pytest.raises(StoreDamaged, match=f"{one.name}: is not what its name says"):
        rerun(Store(tmp_path), run)
    one.unlink()
    with pytest.raises(StoreDamaged, match=f"{one.name}: is gone"):
        rerun(Store(tmp_path), run)


def test_inputs_that_are_no_archive_are_told(tmp_path: Path) -> None:
    carry_out(experiment(1, ((),)), tmp_path, workers=1)
    (world,) = (tmp_path / INPUTS).glob("world-*.npz")
    world.write_bytes(world.read_bytes()[:-30])
    with pytest.raises(
        StoreDamaged, match=f"{world.name}: is no archive of arrays .*; put it back from a copy"
    ):
        rerun(Store(tmp_path))
    (scenario,) = (tmp_path / INPUTS).glob("world-*.json")
    scenario.write_text("[" * 100_000)
    with pytest.raises(StoreDamaged, match=f"{scenario.name}: is damaged"):
        Store(tmp_path).scenario(experiment(1).world_hash)


@pytest.mark.parametrize("change", ["draw_number", "account", "parameters"])
def test_a_draw_that_is_not_the_one_of_its_id_is_not_run(change: str, tmp_path: Path) -> None:
    base = experiment(1, ((),))
    draw = ParameterDraw(range(1), "other", 3, base.world.parameters._replace(contact_rate=0.1))
    carry_out(replace(base, draws=(draw,)), tmp_path / "kept", workers=1)
    (row,) = Store(tmp_path / "kept").table().to_pylist()
    row[change] = {"draw_number": 4, "account": "all", "parameters": None}[change]
    with writing(tmp_path / "changed") as store:
        store.commit([pa.Table.from_pylist([row], schema=SCHEMA)])
    (tmp_path / "kept" / INPUTS).rename(tmp_path / "changed" / INPUTS)
    with pytest.raises(StoreDamaged, match="has parameters that are not those of its id"):
        rerun(Store(tmp_path / "changed"))
    row["parameters"] = b"PK and no more"
    with writing(tmp_path / "torn") as store:
        store.commit([pa.Table.from_pylist([row], schema=SCHEMA)])
    (tmp_path / "changed" / INPUTS).rename(tmp_path / "torn" / INPUTS)
    with pytest.raises(StoreDamaged, match="has parameters that are damaged"):
        rerun(Store(tmp_path / "torn"))


def test_no_such_run_and_too_few_digits_are_told(tmp_path: Path) -> None:
    carry_out(experiment(20), tmp_path, workers=1)
    with pytest.raises(StoreError, match="xyz: there is no such run"):
        rerun(Store(tmp_path), "xyz")
    digit = next(one for one in "0123456789abcdef" if sum(run.startswith(one) for run in ids(tmp_path)) > 1)
    with pytest.raises(StoreError, match="runs begin so; give more of its digits"):
        rerun(Store(tmp_path), digit)
