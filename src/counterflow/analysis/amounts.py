"""Amounts in their units: rounded as far as they are known, with their range."""

from __future__ import annotations

import math
from typing import Protocol

from counterflow.analysis.records import TestResult

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"

_SHARES = ("share", "share of pairs")
_PERCENT_FROM = 0.005
"""Shares below this are told as so many of 100,000."""


class Ranged(Protocol):
    """Whatever has a centre and the ends of an 80 percent interval."""

    @property
    def low(self) -> float | None:
        """The 10 percent point."""

    @property
    def centre(self) -> float | None:
        """The median."""

    @property
    def high(self) -> float | None:
        """The 90 percent point."""


def number(value: float) -> str:
    """Digits that mean something: whole numbers as they are, others to three digits, small ones to two.

    1,091 stays; 31,914.7 is 31,900; 56.72 is 56.7; 0.01234 is 0.012. With a real minus sign.
    """
    size = abs(value)
    if size >= 100:
        text = f"{size if size == round(size) else _significant(size, 3):,.0f}"
    elif size >= 10:
        text = f"{size:.1f}".removesuffix(".0")
    else:
        text = _short(size)
    return MINUS + text if value < 0 else text


def whole(value: float) -> str:
    """A number of people, to three digits; with a real minus sign, and no minus before zero."""
    rounded = round(_significant(abs(value), 3))
    return f"{MINUS if value < 0 and rounded else ''}{rounded:,}"


def _significant(size: float, digits: int) -> float:
    return float(f"{size:.{digits}g}")


def _short(size: float) -> str:
    """A number below ten to two digits, without zeros at the end."""
    if size == 0:
        return "0"
    places = max(0, 1 - math.floor(math.log10(size)))
    if places > 8:
        return f"{size:.1e}"
    text = f"{size:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hundredths(value: float) -> str:
    """A ratio near one, where the second decimal tells whether a line is passed."""
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    return MINUS + text if value < 0 else text


def amount(value: float, unit: str | None, beside: float = 0.0) -> str:
    """The value in its unit: shares as percent, ratios with a times sign, people per one as `1 in 1,400`.

    Small shares are told per 100,000, unless a larger one stands `beside`: one range keeps to one unit.
    """
    if unit == "ratio":
        return TIMES + (number(value) if abs(value) >= 10 or abs(value) < 1 else _hundredths(value))
    if unit == "people per one":
        return f"1 in {number(_significant(value, 3))}"
    if is_per_100_000(max(abs(value), abs(beside)), unit):
        return f"{number(value * 1e5)} per 100,000"
    return _percent(value * 100) if unit in _SHARES else number(value)


def _percent(value: float) -> str:
    """Whole percents from ten on; one decimal where a whole one would make it all of them."""
    size = abs(value)
    if size < 10 or 99.5 <= size < 99.95:
        return f"{number(round(value, 2))}%"
    return f"{MINUS if value < 0 else ''}{size:.0f}%"


def is_per_100_000(largest: float, unit: str | None) -> bool:
    """Whether values of a unit, of which this is the largest, are told as so many of 100,000."""
    return unit == "per head" or (unit == "share" and 0 < abs(largest) < _PERCENT_FROM)


def interval(value: Ranged, unit: str | None) -> str:
    """`62% (41% to 80%)`; says so where there is no value or no range."""
    if value.centre is None:
        return "not computed"
    if value.low is None or value.high is None:
        return f"{amount(value.centre, unit)} (range not known)"
    points = (value.low, value.centre, value.high)
    widest = max(abs(point) for point in points)
    if is_per_100_000(widest, unit):
        low, centre, high = (number(point * 1e5) for point in points)
        return f"{centre} ({low} to {high}) per 100,000"
    low, centre, high = (amount(point, unit, widest) for point in points)
    return f"{centre} ({low} to {high})"


def needs(test: TestResult) -> str | None:
    """What the statement needs to be true: `above 75%`, `between 2,000 and 4,000`."""
    if test.threshold is None:
        return None
    first = amount(test.threshold, test.unit)
    if test.direction == "between" and test.threshold_high is not None:
        return f"between {first} and {amount(test.threshold_high, test.unit)}"
    return f"{test.direction} {first}"
