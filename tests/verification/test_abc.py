"""Our posterior of three unknowns against pyABC's, on the same engine."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.bank import Often, Points, sobol_scores
from counterflow.analysis.calibration.model import Model
from counterflow.analysis.calibration.waves import emulator_of
from counterflow.experiment.runs import Means
from counterflow.inference.arrays import Floats
from counterflow.inference.observation import DEGREES
from counterflow.inference.tempering import temper
from tests.judge import Judge
from tests.verification.abc_engine import FREE, started, values_at

pytestmark = pytest.mark.verification

ROOT = Path(__file__).parents[2]
RIVALS = ROOT / "build" / "bench-env" / "bin" / "python"
DETECTION = "detection/Halmark"
POPULATIONS, LAST = (250,) * 7, 1_500
"""Particles of pyABC's generations; the last is the one that is compared."""
NEAR = 0.2
"""Standard deviations by which means may differ."""
LEAST = 400
"""Equally weighted draws that pyABC's must be worth, so that NEAR is four errors of its mean."""


def ours(out: Path) -> Floats:
    """Draws of the three scores."""
    begun = started()
    workshop = replace(begun.workshop, out=out, means=Means(workers=1))
    free = 1.5 * sobol_scores(400, len(FREE), 9)
    bank = workshop.bank([Points("three", values_at(free))], often=Often(each=2, again=None))
    observation = begun.observation
    model = Model(
        workshop.coordinates, begun.case.hearing, observation, emulator_of(workshop, bank, observation)
    )
    names = list(observation.names)

    def log_likelihood(scores: Floats) -> Floats:
        reporting = np.zeros((len(scores), len(names)))
        reporting[:, names.index(DETECTION)] = scores[:, 2]
        values = np.column_stack([values_at(scores[:, :2]), reporting])
        return model.log_likelihood(values, Ask())

    return temper(log_likelihood, 3, seed=3, particles=4000).scores


def theirs() -> dict[str, list[float]]:
    observation = started().observation
    grid = np.linspace(-4.0, 4.0, 81)
    scores = np.zeros((len(grid), len(observation.names)))
    scores[:, list(observation.names).index(DETECTION)] = grid
    factors = observation.reported(np.zeros((len(grid), len(observation))), scores)[:, 0]
    asked = {
        "centres": observation.centres.tolist(),
        "sides": [one.sides for one in observation.seen],
        "degrees": DEGREES,
        "detection": [grid.tolist(), factors.tolist()],
        "populations": POPULATIONS,
        "last": LAST,
        "seed": 3,
    }
    engine = [sys.executable, "-m", "tests.verification.abc_engine"]
    done = subprocess.run(
        [str(RIVALS), str(Path(__file__).with_name("abc_rival.py")), *engine],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def test_means_are_those_of_pyabc(tmp_path: Path, verdict: Judge) -> None:
    assert RIVALS.exists(), "the rivals' environment is not there; run it by make verify"
    found = theirs()
    draws, weights = np.array(found["draws"]), np.array(found["weights"])
    own = ours(tmp_path)
    assert found["temperature"] == pytest.approx(1.0), "pyABC did not reach the posterior itself"
    worth = float(weights.sum() ** 2 / (weights**2).sum())
    verdict.at_least("pyABC: draws that its last generation is worth", f"of {LAST:,}", worth, LEAST)
    for i, name in enumerate(("how many left", "the exposure ratio", "detection")):
        mean = float(np.average(draws[:, i], weights=weights))
        sd = float(np.sqrt(np.average((draws[:, i] - mean) ** 2, weights=weights)))
        compared = (
            f"distance of means in standard deviations; pyABC {mean:.3f} (sd {sd:.3f}, {found['runs']} histories),"
            f" ours {own[:, i].mean():.3f} (sd {own[:, i].std():.3f}, 800 histories)"
        )
        verdict.at_most(f"pyABC: {name}", compared, abs(own[:, i].mean() - mean) / sd, NEAR)
