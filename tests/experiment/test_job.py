"""An experiment is carried out to the same rows by whoever, in whatever pieces; only what is missing is done."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterflow.engine import EngineError
from counterflow.experiment import collected
from counterflow.experiment.crew import Alone, Answers, Lost
from counterflow.experiment.design import Experiment
from counterflow.experiment.job import Report, carry_out
from counterflow.experiment.local import Processes
from counterflow.experiment.plan import NamedArm, ParameterDraw
from counterflow.experiment.store import Store
from tests.experiment.small import ARMS, experiment, files, ids, rows


@cache
def broken(runs: int = 3) -> Experiment:
    """Beside the arm without programmes one that the engine refuses: eighty programmes with seats."""
    base = experiment(runs, ((),))
    arm = experiment(runs).arms[1].arm
    seated = type(arm)(*(np.repeat(one, 80, axis=0) for one in arm))._replace(seats=np.ones(80, np.int64))
    return replace(base, arms=(*base.arms, NamedArm(("seated",), seated)))


@dataclass
class Counting(Alone):
    """This process, which remembers how many runs it was given at a time."""

    batches: list[int] = field(default_factory=list)

    def carry_out(
        self, function: Callable[[Any, Any], Any], share: Any, next_task: Callable[[], Any], /
    ) -> Answers:
        for task, answer in super().carry_out(function, share, next_task):
            self.batches.append(len(task))
            yield task, answer


class Losing(Alone):
    """A crew whose worker ends at some runs, so many times."""

    def __init__(self, number: int, times: int) -> None:
        self.number, self.times = number, times

    def carry_out(
        self, function: Callable[[Any, Any], Any], share: Any, next_task: Callable[[], Any], /
    ) -> Answers:
        while (task := next_task()) is not None:
            if self.times and any(run.identity.run == self.number for run in task):
                self.times -= 1
                yield task, Lost("a worker process was killed by SIGKILL")
            else:
                yield task, function(share, task)


class Stopping(Alone):
    """A crew that is interrupted after so many batches."""

    def __init__(self, after: int, error: BaseException) -> None:
        self.after, self.error = after, error

    def carry_out(
        self, function: Callable[[Any, Any], Any], share: Any, next_task: Callable[[], Any], /
    ) -> Answers:
        for number, found in enumerate(super().carry_out(function, share, next_task)):
            if number == self.after:
                raise self.error
            yield found


def test_the_same_rows_whoever_does_it_and_wherever_they_are_kept(tmp_path: Path) -> None:
    alone, together, elsewhere = tmp_path / "1", tmp_path / "2", f"memory://{tmp_path.name}"
    carry_out(experiment(20), alone, workers=1)
    carry_out(experiment(20), together, crew=Processes(2))
    carry_out(experiment(20), elsewhere, workers=1)
    assert len(rows(alone)) == 40
    assert rows(together).equals(rows(alone))
    assert rows(elsewhere).equals(rows(alone))


def test_workers_may_write_files_themselves(tmp_path: Path) -> None:
    carry_out(experiment(20), tmp_path / "own", crew=Processes(2), workers_write=True)
    carry_out(experiment(20), tmp_path / "handed", workers=1)
    assert rows(tmp_path / "own").equals(rows(tmp_path / "handed"))


def test_only_what_is_missing_is_done(tmp_path: Path) -> None:
    assert carry_out(experiment(2, ((),)), tmp_path, workers=1) == Report(2, 0, 2, 0)
    before = rows(tmp_path)
    assert carry_out(experiment(2, ((),)), tmp_path, workers=1) == Report(2, 2, 0, 0)
    assert carry_out(experiment(6, ((),)), tmp_path, workers=1) == Report(6, 2, 4, 0)
    assert carry_out(experiment(6), tmp_path, workers=1) == Report(12, 6, 6, 0)
    kept = set(before["id"].to_pylist())
    assert [row for row in rows(tmp_path).to_pylist() if row["id"] in kept] == before.to_pylist()
    carry_out(experiment(6), tmp_path / "at once", workers=1)
    assert rows(tmp_path).equals(rows(tmp_path / "at once"))


def test_what_was_asked_for_is_listed_once(tmp_path: Path) -> None:
    for runs in (2, 3, 2, 2):
        carry_out(experiment(runs), tmp_path, workers=1)
    assert [one["runs"] for one in Store(tmp_path).manifest.asked] == [6, 4]


def test_the_same_command_twice_changes_no_file(tmp_path: Path) -> None:
    carry_out(experiment(), tmp_path, workers=1)
    before = files(tmp_path)
    carry_out(experiment(), tmp_path, workers=1)
    assert files(tmp_path) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), MemoryError()])
def test_what_came_back_before_a_stop_is_kept(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        carry_out(experiment(40), tmp_path, crew=Stopping(2, error))
    kept = ids(tmp_path)
    assert 2 <= len(kept) < 80
    assert carry_out(experiment(40), tmp_path, workers=1).found == len(kept)
    carry_out(experiment(40), tmp_path / "at once", workers=1)
    assert rows(tmp_path).equals(rows(tmp_path / "at once"))


def test_failed_runs_are_kept_with_their_reason_and_done_again_on_demand(tmp_path: Path) -> None:
    assert carry_out(broken(), tmp_path, workers=1) == Report(6, 0, 6, 3)
    found = {row["programmes"]: row["failed"] for row in rows(tmp_path).to_pylist()}
    assert found["none"] is None
    assert found["seated"].startswith("80 programmes, some with seats, are more than")
    assert carry_out(broken(), tmp_path, workers=1) == Report(6, 3, 0, 3)
    assert carry_out(broken(), tmp_path, workers=1, retry_failed=True) == Report(6, 3, 3, 3)
    assert len(ids(tmp_path)) == len(set(ids(tmp_path))) == 6


def test_a_failed_run_that_is_well_again_is_in_once(tmp_path: Path) -> None:
    assert carry_out(experiment(4), tmp_path, crew=Losing(2, times=9)).failed == 2
    reasons = {row["run"]: row["failed"] for row in rows(tmp_path).to_pylist()}
    assert reasons[2] == "a worker process was killed by SIGKILL, 3 times at this run"
    assert carry_out(experiment(4), tmp_path, workers=1, retry_failed=True) == Report(8, 6, 2, 0)
    carry_out(experiment(4), tmp_path / "at once", workers=1)
    assert rows(tmp_path).equals(rows(tmp_path / "at once"))


def test_a_run_that_lost_its_worker_twice_is_done_again(tmp_path: Path) -> None:
    assert carry_out(experiment(4), tmp_path, crew=Losing(2, times=2)).failed == 0
    carry_out(experiment(4), tmp_path / "at once", workers=1)
    assert rows(tmp_path).equals(rows(tmp_path / "at once"))


def test_a_world_that_the_engine_refuses_writes_nothing(tmp_path: Path) -> None:
    refused = replace(broken(), arms=broken().arms[1:2])
    with pytest.raises(EngineError, match="some with seats"):
        carry_out(refused, tmp_path / "store", workers=1)
    assert list(tmp_path.iterdir()) == []


def test_batches_grow_with_what_a_run_takes_and_shrink_towards_the_end(tmp_path: Path) -> None:
    crew = Counting()
    carry_out(experiment(200), tmp_path, crew=crew)
    assert crew.batches[0] == 1
    assert max(crew.batches) > 20
    assert crew.batches[-1] < 10
    assert sum(crew.batches) == 400


def test_progress_begins_with_what_is_there_and_ends_with_all(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    carry_out(experiment(3), tmp_path, workers=1)
    carry_out(experiment(8), tmp_path, workers=1, progress=lambda *step: told.append(step), what="histories")
    assert told[0] == ("histories", 6, 16)
    assert told[-1] == ("histories", 16, 16)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_rows_are_written_as_time_passes_not_only_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collected, "COMMIT_SECONDS", 0.0)
    found: list[int] = []

    def look(_: str, done: int, __: int) -> None:
        time.sleep(0.05)
        found.append(done - len(ids(tmp_path)) if done > 1 else 0)

    carry_out(experiment(30), tmp_path, workers=1, progress=look)
    assert len(Store(tmp_path).manifest.parts) > 2
    assert found.count(0) > len(found) / 2


def test_a_draw_is_run_with_its_own_parameters_and_numbers(tmp_path: Path) -> None:
    base = experiment(4, ((),))
    own = base.world.parameters
    quiet = own._replace(cohort_intensity=own.cohort_intensity * 0.0)
    draws = (ParameterDraw(range(2), "calm", 0, quiet), ParameterDraw(range(2, 4), "busy", 1, own))
    carry_out(replace(base, draws=draws), tmp_path / "draws", workers=1)
    carry_out(base, tmp_path / "plain", workers=1)
    plain = {row["run"]: row["history"] for row in rows(tmp_path / "plain").to_pylist()}
    for row in rows(tmp_path / "draws").to_pylist():
        assert (row["account"], row["draw_number"]) == (("calm", 0) if row["run"] < 2 else ("busy", 1))
        assert (row["engaged"] == 0) == (row["account"] == "calm")
        assert (row["history"] == plain[row["run"]]) == (row["account"] == "busy")


def test_every_event_is_kept_where_asked_for(tmp_path: Path) -> None:
    carry_out(replace(experiment(2, ((),)), events=True), tmp_path, workers=1)
    carry_out(experiment(2, ((),)), tmp_path / "counts", workers=1)
    logs = rows(tmp_path)
    assert logs.drop(["log"]).equals(rows(tmp_path / "counts").drop(["log"]))
    for row in logs.to_pylist():
        times = [event["time"] for event in row["log"]]
        assert times == sorted(times)
        assert len(times) == sum(one["number"] for one in row["counts"]) > 0


def test_arms_stand_beside_each_other_in_the_order_of_runs() -> None:
    order = [(run.identity.run, run.arm) for run in experiment(3, ARMS)]
    assert order == [(number, arm) for number in range(3) for arm in range(2)]
