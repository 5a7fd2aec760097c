"""What moves an outcome, from futures drawn by lot: any sample does, one by an emulator or draws of a posterior too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist

import numpy as np

from counterflow.analysis.sensitivity.records import Thirds
from counterflow.world import Floats

LEAST = 60
"""Futures below which nothing can be told: twenty in a third."""
_BIN = 64
"""Futures in each slice of a parameter over which the outcome is averaged, about."""
_MOST_BINS, _FEWEST_BINS = 48, 5
_RESAMPLES = 200
_SIDES = NormalDist().inv_cdf(0.975)


def thirds(names: Sequence[str], points: Floats, values: Floats, seed: int) -> tuple[Thirds, ...]:
    """For each parameter, [n, parameters], the outcome [n] where it is low and high, and its share of the variance.

    Futures without an answer must be left out before. Those that move most come first. Raises ValueError for too few futures, or
    an outcome that is the same in all.
    """
    if len(values) < LEAST:
        raise ValueError(f"{len(values)} futures have an answer; ask for {LEAST} or more")
    if np.ptp(values) <= 0.0:
        raise ValueError(f"the outcome is {values[0]:g} in every future; nothing moves it")
    luck = np.random.default_rng(seed)
    resampled = [luck.integers(0, len(values), len(values)) for _ in range(_RESAMPLES)]
    found = _each(names, points, values, resampled)
    return tuple(sorted(found, key=lambda one: (-one.first, -abs(one.high - one.low))))


def _each(
    names: Sequence[str], points: Floats, values: Floats, resampled: Sequence[np.ndarray]
) -> Iterator[Thirds]:
    # The largest of so many differences, not any one of them, must be unlikely by chance (Bonferroni).
    bar = NormalDist().inv_cdf(1.0 - 0.025 / len(names))
    third = len(values) // 3
    for column, name in enumerate(names):
        order = np.argsort(points[:, column], kind="stable")
        low, high = values[order[:third]], values[order[-third:]]
        errors = [float(part.std(ddof=1) / np.sqrt(third)) for part in (low, high)]
        slices = _slices(order)
        again = [_share(slices[one], values[one]) for one in resampled]
        yield Thirds(
            parameter=name,
            low=float(low.mean()),
            low_error=_SIDES * errors[0],
            high=float(high.mean()),
            high_error=_SIDES * errors[1],
            first=_share(slices, values),
            first_error=_SIDES * float(np.std(again)),
            clear=bool(abs(high.mean() - low.mean()) > bar * math.hypot(*errors)),
        )


def _slices(order: np.ndarray) -> np.ndarray:
    """For each future the slice of the parameter that it lies in; slices hold as many futures each."""
    count = min(_MOST_BINS, max(_FEWEST_BINS, len(order) // _BIN))
    slices = np.empty(len(order), np.int64)
    slices[order] = np.arange(len(order)) * count // len(order)
    return slices


def _share(slices: np.ndarray, values: Floats) -> float:
    """Share of the variance that lies between slices, less what chance puts there: epsilon squared of one-way analysis."""
    sizes = np.bincount(slices)
    sizes = sizes[sizes > 0]
    sums = np.bincount(slices, values)[np.unique(slices)]
    total = float(((values - values.mean()) ** 2).sum())
    between = float((sums**2 / sizes).sum() - values.sum() ** 2 / len(values))
    within = (total - between) / (len(values) - len(sizes))
    return (between - (len(sizes) - 1) * within) / total if total > 0.0 else 0.0
