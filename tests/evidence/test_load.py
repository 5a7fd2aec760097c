"""Reading the figures: each broken cell is one fault, with its line and column."""

from pathlib import Path

import pytest

from counterflow.evidence.load import read_figures
from counterflow.faults import Fault, Faults
from tests.evidence.builders import HEADER, LIBRARY

GOOD = (
    "FF-1,ff_cumulative,residents,Belgium,2014-12,2015-01-26,icsr,,440,,persons,count,seen,ICSR,Title,,note"
)


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    file = tmp_path / "evidence.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def faults_of(file: Path) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as caught:
        read_figures(file)
    return caught.value.faults


def changed(**cells: str) -> str:
    values = dict(zip(HEADER.split(","), GOOD.split(","), strict=True))
    return ",".join({**values, **cells}.values())


def test_the_library_loads() -> None:
    figures = read_figures(LIBRARY / "evidence.csv")
    assert len(figures) > 500
    assert {figure.status for figure in figures} == {"seen", "recalled", "assumed"}


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"value": "many"}, "value", '"many" is not a number'),
        ({"value": "nan"}, "value", "nan is not a finite number"),
        ({"value": "-3"}, "value", "-3 is under 0"),
        ({"value": ""}, "value", "low, value and high are all empty"),
        ({"low": "500"}, "low", "500 is over the value, 440"),
        ({"high": "400"}, "value", "440 is over the high, 400"),
        ({"about": "summer 2014"}, "about", '"summer 2014" is not a date'),
        ({"published": ""}, "published", '"" is not a date'),
        ({"kind": "cuont"}, "kind", '"cuont" is not known here'),
        ({"status": "sen"}, "status", '"sen" is not known here'),
        ({"id": "ff1"}, "id", '"ff1" is not an id'),
        ({"origin": ""}, "origin", "is empty"),
        ({"note": "a\x1b[2Jb"}, "note", "has the control character U+001B"),
        ({"kind": "share", "unit": "percent"}, "value", "440 is over 100"),
    ],
)
def test_a_broken_cell_is_one_fault(tmp_path: Path, cells: dict[str, str], column: str, problem: str) -> None:
    (fault,) = faults_of(write(tmp_path, GOOD, changed(**{"id": "FF-2", **cells})))
    assert (fault.line, fault.field) == (3, column)
    assert problem in fault.problem
    assert fault.remedy


def test_every_broken_row_is_told_at_once(tmp_path: Path) -> None:
    found = faults_of(
        write(tmp_path, changed(id="FF-2", value="x", about="y"), GOOD, changed(id="FF-3", kind="z"))
    )
    assert [(fault.line, fault.field) for fault in found] == [(2, "value"), (2, "about"), (4, "kind")]


def test_an_id_used_twice_names_the_first_line(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, GOOD, GOOD))
    assert (fault.line, fault.field, fault.problem) == (3, "id", "FF-1 is also on line 2")


def test_a_row_with_a_comma_too_many_is_one_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, GOOD + ",more"))
    assert (fault.line, fault.problem) == (2, "has 18 cells, not 17")


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, changed(note='"one\ntwo"'), changed(id="FF-2", value="x")))
    assert fault.line == 4


def test_a_misspelt_column_suggests_the_nearest(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, GOOD, header=HEADER.replace("origin", "orgin")))
    assert (fault.line, fault.field, fault.remedy) == (1, "orgin", "did you mean origin?")


def test_an_assumption_needs_no_date_of_publication(tmp_path: Path) -> None:
    (figure,) = read_figures(write(tmp_path, changed(published="", status="assumed")))
    assert figure.published is None


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "evidence.csv")
    assert fault.problem == "the file does not exist"


def test_bytes_that_are_not_text_are_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "evidence.csv"
    file.write_bytes(HEADER.encode() + b"\n\xff")
    (fault,) = faults_of(file)
    assert (fault.line, fault.problem) == (2, "byte 0xff is not UTF-8")


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    file = write(tmp_path, changed(note='"Higher'), changed(id="FF-2"), changed(id="FF-3"))
    (fault,) = faults_of(file)
    assert fault.line == 2
    assert "not closed" in fault.problem
