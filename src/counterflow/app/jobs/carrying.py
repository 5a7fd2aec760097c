"""Carrying out one run in a process of its own, until it ends or is ended."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from counterflow.app.jobs.ledger import Ledger, faults_in, now
from counterflow.app.jobs.records import FaultShown, RunRecord, State
from counterflow.app.jobs.worker import UNWRITTEN
from counterflow.app.settings import Settings

LOOK_SECONDS = 0.1
GRACE_SECONDS = 10.0
"""After which a process that was told to end is ended by force."""


def carry_out(
    ledger: Ledger, record: RunRecord, settings: Settings, stopped: Callable[[], State | None]
) -> RunRecord:
    """The record of a run that is no longer under way; `stopped` says as what it is to be ended, None while it may go on."""
    record = record.model_copy(update={"state": "running", "began": now()})
    folder = ledger.store.run(record.id)
    for name in ("progress.json", "faults.json"):
        (folder / name).unlink(missing_ok=True)
    ledger.write(record)
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own module
            _command(ledger, record, settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        end = time.monotonic() + settings.run_seconds
        while process.poll() is None:
            state = stopped()
            if state is not None or time.monotonic() > end:
                _end(process)
                return _ended(ledger, record, state, settings)
            time.sleep(LOOK_SECONDS)
    return _done(ledger, record, process.returncode)


def _command(ledger: Ledger, record: RunRecord, settings: Settings) -> list[str]:
    workers = [] if settings.workers is None else [str(settings.workers)]
    folder, hearing = str(ledger.store.run(record.id)), str(ledger.hearing(record))
    return [sys.executable, "-m", "counterflow.app.jobs.worker", folder, hearing, *workers]


def _end(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does; by force where that does not help."""
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ended(ledger: Ledger, record: RunRecord, state: State | None, settings: Settings) -> RunRecord:
    if state is not None:
        return ledger.ended(record, state)
    said = f"took over {settings.run_seconds:.0f} seconds, the limit here"
    return ledger.ended(record, "failed", (fault_of(said, "ask for a quick run"),))


def _done(ledger: Ledger, record: RunRecord, code: int) -> RunRecord:
    """By the exit code of the worker."""
    if code == 0:
        return ledger.ended(record, "done")
    if code == 2:
        return ledger.ended(record, "failed", faults_in(ledger.store.run(record.id)))
    if code == UNWRITTEN:
        said = "its results could not be written: the disk is full, or the folder of the server read-only"
        return ledger.ended(record, "failed", (fault_of(said, "make room, and take it up again"),))
    said = f"its process ended with code {code}" if code > 0 else f"its process was killed by signal {-code}"
    remedy = "take it up again; the run's log.txt in the store says more"
    return ledger.ended(record, "failed", (fault_of(said, remedy),))


def fault_of(problem: str, remedy: str) -> FaultShown:
    """What was wrong with a run as a whole."""
    return FaultShown(file="run", line=None, field="", problem=problem, remedy=remedy)
