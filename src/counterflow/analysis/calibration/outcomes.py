"""What a hearing asks about, draw by draw of a posterior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS, compute
from counterflow.experiment.crew import Progress
from counterflow.experiment.pool import run_all, shared
from counterflow.hearing import OUTCOMES
from counterflow.inference.arrays import Floats

_BATCH = 16


@dataclass(frozen=True)
class _Batch:
    names: tuple[str, ...]
    values: Floats
    first: int


def outcomes_of(
    coordinates: Coordinates,
    names: tuple[str, ...],
    values: Floats,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Floats:
    """All outcomes of the vocabulary, [draws, outcomes]; not a number where one is not defined.

    `names` and `values`: of all coordinates, those of reporting too, [draws, coordinates].
    """
    batches = [
        _Batch(names, values[first : first + _BATCH], first) for first in range(0, len(values), _BATCH)
    ]
    found = run_all(
        _compute, batches, share=coordinates, workers=workers, what="outcomes of draws", progress=progress
    )
    return np.concatenate(found) if found else np.empty((0, len(OUTCOMES)))


def _compute(batch: _Batch) -> Floats:
    coordinates: Coordinates = shared()
    world = len(coordinates.names)
    rows = []
    for number, values in enumerate(batch.values, batch.first):
        reporting = zip(batch.names[world:], values[world:], strict=True)
        fortune = {name: float(ndtr(score)) for name, score in reporting if name.startswith("detection/")}
        draw = coordinates.draw(values[:world], number, fortune)
        found = compute(draw, OUTCOME_FUNCTIONS)
        rows.append([found.get(name, np.nan) for name in OUTCOMES])
    return np.array(rows)
