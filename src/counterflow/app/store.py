"""The folder in which a server keeps what is made on it, and the names that lead into it."""

from __future__ import annotations

import fcntl
import re
from pathlib import Path
from typing import IO

from counterflow.faults import Fault, Faults
from counterflow.library import hearing_folder, shipped

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
RUN_ID = re.compile(r"[0-9a-f]{12}")
UPLOADS = ("hearing.toml", "scenario.toml", "targets.toml", "inputs.toml", "evidence.csv", "scored.toml")
"""Files of a hearing that may be uploaded; nothing else is ever written by name."""


class Missing(LookupError):
    """There is no such hearing, claim or run; the message says so to people."""


class Store:
    """Paths in the store. Every one is made of a checked name: nothing leads outside."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.hearings, self.runs, self.cache = (self.root / name for name in ("hearings", "runs", "cache"))
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Make the folders, and hold the store for this process. Raises Faults where it cannot be had; again, it does nothing."""
        if self._lock is not None:
            return
        try:
            for folder in (self.hearings, self.runs, self.cache):
                folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self.root / "server.lock").open("w", encoding="utf-8")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise self._fault(
                "is served by another process", "end that one, or name another folder"
            ) from error
        except OSError as error:
            raise self._fault(
                f"cannot be written to ({error.strerror})", "name a folder of your own"
            ) from error

    def close(self) -> None:
        """Let the store go."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _fault(self, problem: str, remedy: str) -> Faults:
        return Faults([Fault(str(self.root), None, "--store", problem, remedy)])

    def hearing(self, name: str) -> Path:
        """The folder of a hearing: one that ships, or one made here. Raises Missing."""
        if name in shipped():
            return hearing_folder_of_library(name)
        if NAME.fullmatch(name) and (self.hearings / name / "hearing.toml").is_file():
            return self.hearings / name
        raise Missing(
            f"There is no hearing called {name[:60]!r} here. It may have been deleted, or made on another server."
        )

    def own_hearing(self, name: str) -> Path:
        """The folder of a hearing made here. Raises Missing, also for one that ships, which nobody changes."""
        if name not in shipped() and NAME.fullmatch(name) and (self.hearings / name).is_dir():
            return self.hearings / name
        raise Missing(f"There is no hearing of your own called {name[:60]!r} here.")

    @property
    def names(self) -> tuple[str, ...]:
        """Hearings that ship, then those made here."""
        own = sorted(file.parent.name for file in self.hearings.glob("*/hearing.toml"))
        return (*shipped(), *(name for name in own if NAME.fullmatch(name) and name not in shipped()))

    def run(self, identity: str) -> Path:
        """The folder of a run. Raises Missing for what is no run's id."""
        if not RUN_ID.fullmatch(identity):
            raise Missing("There is no such run here.")
        return self.runs / identity


def hearing_folder_of_library(name: str) -> Path:
    """Of a hearing that ships, whatever folder of that name stands where the server was started."""
    import counterflow.library

    folder = Path(counterflow.library.__file__).parent / name
    return folder if folder.is_dir() else hearing_folder(name)
