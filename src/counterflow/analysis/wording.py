"""One sentence why, and one what would settle it, composed from computed numbers; none of them is typed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.analysis.figures import Asked
from counterflow.analysis.limits import limit_words, number
from counterflow.analysis.model import WIDE, Leverage
from counterflow.analysis.narrowing import Narrowing
from counterflow.analysis.records import TestResult
from counterflow.analysis.standing import Ruling, printed, said
from counterflow.hearing import PARAMETER_RECORDS

Range = tuple[float, float]

_VERB = {"supported": "this holds", "contradicted": "this does not hold", "unsettled": "this cannot be told"}


@dataclass(frozen=True, slots=True)
class Basis:
    """The numbers behind a figure part."""

    p: float
    across: Range
    """Lowest and highest probability as assumed ranges are halved or doubled."""
    voices: int
    then: float | None
    """Probability by what was published by the day of the hearing; None where that does not tell."""
    day: dt.date


def why_figures(asked: Sequence[Asked], ruling: Ruling, basis: Basis) -> str:
    """Why a figure part stands as it does: quantities, limits, voices, and how it stood on the day itself."""
    measured = " and ".join(_measured(one) for one in asked)
    on = {0: "assumptions alone", 1: "one independent voice"}.get(
        basis.voices, f"{basis.voices} independent voices"
    )
    spread = (
        "" if _same(basis.across) else f" ({_range(basis.across)} as assumed ranges are halved or doubled)"
    )
    told = "does not tell" if basis.then is None else f"gives P {said(basis.then)}"
    return (
        f"{_capital(measured)}: {_VERB[ruling.standing]}, P {said(basis.p)}{spread}, on {on};"
        f" what was published by {basis.day} {told}."
    )


def why_gap(asked: Sequence[Asked]) -> str:
    """Why a figure part is not tested: what the evidence has no figure for."""
    gaps = [one.estimate.gap for one in asked if one.estimate.gap is not None]
    return f"Not tested: {gaps[0]}." if gaps else "Not tested: no figure bears on it."


def _measured(asked: Asked) -> str:
    found, words = asked.estimate, limit_words(asked.test)[0]
    quantity = asked.test.quantity
    where = (
        f" ({', '.join(part for part in (quantity.place, quantity.per) if part)})" if quantity.place else ""
    )
    than = f" over {quantity.over.place or quantity.over.measure}" if quantity.over is not None else ""
    return (
        f"{quantity.measure}{where}{than} {number(found.centre)} ({number(found.low)} to {number(found.high)};"
        f" needed: {words})"
    )


def why_model(results: Sequence[TestResult], p: float, across: Range) -> str:
    """Why a model part has the probability that it has before any data: the outcome, its limit, and the accounts apart."""
    deciding = results[0]
    if deciding.centre is None or deciding.low is None or deciding.high is None:
        return f"Not computed: {deciding.note}."
    spread = "" if _same(across) else f" ({_range(across)} over variants of the prior)"
    return (
        f"Before any data {deciding.outcome} is {number(deciding.centre)}"
        f" ({number(deciding.low)} to {number(deciding.high)}; needed: {_limit(deciding)}):"
        f" P {said(p)}{spread}{_apart(deciding)}."
    )


def _apart(result: TestResult) -> str:
    """How far the single accounts are apart, as a clause."""
    apart = {name: one.p for name, one in result.by_account.items() if name != WIDE}
    if not apart:
        return ""
    lowest, highest = min(apart, key=lambda name: apart[name]), max(apart, key=lambda name: apart[name])
    if said(apart[lowest]) == said(apart[highest]):
        return f"; under every single account P is {said(apart[lowest])}"
    return f"; P is {said(apart[lowest])} if only {lowest} is at work and {said(apart[highest])} if only {highest} is"


def why_untested(results: Sequence[TestResult]) -> str:
    """Why a part is not tested, with what the prior alone gives where a test exists."""
    with_p = [one for one in results if one.p is not None and one.outcome is not None]
    if with_p:
        one = with_p[0]
        return f"Not tested: no figure bears on it; the prior alone puts {one.outcome} {_limit(one)} at P {said(one.p or 0.0)}."
    notes = [one.note for one in results if one.note is not None]
    return f"Not tested: {notes[0]}." if notes else "Not tested: no figure bears on it."


def why_judgement(results: Sequence[TestResult]) -> str:
    """A judgement shows what stands beside it, and no probability."""
    shown = [f"{one.says} (P {said(one.p)})" for one in results if one.p is not None]
    beside = "; ".join(shown) if shown else "nothing beside it could be computed"
    return f"A judgement, for which no probability is given; side by side: {beside}."


def settle_gap(asked: Sequence[Asked]) -> str | None:
    """What is missing, where the evidence has a gap."""
    gaps = [one.estimate.gap for one in asked if one.estimate.gap is not None]
    return f"What is missing: {gaps[0]}." if gaps else None


def settle_figures(found: Narrowing | None) -> str:
    """The figure to be agreed on first, and what it would leave of the range."""
    if found is None:
        return "Better figures all round: agreeing on any one of them would narrow the answer by less than a twentieth."
    rows = ", ".join(found.rows[:4]) + (f" and {len(found.rows) - 4} more" if len(found.rows) > 4 else "")
    return (
        f"One agreed figure on {found.quantity.replace('_', ' ').replace('ff ', 'fighters ')} ({found.place};"
        f" now {rows}): it alone would leave {round(100 * found.left)} percent of the range."
    )


def settle_model(found: Leverage | None) -> str:
    """What to survey: what measures the parameter on which the probability hangs most."""
    if found is None:
        return "Calibration against the targets first: no single parameter moves the probability clear of chance."
    survey = PARAMETER_RECORDS[found.parameter].survey
    return (
        f"{_capital(survey)}: P is {said(found.p_low)} in the third of draws where {found.parameter} is lowest"
        f" and {said(found.p_high)} where it is highest."
    )


def _limit(result: TestResult) -> str:
    low, high = result.threshold, result.threshold_high
    if high is not None and low is not None:
        return f"between {number(low)} and {number(high)}"
    return f"{result.direction} {number(low or 0.0)}"


def _range(across: Range) -> str:
    return f"{printed(across[0], model=True):.2f} to {printed(across[1], model=True):.2f}"


def _same(across: Range) -> bool:
    return printed(across[0], model=True) == printed(across[1], model=True)


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"
