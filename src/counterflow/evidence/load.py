"""Reading ``evidence.csv``: every fault of every row, with its line and column."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import get_args

from counterflow.evidence.dates import Span, parse_span
from counterflow.evidence.figure import Figure
from counterflow.evidence.ranges import Kind
from counterflow.faults import Fault, Faults, nearest
from counterflow.faults.unfit import CONTROL, hidden

COLUMNS = (
    "id",
    "quantity",
    "group",
    "place",
    "about",
    "published",
    "origin",
    "low",
    "value",
    "high",
    "unit",
    "kind",
    "status",
    "publisher",
    "title",
    "url",
    "note",
)
STATUSES = ("seen", "recalled", "assumed")
KINDS: tuple[Kind, ...] = get_args(Kind)
_MOST = 1e15
"""Beyond it nobody has counted, and sums of draws would overflow."""
_ID = re.compile(r"[A-Z]+-\d+")


def read_figures(path: Path) -> tuple[Figure, ...]:
    """The figures of a CSV file, in its order.

    Raises Faults with one fault for each cell, row or column that is wrong.
    """
    rows = list(_rows(str(path), _read_text(path)))
    if not rows:
        raise Faults([Fault(str(path), None, "", "is empty", f"begin with the header {','.join(COLUMNS)}")])
    _check_header(path, rows[0].cells)
    reader = _Reader(str(path), rows[0].cells)
    figures = [reader.figure(row) for row in rows[1:]]
    if reader.faults:
        raise Faults(reader.faults)
    return tuple(figure for figure in figures if figure is not None)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]


def _read_text(path: Path) -> str:
    file = str(path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Faults([Fault(file, None, "", "the file does not exist", "check the path")]) from None
    except IsADirectoryError:
        raise Faults([Fault(file, None, "", "is a folder", "name a CSV file")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise Faults([Fault(file, line, "", problem, "save the file as UTF-8")]) from None


def _rows(file: str, text: str) -> Iterator[_Row]:
    """Rows with the line on which each begins: a quoted cell may run over several, but must be closed."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield _Row(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        problem = f"a quoted cell that begins here is not closed as it should be ({error})"
        raise Faults(
            [Fault(file, line, "", problem, 'close it with ", and write "" for a quote inside')]
        ) from None


def _check_header(path: Path, header: list[str]) -> None:
    faults = []
    for name in header:
        if name not in COLUMNS:
            near = nearest(name, COLUMNS)
            remedy = f"did you mean {near}?" if near else "remove it"
            faults.append(Fault(str(path), 1, name, "is not a known column", remedy))
        elif header.count(name) > 1:
            faults.append(Fault(str(path), 1, name, "is there twice", "keep one"))
    meant = {nearest(name, COLUMNS) for name in header if name not in COLUMNS}
    missing = [name for name in COLUMNS if name not in header and name not in meant]
    faults += [Fault(str(path), 1, name, "the column is missing", "add it to the header") for name in missing]
    if faults:
        raise Faults(faults)


