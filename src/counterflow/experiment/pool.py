"""Many runs on this machine's cores: the same results in the same order, whatever the number of workers."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from typing import Any, TypeAlias, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Answers: TypeAlias = Iterator[tuple[int, Answer]]
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_AHEAD = 4
"""Tasks handed out per worker beyond the one it works on: enough to keep it busy, few enough to keep memory flat."""


class _Worker:
    """What this process was told to share."""

    share: Any = None


def shared() -> Any:
    """What `run_all` was told to share: set once in each worker."""
    return _Worker.share


def workers_of(workers: int | None) -> int:
    """The number of workers asked for, or the cores that this process may use."""
    if workers is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if workers < 1:
        raise ValueError(f"workers is {workers}; ask for 1 or more")
    return workers


def run_all(
    function: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    share: Any = None,
    workers: int | None = None,
    what: str = "runs",
    progress: Progress | None = None,
) -> list[Answer]:
    """`function` of every task, in the tasks' order. `share` is sent to each worker once; `function` reads it by `shared()`.

    The first failure stops the rest and is raised.
    """
    number = min(workers_of(workers), len(tasks))
    found = _alone(function, tasks, share) if number <= 1 else _together(function, tasks, share, number)
    answers: dict[int, Answer] = {}
    for done, (i, answer) in enumerate(found, 1):
        answers[i] = answer
        if progress is not None:
            progress(what, done, len(tasks))
    return [answers[i] for i in range(len(tasks))]


def _alone(function: Callable[[Task], Answer], tasks: Sequence[Task], share: Any) -> Answers[Answer]:
    """Number and answer of each task, one after another in this process."""
    _begin(share)
    try:
        yield from ((i, function(task)) for i, task in enumerate(tasks))
    finally:
        _begin(None)


def _together(
    function: Callable[[Task], Answer], tasks: Sequence[Task], share: Any, workers: int
) -> Answers[Answer]:
    """Number and answer of each task as they come from worker processes."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    with ProcessPoolExecutor(workers, context, _begin_worker, (share,)) as pool:
        try:
            yield from _handed_out(pool, function, tasks, workers * (1 + _AHEAD))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _handed_out(
    pool: ProcessPoolExecutor, function: Callable[[Task], Answer], tasks: Sequence[Task], most: int
) -> Answers[Answer]:
    """The same from a pool that never holds more than `most` tasks."""
    waiting = iter(enumerate(tasks))
    pending: dict[Future[Answer], int] = {}
    while True:
        for i, task in itertools.islice(waiting, most - len(pending)):
            pending[pool.submit(function, task)] = i
        if not pending:
            return
        finished, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in sorted(finished, key=pending.__getitem__):
            yield pending.pop(future), future.result()


def _begin(share: Any) -> None:
    _Worker.share = share


def _begin_worker(share: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and stops the workers
    _begin(share)
