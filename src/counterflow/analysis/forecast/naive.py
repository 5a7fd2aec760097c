"""The forecast that needs no model: what had been published, carried on."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from counterflow.analysis.forecast.scores import Predictive
from counterflow.evidence.inputs import Target

_TENTH = 1.2815515655446004
_STANDS_IN = {"ever left": "in the zone"}
"""Where a quantity was never published, the one that is carried on in its place."""
_APART = 30
"""Days between two figures, at least, for a trend to be read off them."""


def on_scale(value: float, scale: str) -> float:
    """The log of a count, the logit of a share."""
    return math.log(value) if scale == "log" else math.log(value / (1.0 - value))


def off_scale(value: float, scale: str) -> float:
    """Back again."""
    return math.exp(value) if scale == "log" else 1.0 / (1.0 + math.exp(-value))


def spread_of(target: Target) -> float:
    """Standard deviation of a figure on its scale, the mean of its two sides."""
    low, high = (on_scale(end, target.scale) for end in (target.low, target.high))
    return (high - low) / (2.0 * _TENTH)


def carried_on(known: Sequence[Target], later: Target) -> Predictive | None:
    """The later figure by the last known ones on the same thing; None where none was known.

    Two that are a month or more apart give a straight line on the scale, with the error that theirs gives it; one is carried on
    level. The error with which the later figure is made itself is added.
    """
    earlier = _series(known, later)
    if not earlier:
        return None
    last = earlier[-1]
    before = [one for one in earlier if (last.at - one.at).days >= _APART]
    level, variance = on_scale(last.centre, last.scale), spread_of(last) ** 2
    if before:
        first = before[-1]
        ahead = (later.at - last.at).days / (last.at - first.at).days
        level += ahead * (level - on_scale(first.centre, first.scale))
        variance = (1.0 + ahead) ** 2 * variance + ahead**2 * spread_of(first) ** 2
    return Predictive(np.array([level]), math.sqrt(variance + spread_of(later) ** 2))


def _series(known: Sequence[Target], later: Target) -> list[Target]:
    """Known figures on the same thing as the later one, or on what stands in for it, by date."""
    same = [one for one in known if _thing(one) == _thing(later) and one.at < later.at]
    if not same and later.quantity in _STANDS_IN:
        instead = later.model_copy(update={"quantity": _STANDS_IN[later.quantity]})
        same = [one for one in known if _thing(one) == _thing(instead) and one.at < later.at]
    return sorted(same, key=lambda one: (one.at, one.id))


def _thing(one: Target) -> tuple[str, str, str | None, str | None]:
    return one.quantity, one.cohort, one.place, one.sex
