"""Morris and Sobol, by SALib: which futures to ask for, and what their answers say; blocks that lack an answer are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from counterflow.analysis.sensitivity.records import MorrisEffect, SobolIndex
from counterflow.world import Floats

Bools = NDArray[np.bool_]

LEVELS = 4
"""Places along a parameter at which Morris's method looks."""
RANGE = (0.05, 0.95)
"""Quantiles of a parameter between which Morris's method goes: the ends of a normal law lie at infinity."""
RESAMPLES = 200
CONFIDENCE = 0.95
LEAST_BLOCKS = 4


@dataclass(frozen=True)
class Problem:
    """What varies, by name; parameters of one group are varied together."""

    names: tuple[str, ...]
    groups: tuple[str, ...] | None = None
    """The group of each; None: each by itself."""

    @property
    def units(self) -> tuple[str, ...]:
        """What gets an index: the groups in the order in which they come, or the parameters."""
        return self.names if self.groups is None else tuple(dict.fromkeys(self.groups))

    @property
    def for_salib(self) -> dict[str, Any]:
        """The same as SALib takes it, every parameter between 0 and 1."""
        found = {
            "num_vars": len(self.names),
            "names": list(self.names),
            "bounds": [[0.0, 1.0]] * len(self.names),
        }
        return found if self.groups is None else found | {"groups": list(self.groups)}


def morris_futures(problem: Problem, trajectories: int, seed: int) -> Floats:
    """Probabilities, [trajectories x (units + 1), parameters], within RANGE."""
    if trajectories < LEAST_BLOCKS:
        raise ValueError(f"draws is {trajectories}; ask for {LEAST_BLOCKS} trajectories or more")
    low, high = RANGE
    found = morris_sample.sample(problem.for_salib, trajectories, num_levels=LEVELS, seed=seed)
    return np.asarray(low + (high - low) * found)


def morris_effects(problem: Problem, futures: Floats, values: Floats, seed: int) -> tuple[MorrisEffect, ...]:
    """The effect of each unit over its range, the largest first. Raises ValueError where too few trajectories are whole."""
    kept = whole_blocks(values, len(problem.units) + 1)
    low, high = RANGE
    found = morris_analysis.analyze(
        problem.for_salib,
        (futures[kept] - low) / (high - low),
        values[kept],
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=LEVELS,
        seed=seed,
    )
    alone = problem.groups is None
    effects = [
        MorrisEffect(
            name,
            float(found["mu_star"][i]),
            float(found["mu_star_conf"][i]),
            float(found["mu"][i]) if alone else None,
            float(found["sigma"][i]) if alone else None,
        )
        for i, name in enumerate(map(str, found["names"]))
    ]
    return tuple(sorted(effects, key=lambda one: -one.size))


def sobol_futures(problem: Problem, base: int, seed: int) -> Floats:
    """Probabilities, [base x (units + 2), parameters]; a larger base begins with the same futures."""
    if base < LEAST_BLOCKS or base & (base - 1):
        below = 1 << max(base, LEAST_BLOCKS).bit_length() - 1
        raise ValueError(
            f"draws is {base}; Sobol's sequence fills the space in powers of two, such as {below} or {2 * below}"
        )
    return np.asarray(sobol_sample.sample(problem.for_salib, base, calc_second_order=False, seed=seed))


def sobol_indices(problem: Problem, values: Floats, seed: int) -> tuple[SobolIndex, ...]:
    """First-order and total index of each unit, the largest total first. Raises ValueError likewise, and where nothing varies."""
    kept = whole_blocks(values, len(problem.units) + 2)
    found = sobol_analysis.analyze(
        problem.for_salib,
        _varying(values[kept]),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    columns = (map(float, found[name]) for name in ("S1", "S1_conf", "ST", "ST_conf"))
    indices = [SobolIndex(name, *row) for name, *row in zip(problem.units, *columns, strict=True)]
    return tuple(sorted(indices, key=lambda one: -one.total))


def whole_blocks(values: Floats, size: int) -> Bools:
    """Which answers belong to blocks of neighbours that all have one: an index is computed from whole blocks."""
    whole = np.asarray(np.isfinite(values.reshape(-1, size)).all(axis=1))
    if whole.sum() < LEAST_BLOCKS:
        raise ValueError(
            f"only {int(whole.sum())} of {len(whole)} sets of futures have an answer in each; ask for more, or see"
            " why runs failed or where the outcome is not defined"
        )
    return np.asarray(np.repeat(whole, size))


def _varying(values: Floats) -> Floats:
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        raise ValueError(f"the outcome is {values[0]:g} in every future; nothing moves it")
    return values
