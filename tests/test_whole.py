"""Files are written whole or not at all."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

import counterflow
from counterflow.template import new
from counterflow.whole import put_file, put_files

_SMALL_DISK = """
import resource, sys
from counterflow import cli

resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, resource.RLIM_INFINITY))  # as on a disk with little room
sys.argv = ["counterflow", *sys.argv[1:]]
cli.main()
"""


def on_a_small_disk(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _SMALL_DISK, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_files_take_the_place_of_those_that_were_there(tmp_path: Path) -> None:
    put_files(tmp_path / "new" / "folder", {"a.txt": "älter", "b.bin": b"\xff"})
    put_files(tmp_path / "new" / "folder", {"a.txt": "neu\n"})
    found = {file.name: file.read_bytes() for file in (tmp_path / "new" / "folder").iterdir()}
    assert found == {"a.txt": b"neu\n", "b.bin": b"\xff"}


def test_where_one_cannot_be_written_all_stay_as_they_were(tmp_path: Path) -> None:
    put_file(tmp_path / "a.txt", "old")
    with pytest.raises(FileNotFoundError) as caught:
        put_files(tmp_path, {"a.txt": "new", "no/such/folder": "x"})
    assert caught.value.filename == str(tmp_path / "no/such/folder")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.txt", "old")]


def test_a_place_that_cannot_be_taken_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError, match=r"a\.txt'$") as caught:
        put_file(tmp_path / "a.txt", "x")
    assert caught.value.errno == errno.EISDIR
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_no_half_of_a_hearing_is_left_on_a_full_disk(tmp_path: Path) -> None:
    answer = on_a_small_disk("new", "harvest", folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "harvest/scenario.toml: File too large; make room, and give the command again\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".csv", ".nc", ".parquet"])
def test_no_half_of_an_export_is_left_on_a_full_disk(ending: str, tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    counterflow.run(tmp_path / "harvest", runs=30, workers=1, out=tmp_path / "kept")
    answer = on_a_small_disk("results", "kept", "--export", f"x{ending}", folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"x{ending}: File too large; make room, and give the command again\n"
    assert {file.name for file in tmp_path.iterdir()} == {"harvest", "kept"}
