"""What a hearing asks about, draw by draw of a posterior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from counterflow.analysis.calibration.bank import sobol_scores
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS, compute
from counterflow.analysis.fair import frequencies, main_of
from counterflow.analysis.model import WIDE
from counterflow.experiment.crew import Progress
from counterflow.experiment.pool import run_all, shared
from counterflow.hearing import OUTCOMES, Hearing, Variant
from counterflow.inference.arrays import Floats
from counterflow.inference.reporting import after_story

_BATCH = 16
MOVED: tuple[Variant, ...] = ("prior", "weights x0.5", "weights x2", "exposure x0.5", "exposure x2")
"""The prior, and its variants with other parameters."""


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


def main_before(
    coordinates: Coordinates,
    hearing: Hearing,
    number: int,
    *,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Floats]:
    """Share of `number` draws of the prior in which each candidate is the main driver, by variant of the prior."""
    values = [
        coordinates.belief(hearing, WIDE, variant).values(sobol_scores(number, len(coordinates.names), seed))
        for variant in MOVED
    ]
    batches = [
        _Batch(coordinates.names, one[first : first + _BATCH], first)
        for one in values
        for first in range(0, number, _BATCH)
    ]
    found = run_all(
        _shares, batches, share=coordinates, workers=workers, what="main drivers before", progress=progress
    )
    shares = np.split(np.concatenate(found), len(MOVED))
    return {variant: frequencies(main_of(one)) for variant, one in zip(MOVED, shares, strict=True)}


def _shares(batch: _Batch) -> Floats:
    coordinates: Coordinates = shared()
    return np.array(
        [coordinates.draw(values, number).shares for number, values in enumerate(batch.values, batch.first)]
    )


def _compute(batch: _Batch) -> Floats:
    coordinates: Coordinates = shared()
    rows = []
    for number, values in enumerate(batch.values, batch.first):
        fortune = detected(dict(zip(batch.names, map(float, values), strict=True)))
        draw = coordinates.draw(values[: len(coordinates.names)], number, fortune)
        found = compute(draw, OUTCOME_FUNCTIONS)
        rows.append([found.get(name, np.nan) for name in OUTCOMES])
    return np.array(rows)


def detected(reporting: Mapping[str, float]) -> dict[str, float]:
    """Uniforms behind detection on the day of the last count, from the scores of reporting: after the story where one is fitted.

    Other names are passed over.
    """
    found = {}
    for name, score in reporting.items():
        kind, _, cohort = name.partition("/")
        if kind == "detection":
            jump = reporting.get(f"jump/{cohort}")
            last = score if jump is None else float(after_story(np.array([[score, jump]]))[0])
            found[name] = float(ndtr(last))
    return found
