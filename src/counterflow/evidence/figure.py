"""One published figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from counterflow.evidence.dates import Span
from counterflow.evidence.ranges import Interval, Kind, interval_of

EXEMPT = ("POP", "PRG")
"""Id prefixes of figures that count whenever they were published: who lives where, and what programmes did elsewhere."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of ``evidence.csv``, parsed."""

    id: str
    quantity: str
    group: str
    place: str
    about: Span
    """The time that the figure describes."""
    published: Span | None
    """When it was put out; None for what is assumed, which nobody published."""
    origin: str
    """Who said it first, as far as can be seen."""
    low: float | None
    value: float | None
    high: float | None
    unit: str
    kind: Kind
    status: str
    """``seen`` in a source, ``recalled`` without having been looked up again, or ``assumed``."""
    publisher: str
    title: str
    url: str
    note: str
    line: int
    """Line in the file."""

    @property
    def prefix(self) -> str:
        """The letters before the number of the id."""
        return self.id.partition("-")[0]

    @property
    def is_assumed(self) -> bool:
        """Whether it is an assumption of ours rather than a figure of somebody's."""
        return self.status == "assumed"

    @property
    def in_percent(self) -> bool:
        """Whether its numbers are percentages."""
        return self.kind == "share" and self.unit.startswith("percent")

    @property
    def interval(self) -> Interval | None:
        """Its 80 percent interval in its unit, shares as fractions; None where it has no number."""
        low, value, high = (self._plain(point) for point in (self.low, self.value, self.high))
        found = interval_of(low, value, high, kind=self.kind, quantity=self.quantity, origin=self.origin)
        return replace(found, assumed=True) if found is not None and self.is_assumed else found

    @property
    def printed(self) -> float | None:
        """The number that a reader takes from the source, shares as fractions: its value, else the centre of its range."""
        value = self._plain(self.value)
        return value if value is not None or self.interval is None else self.interval.centre

    def known_on(self, day: dt.date) -> bool:
        """Whether it could be known on a day: an incomplete date of publication counts from its last day."""
        if self.published is None or self.prefix in EXEMPT:
            return True
        return self.published.last <= day

    def _plain(self, point: float | None) -> float | None:
        return point / 100 if point is not None and self.in_percent else point
