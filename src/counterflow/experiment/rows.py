"""Runs as rows of a table: one row holds all that is kept of one run, so that a run is in a store or it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from counterflow.engine import Counts, History
from counterflow.engine.codes import PERSON_EVENTS, REBRANDED
from counterflow.experiment.arrays import to_bytes
from counterflow.experiment.identity import hash_of_history
from counterflow.experiment.plan import Run
from counterflow.experiment.summary import RunSummary
from counterflow.world import THEATRES, Floats, Ints

NO_COHORT = -1
"""The cohort of what happens to no person: a unit of an armed group changes the flag."""
WORK = ("events", "proposals", "void", "approaches", "touched", "engaged", "people")
"""Columns that say how much work a run was; see `engine.Counts`."""
_COUNT = pa.struct(
    [("event", pa.int8()), ("cohort", pa.int16()), ("month", pa.int16()), ("number", pa.int32())]
)
_EVENT = pa.struct(
    [
        ("time", pa.float64()),
        ("event", pa.int8()),
        ("person", pa.int64()),
        ("place", pa.int32()),
        ("channel", pa.int8()),
        ("extra", pa.int64()),
        ("entity", pa.uint64()),
        ("purpose", pa.uint64()),
        ("index", pa.uint64()),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),  # of the run's identity
        ("world", pa.string()),
        ("arm", pa.string()),
        ("draw", pa.string()),
        ("seed", pa.uint32()),
        ("run", pa.uint32()),
        ("engine", pa.int32()),
        ("programmes", pa.string()),  # the name of the arm
        ("account", pa.string()),
        ("draw_number", pa.int32()),  # among its account's draws
        ("maker", pa.string()),  # where and with which versions it was made; see the manifest
        ("failed", pa.string()),  # why; null for a run that came to its end
        ("history", pa.string()),  # hash of what happened
        *((name, pa.int64()) for name in WORK),
        ("cohorts", pa.int16()),
        ("months", pa.int16()),
        ("counts", pa.list_(_COUNT)),  # what is not here is 0
        ("strength", pa.list_(pa.float64())),  # theatres x months
        ("served", pa.list_(pa.int64())),
        ("refused", pa.list_(pa.int64())),
        ("seat_years", pa.list_(pa.float64())),
        ("parameters", pa.binary()),  # of a draw that is not the world's own
        ("scaled", pa.binary()),  # factors on what is not contested; null where there are none
        ("measured", pa.list_(pa.float64())),  # what the experiment's gauge read; null where it has none
        ("log", pa.list_(_EVENT)),  # where every event is kept
    ]
)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one run: its summary, or why it failed."""

    run: Run
    programmes: str
    summary: RunSummary | None = None
    history: History | None = None
    measured: Floats | None = None
    error: Exception | None = None

    @property
    def failed(self) -> str | None:
        """Why it failed, in one line; None for a run that came to its end."""
        if self.error is None:
            return None
        return " ".join(str(self.error).split()) or type(self.error).__name__


def table_of(done: Sequence[Done], maker: str, *, events: bool) -> pa.Table:
    """Rows of finished and failed runs."""
    summaries = [one.summary for one in done]
    columns = {
        **_identities(done),
        "maker": [maker] * len(done),
        "failed": [one.failed for one in done],
        "history": [None if one.history is None else hash_of_history(one.history) for one in done],
        **{name: [None if s is None else getattr(s.counts, name) for s in summaries] for name in WORK},
        "cohorts": [None if s is None else s.events.shape[1] for s in summaries],
        "months": [None if s is None else s.events.shape[2] for s in summaries],
        "counts": _lists([None if s is None else _counts(s) for s in summaries], _COUNT),
        "strength": [None if s is None else s.strength.ravel() for s in summaries],
        **{name: [None if s is None else getattr(s, name) for s in summaries] for name in _SEATS},
        "parameters": [_bytes(one.run.draw.parameters) for one in done],
        "scaled": [_bytes(one.run.draw.scaled) for one in done],
        "measured": [one.measured for one in done],
        "log": _lists([_log(one.history) if events else None for one in done], _EVENT),
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)


_SEATS = ("served", "refused", "seat_years")


def summaries_of(table: pa.Table) -> list[RunSummary]:
    """The summaries of the rows, in their order; rows of failed runs are left out."""
    return [_summary(row) for row in table.to_pylist() if row["failed"] is None]


def _identities(done: Sequence[Done]) -> dict[str, list[Any]]:
    identities = [one.run.identity for one in done]
    return {
        **{
            name: [getattr(one, name) for one in identities]
            for name in ("id", "world", "arm", "draw", "seed", "run", "engine")
        },
        "programmes": [one.programmes for one in done],
        "account": [one.run.draw.account for one in done],
        "draw_number": [one.run.draw.number for one in done],
    }


def _bytes(record: tuple[Any, ...] | None) -> bytes | None:
    return None if record is None else to_bytes(record)


def _counts(summary: RunSummary) -> tuple[Ints, ...]:
    """Columns event, cohort, month, number of what is not 0."""
    kind, cohort, month = np.nonzero(summary.events)
    (when,) = np.nonzero(summary.rebranded)
    return (
        np.concatenate([kind, np.full(when.size, REBRANDED)]),
        np.concatenate([cohort, np.full(when.size, NO_COHORT)]),
        np.concatenate([month, when]),
        np.concatenate([summary.events[kind, cohort, month], summary.rebranded[when]]),
    )


def _log(history: History | None) -> tuple[Any, ...] | None:
    if history is None:
        return None
    cause = history.cause
    return (
        history.time,
        history.kind,
        history.person,
        history.place,
        history.channel,
        history.extra,
        *(cause[:, i] for i in range(cause.shape[1])),
    )


def _lists(rows: Sequence[tuple[Any, ...] | None], kind: pa.StructType) -> pa.Array:
    """A list of structs for each row, from the columns of each; null for None."""
    lengths = [0 if row is None else row[0].size for row in rows]
    offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))
    there = [row for row in rows if row is not None]
    columns = [
        pa.array(np.concatenate([row[i] for row in there]) if there else [], field.type)
        for i, field in enumerate(kind)
    ]
    values = pa.StructArray.from_arrays(columns, fields=list(kind))
    mask = pa.array([row is None for row in rows], pa.bool_())
    return pa.ListArray.from_arrays(offsets, values, mask=mask)


def _summary(row: dict[str, Any]) -> RunSummary:
    cohorts, months = row["cohorts"], row["months"]
    events: Ints = np.zeros((len(PERSON_EVENTS), cohorts, months), np.int64)
    rebranded: Ints = np.zeros(months, np.int64)
    for one in row["counts"]:
        if one["cohort"] == NO_COHORT:
            rebranded[one["month"]] = one["number"]
        else:
            events[one["event"], one["cohort"], one["month"]] = one["number"]
    strength: Floats = np.array(row["strength"], np.float64).reshape(len(THEATRES), months)
    return RunSummary(
        run=row["run"],
        events=events,
        rebranded=rebranded,
        strength=strength,
        served=np.array(row["served"], np.int64),
        refused=np.array(row["refused"], np.int64),
        seat_years=np.array(row["seat_years"], np.float64),
        counts=Counts(**{name: row[name] for name in WORK}),
    )
