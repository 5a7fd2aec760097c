"""The emulator: what the simulation would give on average, at any point, in microseconds; and how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from counterflow.inference.arrays import Bools, Floats, Ints
from counterflow.inference.gaussian import Process, along, by_importance, fit_process
from counterflow.inference.ridge import Ridge, fit_ridge

GOOD_ENOUGH = 1.0 / 3.0
"""Of a figure's own standard deviation: an emulator that errs by more gets a Gaussian process, and is not good enough without."""
_WORTH_A_LINE = 0.1
"""Likewise for a process along the ridge's own slope, which costs next to nothing."""
_NEAREST = 4
"""Errors are taken over one in so many points: those whose outputs are nearest to what was seen."""
_LEAST = 30
_BETTER = 0.95
"""A process is kept where it leaves less than this of the ridge's error."""


@dataclass(frozen=True)
class Emulator:
    """Means of outputs at points of the space."""

    logged: Bools
    """[inputs] seen as logs"""
    ridge: Ridge
    processes: tuple[tuple[int, Process], ...]
    """Outputs with what is added to their ridge; an output may have several."""
    error: Floats
    """[outputs] standard deviation of a mean from its emulation, at points held out, near what was seen"""
    luck: Floats
    """[outputs] standard deviation of single runs around their mean, likewise"""

    @property
    def variance(self) -> Floats:
        """[outputs] of a single run around its emulated mean."""
        return np.asarray(self.error**2 + self.luck**2)

    def __call__(self, inputs: Floats) -> Floats:
        """Emulated means, [points, outputs]."""
        seen = as_seen(inputs, self.logged)
        found = self.ridge(seen)
        for output, process in self.processes:
            found[:, output] += process(seen)
        return found

    def too_rough(self, sds: Floats) -> Bools:
        """[outputs] whose emulation errs by more than a third of these standard deviations."""
        return np.asarray(self.error > GOOD_ENOUGH * sds)


def as_seen(inputs: Floats, logged: Bools) -> Floats:
    """Inputs as an emulator sees them."""
    return np.where(logged, np.log(np.maximum(inputs, 1e-300)), inputs)


def fit_emulator(
    inputs: Floats, outputs: Floats, draw: Ints, *, logged: Bools, centres: Floats, sds: Floats
) -> Emulator:
    """The emulator of these runs; those of one draw have one point. `centres` and `sds` are of the figures, on the outputs' scales.

    Outputs whose ridge errs by more than a third of the figure's standard deviation get a Gaussian process if it errs less. One
    thread only: sums hang on how many there are, and the same runs should give the same emulator.
    """
    with threadpool_limits(1):
        return _fitted(inputs, outputs, draw, logged, centres, sds)


def _fitted(
    inputs: Floats, outputs: Floats, draw: Ints, logged: Bools, centres: Floats, sds: Floats
) -> Emulator:
    first, point = np.unique(draw, return_index=True)[1], np.unique(draw, return_inverse=True)[1]
    number = np.bincount(point)
    means = np.column_stack([np.bincount(point, column) / number for column in outputs.T])
    seen = as_seen(inputs[first], logged)
    fitted = fit_ridge(seen, means)
    near = _near(means - fitted.left_out, centres)
    luck = _luck(outputs, means, point, number, near)
    left_out, processes = fitted.left_out.copy(), []
    for worth, look in ((_WORTH_A_LINE, _along), (GOOD_ENOUGH, _by_importance)):
        for output in np.flatnonzero(_error(left_out, number, near, luck) > worth * sds):
            views = look(fitted.ridge, seen, int(output))
            # What is missed at points that were not seen: at those that it saw a ridge misses too little.
            found = fit_process(seen, left_out[:, output], views)
            if (found.left_out**2).mean() < _BETTER * (left_out[:, output] ** 2).mean():
                processes.append((int(output), found.process))
                left_out[:, output] = found.left_out
    return Emulator(logged, fitted.ridge, tuple(processes), _error(left_out, number, near, luck), luck)


def _along(ridge: Ridge, _seen: Floats, output: int) -> Floats:
    return along(ridge.slope(output))


def _by_importance(ridge: Ridge, seen: Floats, output: int) -> Floats:
    return by_importance(seen, ridge.importance(output))


def _near(predicted: Floats, centres: Floats) -> Bools:
    """[points, outputs] whose predictions are nearest to what was seen: elsewhere luck and error are others."""
    far = np.abs(predicted - centres)
    kept = min(len(far), max(_LEAST, len(far) // _NEAREST))
    return np.asarray(far <= np.sort(far, axis=0)[kept - 1])


def _luck(outputs: Floats, means: Floats, point: Ints, number: Ints, near: Bools) -> Floats:
    """Standard deviation of single runs around the mean of their point, where points have several."""
    squares = (outputs - means[point]) ** 2
    several = (number > 1)[:, None]
    # Where no point near has several runs, all that have count.
    chosen = np.where((near & several).any(axis=0), near & several, several)
    sums = (squares * chosen[point]).sum(axis=0)
    return np.asarray(np.sqrt(sums / np.maximum(((number - 1)[:, None] * chosen).sum(axis=0), 1)))


def _error(left_out: Floats, number: Ints, near: Bools, luck: Floats) -> Floats:
    """What is left of the error at points held out once the luck of their runs is taken off."""
    of_mean = luck**2 / number[:, None]
    squares = ((left_out**2 - of_mean) * near).sum(axis=0) / near.sum(axis=0)
    return np.asarray(np.sqrt(np.maximum(squares, 0.0)))
