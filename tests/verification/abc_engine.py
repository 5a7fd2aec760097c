"""The engine as a program that answers lines: three parameters and a run in, log counts and log odds of the targets out.

python -m tests.verification.abc_engine: one JSON array [score of level, score of exposure, run] a line; null where a run fails.
"""

import json
import sys
from functools import cache

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.bank import parameters_of, summaries_of
from counterflow.analysis.calibration.calibrate import Calibration, begun
from counterflow.analysis.calibration.coordinates import REGION
from counterflow.analysis.calibration.waves import Scope
from counterflow.analysis.hear import load_case
from counterflow.engine.run import run_key, simulate
from counterflow.experiment.plan import ParameterDraw
from counterflow.experiment.sample import no_programmes
from counterflow.inference.arrays import Floats
from tests.verification.test_calibration import FOLDER

SEED = 5
FREE = (REGION, "exposure_ratio")
"""What is unknown in the world; the third unknown is detection, which comes after it."""


@cache
def started() -> Calibration:
    """The template's calibration; nothing is run, so that its folder is never made."""
    return begun(load_case(FOLDER), out=FOLDER / "nowhere", scope=Scope(), seed=1)


def values_at(free: Floats) -> Floats:
    """Values of the world's coordinates, [draws, coordinates], at scores of the free ones; all others at their medians."""
    found = started()
    coordinates = found.workshop.coordinates
    scores = np.zeros((len(free), len(coordinates.names)))
    scores[:, [coordinates.names.index(name) for name in FREE]] = free
    return coordinates.belief(found.case.hearing, Ask().account).values(scores)


def answer(level: float, exposure: float, run: int) -> list[float] | None:
    """What one history gives."""
    workshop = started().workshop
    values = values_at(np.array([[level, exposure]]))[0]
    coordinates = workshop.coordinates
    draw = ParameterDraw(
        runs=range(run, run + 1),
        account=Ask().account,
        number=0,
        parameters=parameters_of(coordinates, values),
        scaled=coordinates.scaled(values),
    )
    world = draw.world(coordinates.setting.world)
    history = simulate(world, no_programmes(world), SEED, run)
    counts = workshop.gauge(world, history, run_key(SEED, run)).reshape(-1, 2)
    return summaries_of(counts).tolist() if (counts[1:, 1] > 0).all() else None


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(*json.loads(line))), flush=True)  # noqa: T201 -- it is a program
