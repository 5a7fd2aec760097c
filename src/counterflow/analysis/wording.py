"""One sentence why, composed from computed numbers; none of them is typed in."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.analysis.figures import Asked
from counterflow.analysis.limits import limit_words, number
from counterflow.analysis.model import WIDE, Leverage
from counterflow.analysis.records import TestResult
from counterflow.analysis.standing import Ruling
from counterflow.evidence.figure import Figure
from counterflow.hearing import PARAMETER_RECORDS

Range = tuple[float, float]

_VERB = {"supported": "holds", "contradicted": "does not hold", "unsettled": "cannot be told"}


def why_figures(asked: Sequence[Asked], ruling: Ruling, p: float, across: Range, voices: int) -> str:
    """Why a figure part stands as it does: the quantity, its limits, and how many voices it rests on."""
    said = " and ".join(_measured(one) for one in asked)
    resting = {0: "on assumptions alone", 1: "on one independent voice"}.get(
        voices, f"on {voices} independent voices"
    )
    moved = (
        ""
        if across[0] == across[1]
        else f" ({number(across[0])} to {number(across[1])} as assumed ranges are halved or doubled)"
    )
    return (
        f"{said[:1].upper()}{said[1:]}; it {_VERB[ruling.standing]}: P {number(p)}{moved}, resting {resting}."
    )


def why_gap(asked: Sequence[Asked]) -> str:
    """Why a figure part is not tested: what the evidence has no figure for."""
    gaps = [one.estimate.gap for one in asked if one.estimate.gap is not None]
    return f"Not tested: {gaps[0]}." if gaps else "Not tested: no figure bears on it."


def _measured(asked: Asked) -> str:
    found, words = asked.estimate, limit_words(asked.test)[0]
    place = f" ({asked.test.quantity.place})" if asked.test.quantity.place else ""
    return (
        f"{asked.test.quantity.measure}{place} is {number(found.centre)} ({number(found.low)} to {number(found.high)})"
        f" against {words}"
    )


def why_model(results: Sequence[TestResult], p: float, across: Range) -> str:
    """Why a model part has the probability that it has before any data: the outcome, its limit, and the accounts apart."""
    deciding = results[0]
    if deciding.centre is None or deciding.low is None or deciding.high is None:
        return f"Not computed: {deciding.note}."
    limit = f"{deciding.direction} {number(deciding.threshold or 0.0)}"
    sentence = (
        f"Before any data {deciding.outcome} is {number(deciding.centre)}"
        f" ({number(deciding.low)} to {number(deciding.high)}) against {limit}: P {number(p)}"
        f" ({number(across[0])} to {number(across[1])} over variants of the prior)"
    )
    apart = {name: one.p for name, one in deciding.by_account.items() if name != WIDE}
    if apart:
        lowest, highest = min(apart, key=lambda name: apart[name]), max(apart, key=lambda name: apart[name])
        sentence += (
            f"; P is {number(apart[lowest])} if only {lowest} is at work"
            f" and {number(apart[highest])} if only {highest} is"
            if apart[lowest] != apart[highest]
            else f"; every single account gives the same P of {number(apart[lowest])}"
        )
    return f"{sentence}."


def why_untested(results: Sequence[TestResult]) -> str:
    """Why a part without a target is not tested, with what the prior alone gives where a test exists."""
    with_p = [one for one in results if one.p is not None and one.threshold is not None]
    if not with_p:
        return "Not tested: no figure bears on it."
    one = with_p[0]
    limit = f"{one.direction} {number(one.threshold or 0.0)}"
    return f"Not tested: no figure bears on it; the prior alone puts {one.outcome} {limit} at P {number(one.p or 0.0)}."


def why_judgement(results: Sequence[TestResult]) -> str:
    """A judgement shows what stands beside it, and no probability."""
    said = [f"{one.says}: P {number(one.p)}" for one in results if one.p is not None]
    beside = "; ".join(said) if said else "nothing beside it could be computed"
    return f"A judgement, for which no probability is given. Side by side: {beside}."


def settle_figures(asked: Sequence[Asked], figure: Figure | None) -> str | None:
    """What to count better: the figure whose range is widest, or what is missing."""
    gaps = [one.estimate.gap for one in asked if one.estimate.gap is not None]
    if gaps:
        return f"What is missing: {gaps[0]}."
    if figure is None or figure.interval is None:
        return None
    low, high = number(figure.interval.low), number(figure.interval.high)
    whose = "assumed" if figure.is_assumed else f"first said by {figure.origin}"
    return (
        f"A better figure on {figure.quantity.replace('_', ' ')} ({figure.group}, {figure.place}): {figure.id}, {whose},"
        f" reaches from {low} to {high}, the widest range of those it rests on."
    )


def settle_model(found: Leverage | None) -> str:
    """What to survey: what measures the parameter on which the probability hangs most."""
    if found is None:
        return "Calibration against the targets first: no single parameter moves the probability clear of chance."
    survey = PARAMETER_RECORDS[found.parameter].survey
    return (
        f"{survey[:1].upper()}{survey[1:]}: P is {number(found.p_low)} in the third of draws where {found.parameter} is lowest"
        f" and {number(found.p_high)} where it is highest."
    )
