"""Gaussian processes on what a ridge leaves over, for outputs that are no quadratics."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from counterflow.inference.arrays import Floats

MOST_POINTS = 400
_TUNED_ON = 250
"""Points that length, height and noise are found by: three numbers need no more, and time grows with the third power."""
MOST_INPUTS = 12
"""Inputs that move the output most; a process in all of them would take more points than a bank has."""
_FOLDS = 4


@dataclass(frozen=True)
class Process:
    """The mean of a Gaussian process with one length, in views of the inputs."""

    views: Floats
    """[inputs, views] what it sees are linear combinations of the inputs: single ones that matter, or the ridge's own direction"""
    points: Floats
    """[points, views]"""
    pull: Floats
    """[points] what each of them adds where it stands"""
    length: float
    height: float

    def __call__(self, inputs: Floats) -> Floats:
        """What to add to the ridge, [points]."""
        return np.asarray(_kernel(inputs @ self.views, self.points, self.length, self.height) @ self.pull)


@dataclass(frozen=True)
class FittedProcess:
    """A process, and what it gets wrong at points that it did not see."""

    process: Process
    left_out: Floats


def along(direction: Floats) -> Floats:
    """The view along one direction, [inputs, 1]: outputs that level off do so along their slope, whatever the dimension."""
    return np.asarray(direction[:, None])


def by_importance(inputs: Floats, importance: Floats) -> Floats:
    """The view of the inputs that move an output most, each as long as it moves it, [inputs, MOST_INPUTS or fewer]."""
    chosen = np.sort(np.argsort(importance)[::-1][: min(MOST_INPUTS, importance.size)])
    spread = np.where(inputs.std(axis=0) > 0.0, inputs.std(axis=0), 1.0)
    scale = importance / max(float(importance.max()), 1e-12) / spread
    return np.asarray((np.eye(importance.size) * scale)[:, chosen])


def fit_process(inputs: Floats, missed: Floats, views: Floats) -> FittedProcess:
    """The process through what a ridge missed, [points], its length, height and noise by their marginal likelihood."""
    x = inputs @ views
    chosen = np.arange(len(x))[:: max(1, -(-len(x) // MOST_POINTS))]
    some = chosen[:: max(1, -(-len(chosen) // _TUNED_ON))]
    length, height, noise = _hyperparameters(x[some], missed[some])
    left_out = missed.copy()
    for fold in range(_FOLDS):
        held = np.arange(len(x)) % _FOLDS == fold
        others = chosen[~held[chosen]]
        pull = _pull(x[others], missed[others], length, height, noise)
        left_out[held] -= _kernel(x[held], x[others], length, height) @ pull
    pull = _pull(x[chosen], missed[chosen], length, height, noise)
    return FittedProcess(Process(views, x[chosen], pull, length, height), left_out)


def _hyperparameters(x: Floats, y: Floats) -> tuple[float, float, float]:
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 -- it takes a second, and few outputs need it
    from sklearn.gaussian_process import GaussianProcessRegressor  # noqa: PLC0415
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel  # noqa: PLC0415

    variance = max(float(y.var()), 1e-12)
    kernel = ConstantKernel(0.5 * variance, (1e-4 * variance, 10 * variance)) * RBF(
        1.0, (0.05, 50.0)
    ) + WhiteKernel(0.5 * variance, (1e-4 * variance, 2 * variance))
    with warnings.catch_warnings():
        # A length or height at the end of its range says that there is nothing to find: the error left out tells.
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = GaussianProcessRegressor(kernel, alpha=0.0).fit(x, y)
    height, length, noise = np.exp(fitted.kernel_.theta)
    return float(length), float(height), float(noise)


def _pull(x: Floats, y: Floats, length: float, height: float, noise: float) -> Floats:
    covariance = _kernel(x, x, length, height) + noise * np.eye(len(x))
    return np.asarray(cho_solve(cho_factor(covariance), y))


def _kernel(x: Floats, y: Floats, length: float, height: float) -> Floats:
    squares = (x**2).sum(axis=1)[:, None] + (y**2).sum(axis=1)[None, :] - 2.0 * (x @ y.T)
    return np.asarray(height * np.exp(-0.5 * np.maximum(squares, 0.0) / length**2))
