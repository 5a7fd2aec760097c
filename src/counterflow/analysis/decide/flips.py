"""What would change a choice: which two accounts, which unknown, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from counterflow.analysis.decide.value import Regrets, Worth, best, evppi
from counterflow.inference.arrays import Floats
from counterflow.inference.ridge import fit_ridge

_GRID = 41
_EDGE = 0.05
"""Share of draws beyond either end of a curve: what lies there is hardly seen."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two accounts that choose differently, and what it costs to choose by the wrong one."""

    accounts: tuple[str, str]
    arms: tuple[int, int]
    """What each chooses."""
    losses: tuple[float, float]
    """What each account says is lost by the other's choice."""


def disagreement(regrets: Regrets) -> Disagreement | None:
    """The pair of accounts whose disagreement costs most, taking the smaller of the two losses; None where all choose the same."""
    chosen = np.argmax(regrets.means, axis=1)
    regret = regrets.regret
    found = [
        Disagreement(
            (regrets.accounts[i], regrets.accounts[j]),
            (int(chosen[i]), int(chosen[j])),
            (float(regret[i, chosen[j]]), float(regret[j, chosen[i]])),
        )
        for i, j in combinations(range(len(regrets.accounts)), 2)
        if chosen[i] != chosen[j]
    ]
    return max(found, key=lambda one: (min(one.losses), sum(one.losses)), default=None)


@dataclass(frozen=True, slots=True)
class Flip:
    """An unknown on which a choice hangs."""

    name: str
    worth: Worth
    """Of knowing it."""
    other: int
    """The arm that would be chosen instead."""
    threshold: float | None
    """Where the choice changes; None where it does not within what is likely."""
    points: tuple[tuple[float, float], ...]
    """What the other arm averts more, by the unknown."""


def flips(table: Floats, names: Sequence[str], known: Floats, most: int = 8) -> tuple[Flip, ...]:
    """The unknowns whose knowledge is worth most, with the value at which each would change the choice.

    `known`: [draws, unknowns].
    """
    worths = [evppi(table, known[:, [i]]) for i in range(len(names))]
    ranked = sorted(range(len(names)), key=lambda i: -worths[i].value)[:most]
    return tuple(_flip(table, names[i], known[:, i], worths[i]) for i in ranked)


def _flip(table: Floats, name: str, values: Floats, worth: Worth) -> Flip:
    """Each other arm against the one chosen now, as a curve of this unknown; the arm that gains most anywhere is told."""
    now = best(table)
    low, high = np.quantile(values, [_EDGE, 1.0 - _EDGE])
    grid = np.linspace(low, high, _GRID)
    more = table - table[:, [now]]
    others = [arm for arm in range(table.shape[1]) if np.ptp(more[:, arm]) > 0.0]
    if not others or high <= low:
        return Flip(name, worth, now, None, ())
    curves = fit_ridge(values[:, None], more[:, others]).ridge(grid[:, None])
    column = int(np.argmax(curves.max(axis=0)))
    curve = curves[:, column]
    points = tuple((float(x), float(y)) for x, y in zip(grid, curve, strict=True))
    return Flip(name, worth, others[column], _crossing(grid, curve), points)


def _crossing(x: Floats, y: Floats) -> float | None:
    """Where a curve first changes its sign, on a straight line between points."""
    changes = np.flatnonzero(np.sign(y[:-1]) * np.sign(y[1:]) < 0)
    if not changes.size:
        return None
    i = int(changes[0])
    return float(x[i] - y[i] * (x[i + 1] - x[i]) / (y[i + 1] - y[i]))
