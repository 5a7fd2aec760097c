"""Carrying out an experiment: what is missing in its store is run, in batches, and written as it comes."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from counterflow.engine import EngineError
from counterflow.experiment.collected import Collected
from counterflow.experiment.crew import ATTEMPTS, Crew, Lost, Progress
from counterflow.experiment.design import Experiment
from counterflow.experiment.folder import Folder
from counterflow.experiment.inputs import kept_inputs
from counterflow.experiment.local import AsNeeded, crew_of
from counterflow.experiment.parts import contains
from counterflow.experiment.plan import Run
from counterflow.experiment.prepare import warm_up
from counterflow.experiment.work import Answer, Share, failed_row, work
from counterflow.experiment.writer import Writer, writing
from counterflow.people.compiled import CACHE_FOLDER

BATCH_SECONDS = 0.5
"""What a batch takes whose rows are handed back: handing it out and back takes milliseconds."""
WRITTEN_SECONDS = 20.0
"""What a batch takes whose worker writes a file itself: files are then few and large."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was done."""

    asked: int
    found: int
    """Runs that were in the store."""
    done: int
    failed: int
    """Failed runs of what was asked for, now and before."""


def carry_out(
    experiment: Experiment,
    address: str | os.PathLike[str] | Folder,
    *,
    workers: int | None = None,
    crew: Crew | None = None,
    workers_write: bool = False,
    retry_failed: bool = False,
    progress: Progress | None = None,
    what: str = "runs",
) -> Report:
    """Run what the store at an address lacks of an experiment, and write it there.

    `crew` carries it out, `workers` processes of this machine unless one is given: as many as are worth their start for None.
    `workers_write`: workers write files to the store themselves, which all of them must reach. Runs that failed before are left
    alone unless `retry_failed`.
    Raises EngineError, and writes nothing, where the engine refuses the very first runs; StoreError for a store that cannot be
    written; WorkersLost where there are no workers. Stopped by anything (Ctrl-C, SIGTERM), it has written the runs that came back.
    """
    with writing(address, events=experiment.events) as writer:
        missing = _missing(experiment, writer, retry_failed=retry_failed)
        found = len(experiment) - missing
        known = int(contains(writer.failed, _ids(experiment)).sum()) if writer.failed.size else 0
        if not missing:
            _remember(experiment, writer)
            return Report(len(experiment), found - known, 0, known)
        job = _Job(experiment, writer, missing, retry_failed=retry_failed, what=what)
        if crew is None:
            crew = AsNeeded(job.seconds_left) if workers is None else crew_of(workers, missing)
        job.carry_out(crew, workers_write=workers_write, progress=progress)
        failed = int(contains(writer.failed, _ids(experiment)).sum())
        return Report(len(experiment), found - (0 if retry_failed else known), missing, failed)


def _ids(experiment: Experiment) -> Any:
    return np.array([run.identity.id for run in experiment], "S24")


def _to_do(experiment: Experiment, writer: Writer, *, retry_failed: bool) -> Iterator[Run]:
    """Runs that are not in the store, in the experiment's order."""
    ids, failed = writer.ids, writer.failed
    runs = iter(experiment)
    while some := list(islice(runs, 4096)):
        asked = np.array([run.identity.id for run in some], "S24")
        there = contains(ids, asked)
        if not retry_failed:
            there |= contains(failed, asked)
        yield from (run for run, is_there in zip(some, there, strict=True) if not is_there)


def _missing(experiment: Experiment, writer: Writer, *, retry_failed: bool) -> int:
    return sum(1 for _ in _to_do(experiment, writer, retry_failed=retry_failed))


@dataclass(slots=True)
class _Job:
    """One carrying out: what is still to do, how long a run takes, what has come back and is not written yet."""

    experiment: Experiment
    writer: Writer
    missing: int
    retry_failed: bool
    what: str
    left: int = 0
    again: deque[tuple[Run, ...]] = field(default_factory=deque)
    attempts: Counter[str] = field(default_factory=Counter)
    seconds_each: float | None = None

    def carry_out(self, crew: Crew, *, workers_write: bool, progress: Progress | None) -> None:
        """Hand out batches, take in answers, write them down."""
        runs = _to_do(self.experiment, self.writer, retry_failed=self.retry_failed)
        self.left = self.missing
        total = len(self.experiment)
        share = Share(
            self.experiment.world,
            self.experiment.arms,
            self.experiment.events,
            self.experiment.gauge,
            self.writer.folder if workers_write else None,
        )
        _compile(self.experiment)
        seconds = WRITTEN_SECONDS if workers_write else BATCH_SECONDS
        tell = progress or (lambda *_: None)
        tell(self.what, total - self.missing, total)
        with Collected(self.writer, lambda: kept_inputs(self.experiment, self.writer)) as collected:
            answers = crew.carry_out(work, share, lambda: self._next(runs, seconds, crew))
            try:
                done = total - self.missing
                for batch, answer in answers:
                    done += self._take(share, collected, batch, answer)
                    tell(self.what, done, total)
            finally:
                answers.close()

    def seconds_left(self) -> float:
        """How long one worker would take for what is still to do; 0 while nobody knows how long a run takes."""
        return self.left * (self.seconds_each or 0.0)

    def _next(self, runs: Iterator[Run], seconds: float, crew: Crew) -> tuple[Run, ...] | None:
        """The next batch: one run until it is known how long one takes; smaller towards the end, so that all end together."""
        if self.again:
            return self.again.popleft()
        size = 1
        if self.seconds_each is not None:
            fair = -(-self.left // (3 * max(crew.size, 1)))
            size = max(1, min(int(seconds / max(self.seconds_each, 1e-6)), fair))
        batch = tuple(islice(runs, size))
        self.left -= len(batch)
        return batch or None

    def _take(self, share: Share, collected: Collected, batch: tuple[Run, ...], answer: Answer | Lost) -> int:
        """Write down an answer, or see to it that lost runs are done again; how many runs are done with."""
        if isinstance(answer, Lost):
            return self._lost(share, collected, batch, answer)
        if answer.refused is not None and self._first and not collected.any:
            raise EngineError(answer.refused)
        self.seconds_each = answer.seconds / answer.runs
        collected.add(answer)
        return answer.runs

    @property
    def _first(self) -> bool:
        """Whether nothing is kept yet of the one world that is asked for: what the engine says of it is all there is to say.

        Of many draws some may be beyond the engine; each is kept with its reason.
        """
        return self.missing == len(self.experiment) and len(self.experiment.draws) == 1

    def _lost(self, share: Share, collected: Collected, batch: tuple[Run, ...], lost: Lost) -> int:
        """Runs whose worker ended go out again, one by one; a run that ended three workers has failed."""
        if len(batch) > 1:
            self.again.extend((run,) for run in batch)
            return 0
        (run,) = batch
        self.attempts[run.identity.id] += 1
        if self.attempts[run.identity.id] < ATTEMPTS:
            self.again.append(batch)
            return 0
        collected.fail(failed_row(share, run, f"{lost.reason}, {ATTEMPTS} times at this run"))
        return 1


def _compile(experiment: Experiment) -> None:
    """Compile the engine here where it was not compiled on this machine before, rather than in every worker at once."""
    if not CACHE_FOLDER.exists():
        warm_up(experiment.world, experiment.arms[0].arm)


def _remember(experiment: Experiment, writer: Writer) -> None:
    """Note that an experiment was asked for, if that is news."""
    news = kept_inputs(experiment, writer)
    if news["asked"] != writer.manifest.asked or news["worlds"] != writer.manifest.worlds:
        writer.commit([], **news)
