"""Who carries out tasks: this process alone, worker processes of this machine, or a cluster. All of them give the same answers."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
Answers: TypeAlias = Generator[tuple[Any, Any], None, None]
ATTEMPTS = 3
"""What ends its worker so many times has failed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Instead of an answer: the worker ended before it gave one."""

    reason: str


class Crew(Protocol):
    """A socket: whoever can call a function of (share, task) for many tasks.

    Another kind of cluster joins by a class with these two members.
    """

    @property
    def size(self) -> int:
        """How many tasks are worked on at once."""

    def carry_out(
        self,
        function: Callable[[Any, Any], Any],
        share: Any,
        next_task: Callable[[], Any | None],
        /,
    ) -> Answers:
        """Each task with its answer, or with `Lost`, as they come; `next_task` gives None while there is nothing to do.

        It ends when there is nothing to do and nothing under way. `share` is sent to each worker once. What `function`
        raises is raised here. Closing the iterator ends the workers.
        """


class Alone:
    """This process, one task after another."""

    size = 1

    def carry_out(
        self,
        function: Callable[[Any, Any], Any],
        share: Any,
        next_task: Callable[[], Any | None],
        /,
    ) -> Answers:
        """See `Crew`."""
        while (task := next_task()) is not None:
            yield task, function(share, task)
