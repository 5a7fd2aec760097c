"""The manifest of a store: which files are in it, what they were made of, and by what."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

from counterflow.engine import ENGINE_VERSION
from counterflow.experiment.errors import StoreDamaged, StoreError
from counterflow.experiment.identity import LENGTH, hash_of

T = TypeVar("T")

_REMEDY = "put it back from a copy, or name another folder"
FORMAT = "counterflow experiment"
VERSION = 1
"""Raised when stores are written in another way; a store of another version is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file of rows."""

    name: str
    rows: int
    size: int
    """Bytes; a file of another size is damaged."""
    seconds: float = 0.0
    """Processor time of its runs."""


@dataclass(frozen=True, slots=True)
class WorldShown:
    """What reading results needs to know of a world."""

    scenario: str
    start: str
    cohorts: tuple[str, ...]
    theatres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store holds at one moment. Each change is a new manifest with the next generation's number."""

    generation: int = 0
    writer: str = ""
    events: bool = False
    parts: tuple[Part, ...] = ()
    failures: Part | None = None
    """Runs that failed, in a file of their own: a retried run leaves it."""
    worlds: dict[str, WorldShown] = field(default_factory=dict)
    makers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Machines and versions, by the hash that rows name in their column `maker`."""
    asked: tuple[dict[str, Any], ...] = ()
    """What was asked for, in order: scenario, programmes, draws, seeds, runs."""

    @property
    def file(self) -> str:
        """Its name."""
        return file_of(self.generation)

    @property
    def files(self) -> tuple[Part, ...]:
        """All its files of rows."""
        return self.parts if self.failures is None else (*self.parts, self.failures)

    def to_json(self) -> bytes:
        """The manifest as it is written."""
        document = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return (json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def following(self, writer: str, **changed: Any) -> Manifest:
        """The next generation."""
        return replace(self, generation=self.generation + 1, writer=writer, **changed)


def file_of(generation: int) -> str:
    """The name of a generation's file."""
    return f"manifest-{generation:08d}.json"


def generation_of(name: str) -> int | None:
    """The generation of a file by its name; None for other files."""
    number = name.removeprefix("manifest-").removesuffix(".json")
    return int(number) if name == f"manifest-{number}.json" and number.isdigit() else None


def read_manifest(address: str, name: str, content: bytes) -> Manifest:
    """A manifest from its file. Raises StoreDamaged for one that is none, and StoreError for another version's."""
    try:
        document = json.loads(content)
        found = {FORMAT: document["version"]}[document["format"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        problem = f"is not the manifest of an experiment: {_said(error)}"
        raise StoreDamaged(address, name, problem, _REMEDY) from error
    if found != VERSION:
        remedy = "read it with that version of counterflow, or name another folder"
        problem = f"is a manifest of version {found}; this counterflow writes and reads version {VERSION}"
        raise StoreError(address, name, problem, remedy)
    try:
        return _manifest(document)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamaged(
            address, name, f"is a manifest that lacks something: {_said(error)}", _REMEDY
        ) from error


def _said(error: Exception) -> str:
    return " ".join(repr(error).split())[:200]


def _manifest(document: dict[str, Any]) -> Manifest:
    failures = document["failures"]
    worlds = {_hash(name): _world(one) for name, one in document["worlds"].items()}
    return Manifest(
        generation=_typed(document["generation"], int),
        writer=_typed(document["writer"], str),
        events=_typed(document["events"], bool),
        parts=tuple(_part(one) for one in _typed(document["parts"], list)),
        failures=None if failures is None else _part(failures),
        worlds=worlds,
        makers={name: _maker(one) for name, one in document["makers"].items()},
        asked=tuple(_asked(one, worlds) for one in _typed(document["asked"], list)),
    )


def _typed(value: Any, kind: type[T]) -> T:
    """The value, of exactly this type: what a manifest holds is used in paths and queries."""
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _hash(value: Any) -> str:
    if not re.fullmatch(f"[0-9a-f]{{{LENGTH}}}", _typed(value, str)):
        raise ValueError(f"{value!r} is no hash")
    return str(value)


def _part(document: Any) -> Part:
    """A file of rows; none is read, or deleted, but in the store's own folder."""
    name = _typed(document["name"], str)
    if not re.fullmatch(r"parts/[0-9a-f]{24}\.parquet", name):
        raise ValueError(f"{name!r} is no file of a store")
    rows, size = _typed(document["rows"], int), _typed(document["size"], int)
    return Part(name, rows, size, _typed(document["seconds"], float))


def _world(document: Any) -> WorldShown:
    start = dt.date.fromisoformat(_typed(document["start"], str))
    cohorts, theatres = (
        tuple(_typed(one, str) for one in _typed(document[name], list)) for name in ("cohorts", "theatres")
    )
    return WorldShown(_typed(document["scenario"], str), start.isoformat(), cohorts, theatres)


def _maker(document: Any) -> dict[str, str]:
    return {_typed(name, str): _typed(value, str) for name, value in document.items()}


def _asked(document: Any, worlds: dict[str, WorldShown]) -> dict[str, Any]:
    """What was asked for, about a world of this manifest."""
    worlds[_typed(document["world"], str)]
    _typed(document["engine"], int)
    for arm in _typed(document["arms"], list):
        _hash(arm["hash"])
    return dict(document)


@cache
def this_maker() -> tuple[str, dict[str, str]]:
    """This machine and the versions that a run could depend on, and their hash."""
    found = {
        "counterflow": version("counterflow"),
        "engine": str(ENGINE_VERSION),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
        "pyarrow": version("pyarrow"),
        "machine": platform.machine(),
        "system": platform.platform(),
        "host": platform.node(),
        "cores": str(os.cpu_count()),
    }
    return hash_of(tuple(sorted(found.items())))[:8], found
