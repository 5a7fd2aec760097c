"""What ships is fresh: a posterior that no longer fits its hearing's files fails here, and is made anew with make posterior."""

import pytest

from counterflow.analysis.calibration.posterior import FOLDER, HEAD
from counterflow.analysis.calibration.shipped import shipped
from counterflow.analysis.decide.study import evidence_of, out_of_date
from counterflow.analysis.hear import load_case
from counterflow.library import hearing_folder
from counterflow.library import shipped as hearings
from counterflow.scenario import compile_world

MOST_BYTES = 40e6
CALIBRATED = [name for name in hearings() if (hearing_folder(name) / FOLDER / HEAD).exists()]


@pytest.mark.parametrize("name", CALIBRATED)
def test_a_posterior_that_ships_is_fresh_trusted_and_small(name: str) -> None:
    case = load_case(hearing_folder(name))
    found = shipped(case)
    assert found.why_not is None
    assert found.calibrated is not None
    assert sum(path.stat().st_size for path in (case.folder / FOLDER).iterdir()) < MOST_BYTES


@pytest.mark.parametrize("name", CALIBRATED)
def test_a_decision_can_be_made_from_it(name: str) -> None:
    case = load_case(hearing_folder(name))
    evidence = evidence_of(case)
    world = compile_world(case.scenario, case.salience)
    assert out_of_date(evidence, world) == []
    assert set(evidence.effects.programmes) == {one.id for one in case.scenario.programme}
