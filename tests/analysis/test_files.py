import json
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from counterflow.analysis.files import read_verdicts, verdicts_json, verdicts_schema
from counterflow.analysis.records import Provenance, Verdicts
from counterflow.analysis.verdicts import accounts_shown, hearing_shown, judge, witnesses_shown
from tests.analysis.fakes import POPULATION, InMemory, evidence, row
from tests.hearing.mini import mini

KEYS = {
    "schema_version",
    "hearing",
    "as_of",
    "calibrated",
    "notice",
    "provenance",
    "accounts",
    "witnesses",
    "claims",
    "departures",
    "programmes",
    "assumptions",
    "calibration",
    "hindcast",
    "runs",
}


def verdicts(folder: Path, seed: int = 1) -> Verdicts:
    hearing = mini(folder)
    known = evidence(folder, POPULATION, row("X-001", "ff_cumulative", "Tajikistan", 860, low=600, high=1200))
    outcomes = InMemory({"shapley share of support": [0.2, 0.0, 1 / 3]})
    return Verdicts(
        hearing=hearing_shown(hearing),
        provenance=Provenance(counterflow="0", engine=1, seed=seed, runs=1, draws=3),
        accounts=accounts_shown(hearing),
        witnesses=witnesses_shown(hearing),
        claims=judge(hearing, known, outcomes, seed=seed),
    )


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    assert verdicts_json(verdicts(tmp_path)) == verdicts_json(verdicts(tmp_path))


def test_the_file_has_every_documented_key_in_order(tmp_path: Path) -> None:
    document = json.loads(verdicts_json(verdicts(tmp_path)))
    assert set(document) == KEYS
    assert list(document) == sorted(document)


def test_floats_have_six_digits(tmp_path: Path) -> None:
    text = verdicts_json(verdicts(tmp_path))
    digits = [len(number.partition(".")[2].lstrip("0")) for number in re.findall(r"\b0\.\d+", text)]
    assert max(digits) == 6


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    path.write_text(verdicts_json(verdicts(tmp_path)), encoding="utf-8")
    again = read_verdicts(path)
    assert verdicts_json(again) == path.read_text(encoding="utf-8")


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    path.write_text('{"schema_version": 2}', encoding="utf-8")
    with pytest.raises(ValidationError):
        read_verdicts(path)


def test_the_schema_names_every_key() -> None:
    schema = verdicts_schema()
    assert set(schema["properties"]) == KEYS
    assert set(schema["required"]) == KEYS
