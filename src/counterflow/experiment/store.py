"""Reading a store: a manifest, a few Parquet files of runs, and what they were made of.

    manifest-00000007.json      what is in the store: files not named in it are not
    parts/*.parquet             runs, one row each (rows.SCHEMA)
    inputs/                     worlds and arms to the last bit (npz), scenarios as resolved (JSON), by their hashes

A reader sees the generation of the manifest that it opened, whatever is written meanwhile; a generation's files stay until the one
after the next. Where they have been merged into others by then, the reader goes on to the latest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.experiment.arrays import Record, from_bytes
from counterflow.experiment.errors import NoStore, StoreDamaged
from counterflow.experiment.folder import Folder
from counterflow.experiment.manifest import Manifest, Part, generation_of, read_manifest
from counterflow.experiment.parts import MENDING, PARTS, check_part, read_part
from counterflow.experiment.rows import SCHEMA
from counterflow.world import Arm, World

if TYPE_CHECKING:
    import pyarrow.dataset as ds

INPUTS = "inputs"
COPY = "put it back from a copy"


class Store:
    """The runs kept at an address: a folder of this machine, or whatever fsspec knows, such as `s3://bucket/name`."""

    def __init__(self, address: str | os.PathLike[str] | Folder) -> None:
        self.folder = address if isinstance(address, Folder) else Folder(address)
        found = latest_manifest(self.folder)
        if found is None:
            remedy = "name the folder that a run was told to write to with --out"
            raise NoStore(self.folder.address, "", "holds no experiment", remedy)
        self.manifest = found

    @property
    def address(self) -> str:
        """Where it is."""
        return self.folder.address

    def dataset(self) -> ds.Dataset:
        """All rows, failed runs among them; nothing is read before it is asked for. Raises StoreDamaged."""
        import pyarrow.dataset as ds  # it loads pandas, which a run need not wait for

        files = self._files()
        if not files:
            return ds.dataset(SCHEMA.empty_table())
        if self.folder.is_of_process:  # Arrow's threads would call Python to read it, even while Python ends
            return ds.dataset(pa.concat_tables(read_part(self.folder, part, threads=False) for part in files))
        return ds.dataset(
            [self.folder.path(part.name) for part in files],
            schema=SCHEMA,
            format="parquet",
            filesystem=self.folder.files,
        )

    def _files(self) -> tuple[Part, ...]:
        """The files of runs, looked at. Raises StoreDamaged."""
        if any(self.folder.size(part.name) is None for part in self.manifest.files):
            self.manifest = latest_manifest(self.folder) or self.manifest
        for part in self.manifest.files:
            check_part(self.folder, part)
        return self.manifest.files

    def table(self, columns: Sequence[str] | None = None, where: pc.Expression | None = None) -> pa.Table:
        """Rows of runs, failed ones among them, in no order."""
        try:
            return self.dataset().to_table(columns=columns, filter=where)
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreDamaged:
        """The first file that cannot be read."""
        for part in self.manifest.files:
            try:
                read_part(self.folder, part)
            except StoreDamaged as damaged:
                return damaged
        return StoreDamaged(self.address, PARTS, f"cannot be read: {error}", MENDING)

    def world(self, hashed: str) -> World:
        """A world by its hash, with its own parameters."""
        return self._record(World, f"{INPUTS}/world-{hashed}.npz")

    def arm(self, hashed: str) -> Arm:
        """An arm by its hash."""
        return self._record(Arm, f"{INPUTS}/arm-{hashed}.npz")

    def scenario(self, world: str) -> dict[str, Any]:
        """The scenario and the salience that a world was compiled from, resolved."""
        name = f"{INPUTS}/world-{world}.json"
        try:
            found: dict[str, Any] = json.loads(self._input(name))
        except (ValueError, RecursionError) as error:
            raise StoreDamaged(self.address, name, f"is damaged: {error}", COPY) from error
        return found

    def _record(self, kind: type[Record], name: str) -> Record:
        try:
            return from_bytes(kind, self._input(name))
        except ValueError as error:
            raise StoreDamaged(self.address, name, str(error), COPY) from error

    def _input(self, name: str) -> bytes:
        try:
            return self.folder.read(name)
        except FileNotFoundError as error:
            raise StoreDamaged(self.address, name, "is gone", COPY) from error


def latest_manifest(folder: Folder) -> Manifest | None:
    """The manifest with the highest generation; None where there is none."""
    for _ in range(3):  # it may be replaced between listing and reading
        numbers = [(generation_of(name), name) for name in folder.names()]
        known = [(number, name) for number, name in numbers if number is not None]
        if not known:
            return None
        name = max(known)[1]
        try:
            return read_manifest(folder.address, name, folder.read(name))
        except FileNotFoundError:
            continue
    raise StoreDamaged(folder.address, name, "comes and goes", "wait for whatever writes there to end")
