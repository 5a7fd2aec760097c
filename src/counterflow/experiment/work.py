"""What a worker does with a batch: simulate its runs, and hand back rows or write them to the store itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from counterflow.engine import EngineError, run_key, simulate
from counterflow.experiment.errors import WorkersLost
from counterflow.experiment.folder import Folder
from counterflow.experiment.manifest import Part, this_maker
from counterflow.experiment.parts import write_part
from counterflow.experiment.plan import Gauge, NamedArm, Run
from counterflow.experiment.rows import Done, table_of
from counterflow.experiment.summary import summarise
from counterflow.people.compiled import CACHE_FOLDER
from counterflow.world import World

KERNELS = CACHE_FOLDER.name
"""Hash of the kernels' sources."""


@dataclass(frozen=True, slots=True)
class Share:
    """What all batches of an experiment have in common; sent to each worker once."""

    world: World
    arms: tuple[NamedArm, ...]
    events: bool
    gauge: Gauge | None = None
    destination: Folder | None = None
    """Where workers write rows themselves; None where they hand them back."""
    kernels: str = KERNELS


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a batch."""

    rows: bytes
    """Arrow stream of the rows that are handed back: all, or the failed ones where the others were written."""
    part: Part | None
    """The file that was written; no manifest names it yet."""
    runs: int
    failed: int
    seconds: float
    """Wall time of its runs."""
    processor_seconds: float
    maker: tuple[str, dict[str, str]]
    refused: str | None
    """Why the engine refused the first run, where it refused all."""


def work(share: Share, batch: tuple[Run, ...]) -> Answer:
    """Simulate the runs of a batch. A run that fails is a row with the reason, not the end of the batch."""
    if share.kernels != KERNELS:
        remedy = "install the version of the command on every worker"
        raise WorkersLost("--scheduler", "workers have another version of the engine", remedy)
    begun, worked = time.perf_counter(), time.process_time()
    done = [simulated(share, run) for run in batch]
    maker = this_maker()
    table = table_of_runs(share, done)
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    failed = sum(one.failed is not None for one in done)
    part = None
    if share.destination is not None and failed < len(done):
        part = write_part(share.destination, table.filter(table["failed"].is_null()), processor)
        table = table.filter(table["failed"].is_valid())
    return Answer(
        rows=_stream(table),
        part=part,
        runs=len(done),
        failed=failed,
        seconds=seconds,
        processor_seconds=processor,
        maker=maker,
        refused=done[0].failed if all(isinstance(one.error, EngineError) for one in done) else None,
    )


def rows_of(answer: Answer) -> pa.Table:
    """The rows that were handed back."""
    with pa.ipc.open_stream(answer.rows) as stream:
        return stream.read_all()


def failed_row(share: Share, run: Run, reason: str) -> pa.Table:
    """The row of a run that ended its worker."""
    done = Done(run, share.arms[run.arm].name, error=RuntimeError(reason))
    return table_of_runs(share, [done])


def table_of_runs(share: Share, done: Sequence[Done]) -> pa.Table:
    """Rows of runs that were made here."""
    return table_of(done, this_maker()[0], events=share.events)


def simulated(share: Share, run: Run) -> Done:
    """One run, or why it failed."""
    named, identity = share.arms[run.arm], run.identity
    world = run.draw.world(share.world)
    try:
        history = simulate(world, named.arm, identity.seed, identity.run)
        measured = (
            None if share.gauge is None else share.gauge(world, history, run_key(identity.seed, identity.run))
        )
        return Done(run, named.name, summarise(world, history, identity.run), history, measured)
    except Exception as error:  # noqa: BLE001 -- it is kept with its reason
        return Done(run, named.name, error=error)


def _stream(table: pa.Table) -> bytes:
    into = pa.BufferOutputStream()
    with pa.ipc.new_stream(into, table.schema) as stream:
        stream.write_table(table)
    return bytes(into.getvalue())
