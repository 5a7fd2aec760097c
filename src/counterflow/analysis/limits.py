"""Limits of tests: whether values are within them, and how that is said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.analysis.records import Direction
from counterflow.hearing import Limits

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def within(values: Floats, limits: Limits) -> Bools:
    """Which values are within all limits; not-a-number is within none."""
    inside = np.isfinite(values) | np.isinf(values)
    if limits.at_least is not None:
        inside &= values >= limits.at_least
    if limits.above is not None:
        inside &= values > limits.above
    if limits.at_most is not None:
        inside &= values <= limits.at_most
    if limits.below is not None:
        inside &= values < limits.below
    return inside


def limit_words(limits: Limits) -> tuple[str, Direction, float, float | None]:
    """How limits are said, their direction, the threshold, and the upper one where there are two."""
    lower = limits.at_least if limits.at_least is not None else limits.above
    upper = limits.at_most if limits.at_most is not None else limits.below
    if lower is not None and upper is not None:
        return f"between {number(lower)} and {number(upper)}", "between", lower, upper
    if lower is not None:
        direction: Direction = "above" if limits.at_least is None else "at least"
        return f"{direction} {number(lower)}", direction, lower, None
    if upper is None:
        raise ValueError("a test needs a limit")  # excluded when the file was read
    direction = "below" if limits.at_most is None else "at most"
    return f"{direction} {number(upper)}", direction, upper, None


def number(value: float) -> str:
    """A number for a sentence: three significant digits, thousands with commas.

    >>> number(12345.6), number(0.0345), number(1500)
    ('12,300', '0.0345', '1,500')
    """
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    if abs(rounded) >= 1000:
        return f"{rounded:,.0f}"
    if abs(rounded) >= 1e-4:
        return f"{rounded:.3g}"
    return f"{rounded:.9f}".rstrip("0").rstrip(".")
