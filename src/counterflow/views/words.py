"""Numbers in words: rounded as far as they are known, with their range, and in people."""

from __future__ import annotations

import calendar
import math
from typing import Protocol

from counterflow.analysis.records import PartVerdict, TestResult
from counterflow.analysis.standing import MODEL_LIMITS, STEP, in_words, printed
from counterflow.evidence.dates import Span

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"

_STEPS = round(1 / STEP)
_QUANTITIES = {
    "ff_cumulative": "ever left to fight",
    "ff_present": "fighters there at the time",
    "ff_present_or_ever": "fighters, there or ever",
    "ff_official_claim": "fighters, by officials",
    "ff_per_million": "ever left per million inhabitants",
    "ff_inflow": "inflow of fighters",
    "ff_outflow": "departures in the year",
    "ff_by_region": "ever left, by region",
    "ff_registered": "fighters on a register",
    "is_strength": "strength of ISIL",
    "isk_strength": "strength of ISIL in Afghanistan",
}
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


def probability(p: float | None, kind: str) -> str:
    """P as it is printed; only what stands on the record is certain, everything else stays within 0.05 and 0.95."""
    if p is None:
        return "none"
    if kind == "record":
        return "yes" if p >= 0.5 else "no"
    rounded = printed(p, model=True)
    if rounded <= MODEL_LIMITS[0]:
        return f"{MODEL_LIMITS[0]} or less"
    if rounded >= MODEL_LIMITS[1]:
        return f"{MODEL_LIMITS[1]} or more"
    return f"{rounded:.2f}"


def short_probability(p: float | None, kind: str) -> str:
    """The same for a column beside a chart: `P 0.35`, `P \N{LESS-THAN OR EQUAL TO} 0.05`; empty for none."""
    text = probability(p, kind)
    if p is None or kind == "record":
        return "" if p is None else text
    for words, sign in (
        (" or less", "\N{LESS-THAN OR EQUAL TO}"),
        (" or more", "\N{GREATER-THAN OR EQUAL TO}"),
    ):
        if text.endswith(words):
            return f"P {sign} {text.removesuffix(words)}"
    return f"P {text}"


def chances(p: float, kind: str) -> str:
    """P as a word and as chances of 20: `likely, about 14 chances in 20`."""
    if kind == "record":
        return "read off the text"
    rounded = printed(p, model=True)
    count = round(rounded * _STEPS)
    return f"{in_words(rounded)}, about {count} {'chance' if count == 1 else 'chances'} in {_STEPS}"


def probability_range(part: PartVerdict) -> str | None:
    """The range of P, or None where there is none or it means nothing (a record)."""
    if part.p_range is None or part.kind == "record":
        return None
    low, high = (probability(p, part.kind) for p in part.p_range)
    return low if low == high else f"{low} to {high}"


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


def amount(value: float, unit: str | None, beside: float = 0.0) -> str:
    """The value in its unit: shares as percent, ratios with a times sign, people per one as `1 in 1,400`.

    Small shares are told per 100,000, unless a larger one stands `beside`: one range keeps to one unit.
    """
    if unit == "ratio":
        return TIMES + number(value)
    if unit == "people per one":
        return f"1 in {number(value)}"
    if is_per_100_000(max(abs(value), abs(beside)), unit):
        return f"{number(value * 1e5)} per 100,000"
    return number(value * 100) + "%" if unit in _SHARES else number(value)


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


def people(share: float, of: int = 100_000) -> str:
    """A share as people, and the rest of them: `8 of 100,000; 99,992 did not go`."""
    count = share * of
    if count < 1:
        return f"fewer than 1 of {of:,} went"
    return f"{count:,.0f} of {of:,}; {of - round(count):,} did not go"


def span_words(span: Span) -> str:
    """The days of a date as short as they were given: `2015`, `2015-06`, `2015-06-11`, or two with a dash."""
    first, last = span.first, span.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}{EN_DASH}{last.year}"
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return start if start == end else f"{start}{EN_DASH}{end}"
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def quantity_words(quantity: str) -> str:
    """The name of a quantity of the evidence file as a reader says it."""
    name, _, group = quantity.partition(": ")
    words = _QUANTITIES.get(name, name.replace("_", " "))
    return f"{words}: {group}" if group else words


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
