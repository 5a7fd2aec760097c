"""A new hearing is right from the start, and nobody's files are overwritten."""

from pathlib import Path

import pytest

from counterflow.checking import check
from counterflow.faults import Faults
from counterflow.library import hearing_folder
from counterflow.template import new


def test_a_new_hearing_has_no_faults(tmp_path: Path) -> None:
    folder = tmp_path / "harvest_2021"
    files = new(folder)
    assert {file.name for file in files} == {file.name for file in folder.iterdir()}
    assert [one.faults for one in check(folder)] == [()] * 5
    assert hearing_folder(folder) == folder


def test_a_new_hearing_carries_its_own_name(tmp_path: Path) -> None:
    folder = tmp_path / "harvest_2021"
    texts = "".join(file.read_text() for file in new(folder))
    assert 'id = "harvest_2021"' in texts
    assert "my_hearing" not in texts


def test_every_figure_of_a_new_hearing_is_marked_as_invented(tmp_path: Path) -> None:
    (evidence,) = [file for file in new(tmp_path / "harvest") if file.suffix == ".csv"]
    assert all("invented" in row.lower() for row in evidence.read_text().splitlines()[1:])


def test_a_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="exists already"):
        new(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["My hearing", "2021", "häring", "a-b"])
def test_a_name_that_cannot_be_an_id_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Faults, match="cannot be the id"):
        new(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
