"""Numbers in words: rounded as far as they are known, with their range, and in people."""

from __future__ import annotations

import calendar

from counterflow.analysis.amounts import amount, interval, is_per_100_000, needs, number, whole
from counterflow.analysis.records import PartVerdict
from counterflow.analysis.standing import MODEL_LIMITS, STEP, in_words, printed
from counterflow.evidence.dates import Span
from counterflow.evidence.words import quantity_words

__all__ = [
    "EN_DASH",
    "amount",
    "chances",
    "error",
    "interval",
    "is_per_100_000",
    "needs",
    "number",
    "people",
    "probability",
    "probability_range",
    "quantity_words",
    "sentence",
    "short_probability",
    "short_range",
    "span_words",
    "whole",
]

EN_DASH = "\N{EN DASH}"

_STEPS = round(1 / STEP)


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


def people(share: float, of: int = 100_000) -> str:
    """A share as people, and the rest of them: `8 of 100,000; 99,992 did not go`."""
    count = share * of
    if count < 1:
        return f"fewer than 1 of {of:,} went"
    return f"{count:,.0f} of {of:,}; {of - round(count):,} did not go"


def error(size: float) -> str:
    """A standard error of P: none is printed as nothing, since another draw might have differed."""
    return f"\N{PLUS-MINUS SIGN}{size:.2f}" if size >= 0.005 else "under \N{PLUS-MINUS SIGN}0.01"


def short_range(part: PartVerdict) -> str:
    """The range of P for a narrow column: `0.30 to 0.80`; empty where there is none, or where it is the value that is shown."""
    if part.p_range is None or part.kind == "record":
        return ""
    shown = part.p_after if part.p_after is not None else part.p_before
    low, high, centre = (short_probability(p, part.kind).removeprefix("P ") for p in (*part.p_range, shown))
    return "" if low == high == centre else f"{low} to {high}"


def span_words(span: Span) -> str:
    """The days of a date as short as they were given: `2015`, `2015-06`, `2015-06-11`, or two with a dash."""
    first, last = span.first, span.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}{EN_DASH}{last.year}"
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return start if start == end else f"{start}{EN_DASH}{end}"
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")
