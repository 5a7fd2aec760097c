"""A file got wrong is read: it is refused with faults, or accepted, and nothing else happens."""

import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from counterflow.faults import Faults
from tests.fuzzing.formats import Format
from tests.fuzzing.mutations import Change, changed_bytes, changed_text

PATIENCE = 20.0
"""Seconds of the clock after which reading a file counts as a hang; a right one takes under a second."""


class Hang(Exception):
    """Reading did not come to an end."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise Hang after so many seconds, also out of code that would go on for ever."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang(f"no end after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def files(folder: Path) -> dict[Path, bytes]:
    """Everything that stands in a folder."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@dataclass
class Trial:
    """Files of one kind, got wrong one after the other; what came of them is counted."""

    format: Format
    folder: Path
    accepted: int = 0
    refused: int = 0
    broken: list[str] = field(default_factory=list)
    """For each file that was neither accepted nor refused: what happened instead."""
    written: list[str] = field(default_factory=list)
    """For each file that made something else change in the folder: what."""

    def __post_init__(self) -> None:
        self.format.make(self.folder)
        self.file = min(self.folder.glob(self.format.pattern))
        self.right = self.file.read_bytes()

    def changed(self, changes: list[Change]) -> bytes:
        """The file with these changes."""
        if self.format.in_bytes:
            return changed_bytes(self.right, changes)
        return changed_text(self.right.decode(), changes)

    def read(self, content: bytes) -> None:
        """Read the folder with this in place of the file, and put it right again."""
        self.file.write_bytes(content)
        before = files(self.folder)
        try:
            with warnings.catch_warnings(), patience(PATIENCE):
                warnings.simplefilter("error")
                self.format.read(self.folder)
            self.accepted += 1
        except Faults as faults:
            self._refused(faults)
        except Exception:  # noqa: BLE001 -- whatever it is, it is what is looked for
            self.broken.append(traceback.format_exc(limit=-4))
        finally:
            if files(self.folder) != before:
                self.written.append(f"{files(self.folder).keys() ^ before.keys() or 'a content'}")
            self.file.write_bytes(self.right)

    def _refused(self, faults: Faults) -> None:
        self.refused += 1
        unclear = [fault for fault in faults.faults if not fault.problem or "\n" in str(fault)]
        if unclear:
            self.broken.append(f"a fault that is not one line: {unclear[0]!r}"[:500])
        try:
            str(faults).encode()
        except UnicodeEncodeError as error:
            self.broken.append(f"a fault that cannot be printed: {error}")
