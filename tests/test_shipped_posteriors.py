"""What ships is fresh: a posterior that no longer fits its hearing's files fails here, and is made anew with make posterior."""

import pytest

from counterflow.analysis.calibration.posterior import FOLDER, HEAD
from counterflow.analysis.calibration.shipped import shipped
from counterflow.analysis.hear import load_case
from counterflow.library import hearing_folder
from counterflow.library import shipped as hearings

MOST_BYTES = 40e6
CALIBRATED = [name for name in hearings() if (hearing_folder(name) / FOLDER / HEAD).exists()]


@pytest.mark.parametrize("name", CALIBRATED)
def test_a_posterior_that_ships_is_fresh_trusted_and_small(name: str) -> None:
    case = load_case(hearing_folder(name))
    found = shipped(case)
    assert found.why_not is None
    assert found.calibrated is not None
    assert sum(path.stat().st_size for path in (case.folder / FOLDER).iterdir()) < MOST_BYTES
