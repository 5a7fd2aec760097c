"""Worker processes of this machine.

Workers are started anew (spawned), so that neither threads nor open files of this process go along. Each has a pipe of its own:
whoever is killed is told apart from the others, and a worker whose parent is gone ends with the task that it has.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import Any

from counterflow.experiment.crew import Alone, Answers, Crew, Lost
from counterflow.experiment.errors import WorkersLost

_STARTS = 3
"""So many workers may end before any of them has given an answer."""
_REMEDY = "see what they wrote above; --workers 1 does without them"
_WORTH = 5.0
"""Seconds of work that are worth starting workers for, which takes about two."""
_LONG = 1.0
"""Seconds of a first task that is not only loading."""
_READY = "ready"
"""What a worker says first. Only then does it get what is shared: many megabytes would block a pipe that nobody reads yet."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers_of(workers: int | None) -> int:
    """The number of workers asked for, or one for each core that this process may use."""
    if workers is None:
        return cores()
    if workers < 1:
        raise ValueError(f"workers is {workers}; ask for 1 or more")
    return workers


def crew_of(workers: int | None, tasks: int) -> Crew:
    """This process for one worker or one task, else so many worker processes."""
    number = min(workers_of(workers), tasks)
    return Alone() if number <= 1 else Processes(number)


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """This process while there is little to do, worker processes on all cores when there is more than they take to start."""

    seconds_left: Callable[[], float]
    """How long one worker would take for what is still to do."""

    @property
    def size(self) -> int:
        """See `Crew`."""
        return cores()

    def carry_out(
        self,
        function: Callable[[Any, Any], Any],
        share: Any,
        next_task: Callable[[], Any | None],
        /,
    ) -> Answers:
        """See `Crew`."""
        number, begun = 0, time.monotonic()
        while (task := next_task()) is not None:
            yield task, function(share, task)
            number += 1
            # The first task loads the kernels, and says little about the others, unless it is long.
            known = number > 1 or time.monotonic() - begun > _LONG
            if self.size > 1 and known and self.seconds_left() > _WORTH:
                yield from Processes(self.size).carry_out(function, share, next_task)
                return


@dataclass(slots=True)
class _Worker:
    """A process and our end of its pipe; `task` is what it works on, or will when it is ready."""

    process: SpawnProcess
    pipe: Connection
    task: Any = None
    ready: bool = False

    def begin(self, task: Any) -> None:
        """Hand over a task."""
        self.task = task
        if self.ready:
            with suppress(BrokenPipeError, ConnectionResetError):  # told when its answer is waited for
                self.pipe.send(task)

    def introduce(self, shared: bytes) -> None:
        """Hand over what all tasks share, and the first task."""
        self.ready = True
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send_bytes(shared)
        self.begin(self.task)


@dataclass(slots=True)
class Processes:
    """So many worker processes; one that is killed is replaced."""

    size: int
    _workers: list[_Worker] = field(default_factory=list)

    def carry_out(
        self,
        function: Callable[[Any, Any], Any],
        share: Any,
        next_task: Callable[[], Any | None],
        /,
    ) -> Answers:
        """See `Crew`."""
        shared = pickle.dumps((function, share))
        lost_at_start = 0
        try:
            while True:
                self._hand_out(next_task)
                busy: dict[Any, _Worker] = {one.pipe: one for one in self._workers if one.task is not None}
                if not busy:
                    return
                for pipe in wait(list(busy)):
                    worker = busy[pipe]
                    task, answer = self._answer(worker)
                    if answer == _READY:
                        worker.introduce(shared)
                        continue
                    if isinstance(answer, Lost) and not worker.ready:
                        lost_at_start += 1
                        if lost_at_start >= _STARTS:
                            problem = f"workers end before they have done anything: {answer.reason}"
                            raise WorkersLost("--workers", problem, _REMEDY)
                    yield task, answer
        finally:
            self._end()

    def _hand_out(self, next_task: Callable[[], Any | None]) -> None:
        """Give everybody without a task the next one, until there is none; start workers as they are needed."""
        while True:
            idle = next((worker for worker in self._workers if worker.task is None), None)
            if idle is None and len(self._workers) >= self.size:
                return
            task = next_task()
            if task is None:
                return
            (idle or self._start()).begin(task)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _without_interrupts(), _without_main():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _answer(self, worker: _Worker) -> tuple[Any, Any]:
        """What a worker says about its task; Lost, and the worker is let go, where it says nothing any more."""
        task = worker.task
        try:
            answer, error = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._workers.remove(worker)
            worker.process.join()
            worker.pipe.close()
            return task, Lost(_ending(worker.process.exitcode))
        if error is not None:
            raise error
        if answer != _READY:
            worker.task = None
        return task, answer

    def _end(self) -> None:
        """End the workers: those without a task at once on their own, the others by force."""
        for worker in self._workers:
            if worker.task is not None:
                worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
            worker.process.close()
        self._workers.clear()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C: a process that is started meanwhile never hears it, and leaves it to its parent to end it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the script that runs: a worker needs nothing of it, and would otherwise run it anew up to the line that started it."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in {*signal.Signals} else f"signal {-code}"
        why = ", as happens when memory runs out" if -code == signal.SIGKILL else ""
        return f"a worker process was killed by {name}{why}"
    return f"a worker process ended with exit code {code}"


def _serve(pipe: Connection) -> None:
    """What a worker does: answer tasks until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends the workers
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send((_READY, None))
        function, share = pickle.loads(pipe.recv_bytes())  # noqa: S301 -- from our parent
        while True:
            pipe.send(_called(function, share, pipe.recv()))


def _called(function: Callable[[Any, Any], Any], share: Any, task: Any) -> tuple[Any, Exception | None]:
    try:
        return function(share, task), None
    except Exception as error:  # noqa: BLE001 -- it is raised again by the parent
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        return None, error
