import time
from pathlib import Path

import pytest

from counterflow.experiment.pool import run_all, shared, workers_of

WORKERS = (1, 2, 3)


def slow_at_first(task: int) -> int:
    time.sleep(0.02 * max(0, 3 - task))
    return task * task


def nothing(task: int) -> None:
    assert task >= 0


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
def test_after_a_failure_the_rest_is_left_undone(workers: int, tmp_path: Path) -> None:
    tasks = [(tmp_path, number) for number in range(2_000)]
    with pytest.raises(RuntimeError, match="the first task failed"):
        run_all(leave_a_trace, tasks, workers=workers)
    assert len(list(tmp_path.iterdir())) < len(tasks)


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
