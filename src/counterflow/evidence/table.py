"""Plain rows for the command that shows the evidence, and for reports; every row can be written as JSON."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from counterflow.evidence.conflicts import conflicts
from counterflow.evidence.counts import CENTRAL_ASIA, EUROPE
from counterflow.evidence.denominators import DENOMINATORS
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voice
from counterflow.evidence.rates import COUNTS, count_or_rate
from counterflow.evidence.study import QuantityRef, Study


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with the interval that it is used with."""

    id: str
    quantity: str
    group: str
    place: str
    about: str
    published: str | None
    origin: str
    voice: str
    """The origin, or the government whose list it may share."""
    value: float | None
    low: float | None
    centre: float | None
    high: float | None
    range_assumed: bool
    unit: str
    """Of the four numbers: a share is a fraction here whatever the source printed."""
    status: str
    publisher: str
    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class SayingRow:
    """What one origin says in a conflict."""

    id: str
    origin: str
    quantity: str
    about: str
    published: str | None
    low: float
    centre: float
    high: float
    range_assumed: bool
    unit: str
    repeated_by: tuple[str, ...]
    """Ids of rows that only repeat it."""
    url: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Figures of distinct origins on one thing."""

    quantity: str
    place: str
    factor: float
    """Largest over smallest."""
    voices: int
    sayings: tuple[SayingRow, ...]


@dataclass(frozen=True, slots=True)
class RateRow:
    """One count of one place under one denominator."""

    place: str
    count: str
    per: str
    by: str
    low: float | None
    centre: float | None
    high: float | None
    """Per head; None where there is a gap."""
    one_in: float | None
    """People of the denominator to each one counted, at the centre."""
    rows: tuple[str, ...]
    assumed: tuple[str, ...]
    origins: tuple[str, ...]
    voices: int
    sentence: str
    gap: str | None


def figure_rows(evidence: Evidence) -> tuple[FigureRow, ...]:
    """All figures, in the order of the file."""
    return tuple(_figure_row(figure) for figure in evidence)


def conflict_rows(evidence: Evidence, at_least: float = 1.2) -> tuple[ConflictRow, ...]:
    """All conflicts, the widest first; figures that only repeat one are named beside it."""
    return tuple(
        ConflictRow(
            quantity=one.quantity,
            place=one.place,
            factor=one.factor,
            voices=len(one.voices),
            sayings=tuple(_saying_row(said.figure, said.repeated_by) for said in one.sayings),
        )
        for one in conflicts(evidence, at_least)
    )


def rate_rows(
    evidence: Evidence,
    seed: int,
    draws: int = 4_000,
    *,
    by: dt.date,
    places: Collection[str] = (*CENTRAL_ASIA, *EUROPE),
) -> tuple[RateRow, ...]:
    """Both counts of every place on a day, under every denominator that exists for it.

    Filter the evidence first: ``rate_rows(evidence.known(as_of).without(origins), seed, by=by)``. Each row has a generator
    of its own, keyed by its names: leaving places out changes no other row.
    """
    refs = [
        QuantityRef(count, place, per, by) for place in places for count in COUNTS for per in DENOMINATORS
    ]
    rows = [_rate_row(Study(evidence, np.random.default_rng(_key(seed, ref)), draws), ref) for ref in refs]
    return tuple(row for row in rows if row is not None)


def as_json(rows: Collection[FigureRow | ConflictRow | RateRow]) -> list[dict[str, Any]]:
    """The rows as plain dictionaries; NaN and infinity, which JSON lacks, become None."""
    return [_plain(asdict(row)) for row in rows]


def _figure_row(figure: Figure) -> FigureRow:
    interval = figure.interval
    plain = figure.value if figure.value is None or not figure.in_percent else figure.value / 100
    return FigureRow(
        id=figure.id,
        quantity=figure.quantity,
        group=figure.group,
        place=figure.place,
        about=str(figure.about),
        published=_text(figure),
        origin=figure.origin,
        voice=voice(figure.origin),
        value=plain,
        low=None if interval is None else interval.low,
        centre=None if interval is None else interval.centre,
        high=None if interval is None else interval.high,
        range_assumed=interval is not None and interval.assumed,
        unit=_unit(figure),
        status=figure.status,
        publisher=figure.publisher,
        title=figure.title,
        url=figure.url,
        note=figure.note,
    )


def _saying_row(figure: Figure, repeated_by: tuple[Figure, ...]) -> SayingRow:
    row = _figure_row(figure)
    if row.low is None or row.centre is None or row.high is None:
        raise ValueError(f"{figure.id} has no number")
    return SayingRow(
        id=row.id,
        origin=row.origin,
        quantity=row.quantity,
        about=row.about,
        published=row.published,
        low=row.low,
        centre=row.centre,
        high=row.high,
        range_assumed=row.range_assumed,
        unit=row.unit,
        repeated_by=tuple(figure.id for figure in repeated_by),
        url=row.url,
    )


def _rate_row(study: Study, ref: QuantityRef) -> RateRow | None:
    """A row, or None where the place has no such denominator at all."""
    per = ref.per or ""
    if DENOMINATORS[per](study, ref.somewhere, study.by(ref)).gap is not None:
        return None
    rate = count_or_rate(study, ref, ref.measure)
    return RateRow(
        place=ref.somewhere,
        count=ref.measure,
        per=per,
        by=str(study.by(ref)),
        low=_number(rate.low),
        centre=_number(rate.centre),
        high=_number(rate.high),
        one_in=_number(1 / rate.centre) if rate.gap is None else None,
        rows=rate.rows,
        assumed=rate.assumed,
        origins=rate.origins,
        voices=len(rate.voices),
        sentence=rate.sentence,
        gap=rate.gap,
    )


def _key(seed: int, ref: QuantityRef) -> list[int]:
    return [seed, *f"{ref.place}|{ref.measure}|{ref.per}".encode()]


def _unit(figure: Figure) -> str:
    return "share" if figure.in_percent else figure.unit


def _text(figure: Figure) -> str | None:
    return None if figure.published is None else str(figure.published)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
