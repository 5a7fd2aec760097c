"""A hearing run with changed assumptions, and results that are kept beside its files."""

from pathlib import Path

import pytest

import counterflow
from counterflow.analysis.files import verdicts_json
from counterflow.analysis.kept import FOLDER, kept
from counterflow.faults import Faults
from counterflow.template import new


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new(tmp_path / "harvest")
    return tmp_path / "harvest"


def test_a_changed_hearing_says_so_and_is_not_calibrated(folder: Path) -> None:
    sets = ["hardship.public=0", "belief.exposure_ratio=[1, 4, 9]"]
    found = counterflow.hear(folder, draws=2, runs=1, workers=1, sets=sets)
    assert found.verdicts.provenance.changes == tuple(sets)
    assert (found.verdicts.notice or "").startswith("Not calibrated for this assumption (hardship.public=0,")
    assert found.case.scenario.hardship.public.value == 0.0
    assert found.case.hearing.priors("all")["exposure_ratio"].lognormal == (4.0, 1.0, 9.0)


def test_results_are_kept_beside_the_files_and_only_those_of_the_files(folder: Path) -> None:
    with pytest.raises(Faults, match="leave --set and --as-of away"):
        counterflow.hear(folder, draws=2, runs=1, workers=1, sets=["hardship.public=0"], install=True)
    assert not (folder / FOLDER).exists()
    heard = counterflow.hear(folder, draws=2, runs=1, workers=1, install=True)
    found = kept(folder)
    assert found is not None
    assert found.fresh
    assert verdicts_json(found.verdicts) == verdicts_json(heard.verdicts)
    outcomes = found.outcomes()
    assert outcomes is not None
    assert outcomes.keys() == heard.ensemble.outcomes.keys()


def test_a_wrong_change_is_a_fault_before_anything_is_computed(folder: Path) -> None:
    with pytest.raises(Faults, match="did you mean exposure_ratio"):
        counterflow.hear(folder, draws=2, runs=1, workers=1, sets=["belief.exposure=[1, 2, 3]"])
