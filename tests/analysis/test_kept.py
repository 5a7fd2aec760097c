"""Results that are kept are read as they were written; what cannot be read is no result, and no error."""

from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.files import verdicts_json
from counterflow.analysis.kept import MADE_OF, OUTCOMES, VERDICTS, Outcomes, keep, kept
from tests.views.example import verdicts

DRAWN: Outcomes = {("all", "prior"): {"a": np.array([0.25, 0.5]), "b": np.array([1.0, 2.0])}}


@pytest.fixture
def hearing(tmp_path: Path) -> Path:
    (tmp_path / "hearing.toml").write_text("a = 1\n")
    keep(verdicts(), DRAWN, tmp_path, tmp_path / "results")
    return tmp_path


def test_what_is_kept_is_what_is_read(hearing: Path) -> None:
    found = kept(hearing)
    assert found is not None
    assert (verdicts_json(found.verdicts), found.fresh) == (verdicts_json(verdicts()), True)
    outcomes = found.outcomes()
    assert outcomes is not None
    assert {name: values.tolist() for name, values in outcomes["all", "prior"].items()} == {
        "a": [0.25, 0.5],
        "b": [1.0, 2.0],
    }


def test_what_has_changed_is_named(hearing: Path) -> None:
    (hearing / "hearing.toml").write_text("a = 22\n")
    found = kept(hearing)
    assert found is not None
    assert found.changed == ("hearing.toml",)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"made of": 3}', '{"made of": []}', "[" * 100_000])
def test_results_that_say_not_what_they_were_made_of_are_none(text: str, hearing: Path) -> None:
    (hearing / "results" / MADE_OF).write_text(text)
    assert kept(hearing) is None


def test_verdicts_that_cannot_be_read_are_none(hearing: Path) -> None:
    (hearing / "results" / VERDICTS).write_text("{}")
    assert kept(hearing) is None


def test_outcomes_that_cannot_be_read_are_none(hearing: Path) -> None:
    found = kept(hearing)
    assert found is not None
    file = hearing / "results" / OUTCOMES
    file.write_bytes(file.read_bytes()[:-40])
    assert found.outcomes() is None
    file.unlink()
    assert found.outcomes() is None
