"""The ends of what a file says of a number."""

from __future__ import annotations

from counterflow.scenario.quantity import Quantity, Schedule


def greatest(*numbers: Quantity | Schedule) -> float:
    """The largest of the values, and of the upper ends of their ranges; 0 of none."""
    plain = [one for one in numbers if isinstance(one, Quantity)]
    plain += [change.number for one in numbers if isinstance(one, Schedule) for change in one.changes]
    return max((max(one.value, one.high or 0.0) for one in plain), default=0.0)


def least(number: Quantity) -> float:
    """The value, or the lower end of its range."""
    return number.value if number.low is None else min(number.value, number.low)
