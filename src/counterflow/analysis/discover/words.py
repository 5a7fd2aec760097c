"""Boxes in words: sentences that a reader can hold against a table of parameters."""

from __future__ import annotations

from counterflow.analysis.discover.records import BoxFound, Discovery, Measured
from counterflow.analysis.limits import number


def limit_words(meaning: str, low: float | None, high: float | None) -> str:
    """What a parameter must be.

    >>> limit_words("the exposure ratio", 4.21, None), limit_words("seats", 10, 30.4)
    ('the exposure ratio is above 4.21', 'seats is between 10 and 30.4')
    """
    if low is not None and high is not None:
        return f"{meaning} is between {number(low)} and {number(high)}"
    if low is not None:
        return f"{meaning} is above {number(low)}"
    return f"{meaning} is below {number(high or 0.0)}"


def box_words(found: Discovery, box: BoxFound) -> str:
    """One box as sentences: where, how often there, and how much of the whole it holds; on futures that it has not seen."""
    where = " and ".join(limit.words for limit in box.limits)
    told = box.held_out
    return (
        f"Where {where}: {_share(told)}, against {found.share:.0%} of all futures."
        f" The box holds {told.coverage:.0%} of the futures in which it is so."
    )


def _share(told: Measured) -> str:
    if told.density is None:
        return "nothing can be said, since no held-out future lies there"
    return (
        f"so in {told.density:.0%} of {told.inside} held-out futures"
        f" ({told.density_low:.0%} to {told.density_high:.0%})"
    )
