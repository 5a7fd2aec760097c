"""What views draw of the published figures: rows, groups of rows that conflict, rates under a denominator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One published figure. Low and high are an 80 percent interval, published or assumed."""

    id: str
    quantity: str
    group: str
    place: str
    about: str
    published: str
    origin: str
    publisher: str
    title: str
    url: str
    note: str
    unit: str
    low: float
    centre: float
    high: float
    assumed: bool
    """The source gave no range: the one shown is assumed by kind of figure."""
    recycled: bool = False
    """It repeats a figure of an origin already shown, and is counted with that one."""
    interested: bool = False
    """A government or ministry speaking about its own citizens or its own cause."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of several origins on the same quantity, place and period; the recommended range where there is one."""

    quantity: str
    place: str
    period: str
    unit: str
    rows: Sequence[FigureRow]
    target: tuple[float, float, float] | None = None
    """Low, centre, high of the calibration target."""
    target_id: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Persons per 100,000 of a denominator, with its 80 percent interval."""

    place: str
    quantity: str
    denominator: str
    low: float
    centre: float
    high: float
    rows: Sequence[str]
    """Ids of the figures above and below the line."""
