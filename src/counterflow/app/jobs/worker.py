"""The process that carries out one run: python -m counterflow.app.jobs.worker FOLDER HEARING [WORKERS].

It reads request.json in the folder and writes its results to `result`, telling how far it is in progress.json. Exit codes: 0
done, 2 faults (in faults.json), 3 where results could not be written, 1 anything else. It ends when the server that started it is
gone.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from counterflow.app.jobs.records import Progress, RunRequest
from counterflow.faults import Fault, Faults
from counterflow.whole import put_file

_TELL_SECONDS = 0.25
RESULT, KEPT = "result", "kept"
UNWRITTEN = 3
_NOT_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
DRAWS, RUNS = {"quick": 80, "full": None}, {"quick": 1, "full": None}
PAIRS = {"quick": 5, "full": 40}
"""Histories of each programme."""


class Teller:
    """Writes how far a run is, a few times a second."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._what, self._began, self._told = "", time.monotonic(), 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        """See `crew.Progress`."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._began, self._told = what, now, 0.0
        if now - self._told >= _TELL_SECONDS or done == of:
            self._told = now
            found = Progress(what=what, done=done, of=of, seconds=round(now - self._began, 2))
            put_file(self._file, found.model_dump_json().encode())


def carry_out(folder: Path, hearing: Path, workers: int | None) -> None:
    """Do what request.json asks."""
    request = RunRequest.model_validate_json((folder / "request.json").read_text(encoding="utf-8"))
    teller = Teller(folder / "progress.json")
    teller("starting", 0, 1)
    _TASKS[request.kind](request, folder, hearing, workers, teller)


def _hearing(request: RunRequest, folder: Path, hearing: Path, workers: int | None, tell: Teller) -> None:
    from counterflow.analysis.kept import keep
    from counterflow.api import hear

    heard = hear(
        hearing,
        seed=request.seed,
        draws=DRAWS[request.effort],
        runs=RUNS[request.effort],
        workers=workers,
        sets=request.changes,
        out=folder / RESULT,
        kept_in=folder / KEPT,
        progress=tell,
    )
    keep(heard.verdicts, heard.ensemble.outcomes, hearing, folder / RESULT)
    shutil.rmtree(folder / KEPT, ignore_errors=True)  # all of it is in the result now


def _programmes(request: RunRequest, folder: Path, hearing: Path, workers: int | None, tell: Teller) -> None:
    from counterflow.api import compare

    found = compare(
        hearing / "scenario.toml",
        runs=PAIRS[request.effort],
        seed=request.seed,
        programmes=request.programmes,
        sets=request.changes,
        workers=workers,
        out=folder / KEPT,
        progress=tell,
    )
    (folder / RESULT).mkdir(exist_ok=True)
    text = json.dumps(found.document(), indent=1, sort_keys=True, ensure_ascii=False)
    put_file(folder / RESULT / "effects.json", f"{text}\n".encode())
    found.results.export(folder / RESULT / "runs.csv", "runs")


def _life(request: RunRequest, folder: Path, hearing: Path, workers: int | None, tell: Teller) -> None:  # noqa: ARG001
    from counterflow.api import life

    life(
        hearing / "scenario.toml",
        person=request.person,
        engaged=request.engaged,
        programmes=request.programmes,
        seed=request.seed,
        sets=request.changes,
        out=folder / RESULT,
        progress=tell,
    )


def _decision(request: RunRequest, folder: Path, hearing: Path, workers: int | None, tell: Teller) -> None:
    from counterflow.app.deciding import decider

    decide = decider()
    if decide is None:
        raise Faults(
            [Fault("decision", None, "", "is not in this version", "install one that has counterflow decide")]
        )
    decide(
        hearing,
        budget=request.budget,
        without=request.without,
        workers=workers,
        out=folder / RESULT,
        progress=tell,
    )


_TASKS: dict[str, Callable[[RunRequest, Path, Path, int | None, Teller], None]] = {
    "hearing": _hearing,
    "programmes": _programmes,
    "life": _life,
    "decision": _decision,
}


def _end_with(parent: int) -> None:
    """End as Ctrl-C does when the server is gone: nobody would hear of the result."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(*_: object) -> None:
    raise SystemExit(143)


def main(arguments: list[str]) -> int:
    """The exit code of a run."""
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    folder = Path(arguments[0])
    try:
        carry_out(folder, Path(arguments[1]), int(arguments[2]) if len(arguments) > 2 else None)
    except Faults as faults:
        text = json.dumps([asdict(one) for one in faults.faults])
        put_file(folder / "faults.json", text.encode())
        return 2
    except OSError as error:
        if error.errno not in _NOT_WRITTEN:
            raise
        return UNWRITTEN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
