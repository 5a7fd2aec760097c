"""The long comparisons use both cores of a small machine."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
PROCESSES = min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def spread(function: Callable[[Task], Answer], tasks: Iterable[Task], chunk: int = 1) -> list[Answer]:
    """`function` of every task, in their order, on two processes; it must stand in a module that is no test."""
    if PROCESSES == 1:
        return [function(task) for task in tasks]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(function, tasks, chunksize=chunk))
