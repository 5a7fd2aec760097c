"""Hearings of one's own: made from the template, changed by uploading files, checked like on the command line."""

from __future__ import annotations

import hashlib
import io
import shutil
import threading
import zipfile
from pathlib import Path

from counterflow.app.jobs.records import FaultShown, Record
from counterflow.app.known import fault_shown
from counterflow.app.store import NAME, UPLOADS, Missing, Store
from counterflow.checking import check
from counterflow.faults import Fault, Faults
from counterflow.library import shipped
from counterflow.template import new
from counterflow.whole import put_files

MOST = 50
"""Hearings that a store takes."""


class FileShown(Record):
    """A file of a hearing with what is wrong in it."""

    name: str
    kind: str
    size: int
    faults: tuple[FaultShown, ...]


class HearingFiles(Record):
    """The files of a hearing."""

    name: str
    own: bool
    """Made here, so that its files can be changed."""
    stamp: str
    """Another one for other contents: an upload that names it is refused where somebody else has changed the files since."""
    files: tuple[FileShown, ...]

    @property
    def right(self) -> bool:
        """Whether nothing is wrong in any of them."""
        return not any(one.faults for one in self.files)


def files_of(store: Store, name: str) -> HearingFiles:
    """The files of a hearing, checked. Raises Missing."""
    folder = store.hearing(name)
    found = [
        FileShown(
            name=one.file.name,
            kind=one.kind,
            size=one.file.stat().st_size if one.file.exists() else 0,
            faults=tuple(fault_shown(fault) for fault in one.faults),
        )
        for one in check(folder)
    ]
    return HearingFiles(name=name, own=name not in shipped(), stamp=stamp_of(folder), files=tuple(found))


def stamp_of(folder: Path) -> str:
    """Twelve digits for the contents of a hearing's files."""
    digest = hashlib.sha256()
    for one in UPLOADS:
        file = folder / one
        digest.update(file.read_bytes() if file.is_file() else b"")
        digest.update(one.encode())
    return digest.hexdigest()[:12]


def make(store: Store, name: str) -> None:
    """A new hearing from the template. Raises Faults for a name that cannot be, or is taken."""
    problem = ""
    if not NAME.fullmatch(name):
        problem, remedy = (
            f'"{name[:60]}" cannot be its name',
            "write small letters, digits and underscores, a letter first",
        )
    elif name in store.names:
        problem, remedy = f"{name} is there already", "take another name"
    elif len(store.names) >= MOST:
        problem, remedy = f"{MOST} hearings are as many as this server keeps", "use one of them"
    if problem:
        raise Faults([Fault("name", None, "", problem, remedy)])
    try:
        new(store.hearings / name)
    except OSError:
        shutil.rmtree(store.hearings / name, ignore_errors=True)  # half a hearing is none
        raise


class ChangedMeanwhile(RuntimeError):
    """Somebody else has changed the files; the message says so to people."""


_PUTTING = threading.Lock()


def upload(store: Store, name: str, files: dict[str, bytes], stamp: str = "") -> HearingFiles:
    """Put files of a hearing made here in place, all of them or none. Raises Missing, and Faults for files of another name.

    Files with faults are taken too, and listed with them: they are mended where they are. With the stamp of what the sender
    saw, raises ChangedMeanwhile where it is another one now.
    """
    folder = store.own_hearing(name)
    unknown = [one for one in files if one not in UPLOADS]
    if unknown or not files:
        problem = f'"{unknown[0][:60]}" is no file of a hearing' if unknown else "no file was chosen"
        raise Faults([Fault("upload", None, "", problem, f"choose one of {', '.join(UPLOADS)}")])
    with _PUTTING:
        if stamp and stamp != stamp_of(folder):
            raise ChangedMeanwhile(
                "Somebody changed these files after you opened the page. Nothing of yours was put in place: look at what is"
                " there now, and upload yours again if they should replace it."
            )
        put_files(folder, files)
    return files_of(store, name)


def file_of(store: Store, name: str, file: str) -> Path:
    """A file of a hearing. Raises Missing."""
    found = store.hearing(name) / file
    if file not in UPLOADS or not found.is_file():
        raise Missing(f"{name} has no file of that name.")
    return found


def archive(folder: Path) -> bytes:
    """All files of a hearing as a ZIP, the same bytes for the same files."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in UPLOADS:
            if (folder / one).is_file():
                packed.writestr(zipfile.ZipInfo(one), (folder / one).read_bytes())
    return into.getvalue()
