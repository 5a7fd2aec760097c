"""What programmes do, draw by draw, free of the luck of runs.

Stored runs show what a programme averts in some draws, luck and all; formulas say what it should avert in every draw
(calibration.told). A ridge on the formula's answer and on what formulas leave out (peers, exposure) is fitted to the runs, and
what an account's own runs still show beyond it is added as far as it is more than luck. So every account has its effect from the
engine, in all its draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.calibration.paired import KINDS, Paired
from counterflow.analysis.calibration.told import NUMBERS, Told
from counterflow.experiment.plan import NONE
from counterflow.inference.arrays import Bools, Floats
from counterflow.inference.ridge import fit_ridge

DEPARTED, FAMILY, ENGAGED, DEAD, RETURNED, STOPPED = range(len(KINDS))
BESIDE = ("peer_reproduction", "exposure_ratio", "self_start_share")
"""Unknowns on which the engine may differ from the formula."""
LEAST = 10
"""Draws that must have been run under a programme before anything is fitted."""
_TRUST = 0.3
"""Standard deviation, assumed, of an effect at the other end of substitution over the effect at this one."""


@dataclass(frozen=True)
class Effect:
    """One programme at reference coverage, in an account's draws; shares are of the departures without it."""

    averted: Floats
    """[draws] share of departures averted; negative where it adds"""
    error: float
    """Standard error of its mean that the luck of stored runs leaves"""
    kinds: Floats
    """[draws, KINDS] people averted for each departure there would be; of the stopped, people added"""
    cohorts: Floats
    """[draws, cohorts] departures averted among each cohort, as shares of everybody's"""


@dataclass(frozen=True)
class Effects:
    """All programmes in the draws of all accounts."""

    programmes: tuple[str, ...]
    gone: Mapping[str, Floats]
    """By account: [draws] departures without any programme, in people"""
    by_account: Mapping[str, tuple[Effect, ...]]
    """By account, in the order of programmes"""
    other: Floats
    """[programmes] effect at the other end of substitution over the effect at this one"""
    other_error: Floats
    gone_other: float
    """Departures at the other end over those at this one."""

    def shares(self, account: str, *, other: bool = False) -> Floats:
        """[draws, programmes] share of departures averted, at one end of substitution."""
        found = np.column_stack([one.averted for one in self.by_account[account]])
        return found * self.other if other else found


def effects_of(paired: Paired, told: Told, names: Sequence[str], values: Mapping[str, Floats]) -> Effects:
    """The effects of all programmes that were run and told. `values` by account: [told draws, coordinates], named `names`."""
    programmes = tuple(one for one in told.programmes if one in paired.people)
    columns = [names.index(name) for name in BESIDE]
    beside = {account: rows[:, columns] for account, rows in values.items()}
    fits = [_programme(paired, told, one, beside) for one in programmes]
    gone = {account: _gone(paired, told, account) for account in told.gone}
    ratios = [_ratio(paired, one, fit["all"].averted) for one, fit in zip(programmes, fits, strict=True)]
    base, other = paired.people[NONE], paired.other[NONE]
    left = other[..., DEPARTED].sum(axis=1)
    return Effects(
        programmes=programmes,
        gone=gone,
        by_account={account: tuple(fit[account] for fit in fits) for account in told.gone},
        other=np.array([one[0] for one in ratios]),
        other_error=np.array([one[1] for one in ratios]),
        gone_other=float(np.nansum(left) / np.nansum(base[: len(other), :, DEPARTED].sum(axis=1))),
    )


def _gone(paired: Paired, told: Told, account: str) -> Floats:
    """Departures by formula, put right by how far runs of the same draws lie from it."""
    rows = _rows(paired, account)
    ran = paired.people[NONE][rows][..., DEPARTED].sum(axis=1)
    foretold = told.gone[account][paired.number[rows]]
    return np.asarray(told.gone[account] * (np.nansum(ran) / foretold[np.isfinite(ran)].sum()))


