"""Runs as they stand in the store: one folder each, with its record, its request and what came of it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from counterflow.analysis.kept import made_of
from counterflow.app.jobs.records import FaultShown, Progress, RunRecord, RunRequest, State, identity_of
from counterflow.app.jobs.worker import RESULT
from counterflow.app.store import RUN_ID, UPLOADS, Missing, Store
from counterflow.faults import Fault, Faults
from counterflow.library import shipped
from counterflow.whole import put_file

INPUTS = "inputs"
_RECORD = "record.json"


def now() -> dt.datetime:
    """The time, in whole seconds of UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


class Ledger:
    """The runs of a store. Records are written whole; what cannot be read is left out, and left alone."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def new(self, request: RunRequest) -> RunRecord:
        """The record of a request: the one that is there, else a new one, not yet written."""
        hearing = self.store.hearing(request.hearing)
        known, by = made_of(hearing), version("counterflow")
        identity = identity_of(request, known, by)
        try:
            return self.read(identity)
        except Missing:
            return RunRecord(id=identity, request=request, made_of=known, counterflow=by, asked=now())

    def begin(self, record: RunRecord) -> None:
        """Make the folder of a run, with copies of its hearing's files where those may change. Raises Faults, see `_check`."""
        folder = self.store.run(record.id)
        folder.mkdir(exist_ok=True)
        again = (folder / _RECORD).is_file()
        if not again and record.request.hearing not in shipped():
            _copy(self.store.hearing(record.request.hearing), folder / INPUTS / record.request.hearing)
        _check(record, self.hearing(record))
        put_file(folder / "request.json", record.request.model_dump_json().encode())
        self.write(record)

    def has(self, identity: str) -> bool:
        """Whether there is a run of this id: a folder that was never finished is none."""
        return (self.store.run(identity) / _RECORD).is_file()

    def write(self, record: RunRecord) -> None:
        """Put a record in place."""
        plain = record.model_copy(update={"progress": None, "ahead": None, "files": ()})
        put_file(self.store.run(record.id) / _RECORD, plain.model_dump_json(indent=1).encode())

    def read(self, identity: str) -> RunRecord:
        """The record of a run, with its files and how far it is. Raises Missing."""
        folder = self.store.run(identity)
        try:
            record = RunRecord.model_validate_json((folder / _RECORD).read_text(encoding="utf-8"))
        except (OSError, ValidationError):
            raise Missing(f"There is no run {identity} here.") from None
        progress = _progress(folder) if record.state == "running" else None
        return record.model_copy(update={"progress": progress, "files": self.files(identity)})

    def all(self) -> list[RunRecord]:
        """All runs, the latest first."""
        found = sorted(self._every(), key=lambda one: (one.asked, one.id), reverse=True)
        return list(found)

    def _every(self) -> Iterator[RunRecord]:
        for folder in self.store.runs.iterdir():
            if RUN_ID.fullmatch(folder.name):
                try:
                    yield self.read(folder.name)
                except Missing:
                    continue

    def files(self, identity: str) -> tuple[str, ...]:
        """Files of a run that can be downloaded."""
        result = self.store.run(identity) / RESULT
        return tuple(sorted(file.name for file in result.glob("[a-z]*") if file.is_file()))

    def file(self, identity: str, name: str) -> Path:
        """One of them. Raises Missing for any other name."""
        if name not in self.files(identity):
            raise Missing(f"Run {identity} has no such file.")
        return self.store.run(identity) / RESULT / name

    def hearing(self, record: RunRecord) -> Path:
        """The files a run is made of: its own copies, or those that ship."""
        own = self.store.run(record.id) / INPUTS / record.request.hearing
        return own if own.is_dir() else self.store.hearing(record.request.hearing)

    def ended(self, record: RunRecord, state: State, faults: tuple[FaultShown, ...] = ()) -> RunRecord:
        """The record of a run that is no longer under way, written."""
        found = record.model_copy(update={"state": state, "ended": now(), "faults": faults})
        self.write(found)
        return found


def changed_since(record: RunRecord, hearing: Path) -> list[str]:
    """What a run of the files in a folder would be made of otherwise now."""
    now = made_of(hearing) | {"counterflow": version("counterflow")}
    then = record.made_of | {"counterflow": record.counterflow}
    return [name for name in sorted({*now, *then}) if now.get(name) != then.get(name)]


def _check(record: RunRecord, hearing: Path) -> None:
    """Raise Faults where a run would be made of other files than those that its name stands for, or by another version."""
    changed = changed_since(record, hearing)
    if changed:
        problem = f"was asked for before {', '.join(changed)} changed"
        raise Faults([Fault("run", None, record.id, problem, "start it anew, with what is there now")])


def faults_in(folder: Path) -> tuple[FaultShown, ...]:
    """What a run found wrong, by its folder."""
    try:
        found = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
        return tuple(FaultShown.model_validate(one) for one in found)
    except (OSError, ValueError):
        return ()


def _progress(folder: Path) -> Progress | None:
    try:
        return Progress.model_validate_json((folder / "progress.json").read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def _copy(hearing: Path, into: Path) -> None:
    """The files of a hearing, and its posterior."""
    into.mkdir(parents=True, exist_ok=True)
    for name in UPLOADS:
        if (hearing / name).is_file():
            shutil.copyfile(hearing / name, into / name)
    if (hearing / "posterior").is_dir():
        shutil.copytree(hearing / "posterior", into / "posterior", dirs_exist_ok=True)
