"""From a probability and its range to a standing: the one rule by which every part of every claim is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["supported", "contradicted", "unsettled"]
Reason = Literal["not tested", "not calibrated", "range"]

SUPPORTED = 0.9
SUPPORTED_THROUGHOUT = 0.8
CONTRADICTED = 0.1
CONTRADICTED_THROUGHOUT = 0.2
MOVED = 0.1
"""A state or cause part whose probability moved by less than this from its prior was not tested by the figures."""
STEP = 0.05
MODEL_LIMITS = (0.05, 0.95)
_SLACK = 1e-9
"""Sums of decimal fractions miss 0.9 by rounding; a probability that is 0.9 up to that is 0.9."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A standing, and beside ``unsettled`` the reason."""

    standing: Standing
    reason: Reason | None = None


NOT_TESTED = Ruling("unsettled", "not tested")
NOT_CALIBRATED = Ruling("unsettled", "not calibrated")


def rule(p: float, low: float, high: float) -> Ruling:
    """The ruling on a probability and its range.

    Supported from 0.9 and never below 0.8 in the range; contradicted up to 0.1 and never above 0.2; else unsettled.
    """
    if p >= SUPPORTED - _SLACK and low >= SUPPORTED_THROUGHOUT - _SLACK:
        return Ruling("supported")
    if p <= CONTRADICTED + _SLACK and high <= CONTRADICTED_THROUGHOUT + _SLACK:
        return Ruling("contradicted")
    return Ruling("unsettled", "range")


def rule_model(
    before: float, after: float | None, low: float, high: float, *, is_sign: bool = False
) -> Ruling:
    """The ruling on a state, cause or forecast part; ``after`` is None before there is a posterior.

    A probability that hardly moved from its prior, with a range on both sides of 1/2, was not tested by the figures. Nor was a
    sign (``is_sign``: a part on a cause) that is the same in every draw of the prior: what a prior fixed it cannot support.
    """
    if after is None:
        return NOT_CALIBRATED
    if is_sign and before in {0.0, 1.0}:
        return NOT_TESTED
    hardly_moved = abs(after - before) < MOVED - _SLACK
    if hardly_moved and low < 0.5 < high:
        return NOT_TESTED
    return rule(after, low, high)


def printed(p: float, *, model: bool) -> float:
    """A probability as it is printed: in steps of 0.05, for model parts never beyond 0.05 to 0.95."""
    rounded = round(p / STEP) * STEP
    if model:
        rounded = min(max(rounded, MODEL_LIMITS[0]), MODEL_LIMITS[1])
    return round(rounded, 2)


def said(p: float) -> str:
    """A probability for a sentence: in steps of 0.05, and never beyond 0.05 to 0.95, since certainty is not what figures give.

    >>> said(0.33), said(0.999)
    ('0.35', '0.95 or more')
    """
    rounded = printed(p, model=True)
    if rounded >= MODEL_LIMITS[1]:
        return f"{MODEL_LIMITS[1]} or more"
    return f"{MODEL_LIMITS[0]} or less" if rounded <= MODEL_LIMITS[0] else f"{rounded:.2f}"


def in_words(p: float) -> str:
    """A probability in words, after the scale that intelligence assessments use."""
    bands = (
        (0.05, "almost certainly not"),
        (0.2, "very unlikely"),
        (0.45, "unlikely"),
        (0.55, "about as likely as not"),
        (0.8, "likely"),
        (0.95, "very likely"),
    )
    for below, words in bands:
        if p < below - _SLACK:
            return words
    return "almost certain"
