import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterflow.experiment.pool import run_all, shared, workers_of
from counterflow.world import Ints

WORKERS = (1, 2, 3)


def slow_at_first(task: int) -> int:
    time.sleep(0.02 * max(0, 3 - task))
    return task * task


def nothing(task: int) -> None:
    assert task >= 0


def counted_up(task: int) -> Ints:
    return np.arange(task)


def plus_shared(task: int) -> int:
    return task + int(shared())


def fail_at_two(task: int) -> int:
    if task == 2:
        raise RuntimeError(f"task {task} failed")
    return task


def leave_a_trace(task: tuple[Path, int]) -> None:
    folder, number = task
    (folder / str(number)).touch()
    if number == 0:
        raise RuntimeError("the first task failed")
    time.sleep(0.05)


class Watched(Sequence[int]):
    """Tasks 0, 1, ... that know how many of them were taken."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, 0

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, number: Any) -> Any:
        if number >= self.size:
            raise IndexError(number)
        self.taken = max(self.taken, number + 1)
        return number


@pytest.mark.parametrize("workers", WORKERS)
def test_answers_come_in_the_order_of_tasks_whoever_is_ready_first(workers: int) -> None:
    assert run_all(slow_at_first, range(12), workers=workers) == [i * i for i in range(12)]


@pytest.mark.parametrize("workers", WORKERS)
def test_an_answer_may_be_none(workers: int) -> None:
    assert run_all(nothing, range(4), workers=workers) == [None] * 4


@pytest.mark.parametrize("workers", WORKERS)
def test_what_is_shared_reaches_every_task(workers: int) -> None:
    assert run_all(plus_shared, range(5), share=10, workers=workers) == [10, 11, 12, 13, 14]


@pytest.mark.parametrize("workers", WORKERS)
def test_a_failure_is_raised(workers: int) -> None:
    with pytest.raises(RuntimeError, match="task 2 failed"):
        run_all(fail_at_two, range(12), workers=workers)


@pytest.mark.parametrize("workers", WORKERS)
def test_after_a_failure_no_more_is_done_than_was_at_the_workers_already(
    workers: int, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError, match="the first task failed"):
        run_all(leave_a_trace, [(tmp_path, number) for number in range(60)], workers=workers)
    assert len(list(tmp_path.iterdir())) <= (1 if workers == 1 else 2 * workers + 2)


@pytest.mark.parametrize("workers", WORKERS)
def test_tasks_are_taken_as_they_are_needed(workers: int) -> None:
    tasks, taken = Watched(200), []
    run_all(plus_shared, tasks, share=0, workers=workers, progress=lambda *_: taken.append(tasks.taken))
    assert taken[0] <= 5 * workers
    assert taken[-1] == 200


@pytest.mark.parametrize("workers", WORKERS)
def test_no_tasks_give_no_answers(workers: int) -> None:
    assert run_all(slow_at_first, [], workers=workers) == []


@pytest.mark.parametrize("workers", WORKERS)
def test_progress_counts_up_to_the_number_of_tasks(workers: int) -> None:
    told: list[tuple[str, int, int]] = []
    run_all(
        slow_at_first, range(4), workers=workers, what="squares", progress=lambda *step: told.append(step)
    )
    assert told == [("squares", done, 4) for done in (1, 2, 3, 4)]


def test_nothing_stays_shared_when_all_is_done() -> None:
    run_all(plus_shared, [1], share=10, workers=1)
    assert shared() is None


def test_no_workers_are_an_error() -> None:
    with pytest.raises(ValueError, match="workers is 0; ask for 1 or more"):
        run_all(slow_at_first, [1], workers=0)


def test_without_a_number_all_cores_work() -> None:
    assert workers_of(None) >= 1
    assert workers_of(3) == 3


def test_answers_may_be_arrays() -> None:
    found = run_all(counted_up, [3, 1, 2], workers=2)
    assert [answer.tolist() for answer in found] == [[0, 1, 2], [0], [0, 1]]
