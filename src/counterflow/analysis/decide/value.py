"""Decision analysis on a table of net benefit [draws, arms]: regret, probability of being best, value of information.

The table must be free of the luck of runs: a maximum over noise is a value that no evidence has. Value of information by
regression on the draws themselves (Strong, Oakley and Brennan 2014; for surveys Strong, Oakley, Brennan and Breeze 2015): what
would be known is regressed on, and the choice that the regression would make is worth what the table says of it at draws that it
did not see, so that a regression that fits luck gains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.inference.arrays import Floats
from counterflow.inference.ridge import fit_ridge

_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Worth:
    """A value of information, with its Monte Carlo standard error."""

    value: float
    error: float


def best(table: Floats) -> int:
    """The arm with the largest mean; the first of equals."""
    return int(np.argmax(table.mean(axis=0)))


def probability_best(table: Floats) -> Floats:
    """[arms] share of draws in which an arm is best; draws in which several are share it among them."""
    top = table >= table.max(axis=1, keepdims=True)
    return np.asarray((top / top.sum(axis=1, keepdims=True)).mean(axis=0))


def evpi(table: Floats) -> Worth:
    """What it would be worth to know everything before choosing."""
    gain = table.max(axis=1) - table[:, best(table)]
    return _worth(gain)


def evppi(table: Floats, known: Floats) -> Worth:
    """What it would be worth to know some quantities, [draws, quantities], before choosing. Also for summaries of a survey."""
    chosen = table[np.arange(len(table)), choices(table, known)]
    found = _worth(chosen - table[:, best(table)])
    return Worth(max(found.value, 0.0), found.error)


def choices(table: Floats, known: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """[draws] the arm that somebody would choose who knows these quantities and nothing more, told from other draws."""
    now = best(table)
    more = table - table[:, [now]]
    others = [arm for arm in range(table.shape[1]) if np.ptp(more[:, arm]) > 0.0]
    predicted = np.tile(more.mean(axis=0), (len(table), 1))
    if others and len(table) >= 10 * 2:
        outputs = more[:, others]
        predicted[:, others] = outputs - fit_ridge(known, outputs).left_out
    # In doubt the choice stays: an argmax would else take one of several equals.
    top = predicted.max(axis=1)
    return np.where(top > predicted[:, now], predicted.argmax(axis=1), now)


def _worth(gain: Floats) -> Worth:
    return Worth(float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(gain.size)))


def surveyed(values: Floats, share: float, rng: np.random.Generator) -> Floats:
    """What a survey would show of quantities [draws, quantities]: themselves, with an error of `share` of their own spread."""
    return np.asarray(values + share * values.std(axis=0) * rng.standard_normal(values.shape))


@dataclass(frozen=True, slots=True)
class Regrets:
    """What each arm forgoes under each account, against the account's own best."""

    accounts: tuple[str, ...]
    means: Floats
    """[accounts, arms] mean net benefit"""

    @property
    def regret(self) -> Floats:
        """What is forgone, [accounts, arms]."""
        return np.asarray(self.means.max(axis=1, keepdims=True) - self.means)

    def expected(self, weights: Mapping[str, float]) -> Floats:
        """[arms] mean regret with these weights of the accounts."""
        weight = np.array([weights[name] for name in self.accounts])
        return np.asarray(weight @ self.regret / weight.sum())

    def worst(self, without: str | None = None) -> Floats:
        """[arms] largest regret over the accounts, or over all but one."""
        kept = [i for i, name in enumerate(self.accounts) if name != without]
        return np.asarray(self.regret[kept].max(axis=0))

    def robust(self, without: str | None = None) -> int:
        """The arm whose largest regret is smallest; the first of equals."""
        return int(np.argmin(self.worst(without)))


def acceptability(averted: Floats, cost: Floats, values: Sequence[float]) -> Floats:
    """[values, arms] probability of being best where a departure averted is worth so much money."""
    return np.array([probability_best(value * averted - cost) for value in values])
