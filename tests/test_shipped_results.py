"""Results that ship are those of the files they stand beside; else the app would greet everybody with old verdicts."""

import pytest

from counterflow.analysis.kept import FOLDER, kept
from counterflow.library import hearing_folder, shipped

KEPT = [name for name in shipped() if (hearing_folder(name) / FOLDER).is_dir()]


@pytest.mark.parametrize("name", KEPT)
def test_results_that_ship_are_fresh(name: str) -> None:
    found = kept(hearing_folder(name))
    assert found is not None
    assert found.changed == (), "make results"


def test_the_default_hearing_ships_with_results() -> None:
    assert "central_asia_2015" in KEPT
