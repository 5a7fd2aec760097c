"""Shares as people: how many of how many, and how many of them not."""

from __future__ import annotations

from counterflow.analysis.written import Interval
from counterflow.evidence.estimate import Estimate
from counterflow.hearing import OUTCOMES, QuantityEntry


def outcome_in_people(outcome: str, values: Interval) -> str | None:
    """A model outcome in people, with its range; None for outcomes that people cannot say.

    "8 (3 to 20) of 100,000 adults left; 99,992 did not go."
    """
    said = OUTCOMES[outcome].people
    if said is None or values.centre < 0:
        return None
    base, did, did_not = said
    return in_people(values, base, did, did_not)


def estimate_in_people(quantity: QuantityEntry, found: Estimate) -> str | None:
    """A figure in people: a rate as so many of 100,000, or one in so many; None for what is no rate."""
    if found.gap is not None:
        return None
    of = f"{quantity.per or 'Muslims'} of {quantity.place}"
    did, did_not = ("were there", "were not") if "present" in quantity.measure else ("had left", "had not")
    if found.unit == "people per one":
        share = Interval(low=1 / found.high, centre=1 / found.centre, high=1 / found.low)
        rate = f"{one_in(found.centre)} ({one_in(found.high)} to {one_in(found.low)})"
        return f"{rate}: {in_people(share, 100_000, f'{of} {did}', did_not)}"
    if found.unit == "per head":
        share = Interval(low=found.low, centre=found.centre, high=found.high)
        return in_people(share, 100_000, f"{of} {did}", did_not)
    return None


def in_people(share: Interval, base: int, did: str, did_not: str) -> str:
    """So many of ``base`` did, with the range, and the rest did not."""
    count = base * min(max(share.centre, 0.0), 1.0)
    low, high = _whole(base * max(share.low, 0.0), base), _whole(base * share.high, base)
    rest = base - (round(count) if count >= 1 or count == 0 else 1)
    return f"{_whole(count, base)} ({low} to {high}) of {base:,} {did}; {rest:,} {did_not}."


def one_in(persons: float) -> str:
    """A rate as one in so many, rounded to two digits.

    >>> one_in(19649)
    '1 in 20,000'
    """
    return f"1 in {float(f'{persons:.2g}'):,.0f}"


def _whole(count: float, base: int) -> str:
    if 0 < count < 1:
        return "fewer than 1"
    return f"{min(round(count), base):,}"
