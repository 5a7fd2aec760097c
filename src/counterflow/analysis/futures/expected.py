"""Expected outcomes of futures: what verdicts are judged by, without the luck of runs, a tenth of a second each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS
from counterflow.analysis.expected.setting import Setting, Undefined
from counterflow.analysis.futures.point import Coordinates
from counterflow.analysis.futures.respond import Answers
from counterflow.experiment.pool import Progress, run_all, shared
from counterflow.world import Floats

_BATCH = 8
"""Futures that a worker takes at a time: a second's work."""


@dataclass(frozen=True, slots=True)
class _Shared:
    setting: Setting
    coordinates: Coordinates
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class ExpectedOutcomes:
    """Answers with outcomes of the vocabulary of hearings."""

    setting: Setting
    coordinates: Coordinates
    outcomes: tuple[str, ...]
    workers: int | None = None
    progress: Progress | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """All coordinates."""
        return self.coordinates.names

    def __call__(self, points: Floats) -> Answers:
        """Outcomes at coordinates, the same for any number of workers; they hide no luck."""
        batches = [points[first : first + _BATCH] for first in range(0, len(points), _BATCH)]
        share = _Shared(self.setting, self.coordinates, self.outcomes)
        found = run_all(
            _answers, batches, share=share, workers=self.workers, what="futures", progress=self.progress
        )
        return Answers(np.concatenate(found), np.zeros(len(self.outcomes)))


def _answers(points: Floats) -> list[list[float]]:
    """Outcomes of some futures; as lists, since crews compare what comes back with a word of their own."""
    share: _Shared = shared()
    shapley = any(name.startswith("shapley") for name in share.outcomes)
    rows = []
    for point in points:
        named = dict(zip(share.coordinates.names, map(float, point), strict=True))
        draw = share.coordinates.draw(share.setting, named, shapley=shapley)
        rows.append([_outcome(name, draw) for name in share.outcomes])
    return rows


def _outcome(name: str, draw: Draw) -> float:
    """An outcome of a draw, or not a number where the scenario does not define it."""
    try:
        return OUTCOME_FUNCTIONS[name](draw)
    except Undefined:
        return float("nan")
