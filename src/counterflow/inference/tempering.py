"""Posteriors and marginal likelihoods by tempered sequential Monte Carlo.

Particles begin as draws from the prior, standard normal in all coordinates, and move through powers of the likelihood from 0 to 1,
each as large as keeps half of them. At each power they are resampled and moved by elliptical slices (Murray, Adams and MacKay
2010): around the prior, and around a normal law fitted to the particles (Nishihara, Murray and Adams 2014), which knows what the
figures have tied together. The moves need no tuning and reject nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp
from threadpoolctl import threadpool_limits

from counterflow.inference.arrays import Bools, Floats, Ints
from counterflow.inference.errors import Unfit

PARTICLES = 4000
_KEPT = 0.5
"""Effective share of particles at which the next power stops."""
_MIXED = 0.25
"""Moves go on until no coordinate remembers more than this of where it was (a correlation)."""
_LEAST_MOVES, _MOST_MOVES = 3, 30
_PRIOR_EVERY = 3
"""Every so many moves are around the prior: they go less far, and no tail is out of their reach."""
_SHRINKS = 60
_MOST_POWERS = 200

LogLikelihood = Callable[[Floats], Floats]
"""Of scores, [draws, coordinates], to [draws]."""


@dataclass(frozen=True)
class Tempered:
    """Even draws from a posterior, in scores."""

    scores: Floats
    log_likelihood: Floats
    log_evidence: float
    """Log of the marginal likelihood: the likelihood's mean over the prior."""
    powers: tuple[float, ...]
    remembered: float
    """Largest correlation of a coordinate before and after the last moves."""

    @property
    def mixed(self) -> bool:
        """Whether the last moves forgot where particles were."""
        return self.remembered <= 2.0 * _MIXED


def temper(
    log_likelihood: LogLikelihood, dimensions: int, *, seed: int, particles: int = PARTICLES
) -> Tempered:
    """The posterior under independent standard normal scores. Raises Unfit for a likelihood that is zero nearly everywhere."""
    with threadpool_limits(
        1
    ):  # posteriors run side by side: threads would only wait for each other, and sums hang on their number
        return _tempered(log_likelihood, dimensions, seed, particles)


def _tempered(log_likelihood: LogLikelihood, dimensions: int, seed: int, particles: int) -> Tempered:
    rng = np.random.Generator(np.random.Philox(key=seed))
    scores = rng.standard_normal((particles, dimensions))
    height = log_likelihood(scores)
    if np.isfinite(height).sum() < 10:
        raise Unfit(
            "the likelihood is zero at nearly every draw of the prior; widen the figures or the prior"
        )
    power, evidence, powers, remembered = 0.0, 0.0, [0.0], 0.0
    while power < 1.0:
        step = _step(height, 1.0 - power)
        weight = step * height
        evidence += float(logsumexp(weight)) - float(np.log(particles))
        power = 1.0 if step >= 1.0 - power else power + step
        powers.append(power)
        if len(powers) > _MOST_POWERS:
            raise Unfit(
                f"{_MOST_POWERS} powers did not lead to the likelihood; widen the figures or the prior"
            )
        chosen = _resampled(np.exp(weight - logsumexp(weight)), rng)
        scores, height, remembered = _moved(scores[chosen], height[chosen], power, log_likelihood, rng)
    return Tempered(scores, height, evidence, tuple(powers), remembered)


def _step(height: Floats, room: float) -> float:
    """The largest step in power that keeps half of the particles."""

    def kept(step: float) -> float:
        weight = step * height
        return float(np.exp(2.0 * logsumexp(weight) - logsumexp(2.0 * weight)) / height.size)

    if kept(room) >= _KEPT:
        return room
    low, high = 0.0, room
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if kept(middle) >= _KEPT else (low, middle)
    return max(low, 1e-12)


def _resampled(weights: Floats, rng: np.random.Generator) -> Ints:
    """Systematic resampling."""
    places = (rng.random() + np.arange(weights.size)) / weights.size
    return np.minimum(np.searchsorted(np.cumsum(weights), places), weights.size - 1)


