"""Records of arrays as bytes and back, to the last bit: a world, an arm, a set of parameters."""

from __future__ import annotations

import io
import typing
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import numpy as np

Record = TypeVar("Record", bound=tuple[Any, ...])


def to_bytes(record: tuple[Any, ...]) -> bytes:
    """A NumPy archive (npz) with one array for each field; fields of a record within it stand after a dot."""
    into = io.BytesIO()
    np.savez_compressed(into, **dict(_fields(record)))
    return into.getvalue()


def from_bytes(kind: type[Record], data: bytes) -> Record:
    """The record again. Raises ValueError for bytes that are no archive, or another record's."""
    try:
        return _record(kind, read_archive(data), "")
    except KeyError as error:
        raise ValueError(f"has no array {error}") from error


def read_archive(data: bytes) -> dict[str, np.ndarray[Any, Any]]:
    """The arrays of a NumPy archive (npz), by their names. Raises ValueError for bytes that are none."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive, warnings.catch_warnings():
            warnings.simplefilter("error")
            return {name: archive[name] for name in archive.files}
    except (
        Exception
    ) as error:  # zip, zlib, lzma, NumPy's header: a dozen kinds, and all say that the bytes are damaged
        said = " ".join(str(error).split())[:200]
        raise ValueError(f"is no archive of arrays ({said or type(error).__name__})") from error


def _fields(record: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record._asdict().items():
        if hasattr(value, "_asdict"):
            yield from _fields(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", np.asarray(value)


def _record(kind: type[Record], archive: Mapping[str, Any], prefix: str) -> Record:
    values: dict[str, Any] = {}
    for name, hint in typing.get_type_hints(kind).items():
        if hasattr(hint, "_fields"):
            values[name] = _record(hint, archive, f"{prefix}{name}.")
        else:
            array = archive[f"{prefix}{name}"]
            values[name] = array.item() if hint in {int, float} else array
    return kind(**values)
