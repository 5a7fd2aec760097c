"""Targets of calibration, points of the salience curve, and scores: the three TOML files beside the figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from counterflow.evidence.ranges import Interval
from counterflow.faults import Document, Fault, Faults, read_toml, validate

Text = Annotated[str, Field(min_length=1)]
Rows = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Aim(_Record):
    """A number that the model's outcome is held against, with its 80 percent interval."""

    id: Text
    quantity: Text
    cohort: Text
    at: dt.date
    centre: float
    low: float
    high: float
    scale: Literal["log", "logit"]
    rows: Rows
    origins: Rows
    available: dt.date
    place: Text | None = None
    sex: Literal["female", "male"] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> _Aim:
        if not self.low < self.centre < self.high:
            raise ValueError(
                f"{self.low:g}, {self.centre:g}, {self.high:g} are not in order; low < centre < high"
            )
        if self.low <= 0 or (self.scale == "logit" and self.high >= 1):
            limits = "between 0 and 1" if self.scale == "logit" else "above 0"
            raise ValueError(
                f"{self.low:g} to {self.high:g} does not fit the scale {self.scale}; it lies {limits}"
            )
        return self

    @property
    def interval(self) -> Interval:
        """Centre and interval as a distribution."""
        return Interval(self.low, self.centre, self.high, self.scale, assumed=True)


class Target(_Aim):
    """Something the model is calibrated to."""


class Score(_Aim):
    """Something the calibrated model is scored on, never fitted to."""


class SaliencePoint(_Record):
    """World inflow at one time, persons a month, with its 80 percent interval."""

    id: Text
    at: dt.date
    inflow: Annotated[float, Field(ge=0)]
    low: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]
    rows: Rows
    origins: Rows
    available: dt.date
    replaces: Text | None = None
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> SaliencePoint:
        if not self.low <= self.inflow <= self.high:
            raise ValueError(
                f"{self.low:g}, {self.inflow:g}, {self.high:g} are not in order; low <= inflow <= high"
            )
        return self


class _Targets(_Record):
    target: tuple[Target, ...]


class _Scores(_Record):
    score: tuple[Score, ...]


class _Inputs(_Record):
    salience: Annotated[tuple[SaliencePoint, ...], Field(min_length=1)]


def load_targets(path: Path, known_rows: frozenset[str] | None = None) -> tuple[Target, ...]:
    """The targets of a file; ``known_rows`` are the ids that its ``rows`` may name. Raises Faults."""
    document = read_toml(path)
    targets = validate(_Targets, document).target
    _check_ids(document, "target", [(aim.id, aim.rows) for aim in targets], known_rows)
    return targets


def load_scores(path: Path, known_rows: frozenset[str] | None = None) -> tuple[Score, ...]:
    """The scores of a file, likewise."""
    document = read_toml(path)
    scores = validate(_Scores, document).score
    _check_ids(document, "score", [(aim.id, aim.rows) for aim in scores], known_rows)
    return scores


def load_inputs(path: Path, known_rows: frozenset[str] | None = None) -> tuple[SaliencePoint, ...]:
    """The salience points of a file, likewise, by date."""
    document = read_toml(path)
    points = validate(_Inputs, document).salience
    _check_ids(document, "salience", [(point.id, point.rows) for point in points], known_rows)
    ids = {point.id for point in points}
    unknown = [
        (n, p.replaces) for n, p in enumerate(points) if p.replaces is not None and p.replaces not in ids
    ]
    if unknown:
        raise Faults(
            document.fault(
                "salience",
                n,
                "replaces",
                problem=f'no point has the id "{name}"',
                remedy="name one of this file",
            )
            for n, name in unknown
        )
    return tuple(sorted(points, key=lambda point: point.at))


def known_targets(targets: tuple[Target, ...], as_of: dt.date | None) -> tuple[Target, ...]:
    """The targets that were available on a day; all of them for None."""
    return targets if as_of is None else tuple(target for target in targets if target.available <= as_of)


def known_salience(points: tuple[SaliencePoint, ...], as_of: dt.date | None) -> tuple[SaliencePoint, ...]:
    """The points that were available on a day, less those that one of them replaces."""
    known = [point for point in points if as_of is None or point.available <= as_of]
    replaced = {point.replaces for point in known}
    return tuple(point for point in known if point.id not in replaced)


def _check_ids(
    document: Document,
    table: str,
    entries: list[tuple[str, tuple[str, ...]]],
    known_rows: frozenset[str] | None,
) -> None:
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, (identity, rows) in enumerate(entries):
        if identity in seen:
            problem = f'"{identity}" is there twice'
            faults.append(document.fault(table, number, "id", problem=problem, remedy="give each its own id"))
        seen.add(identity)
        for row in rows if known_rows is not None else ():
            if known_rows is not None and row not in known_rows:
                problem = f"{row} is not a row of the evidence"
                faults.append(
                    document.fault(
                        table, number, "rows", problem=problem, remedy="name an id of evidence.csv"
                    )
                )
    if faults:
        raise Faults(faults)