def _rows(paired: Paired, account: str) -> Bools:
    return np.array([one == account for one in paired.account])


def _programme(paired: Paired, told: Told, programme: str, beside: Mapping[str, Floats]) -> dict[str, Effect]:
    """The effect of one programme in all draws of all accounts."""
    outputs = _outputs(paired, programme)
    ran = np.isfinite(outputs).all(axis=1)
    column = told.programmes.index(programme)
    inputs = {account: _inputs(told, account, column, beside[account]) for account in told.gone}
    seen = np.array([inputs[a][n] for a, n in zip(paired.account, paired.number, strict=True)])
    if not outputs[ran].any():  # it changes nothing, and nothing is what it does: exactly
        return {account: _nothing(len(rows), outputs.shape[1]) for account, rows in inputs.items()}
    fitted = fit_ridge(seen[ran], outputs[ran])
    left = np.full(outputs.shape, np.nan)
    left[ran] = fitted.left_out
    return {
        account: _effect(fitted.ridge(rows), left[_rows(paired, account)], left[ran].std(axis=0))
        for account, rows in inputs.items()
    }


def _outputs(paired: Paired, programme: str) -> Floats:
    """[draws, KINDS + cohorts] of what was averted in each run, over the departures of the run without."""
    without, under = paired.people[NONE], paired.people[programme]
    averted = without - under
    averted[..., STOPPED] *= -1.0
    everybody = np.maximum(without[..., DEPARTED].sum(axis=1), 1.0)
    return np.asarray(np.hstack([averted.sum(axis=1), averted[..., DEPARTED]]) / everybody[:, None])


def _inputs(told: Told, account: str, column: int, beside: Floats) -> Floats:
    averted = told.numbers[account][:, column, NUMBERS.index("averted")]
    share = averted / np.maximum(told.gone[account], 1.0)
    return np.column_stack([share, np.log(np.maximum(beside, 1e-6))])


def _nothing(draws: int, outputs: int) -> Effect:
    kinds = len(KINDS)
    return Effect(np.zeros(draws), 0.0, np.zeros((draws, kinds)), np.zeros((draws, outputs - kinds)))


def _effect(predicted: Floats, left: Floats, spread: Floats) -> Effect:
    """Predictions moved by what the account's own runs show beyond them, as far as that is more than luck."""
    own = left[np.isfinite(left).all(axis=1)]
    number = max(len(own), 1)
    luck = spread / np.sqrt(number)
    shift = own.mean(axis=0) if len(own) else np.zeros_like(spread)
    kept = np.clip(1.0 - luck**2 / np.maximum(shift**2, 1e-30), 0.0, 1.0)
    found = predicted + kept * shift
    kinds = len(KINDS)
    return Effect(found[:, DEPARTED], float(luck[DEPARTED]), found[:, :kinds], found[:, kinds:])


def _ratio(paired: Paired, programme: str, averted: Floats) -> tuple[float, float]:
    """How many times the effect is at the other end of substitution, drawn towards 1 as far as runs are too few to tell."""
    others = paired.other[NONE][..., DEPARTED].sum(axis=1)
    under = paired.other[programme][..., DEPARTED].sum(axis=1)
    share = (others - under) / np.maximum(others, 1.0)
    here = averted[paired.number[: len(share)]]
    good = np.isfinite(share)
    squares = float((here[good] ** 2).sum())
    if squares <= 0.0 or good.sum() < 2:
        return 1.0, _TRUST
    ratio = float((here[good] * share[good]).sum() / squares)
    spread = float((share[good] - ratio * here[good]).std(ddof=1))
    error = max(spread / np.sqrt(squares), 1e-9)
    weight = 1.0 / error**2, 1.0 / _TRUST**2
    return (ratio * weight[0] + weight[1]) / sum(weight), float(1.0 / np.sqrt(sum(weight)))
