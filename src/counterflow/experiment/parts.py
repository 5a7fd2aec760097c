"""The files of a store that hold runs: written whole, named after their content, read with a word on what is wrong with them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from counterflow.experiment.errors import StoreDamaged
from counterflow.experiment.folder import Folder
from counterflow.experiment.manifest import Part
from counterflow.experiment.rows import SCHEMA

PARTS = "parts"
MENDING = "counterflow results FOLDER --mend takes it out; then the same command does its runs again"
Ids = NDArray[np.bytes_]


def write_part(folder: Folder, rows: pa.Table, seconds: float = 0.0) -> Part:
    """Rows as a file of the store, named after its content; no manifest names it yet."""
    into = io.BytesIO()
    pq.write_table(rows, into, compression="zstd")
    return put_part(folder, into.getvalue(), rows.num_rows, seconds)


def put_part(folder: Folder, content: bytes, rows: int, seconds: float) -> Part:
    """Put the bytes of a Parquet file into the store, named after them."""
    name = _name_of(hashlib.sha256(content).hexdigest())
    folder.write(name, content)
    return Part(name, rows, len(content), seconds)


def check_part(folder: Folder, part: Part) -> None:
    """Raise StoreDamaged for a file that is gone, or is not what was written.

    On this machine the content is held against the file's name (0.7 s a gigabyte), elsewhere the length is all that is asked for.
    """
    size = folder.size(part.name)
    if size is None:
        raise StoreDamaged(folder.address, part.name, f"is gone, and its {part.rows} runs with it", MENDING)
    if size != part.size:
        problem = f"is damaged: {size:,} bytes of {part.size:,}, with {part.rows} runs"
        raise StoreDamaged(folder.address, part.name, problem, MENDING)
    if folder.is_local and part.name != _name_of(_digest(folder, part)):
        problem = f"is damaged: its content is not what was written, with {part.rows} runs"
        raise StoreDamaged(folder.address, part.name, problem, MENDING)


def _digest(folder: Folder, part: Part) -> str:
    with folder.told(part.name, "read"), folder.files.open(folder.path(part.name), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name_of(digest: str) -> str:
    return f"{PARTS}/{digest[:24]}.parquet"


def read_part(
    folder: Folder, part: Part, columns: Sequence[str] | None = None, *, threads: bool = True
) -> pa.Table:
    """The rows of one file, or some of their columns. Raises StoreDamaged."""
    check_part(folder, part)
    try:
        with folder.files.open(folder.path(part.name), "rb") as file:
            return pq.read_table(
                file, schema=SCHEMA, columns=columns, use_threads=threads, pre_buffer=threads
            )
    except (pa.ArrowException, OSError) as error:
        problem = f"is damaged: {str(error).splitlines()[0]}; it has {part.rows} runs"
        raise StoreDamaged(folder.address, part.name, problem, MENDING) from error


def ids_of(table: pa.Table) -> Ids:
    """The identities of rows."""
    return np.asarray(table.column("id").to_numpy(), "S24")


def contains(sorted_ids: Ids, ids: Ids) -> NDArray[np.bool_]:
    """Which of these identities are among the sorted ones."""
    if not sorted_ids.size:
        return np.zeros(ids.size, np.bool_)
    at = np.minimum(np.searchsorted(sorted_ids, ids), sorted_ids.size - 1)
    return np.asarray(sorted_ids[at] == ids)
