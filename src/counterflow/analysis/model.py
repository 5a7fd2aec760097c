"""Tests of claims on model outcomes: probabilities over prior draws, by account and by variant of the prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from counterflow.analysis.limits import limit_words, within
from counterflow.analysis.plain import outcome_words
from counterflow.analysis.records import AccountResult, TestResult
from counterflow.analysis.standing import printed
from counterflow.hearing import OUTCOMES, VARIANTS, Draws, OutcomeTest
from counterflow.hearing import load as hearing_files

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WIDE = hearing_files.WIDE


class ModelOutcomes(Protocol):
    """Where model outcomes come from: the engine, a store of runs, or numbers in memory."""

    def values(self, outcome: str, account: str, variant: str = "prior") -> Floats:
        """The outcome of every draw of an account under a variant, in the order of its draws.

        Not a number where a draw does not define the outcome. Raises LookupError where the outcome was not computed.
        """
        ...

    def weights(self, account: str, variant: str = "prior") -> Floats:
        """What each of those draws counts for, see `fair`."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """Whether the deciding tests of a part hold, draw by draw."""

    holds: Bools
    defined: Bools
    """False where a test's outcome has no value."""
    weights: Floats
    """What each draw counts for."""

    @property
    def p(self) -> float | None:
        """Share of the defined draws that hold; None where none is defined."""
        return self._share(self.defined) if self.defined.any() else None

    @property
    def mc_error(self) -> float | None:
        """Standard error of ``p`` from the number of even draws that the weighted ones are worth."""
        p, counted = self.p, self.weights[self.defined]
        return None if p is None else float(np.sqrt(p * (1 - p) * (counted**2).sum()) / counted.sum())

    def share_among(self, draws: Ints) -> float:
        """Share of some of the defined draws that hold."""
        return self._share(np.flatnonzero(self.defined)[draws])

    def _share(self, draws: Ints | Bools) -> float:
        return float(np.average(self.holds[draws], weights=self.weights[draws]))


def joint(
    tests: Sequence[OutcomeTest], outcomes: ModelOutcomes, account: str, variant: str = "prior"
) -> Held | None:
    """Whether all tests hold together in each draw; None where an outcome was not computed or there is no test."""
    if not tests:
        return None
    try:
        values = [outcomes.values(test.outcome, account, variant) for test in tests]
    except LookupError:
        return None
    holds = np.logical_and.reduce([within(value, test) for value, test in zip(values, tests, strict=True)])
    defined = np.logical_and.reduce([np.isfinite(value) for value in values])
    return Held(np.asarray(holds & defined), np.asarray(defined), outcomes.weights(account, variant))


def probabilities(tests: Sequence[OutcomeTest], outcomes: ModelOutcomes) -> dict[str, float]:
    """Joint probability under each variant of the prior that was computed, account ``all``."""
    found = ((variant, joint(tests, outcomes, WIDE, variant)) for variant in VARIANTS)
    return {variant: held.p for variant, held in found if held is not None and held.p is not None}


def outcome_result(test: OutcomeTest, outcomes: ModelOutcomes, accounts: Sequence[str]) -> TestResult:
    """One outcome test with its probability, by account and by variant."""
    known = OUTCOMES[test.outcome]
    by_account = {
        account: result for account in accounts if (result := _under(test, outcomes, account)) is not None
    }
    words, direction, threshold, threshold_high = limit_words(test)
    wide = by_account.get(WIDE)
    return TestResult(
        says=test.says or f"{outcome_words(test.outcome)} is {words}",
        outcome=test.outcome,
        unit=known.unit,
        threshold=threshold,
        threshold_high=threshold_high,
        direction=direction,
        by=test.by,
        beside=test.beside,
        p=None if wide is None else wide.p,
        low=None if wide is None else wide.low,
        centre=None if wide is None else wide.centre,
        high=None if wide is None else wide.high,
        by_account=by_account,
        variants={name: printed(p, model=True) for name, p in probabilities([test], outcomes).items()},
        note=None if wide is not None else "the model did not compute this outcome",
    )


def _under(test: OutcomeTest, outcomes: ModelOutcomes, account: str) -> AccountResult | None:
    held = joint([test], outcomes, account)
    if held is None or held.p is None:
        return None
    values, counted = outcomes.values(test.outcome, account)[held.defined], held.weights[held.defined]
    low, centre, high = np.quantile(values, [0.1, 0.5, 0.9], weights=counted, method="inverted_cdf")
    return AccountResult(
        p=printed(held.p, model=True), low=float(low), centre=float(centre), high=float(high)
    )


@dataclass(frozen=True, slots=True)
class Leverage:
    """The contested parameter on which a probability hangs most."""

    parameter: str
    p_low: float
    """Probability in the third of draws where the parameter is lowest."""
    p_high: float


def leverage(held: Held, draws: Draws) -> Leverage | None:
    """The parameter whose lowest and highest thirds of draws differ most in the share that holds.

    None where no difference is clear of chance: the largest of some thirty differences is, by luck alone, about three standard
    errors, so that four are asked for.
    """
    third = int(held.defined.sum()) // 3
    if third < 10:
        return None
    found: list[Leverage] = []
    for index, name in enumerate(draws.names):
        order = np.argsort(draws.values[held.defined, index], kind="stable")
        found.append(Leverage(name, held.share_among(order[:third]), held.share_among(order[-third:])))
    best = max(found, key=lambda one: abs(one.p_high - one.p_low))
    # Each third has a third of what all draws are worth; a difference has the error of two.
    error = np.sqrt(6.0) * (held.mc_error or 0.0)
    return best if error > 0 and abs(best.p_high - best.p_low) > 4 * error else None
