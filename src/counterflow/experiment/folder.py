"""A folder of files that are written whole or not at all: on this machine, or at any address that fsspec knows.

On this machine a file is written under another name and then renamed, or linked where it must not exist yet. Elsewhere a file is
put in one request, which object stores make visible when it is complete; "must not exist yet" is then a condition of the request.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import fsspec

from counterflow.experiment.errors import StoreError
from counterflow.whole import unfinished

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class Folder:
    """Files by their names below an address; names hold "/" between folders."""

    def __init__(self, address: str | os.PathLike[str]) -> None:
        self.address = str(address)
        self.files, root = _known(self.address)
        self.root = root.rstrip("/")
        self.is_local = "file" in _protocols(self.files)
        self.is_of_process = "memory" in _protocols(self.files)

    def __reduce__(self) -> tuple[type[Folder], tuple[str]]:
        return Folder, (self.address,)

    def path(self, name: str) -> str:
        """Where a file stands on its file system."""
        return f"{self.root}/{name}"

    def names(self, within: str = "") -> list[str]:
        """Names of the files directly in a folder below, sorted; none where it does not exist."""
        place = f"{self.root}/{within}".rstrip("/")
        self.files.invalidate_cache()
        with suppress(FileNotFoundError, NotADirectoryError), self.told(within, "read"):
            found = self.files.ls(place, detail=True)
            return sorted(one["name"].rpartition("/")[2] for one in found if one["type"] == "file")
        return []

    def size(self, name: str) -> int | None:
        """Bytes of a file; None where there is none."""
        with self.told(name, "read"):
            try:
                return int(self.files.info(self.path(name))["size"])
            except FileNotFoundError:
                return None

    def read(self, name: str) -> bytes:
        """The content of a file. Raises FileNotFoundError where there is none."""
        with self.told(name, "read"):
            return bytes(self.files.cat_file(self.path(name)))

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of what may be there. Raises StoreError where there is no room or no permission."""
        with self.told(name, "written"):
            if self.is_local:
                with _beside(Path(self.path(name)), content) as beside:
                    beside.replace(self.path(name))
            else:
                self.files.pipe_file(self.path(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Put a file where there is none; False, and nothing is changed, where there is one. Of two at once, one wins."""
        with self.told(name, "written"):
            try:
                if self.is_local:
                    with _beside(Path(self.path(name)), content) as beside:
                        Path(self.path(name)).hardlink_to(beside)
                else:
                    self.files.pipe_file(self.path(name), content, mode="create")
            except FileExistsError:
                return False
        return True

    def delete(self, name: str) -> None:
        """Remove a file; nothing where there is none."""
        with suppress(FileNotFoundError), self.told(name, "deleted"):
            self.files.rm_file(self.path(name))

    @contextmanager
    def told(self, name: str, done: str) -> Iterator[None]:
        """Errors of the file system as one line that says what to do."""
        try:
            yield
        except (FileNotFoundError, FileExistsError, NotADirectoryError):
            raise
        except OSError as error:
            raise StoreError(self.address, name, *_in_words(error, done)) from error


def _known(address: str) -> tuple[Any, str]:
    """The file system of an address, and where on it. Raises StoreError for one that nothing here can reach."""
    remedy = "name a folder, or an address such as s3://bucket/name"
    try:
        files, root = fsspec.core.url_to_fs(address)
    except ImportError as error:  # fsspec knows of it, by a package that is not here
        raise StoreError(address, "", f"cannot be reached: {error}", "then give the command again") from error
    except ValueError as error:
        raise StoreError(address, "", f"cannot be reached: {error}", remedy) from error
    return files, str(root)


def _in_words(error: OSError, done: str) -> tuple[str, str]:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        kept = "what was written before is whole, and the same command goes on from there"
        return f"could not be {done}: {reason}", f"make room; {kept}"
    if error.errno in _CLOSED:
        return f"could not be {done}: {reason}", "name a folder of your own"
    return (
        f"could not be {done}: {reason}",
        "see to the disk or the network; the same command goes on from there",
    )


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(path, content) as beside:
        yield beside


def _protocols(files: Any) -> tuple[str, ...]:
    named = files.protocol
    return (named,) if isinstance(named, str) else tuple(named)
