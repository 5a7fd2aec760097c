"""Targets, scores and the salience curve."""

import datetime as dt
from pathlib import Path

import pytest

from counterflow.evidence import known_targets, load_inputs, load_scores, load_targets
from counterflow.faults import Faults
from tests.evidence.builders import HEARING_DAY, LIBRARY, library

TARGET = """
[[target]]
id = "a"
quantity = "ever left"
cohort = "Belgium"
at = 2015-04-07
centre = 400
low = 350
high = 480
scale = "log"
rows = ["FF-003"]
origins = ["icsr"]
available = 2015-04-07
"""


def faults_of(tmp_path: Path, text: str, known: frozenset[str] | None = None) -> list[str]:
    file = tmp_path / "targets.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        load_targets(file, known)
    return [str(fault).replace(str(file), "targets.toml") for fault in caught.value.faults]


def test_the_library_loads_and_names_rows_that_exist() -> None:
    rows = frozenset(library().by_id)
    targets = load_targets(LIBRARY / "targets.toml", rows)
    assert (len(targets), len(known_targets(targets, HEARING_DAY))) == (70, 37)
    assert len(load_scores(LIBRARY / "scored.toml", rows)) == 10
    points = load_inputs(LIBRARY / "inputs.toml", rows)
    assert [point.at for point in points] == sorted(point.at for point in points)


def test_a_share_over_one_is_a_fault_of_its_target(tmp_path: Path) -> None:
    text = (
        TARGET.replace('"log"', '"logit"').replace("400", "0.9").replace("350", "0.8").replace("480", "1.2")
    )
    (fault,) = faults_of(tmp_path, text)
    assert fault.startswith("targets.toml:2: target[0]: 0.8 to 1.2 does not fit the scale logit")


def test_points_out_of_order_are_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TARGET.replace("low = 350", "low = 450"))
    assert "450, 400, 480 are not in order" in fault


def test_a_misspelt_key_suggests_the_nearest(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TARGET.replace("centre", "center"))
    assert "did you mean centre?" in fault


def test_a_row_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TARGET, frozenset({"FF-004"}))
    assert fault.startswith("targets.toml:11: target[0].rows: FF-003 is not a row")


def test_an_id_used_twice_is_a_fault(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TARGET + TARGET)
    assert '"a" is there twice' in fault


def test_a_point_that_replaces_nothing_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "inputs.toml"
    file.write_text(
        '[[salience]]\nid = "x"\nat = 2014-01-01\ninflow = 1\nlow = 0\nhigh = 2\nrows = ["A-1"]\norigins = ["b"]\n'
        'available = 2014-01-01\nreplaces = "y"\n',
        encoding="utf-8",
    )
    with pytest.raises(Faults, match='no point has the id "y"'):
        load_inputs(file)


def test_known_targets_are_all_without_a_date() -> None:
    targets = load_targets(LIBRARY / "targets.toml")
    assert known_targets(targets, None) == targets
    assert known_targets(targets, dt.date(2000, 1, 1)) == ()
