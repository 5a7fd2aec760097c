"""What is known about a hearing, searched; and a CSV of one's own, checked row by row."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterflow.app.jobs.records import FaultShown, Record
from counterflow.app.remembered import Remembered
from counterflow.evidence import Evidence, load_evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.load import COLUMNS, read_figures
from counterflow.evidence.table import FigureRow, figure_rows
from counterflow.evidence.words import quantity_words
from counterflow.faults import Fault, Faults

if TYPE_CHECKING:
    from counterflow.views.tables import EvidenceRow

PAGE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for."""

    words: str = ""
    quantity: str = ""
    place: str = ""
    page: int = 1


@dataclass(frozen=True)
class Figures:
    """The figures that fit, one page of them, and what can be chosen from."""

    rows: tuple[FigureRow, ...]
    shown: tuple[EvidenceRow, ...]
    """The same rows as the report shows them."""
    number: int
    pages: int
    quantities: tuple[tuple[str, str], ...]
    """As the file names them, and as a reader says them."""
    places: tuple[str, ...]


class CheckedCsv(Record):
    """A CSV file of figures, checked."""

    figures: int
    """Rows that are right."""
    faults: tuple[FaultShown, ...]


class Known:
    """The evidence of hearings, read once for each state of their files."""

    def __init__(self) -> None:
        self._evidence: Remembered[Evidence] = Remembered(8)

    def evidence(self, folder: Path) -> Evidence:
        """All figures of a hearing. Raises Faults for wrong files."""
        return self._evidence(stamp(folder), lambda: load_evidence(folder / "evidence.csv"))

    def figures(self, folder: Path, asked: Asked) -> Figures:
        """The figures that hold all words, on a quantity and a place where they are named."""
        everything = self.evidence(folder)
        wanted = asked.words.lower().split()
        fitting = [
            figure
            for figure in everything.where(quantity=asked.quantity or None, place=asked.place or None)
            if all(word in _text(figure).lower() for word in wanted)
        ]
        from counterflow.views.tables import evidence_rows

        pages = max(1, -(-len(fitting) // PAGE))
        first = (min(max(asked.page, 1), pages) - 1) * PAGE
        rows = fitting[first : first + PAGE]
        quantities = {figure.quantity: quantity_words(figure.quantity) for figure in everything}
        return Figures(
            figure_rows(Evidence(tuple(rows))),
            tuple(evidence_rows(rows)),
            len(fitting),
            pages,
            tuple(sorted(quantities.items(), key=lambda one: one[1].lower())),
            tuple(sorted({figure.place for figure in everything})),
        )


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of the evidence does."""
    files = (folder / name for name in ("evidence.csv", "inputs.toml"))
    return tuple((str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in files if one.exists())


def _text(figure: Figure) -> str:
    names = ("id", "quantity", "group", "place", "origin", "publisher", "title", "note")
    return " ".join([quantity_words(figure.quantity), *(str(getattr(figure, name)) for name in names)])


def check_csv(content: bytes) -> CheckedCsv:
    """What is wrong in a file of figures, row by row. It is only read, as text; nothing in it is carried out."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "evidence.csv"
        file.write_bytes(content)
        try:
            return CheckedCsv(figures=len(read_figures(file)), faults=())
        except Faults as faults:
            return CheckedCsv(figures=0, faults=tuple(fault_shown(one) for one in faults.faults))


_PLACES = {"--set": "changed assumption"}
"""Where something is wrong in the words of the command line, and as it is called here."""


def fault_shown(fault: Fault) -> FaultShown:
    """A fault as it is sent: files by name, not by where this server keeps them."""
    return FaultShown(
        file=_PLACES.get(fault.file, Path(fault.file).name),
        line=fault.line,
        field=fault.field,
        problem=fault.problem,
        remedy=fault.remedy,
    )


__all__ = ["COLUMNS", "Asked", "CheckedCsv", "Figures", "Known", "check_csv", "fault_shown", "stamp"]