@dataclass(slots=True)
class _Reader:
    """Parses rows one by one and remembers what was wrong in them."""

    file: str
    header: list[str]
    faults: list[Fault] = field(default_factory=list)
    _lines: dict[str, int] = field(default_factory=dict)

    def figure(self, row: _Row) -> Figure | None:
        """The figure of a row, or None where the row has a fault."""
        before = len(self.faults)
        for name, cell in zip(self.header, row.cells, strict=False):
            for found in CONTROL.findall(cell)[:1]:
                self._fault(row, name, *hidden(found))
        if len(row.cells) != len(self.header):
            problem = f"has {len(row.cells)} cells, not {len(self.header)}"
            self._fault(row, "", problem, "quote texts that hold a comma or a quotation mark")
            return None
        cells = {name: cell.strip() for name, cell in zip(self.header, row.cells, strict=True)}
        low, value, high = (self._number(row, cells, name) for name in ("low", "value", "high"))
        about, published = self._about(row, cells), self._published(row, cells)
        self._check_names(row, cells)
        kind = self._kind(row, cells)
        if len(self.faults) == before:
            self._check_numbers(row, cells, (low, value, high))
        if len(self.faults) > before or about is None:
            return None
        texts = {name: cells[name] for name in COLUMNS if name not in _PARSED}
        return Figure(
            **texts,
            about=about,
            published=published,
            low=low,
            value=value,
            high=high,
            kind=kind,
            line=row.line,
        )

    def _fault(self, row: _Row, column: str, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, row.line, column, problem, remedy))

    def _number(self, row: _Row, cells: dict[str, str], name: str) -> float | None:
        text = cells[name]
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            self._fault(row, name, f'"{text}" is not a number', "write digits with a point, no separators")
            return None
        if abs(number) > _MOST:
            self._fault(row, name, f"{text} is over {_MOST:,.0f}", "write the number that was published")
            return None
        if math.isfinite(number):
            return number
        self._fault(
            row, name, f"{text} is not a finite number", "leave the cell empty where nothing is known"
        )
        return None

    def _span(self, row: _Row, name: str, text: str) -> Span | None:
        try:
            return parse_span(text)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            self._fault(row, name, problem, remedy)
            return None

    def _about(self, row: _Row, cells: dict[str, str]) -> Span | None:
        return self._span(row, "about", cells["about"])

    def _published(self, row: _Row, cells: dict[str, str]) -> Span | None:
        if cells["published"] or cells["status"] != "assumed":
            return self._span(row, "published", cells["published"])
        return None

    def _check_names(self, row: _Row, cells: dict[str, str]) -> None:
        identity = cells["id"]
        if not _ID.fullmatch(identity):
            self._fault(
                row,
                "id",
                f'"{identity}" is not an id',
                "write capital letters, a hyphen and a number: FF-003",
            )
        elif identity in self._lines:
            self._fault(
                row, "id", f"{identity} is also on line {self._lines[identity]}", "give this row its own id"
            )
        self._lines.setdefault(identity, row.line)
        for name in ("quantity", "place", "origin", "unit"):
            if not cells[name]:
                self._fault(row, name, "is empty", f"say the {name}")
        if cells["status"] not in STATUSES:
            self._choice(row, "status", cells["status"], STATUSES)

    def _kind(self, row: _Row, cells: dict[str, str]) -> Kind:
        for kind in KINDS:
            if kind == cells["kind"]:
                return kind
        self._choice(row, "kind", cells["kind"], KINDS)
        return "count"  # never used: the row has a fault

    def _choice(self, row: _Row, column: str, text: str, known: tuple[str, ...]) -> None:
        near = nearest(text, known)
        remedy = f"did you mean {near}?" if near else f"known here: {', '.join(known)}"
        self._fault(row, column, f'"{text}" is not known here', remedy)

    def _check_numbers(self, row: _Row, cells: dict[str, str], points: tuple[float | None, ...]) -> None:
        named = [
            (name, point)
            for name, point in zip(("low", "value", "high"), points, strict=True)
            if point is not None
        ]
        if not named:
            if cells["unit"] != "qualitative":
                self._fault(
                    row, "value", "low, value and high are all empty", "give one, or the unit qualitative"
                )
            return
        for (name, point), (other, bigger) in pairwise(named):
            if point > bigger:
                self._fault(row, name, f"{point:g} is over the {other}, {bigger:g}", "low <= value <= high")
        self._check_limits(row, cells, named)

    def _check_limits(self, row: _Row, cells: dict[str, str], named: list[tuple[str, float]]) -> None:
        percent = cells["kind"] == "share" and cells["unit"].startswith("percent")
        for name, point in named:
            if point < 0 and cells["kind"] != "rate":
                self._fault(row, name, f"{point:g} is under 0", f"a {cells['kind']} cannot be negative")
            elif percent and point > 100:
                self._fault(row, name, f"{point:g} is over 100", "a share in percent lies between 0 and 100")


_PARSED = ("about", "published", "low", "value", "high", "kind")
