"""Writing to a store: rows go into a new file, and then a new manifest names it. Before that they are not there, after it whole.

One process writes at a time. On this machine a lock tells the second one at once; anywhere, of two manifests of the same
generation only one can be created, and the other process is told that it came second.
"""

from __future__ import annotations

import io
import os
import platform
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterflow.experiment.errors import StoreBusy, StoreDamaged, StoreError
from counterflow.experiment.folder import Folder
from counterflow.experiment.manifest import Manifest, Part, file_of, generation_of
from counterflow.experiment.parts import PARTS, Ids, contains, ids_of, put_part, read_part, write_part
from counterflow.experiment.rows import SCHEMA
from counterflow.experiment.store import Store, latest_manifest
from counterflow.whole import UNFINISHED

LOCK = "lock"
SMALL = 16 * 2**20
"""Bytes below which a file is small; small ones are merged, so that a store has few files."""
MANY = 20
"""So many small files are merged into one."""
GATHERED = 32 * 2**20
"""Bytes of rows, uncompressed, that are held at a time while files are merged."""


class Writer:
    """The one process that writes to a store; made by `writing`."""

    def __init__(self, folder: Folder, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self._name = uuid.uuid4().hex
        self._before: set[str] = {part.name for part in manifest.files}
        self.ids: Ids = np.sort(np.concatenate([np.zeros(0, "S24"), *map(self._ids, manifest.parts)]))
        """Identities of the runs that are in the store, sorted; failed ones apart."""
        failures = manifest.failures
        self.failed: Ids = np.zeros(0, "S24") if failures is None else np.sort(self._ids(failures))

    def _ids(self, part: Part) -> Ids:
        return ids_of(read_part(self.folder, part, ["id"]))

    def recover(self) -> None:
        """Take in whole files that nobody lived to name in a manifest, and delete what was left half-done or superseded."""
        named = {part.name for part in self.manifest.files}
        found = []
        for name in self.folder.names(PARTS):
            file = f"{PARTS}/{name}"
            if file not in named:
                part = self._orphan(file)
                if part is None:
                    self.folder.delete(file)
                else:
                    found.append(part)
        if found:
            self.commit([], found)

    def _orphan(self, file: str) -> Part | None:
        """A file that is whole and holds finished runs that are not in the store yet; None for any other."""
        if file.endswith(UNFINISHED):
            return None
        part = Part(file, rows=0, size=self.folder.size(file) or 0)
        try:
            table = read_part(self.folder, part)
        except StoreDamaged:
            return None
        ids = ids_of(table)
        finished = table.column("failed").null_count == table.num_rows
        usable = ids.size and finished and not contains(self.ids, ids).any()
        return Part(file, table.num_rows, part.size) if usable else None

    def commit(
        self, tables: Sequence[pa.Table], parts: Sequence[Part] = (), seconds: float = 0.0, **also: Any
    ) -> None:
        """Make these rows, and these files that are written already, part of the store, in one step.

        `also` are other fields of the manifest. Raises StoreBusy where another process has written in between.
        """
        rows = pa.concat_tables([SCHEMA.empty_table(), *tables])
        finished, failed = rows.filter(pc.is_null(rows["failed"])), rows.filter(pc.is_valid(rows["failed"]))
        added = [*parts] if not len(finished) else [*parts, write_part(self.folder, finished, seconds)]
        new = np.concatenate([ids_of(finished), *map(self._ids, parts)])
        if contains(self.ids, new).any() or np.unique(new).size < new.size:
            raise StoreError(
                self.folder.address,
                "",
                "would hold a run twice",
                "tell the authors: this is a fault of counterflow",
            )
        kept, failures = self._failures(failed, new)
        live = self._merged((*self.manifest.parts, *added))
        self._publish(self.manifest.following(self._name, parts=live, failures=failures, **also))
        self.ids = np.sort(
            np.concatenate([self.ids, np.sort(new)]), kind="stable"
        )  # two sorted pieces: merged
        self.failed = np.sort(kept)

    def _failures(self, failed: pa.Table, finished: Ids) -> tuple[Ids, Part | None]:
        """Identities and file of the failed runs: those from before that were not done anew, and the new ones."""
        before = self.manifest.failures
        if not len(failed) and (before is None or not contains(self.failed, finished).any()):
            return self.failed, before
        if before is not None:
            old = read_part(self.folder, before)
            done = np.sort(np.concatenate([finished, ids_of(failed)]))
            failed = pa.concat_tables([old.filter(pa.array(~contains(done, ids_of(old)))), failed])
        return ids_of(failed), write_part(self.folder, failed) if len(failed) else None

    def _merged(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """The files, small ones merged into one where there are many."""
        small = [part for part in parts if part.size < SMALL]
        if len(small) < MANY:
            return parts
        into = io.BytesIO()
        with pq.ParquetWriter(into, SCHEMA, compression="zstd") as file:
            for table in _gathered(read_part(self.folder, part) for part in small):
                file.write_table(table)
        merged = put_part(
            self.folder,
            into.getvalue(),
            sum(part.rows for part in small),
            sum(part.seconds for part in small),
        )
        return (*(part for part in parts if part.size >= SMALL), merged)

    def _publish(self, manifest: Manifest) -> None:
        """Make a manifest the latest one, if nobody else has made one of its generation or a later one."""
        if not self.folder.create(manifest.file, manifest.to_json()):
            raise _second(self.folder)
        numbers = [number for name in self.folder.names() if (number := generation_of(name)) is not None]
        if max(numbers) > manifest.generation:
            self.folder.delete(manifest.file)
            raise _second(self.folder)
        for number in numbers:
            if number < manifest.generation - 1:
                self.folder.delete(file_of(number))
        # A reader may still be at the generation before this one: its files go when the next is written.
        now, last = ({part.name for part in one.files} for one in (manifest, self.manifest))
        for name in self._before - now - last:
            self.folder.delete(name)
        self._before, self.manifest = now | last, manifest


def _gathered(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in fewer tables: a table's columns are compressed together, and each costs some kilobytes by itself."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(one.nbytes for one in waiting) > GATHERED:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _second(folder: Folder) -> StoreBusy:
    remedy = "wait for it to end and give the same command again: nothing of either is lost"
    return StoreBusy(folder.address, "", "another process has written to it meanwhile", remedy)


@contextmanager
def writing(address: str | os.PathLike[str] | Folder, *, events: bool = False) -> Iterator[Writer]:
    """The store at an address, made if there is none, for one process to write to.

    Raises StoreBusy where another process of this machine writes to it, and StoreError for a store that keeps other things.
    """
    folder = address if isinstance(address, Folder) else Folder(address)
    with _locked(folder):
        manifest = latest_manifest(folder)
        if manifest is None:
            manifest = Manifest(events=events)
        elif manifest.events != events:
            kept, asked = (
                ("every event", "counts only") if manifest.events else ("counts only", "every event")
            )
            problem = f"keeps {kept} of each run, and {asked} was asked for"
            raise StoreError(folder.address, "", problem, "ask for the same, or name another folder")
        writer = Writer(folder, manifest)
        writer.recover()
        yield writer


def mend(address: str | os.PathLike[str]) -> list[Part]:
    """Take damaged files out of the store; their runs are missing then, and the command that made them does them again.

    Raises StoreError where there is no store.
    """
    folder = Store(address).folder  # before the lock, which would make a folder where there is none
    with _locked(folder):
        manifest = Store(folder).manifest
        damaged = [part for part in manifest.files if not _is_whole(folder, part)]
        if not damaged:
            return []
        whole = tuple(part for part in manifest.parts if part not in damaged)
        failures = None if manifest.failures in damaged else manifest.failures
        writer = Writer(folder, replace(manifest, parts=whole, failures=failures))
        writer.commit([])
        for part in damaged:
            folder.delete(part.name)
        return damaged


def _is_whole(folder: Folder, part: Part) -> bool:
    try:
        read_part(folder, part)
    except StoreDamaged:
        return False
    return True


@contextmanager
def _locked(folder: Folder) -> Iterator[None]:
    """Hold the store's lock, where it is a folder of this machine; it goes with the process, however that ends."""
    if not folder.is_local or os.name != "posix":
        yield
        return
    import fcntl

    path = Path(folder.path(LOCK))
    with folder.told(LOCK, "written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            remedy = "wait for it to end, or name another folder"
            raise StoreBusy(
                folder.address, "", f"another process writes to it: {file.read().strip()}", remedy
            ) from error
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}\n")
        file.flush()
        try:
            yield
        finally:
            if latest_manifest(folder) is None:  # nothing was written: leave nothing behind
                path.unlink(missing_ok=True)
                with suppress(OSError):
                    path.parent.rmdir()
