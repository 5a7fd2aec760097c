"""Where the files of a hearing are."""

from pathlib import Path

import pytest

from counterflow.faults import Faults
from counterflow.library import hearing_folder, scenario_file, shipped


def test_what_ships_is_found_by_its_name() -> None:
    assert "central_asia_2015" in shipped()
    assert (hearing_folder("central_asia_2015") / "hearing.toml").is_file()


def test_a_folder_goes_before_a_shipped_hearing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "central_asia_2015").mkdir()
    monkeypatch.chdir(tmp_path)
    assert hearing_folder("central_asia_2015") == Path("central_asia_2015")


def test_the_file_of_a_hearing_stands_for_its_folder(tmp_path: Path) -> None:
    (tmp_path / "hearing.toml").touch()
    assert hearing_folder(tmp_path / "hearing.toml") == tmp_path


def test_a_scenario_is_a_file_or_that_of_a_hearing(tmp_path: Path) -> None:
    assert scenario_file(tmp_path / "mine.toml") == tmp_path / "mine.toml"
    assert scenario_file(tmp_path) == tmp_path / "scenario.toml"
    assert scenario_file("central_asia_2015") == hearing_folder("central_asia_2015") / "scenario.toml"


def test_an_unknown_name_is_a_fault() -> None:
    with pytest.raises(Faults, match="did you mean central_asia_2015"):
        hearing_folder("central_asia")
