"""Dates as sources give them: a day, a month, a year, or a period between two of these."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days that a date leaves open, first and last included."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"ends ({self.last}) before it begins ({self.first}); write start/end")

    @property
    def middle(self) -> dt.date:
        """The day half-way."""
        return self.first + (self.last - self.first) / 2

    @property
    def years(self) -> float:
        """Length in years."""
        return ((self.last - self.first).days + 1) / 365.25

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


def parse_span(text: str) -> Span:
    """The span of ``2015-06-11``, ``2015-06``, ``2015`` or of two of these with a slash between.

    Raises ValueError that says what is wrong and what would be right, with a semicolon between.
    """
    parts = text.split("/")
    if len(parts) > 2:
        raise ValueError(f'"{text}" has more than one slash; write start/end')
    spans = [_parse_date(part) for part in parts]
    return Span(spans[0].first, spans[-1].last)


def _parse_date(text: str) -> Span:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is not a date; write 2015, 2015-06 or 2015-06-11')
    month, day = (int(part) if part else None for part in found.groups()[1:])
    try:
        return _span(int(found[1]), month, day)
    except ValueError:
        raise ValueError(f'"{text}" is not in the calendar; check month and day') from None


def _span(year: int, month: int | None, day: int | None) -> Span:
    if month is None:
        return Span(dt.date(year, 1, 1), dt.date(year, 12, 31))
    if day is None:
        first = dt.date(year, month, 1)
        return Span(first, first.replace(day=calendar.monthrange(year, month)[1]))
    return Span(dt.date(year, month, day), dt.date(year, month, day))


def years_between(earlier: dt.date, later: dt.date) -> float:
    """Years from one day to another; negative where the second comes first."""
    return (later - earlier).days / 365.25
