"""Many tasks on this machine's cores: the same answers in the same order, whatever the number of workers."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from counterflow.experiment.crew import ATTEMPTS, Lost, Progress
from counterflow.experiment.errors import WorkersLost
from counterflow.experiment.local import crew_of, workers_of

Task = TypeVar("Task")
Answer = TypeVar("Answer")

__all__ = ["Progress", "run_all", "shared", "workers_of"]


class _Worker:
    """What this process was told to share."""

    share: Any = None


def shared() -> Any:
    """What `run_all` was told to share: set once in each worker."""
    return _Worker.share


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

    The first failure stops the rest and is raised. A task whose worker is killed is done again; WorkersLost where it ends three.
    """
    answers: dict[int, Answer] = {}
    crew, waiting = crew_of(workers, len(tasks)), iter(enumerate(tasks))
    again: deque[tuple[int, Task]] = deque()
    lost: Counter[int] = Counter()
    found = crew.carry_out(
        partial(_call, function), share, lambda: again.popleft() if again else next(waiting, None)
    )
    try:
        for (i, task), answer in found:
            if isinstance(answer, Lost):
                lost[i] += 1
                if lost[i] >= ATTEMPTS:
                    problem = f"{answer.reason}, {ATTEMPTS} times at the same task of {what}"
                    raise WorkersLost("--workers", problem, "see to the memory, or use fewer workers")
                again.append((i, task))
                continue
            answers[i] = answer
            if progress is not None:
                progress(what, len(answers), len(tasks))
    finally:
        found.close()
        _Worker.share = None
    return [answers[i] for i in range(len(tasks))]


def _call(function: Callable[[Task], Answer], share: Any, numbered: tuple[int, Task]) -> Answer:
    _Worker.share = share
    return function(numbered[1])
