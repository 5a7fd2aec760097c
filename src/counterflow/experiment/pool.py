"""Many runs on this machine's cores: the same results in the same order, whatever the number of workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from typing import Any, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
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
    number = min(workers_of(workers), max(len(tasks), 1))
    answers: list[Answer | None] = [None] * len(tasks)
    for done, (i, answer) in enumerate(_answers(function, tasks, share, number), 1):
        answers[i] = answer
        if progress is not None:
            progress(what, done, len(tasks))
    return [answer for answer in answers if answer is not None]


def _answers(
    function: Callable[[Task], Answer], tasks: Sequence[Task], share: Any, workers: int
) -> Iterator[tuple[int, Answer]]:
    if workers == 1:
        _begin(share)
        yield from ((i, function(task)) for i, task in enumerate(tasks))
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin_worker, initargs=(share,)
    ) as pool:
        waiting = iter(enumerate(tasks))
        pending: dict[Future[Answer], int] = {}
        try:
            while True:
                while len(pending) < workers * (1 + _AHEAD) and (item := next(waiting, None)) is not None:
                    pending[pool.submit(function, item[1])] = item[0]
                if not pending:
                    return
                finished, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield pending.pop(future), future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(share: Any) -> None:
    _Worker.share = share


def _begin_worker(share: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and stops the workers
    _begin(share)
