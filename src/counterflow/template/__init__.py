"""A new hearing to begin with: small invented files that run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from counterflow.faults import Fault, Faults
from counterflow.whole import put_files

__all__ = ["new"]

_FILES = Path(__file__).parent / "files"
_NAME = "my_hearing"
"""What the hearing is called in the template's files."""


def new(folder: str | Path) -> tuple[Path, ...]:
    """The files of a new hearing, written to a folder that does not exist yet; its last part becomes the hearing's id.

    ``new("harvest_2021")`` makes a hearing that ``hear("harvest_2021")`` runs. Raises Faults where the folder exists or its name
    cannot be an id, and then writes nothing.
    """
    folder = Path(folder)
    _check(folder)
    texts = {
        file.name: file.read_text(encoding="utf-8").replace(_NAME, folder.name)
        for file in sorted(_FILES.iterdir())
    }
    try:
        put_files(folder, texts)
    except BaseException:  # half a hearing would be in the way of the next attempt
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return tuple(folder / name for name in texts)


def _check(folder: Path) -> None:
    if folder.exists():
        raise Faults(
            [
                Fault(
                    str(folder),
                    None,
                    "",
                    "exists already; nothing was written",
                    "give the new hearing another name",
                )
            ]
        )
    if not re.fullmatch("[a-z][a-z0-9_]*", folder.name):
        remedy = "write small letters, digits and underscores, a letter first, such as harvest_2021"
        raise Faults([Fault(str(folder), None, "", f'"{folder.name}" cannot be the id of a hearing', remedy)])
