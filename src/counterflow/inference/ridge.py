"""Quadratic ridge regression, its penalties chosen by leaving one point out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from counterflow.inference.arrays import Floats, Ints
from counterflow.inference.errors import Unfit

PENALTIES = np.logspace(-2.0, 5.0, 22)
BENDS = (0.0, 0.1, 0.3, 1.0)
"""Scales of squares and products beside 1 for the inputs themselves: the smaller, the more they are held back."""
_CHUNK = 1024
_TINY = 1e-10


def products(x: Floats) -> Floats:
    """Squares and products of inputs, [products, points], in the order of np.triu_indices."""
    columns = np.ascontiguousarray(x.T)
    size = len(columns)
    found = np.empty((size * (size + 1) // 2, len(x)))
    at = 0
    for i in range(size):  # rows are written one after another, and nothing is gathered by index
        found[at : at + size - i] = columns[i] * columns[i:]
        at += size - i
    return found


@dataclass(frozen=True)
class Ridge:
    """A fitted quadratic for each output."""

    centre: Floats
    """[inputs] of the points that it was fitted to"""
    spread: Floats
    linear: Floats
    """[inputs, outputs]"""
    bent: Floats
    """[inputs (inputs + 1) / 2, outputs] of products of standardised inputs, in the order of np.triu_indices"""
    level: Floats
    """[outputs]"""

    def __call__(self, inputs: Floats) -> Floats:
        """Predictions, [points, outputs]."""
        return np.concatenate(
            [self._some(inputs[start : start + _CHUNK]) for start in range(0, len(inputs), _CHUNK)]
            or [np.empty((0, self.level.size))]
        )

    def _some(self, inputs: Floats) -> Floats:
        x = (inputs - self.centre) / self.spread
        return np.asarray(self.level + x @ self.linear + (self.bent.T @ products(x)).T)

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        return np.triu_indices(self.centre.size)

    def slope(self, output: int) -> Floats:
        """The direction in which an output rises, [inputs]: along it inputs of the spread that was seen have the spread 1."""
        linear = self.linear[:, output]
        return np.asarray(linear / max(float(np.linalg.norm(linear)), _TINY) / self.spread)

    def importance(self, output: int) -> Floats:
        """How much each input moves an output: root of its squared coefficients."""
        first, second = self._pairs
        squares = self.linear[:, output] ** 2
        for index in (first, second):
            squares = squares + 0.5 * np.bincount(index, self.bent[:, output] ** 2, self.centre.size)
        return np.asarray(np.sqrt(squares))


@dataclass(frozen=True)
class Fitted:
    """A ridge, and what it gets wrong at points that it did not see."""

    ridge: Ridge
    left_out: Floats
    """[points, outputs] outputs less predictions from all other points"""


def fit_ridge(inputs: Floats, outputs: Floats) -> Fitted:
    """The ridge of these points; every output has penalties of its own. Raises Unfit for fewer than ten points."""
    if len(inputs) < 10:
        raise Unfit(f"{len(inputs)} points are too few to fit anything to; make ten or more")
    centre, spread = inputs.mean(axis=0), inputs.std(axis=0)
    spread = np.where(spread > _TINY, spread, 1.0)
    x = (inputs - centre) / spread
    bent_inputs = products(x).T
    trials = [_Trial.of(x, bent_inputs, bend, outputs) for bend in BENDS]
    best = np.argmin([trial.error for trial in trials], axis=0)
    found = [trials[bend].coefficients(output) for output, bend in enumerate(best)]
    linear, bent, level = (np.stack([one[i] for one in found], axis=-1) for i in range(3))
    left_out = np.column_stack([trials[bend].left_out[:, output] for output, bend in enumerate(best)])
    return Fitted(Ridge(centre, spread, linear, bent, level), left_out)


@dataclass(frozen=True)
class _Trial:
    """One scale of products, with the best penalty for each output."""

    bend: float
    means: Floats
    directions: Floats
    """[features, directions] right singular vectors"""
    shrunk: Floats
    """[directions, outputs] coefficients along them"""
    level: Floats
    left_out: Floats
    error: Floats
    """[outputs] mean square of what is left out"""
    inputs: int

    @classmethod
    def of(cls, x: Floats, bent_inputs: Floats, bend: float, outputs: Floats) -> _Trial:
        """All penalties of one scale tried by leaving one point out, which ridge regression tells from one decomposition."""
        features = x if bend == 0.0 else np.hstack([x, bend * bent_inputs])
        means, level = features.mean(axis=0), outputs.mean(axis=0)
        left, sizes, right = np.linalg.svd(features - means, full_matrices=False)
        along = left.T @ (outputs - level)
        best = np.full(outputs.shape[1], np.inf)
        shrunk, left_out = np.zeros_like(along), np.zeros_like(outputs)
        for penalty in PENALTIES:
            kept = sizes**2 / (sizes**2 + penalty)
            own = np.minimum(left**2 @ kept + 1.0 / len(x), 1.0 - 1e-6)
            missed = (outputs - level - left @ (kept[:, None] * along)) / (1.0 - own)[:, None]
            error = (missed**2).mean(axis=0)
            better = error < best
            best = np.where(better, error, best)
            left_out = np.where(better, missed, left_out)
            shrunk = np.where(better, (kept / np.maximum(sizes, _TINY))[:, None] * along, shrunk)
        return cls(bend, means, right.T, shrunk, level, left_out, best, x.shape[1])

    def coefficients(self, output: int) -> tuple[Floats, Floats, Floats]:
        """(linear, bent, level) of one output on standardised inputs and their products."""
        found = self.directions @ self.shrunk[:, output]
        level = np.asarray(self.level[output] - self.means @ found)
        linear = found[: self.inputs]
        bent = self.bend * found[self.inputs :]
        return linear, bent if bent.size else np.zeros(self.inputs * (self.inputs + 1) // 2), level