def _moved(
    scores: Floats, height: Floats, power: float, log_likelihood: LogLikelihood, rng: np.random.Generator
) -> tuple[Floats, Floats, float]:
    """The particles after moves that leave the tempered posterior as it is, until they have forgotten where they were."""
    begun, remembered = scores, 1.0
    prior, fitted = _Normal.standard(scores.shape[1]), _Normal.fitted(scores)
    for number in range(_MOST_MOVES):
        around = prior if number % _PRIOR_EVERY == _PRIOR_EVERY - 1 else fitted
        scores, height = _slice(scores, height, power, log_likelihood, around, rng)
        if number + 1 >= _LEAST_MOVES:
            remembered = _remembered(begun, scores)
            if remembered < _MIXED:
                break
    return scores, height, remembered


def _remembered(before: Floats, after: Floats) -> float:
    a, b = before - before.mean(axis=0), after - after.mean(axis=0)
    spread = np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    return float(np.max((a * b).sum(axis=0) / np.maximum(spread, 1e-300)))


@dataclass(frozen=True)
class _Normal:
    """A normal law of scores."""

    mean: Floats
    root: Floats
    whitening: Floats
    """The root's inverse."""

    @classmethod
    def standard(cls, dimensions: int) -> _Normal:
        return cls(np.zeros(dimensions), np.eye(dimensions), np.eye(dimensions))

    @classmethod
    def fitted(cls, scores: Floats) -> _Normal:
        """To particles; a few more of their own spreads than they are, so that tails are no traps."""
        covariance = np.cov(scores.T).reshape(scores.shape[1], scores.shape[1])
        covariance = 1.1 * covariance + 1e-3 * np.eye(len(covariance))
        root = np.asarray(np.linalg.cholesky(covariance), np.float64)
        return cls(scores.mean(axis=0), root, np.asarray(np.linalg.inv(root), np.float64))

    def sample(self, rng: np.random.Generator, number: int) -> Floats:
        """Draws, their mean taken off."""
        return np.asarray(rng.standard_normal((number, self.mean.size)) @ self.root.T)

    def log_density(self, scores: Floats) -> Floats:
        """Up to a constant."""
        white = (scores - self.mean) @ self.whitening.T
        return np.asarray(-0.5 * (white**2).sum(axis=1))


def _slice(
    scores: Floats,
    height: Floats,
    power: float,
    log_likelihood: LogLikelihood,
    around: _Normal,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """One elliptical slice for every particle: brackets of those that find no place shrink until all have one."""

    def excess(at: Floats, its_height: Floats) -> Floats:
        return np.asarray(power * its_height - 0.5 * (at**2).sum(axis=1) - around.log_density(at))

    number = len(scores)
    floor = excess(scores, height) + np.log(rng.random(number))
    off, other = scores - around.mean, around.sample(rng, number)
    angle = rng.random(number) * 2.0 * np.pi
    low, high = angle - 2.0 * np.pi, angle.copy()
    new, new_height = scores.copy(), height.copy()
    waiting: Ints = np.arange(number)
    for _ in range(_SHRINKS):
        turn = angle[waiting, None]
        tried = around.mean + off[waiting] * np.cos(turn) + other[waiting] * np.sin(turn)
        its_height = log_likelihood(tried)
        found: Bools = excess(tried, its_height) > floor[waiting]
        new[waiting[found]], new_height[waiting[found]] = tried[found], its_height[found]
        waiting = waiting[~found]
        if waiting.size == 0:
            break
        low[waiting] = np.where(angle[waiting] < 0.0, angle[waiting], low[waiting])
        high[waiting] = np.where(angle[waiting] >= 0.0, angle[waiting], high[waiting])
        angle[waiting] = low[waiting] + (high[waiting] - low[waiting]) * rng.random(waiting.size)
    return new, new_height
