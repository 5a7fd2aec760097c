"""A reader who does what a page says, in a folder of its own, and notes what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools.follow.blocks import Change, Python, Step, Type, Write, steps

ROOT = Path(__file__).parents[2]
WIDTH = "110"
"""Columns of the terminal in which commands are typed."""


class Lost(ValueError):
    """A step that cannot be done as it is written."""


@dataclass
class Reader:
    """Does one step after the other."""

    folder: Path
    files: list[str] = field(default_factory=list)
    """What was written, in order."""

    def do(self, step: Step) -> str:
        """Do a step; what it prints, on either channel, without blanks at the ends of lines."""
        if isinstance(step, Write):
            return self._write(step)
        if isinstance(step, Change):
            return self._change(step)
        command = (
            ["bash", "-c", step.command] if isinstance(step, Type) else [sys.executable, "-c", step.source]
        )
        return self._run(command)

    def _write(self, step: Write) -> str:
        path = self._place(step.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, encoding="utf-8", newline="\n")
        self.files.append(step.file)
        return ""

    def _change(self, step: Change) -> str:
        path = self._place(step.file)
        text = path.read_text(encoding="utf-8")
        if text.count(step.before) != 1:
            raise Lost(
                f"{step.file} has these lines {text.count(step.before)} times, not once:\n{step.before}"
            )
        path.write_text(text.replace(step.before, step.after), encoding="utf-8", newline="\n")
        return ""

    def _place(self, file: str) -> Path:
        path = (self.folder / file).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise Lost(f"{file} lies outside the folder in which the page is followed")
        return path

    def _run(self, command: list[str]) -> str:
        found = subprocess.run(  # noqa: S603 -- commands of our own pages
            command,
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        lines = (found.stdout + found.stderr).splitlines()
        return "".join(f"{line.rstrip()}\n" for line in lines)


def _environment() -> dict[str, str]:
    """That of this process, with our command and Python first, and a terminal of one width."""
    here = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
    }
    source = ROOT / "src"
    if (source / "counterflow").is_dir():
        here["PYTHONPATH"] = os.pathsep.join(filter(None, (str(source), os.environ.get("PYTHONPATH", ""))))
    return os.environ | here


@dataclass(frozen=True, slots=True)
class Followed:
    """A page after somebody followed it."""

    page: str
    """The page with what was printed in place of what stood there."""
    differ: tuple[str, ...]
    """Commands that printed something else than the page says."""


def follow(page: str, folder: Path) -> Followed:
    """Do everything that a page says, in a folder. Raises Lost for a step that cannot be done."""
    reader, anew, differ = Reader(folder), page, []
    moved = 0
    for step in steps(page):
        printed = reader.do(step)
        if not isinstance(step, Type | Python) or printed == step.printed:
            continue
        differ.append(f"{step.command if isinstance(step, Type) else step.source}\nprinted\n{printed}")
        if step.start == step.end and isinstance(step, Python):
            continue  # the page has no place for it: that it differs is all there is to say
        anew = anew[: step.start + moved] + printed + anew[step.end + moved :]
        moved += len(printed) - len(step.printed)
    return Followed(anew, tuple(differ))
