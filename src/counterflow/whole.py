"""Files that are written whole or not at all: under another name first, and then renamed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

__all__ = ["UNFINISHED", "put_file", "put_files", "unfinished"]

UNFINISHED = ".unfinished"
"""Ending of files that are being written; whoever is killed leaves them behind."""


def put_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Put files, by name, into a folder that is made where there is none; texts as UTF-8.

    All are on the disk before the first takes its place, in the order given: where there is no room, what was there before is
    there still. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as until_placed:
        beside = [
            until_placed.enter_context(unfinished(folder / name, content)) for name, content in files.items()
        ]
        for file, name in zip(beside, files, strict=True):
            with _told_of(folder / name):
                file.replace(folder / name)


def put_file(path: Path, content: str | bytes) -> None:
    """Put one file in place, whole or not at all; its folder is made where there is none."""
    put_files(path.parent, {path.name: content})


@contextmanager
def unfinished(path: Path, content: str | bytes) -> Iterator[Path]:
    """A finished copy beside a file's place, under another name, gone at the end. Its folder must exist."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}{UNFINISHED}")
    try:
        with _told_of(path), beside.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        yield beside
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Errors name the file that is meant, not the one beside it, and not none as those of a full disk."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
