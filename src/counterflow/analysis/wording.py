"""One sentence why, and one what would settle it, composed from computed numbers; none of them is typed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.analysis.amounts import interval, needs
from counterflow.analysis.figures import Asked
from counterflow.analysis.model import WIDE, Leverage
from counterflow.analysis.narrowing import Narrowing
from counterflow.analysis.plain import outcome_words, parameter_words
from counterflow.analysis.records import TestResult
from counterflow.analysis.standing import Ruling, printed, said
from counterflow.evidence.words import quantity_words
from counterflow.hearing import PARAMETER_RECORDS

Range = tuple[float, float]

_VERB = {"supported": "This holds", "contradicted": "This does not hold", "unsettled": "This cannot be told"}


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
    measured = ". ".join(_capital(_measured(one)) for one in asked)
    on = {0: "on assumptions alone", 1: "on one independent voice"}.get(
        basis.voices, f"on {basis.voices} independent voices"
    )
    spread = (
        "" if _same(basis.across) else f" ({_range(basis.across)} as assumed ranges are halved or doubled)"
    )
    day = f"{basis.day.day} {basis.day:%B %Y}"
    then = (
        f"What had been published by {day} does not tell"
        if basis.then is None
        else f"By what had been published by {day} the probability is {said(basis.then)}"
    )
    return f"{measured}. {_VERB[ruling.standing]}: the probability is {said(basis.p)}{spread}, {on}. {then}."


def why_gap(asked: Sequence[Asked]) -> str:
    """Why a figure part is not tested: what the evidence has no figure for."""
    gaps = [one.estimate.gap for one in asked if one.estimate.gap is not None]
    return f"Not tested: {gaps[0]}." if gaps else "Not tested: no figure bears on it."


def _measured(asked: Asked) -> str:
    result = asked.result()
    quantity = asked.test.quantity
    where = (
        f" ({', '.join(part for part in (quantity.place, quantity.per) if part)})" if quantity.place else ""
    )
    than = f" over {quantity.over.place or quantity.over.measure}" if quantity.over is not None else ""
    return f"{quantity.measure}{where}{than}: {_found(result)}"


def _found(result: TestResult) -> str:
    """The value with its range, and what the statement needs."""
    return f"{interval(result, result.unit)}; the statement needs {needs(result)}"


def why_model(results: Sequence[TestResult], p: float, across: Range) -> str:
    """Why a model part has the probability that it has before any data: the outcome, its limit, and the accounts apart."""
    deciding = results[0]
    if deciding.centre is None or deciding.low is None or deciding.high is None:
        return f"Not computed: {deciding.note}."
    spread = "" if _same(across) else f" ({_range(across)} as the assumptions are varied)"
    return (
        f"By the model's assumptions alone, before any data, {outcome_words(deciding.outcome or deciding.says)} is"
        f" {_found(deciding)}. The probability is {said(p)}{spread}{_apart(deciding)}."
    )


def why_after(results: Sequence[TestResult], ruling: Ruling, p: Range, across: Range) -> str:
    """Why a model part stands as it does after the data: the outcome, the probability before and after, and its range."""
    deciding = results[0]
    name = outcome_words(deciding.outcome or deciding.says)
    spread = "" if _same(across) else f" ({_range(across)} as assumptions are varied and figures left out)"
    moved = f"the figures take the probability from {said(p[0])} to {said(p[1])}{spread}"
    if ruling.reason == "not tested":
        return f"The figures hardly bear on it: {moved}, that {name} is {needs(deciding)}."
    return f"{_VERB[ruling.standing]}: {moved}, that {name} is {needs(deciding)}."


def _apart(result: TestResult) -> str:
    """How far the single accounts are apart, as a clause."""
    apart = {name: one.p for name, one in result.by_account.items() if name != WIDE}
    if not apart:
        return ""
    lowest, highest = min(apart, key=lambda name: apart[name]), max(apart, key=lambda name: apart[name])
    if said(apart[lowest]) == said(apart[highest]):
        return (
            ", and the same under every account"
            if said(apart[lowest]) == said(result.p or 0.0)
            else (f"; under every single account it is {said(apart[lowest])}")
        )
    return f": {said(apart[lowest])} if only {lowest} is at work, {said(apart[highest])} if only {highest} is"


def why_untested(results: Sequence[TestResult]) -> str:
    """Why a part is not tested, with what the prior alone gives where a test exists."""
    with_p = [one for one in results if one.p is not None and one.outcome is not None]
    if with_p:
        one = with_p[0]
        return (
            f"Not tested: no figure bears on it. By the model's assumptions alone {outcome_words(one.outcome or '')} is"
            f" {needs(one)} with a probability of {said(one.p or 0.0)}."
        )
    notes = [one.note for one in results if one.note is not None]
    return f"Not tested: {notes[0]}." if notes else "Not tested: no figure bears on it."


def why_judgement(results: Sequence[TestResult]) -> str:
    """A judgement shows what stands beside it, and no probability."""
    shown = [f"{one.says} ({_standing_of(one)})" for one in results if one.p is not None]
    beside = "; ".join(shown) if shown else "nothing beside it could be computed"
    return f"A judgement, for which no probability is given. Side by side: {beside}."


def _standing_of(result: TestResult) -> str:
    """What a probability rests on: figures, or the model's assumptions alone."""
    basis = "by the figures" if result.outcome is None else "before any data, model not calibrated"
    return f"probability {said(result.p or 0.0)} {basis}"


def settle_gap(asked: Sequence[Asked]) -> str | None:
    """What is missing, where the evidence has a gap."""
    gaps = [one.estimate.gap for one in asked if one.estimate.gap is not None]
    return f"What is missing: {gaps[0]}." if gaps else None


def settle_figures(found: Narrowing | None) -> str:
    """The figure to be agreed on first, and what it would leave of the range."""
    if found is None:
        return "Better figures all round: agreeing on any one of them would narrow the answer by less than a twentieth."
    rows = ", ".join(found.rows[:4]) + (f" and {len(found.rows) - 4} more" if len(found.rows) > 4 else "")
    now = f"now {rows} differ" if len(found.rows) > 1 else f"now {rows}, with a wide range"
    cut = 100 - round(100 * found.left)
    return (
        f"One agreed figure for {found.place}: {quantity_words(found.quantity)} ({now})."
        f" It alone would make the range of the answer {cut} percent narrower."
    )


def settle_model(found: Leverage | None, *, fitted: bool = False) -> str:
    """What to survey: what measures the parameter on which the probability hangs most. `fitted`: after the data."""
    if found is None and fitted:
        return "Better figures all round: no single unknown moves the probability by more than chance does."
    if found is None:
        return (
            "First of all fitting the model to the published counts: no single unknown moves the probability by more than chance"
            " does."
        )
    survey = PARAMETER_RECORDS[found.parameter].survey
    return (
        f"{_capital(survey)}. It would show {parameter_words(found.parameter)}: the probability is {said(found.p_low)} in the"
        f" lowest third of what is assumed for it, {said(found.p_high)} in the highest."
    )


def _range(across: Range) -> str:
    return f"{printed(across[0], model=True):.2f} to {printed(across[1], model=True):.2f}"


def _same(across: Range) -> bool:
    return printed(across[0], model=True) == printed(across[1], model=True)


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"
