"""Asking a store: SQL over its runs, tables, arrays, medians with intervals, paired differences.

Tables for SQL, of finished runs unless said otherwise:

    runs      one row per run: id, programmes, account, draw_number, seed, run, how much work it was, departed, engaged, ...
    counts    one row per run, cohort, month and kind of event that happened: ..., cohort, month, event, count
    totals    one row per run, cohort and kind of event, 0 where none happened: ..., cohort, event, total
    failures  one row per run that failed, with the reason
    logs      one row per event, where the store keeps every event
"""

from __future__ import annotations

import atexit
import errno
import os
import re
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from counterflow.engine.codes import EVENTS, PERSON_EVENTS
from counterflow.experiment.errors import StoreDamaged, StoreError
from counterflow.experiment.plan import NONE
from counterflow.experiment.rows import NO_COHORT, summaries_of
from counterflow.experiment.store import COPY, Store
from counterflow.experiment.summary import BLOCKED, DEPARTED, ENGAGED, RunSummary
from counterflow.experiment.writer import mend
from counterflow.faults import Fault, Faults

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import xarray as xr

KEYS = ("programmes", "account", "draw_number", "seed", "run")
"""What tells runs of one world apart."""
TABLES = ("runs", "counts", "totals", "failures", "logs", "summary", "effects")


_ERRNO = re.compile(r'"errno":"(\d+)"')
"""Where DuckDB says what the system said."""


def _sum(kinds: Sequence[int]) -> str:
    listed = ", ".join(map(str, kinds))
    return f"coalesce(list_sum([c.number for c in counts if c.event in ({listed})]), 0)::BIGINT"


_VIEWS = f"""
CREATE VIEW runs AS SELECT id, {", ".join(KEYS)}, engine, maker, history, events, proposals, void, approaches, touched, people,
    {_sum(DEPARTED)} AS departed, {_sum([ENGAGED])} AS engaged, {_sum(BLOCKED)} AS stopped,
    served, refused, seat_years FROM rows WHERE failed IS NULL;
CREATE VIEW counts AS SELECT id, {", ".join(KEYS)}, coalesce(cohorts.cohort, '') AS cohort,
    strftime(origin.month + to_months(c.month::INTEGER), '%Y-%m') AS month, kinds.event, c.number::BIGINT AS count
    FROM (SELECT id, {", ".join(KEYS)}, unnest(counts) AS c FROM rows WHERE failed IS NULL)
    CROSS JOIN origin JOIN kinds ON kinds.kind = c.event LEFT JOIN cohorts ON cohorts.position = c.cohort;
CREATE VIEW totals AS SELECT runs.id, {", ".join(f"runs.{key}" for key in KEYS)}, cohorts.cohort, kinds.event,
    coalesce(found.total, 0)::BIGINT AS total
    FROM runs CROSS JOIN cohorts CROSS JOIN kinds
    LEFT JOIN (SELECT id, c.cohort AS position, c.event AS kind, sum(c.number) AS total
        FROM (SELECT id, unnest(counts) AS c FROM rows WHERE failed IS NULL) GROUP BY ALL) AS found
    ON found.id = runs.id AND found.position = cohorts.position AND found.kind = kinds.kind
    WHERE kinds.kind < {len(PERSON_EVENTS)};
CREATE VIEW failures AS SELECT id, {", ".join(KEYS)}, engine, maker, failed AS reason FROM rows WHERE failed IS NOT NULL;
CREATE VIEW logs AS SELECT id, {", ".join(KEYS)}, e.time, kinds.event, e.person, e.place, e.channel, e.extra
    FROM (SELECT id, {", ".join(KEYS)}, unnest(log) AS e FROM rows WHERE log IS NOT NULL)
    JOIN kinds ON kinds.kind = e.event;
CREATE VIEW summary AS SELECT programmes, account, cohort, event, count(*) AS runs, avg(total) AS mean,
    median(total) AS median, quantile_cont(total, 0.1) AS low, quantile_cont(total, 0.9) AS high
    FROM totals GROUP BY ALL ORDER BY ALL;
CREATE VIEW pairs AS SELECT one.programmes, account, draw_number, seed, run,
    base.departed - one.departed AS departures_averted, base.engaged - one.engaged AS engaged_averted,
    one.stopped - base.stopped AS stopped_more, base.departed AS departed_without
    FROM runs AS one JOIN runs AS base USING (account, draw_number, seed, run)
    WHERE base.programmes = '{NONE}' AND one.programmes <> '{NONE}';
CREATE VIEW effects AS SELECT programmes, account, count(*) AS pairs, avg(departures_averted) AS mean,
    median(departures_averted) AS median, quantile_cont(departures_averted, 0.1) AS low,
    quantile_cont(departures_averted, 0.9) AS high,
    sqrt((sum(departures_averted ** 2) - sum(departures_averted) ** 2 / count(*)) / nullif(count(*) - 1, 0) / count(*))
        AS standard_error,
    sum(departures_averted) / greatest(sum(departed_without), 1) AS share, avg(engaged_averted) AS engaged_averted
    FROM pairs GROUP BY ALL ORDER BY ALL;
"""
"""Sums are sums of whole numbers, so that they do not hang on the order in which threads add them up."""


@dataclass(frozen=True)
class Results:
    """The runs of one world, by one version of the engine, in a store; those that `where` holds for, unless all."""

    store: Store
    world: str
    engine: int
    where: str = "true"
    """A condition in SQL on the columns of rows.SCHEMA."""

    @property
    def cohorts(self) -> tuple[str, ...]:
        """Names of the cohorts."""
        return self.store.manifest.worlds[self.world].cohorts

    def only(self, **equal: str | int) -> Results:
        """Those of the runs whose columns have these values: `results.only(programmes="none", seed=1)`."""
        also = "".join(f" AND {name} = {_quoted(value)}" for name, value in equal.items())
        return replace(self, where=f"({self.where}){also}")

    def sql(self, query: str) -> pd.DataFrame:
        """The answer to a query; see the head of this module for the tables, `summary`, `pairs` and `effects` beside them.

        >>> results.sql("select programmes, avg(departed) from runs group by all")  # doctest: +SKIP
        """
        answer = self.relation(query)
        with _told():
            found: pd.DataFrame = answer.df()  # only now are the rows computed, and some errors met
        return found

    def relation(self, query: str) -> duckdb.DuckDBPyRelation:
        """The same as a DuckDB relation, for answers that do not fit into memory. Raises ValueError for SQL that is wrong."""
        with _told():
            found = self._connection.sql(query)
        if found is None:
            raise ValueError("the query answers nothing; begin it with SELECT")
        return found

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        shown = self.store.manifest.worlds[self.world]
        connection = duckdb.connect()
        _OPEN.add(connection)
        connection.register("kept", self.store.dataset())
        of_world = f"world = '{self.world}' AND engine = {self.engine} AND ({self.where})"
        connection.execute(f"CREATE VIEW rows AS SELECT * FROM kept WHERE {of_world}")
        connection.register("kinds", pa.table({"kind": range(len(EVENTS)), "event": EVENTS}))
        positions = range(len(shown.cohorts))
        connection.register("cohorts", pa.table({"position": positions, "cohort": shown.cohorts}))
        connection.execute(f"CREATE VIEW origin AS SELECT date_trunc('month', DATE '{shown.start}') AS month")
        connection.execute(_VIEWS)
        return connection

    def to_pandas(self) -> pd.DataFrame:
        """One row per run, cohort, month and kind of event that happened. What belongs to no cohort has the cohort ""."""
        return self.sql(f"SELECT * EXCLUDE (id) FROM counts ORDER BY {', '.join(KEYS)}, cohort, month, event")

    def summary(self) -> pd.DataFrame:
        """Mean, median and 80 percent interval over runs, of totals over the history by programmes, account, cohort and event."""
        return self.sql("SELECT * FROM summary")

    def effects(self) -> pd.DataFrame:
        """Departures averted by each set of programmes against none, paired by draw, seed and run number.

        Mean, its standard error, median and 80 percent interval over pairs; the unit is the pair, never the person.
        """
        return self.sql("SELECT * FROM effects")

    def summaries(self) -> list[RunSummary]:
        """Each finished run's counts, by programmes, draw, seed and run number: all of them in memory."""
        return summaries_of(self._table())

    def _table(self) -> pa.Table:
        ordered = f"SELECT * FROM rows WHERE failed IS NULL ORDER BY {', '.join(KEYS)}"
        found = self.relation(ordered).arrow()
        return found if isinstance(found, pa.Table) else found.read_all()

    def to_xarray(self) -> xr.Dataset:
        """Counts as an array (history, event, cohort, month), strength (history, theatre, month); who a history is, as coordinates.

        `found.set_index(history=["programmes", "run"]).unstack()` makes a grid of it, where runs form one.
        """
        import xarray as xr  # it takes half a second, and few ask for arrays

        table, shown = self._table(), self.store.manifest.worlds[self.world]
        size, months = table.num_rows, int(pc.max(table["months"]).as_py() or 0)
        counts = np.zeros((size, len(EVENTS), len(self.cohorts), months), np.int32)
        rebranded = np.zeros((size, months), np.int32)
        column = table["counts"].combine_chunks()
        history = np.repeat(np.arange(size), pc.list_value_length(column).to_numpy())
        event, cohort, month, number = (one.to_numpy() for one in column.flatten().flatten())
        of_people = cohort != NO_COHORT
        where = (history[of_people], event[of_people], cohort[of_people], month[of_people])
        counts[where] = number[of_people]
        rebranded[history[~of_people], month[~of_people]] = number[~of_people]
        strength = table["strength"].combine_chunks().flatten().to_numpy()
        names = self.relation(
            "SELECT strftime(origin.month + to_months(m::INTEGER), '%Y-%m') "
            f"FROM range({months}) AS _(m), origin ORDER BY m"
        ).fetchall()
        return xr.Dataset(
            {
                "counts": (("history", "event", "cohort", "month"), counts[:, : len(PERSON_EVENTS)]),
                "rebranded": (("history", "month"), rebranded),
                "strength": (
                    ("history", "theatre", "month"),
                    strength.reshape(size, len(shown.theatres), months),
                ),
            },
            coords={
                **{name: ("history", table[name].to_numpy()) for name in ("id", *KEYS)},
                "event": list(PERSON_EVENTS),
                "cohort": list(self.cohorts),
                "theatre": list(shown.theatres),
                "month": [name for (name,) in names],
            },
            attrs={"scenario": shown.scenario, "world": self.world, "engine": self.engine},
        )

    def export(self, file: Path, table: str = "counts") -> None:
        """Write a table as CSV or Parquet, or the arrays as NetCDF, by the file's ending: .csv, .parquet, .nc.

        Raises ValueError for another ending, an unknown table or a folder that is not there. The file is put in place when it is
        whole.
        """
        if table not in TABLES:
            raise ValueError(f"there is no table {table}; known: {', '.join(TABLES)}")
        if file.suffix not in {".csv", ".parquet", ".nc"}:
            raise ValueError(f"{file.name} ends in no known way; .csv, .parquet or .nc")
        if not file.parent.is_dir():
            raise ValueError(f"there is no folder {file.parent}; make it first")
        beside = file.with_name(f".{file.name}.unfinished")
        try:
            _written(self, beside, file.suffix, table)
            beside.replace(file)
        except OSError as error:  # libraries have ways of their own to say it
            raise OSError(error.errno, os.strerror(error.errno or errno.EIO), str(file)) from error
        finally:
            beside.unlink(missing_ok=True)


def _written(results: Results, file: Path, ending: str, table: str) -> None:
    if ending == ".nc":
        # Not to the file itself: HDF5 takes the process down where there is no room.
        file.write_bytes(results.to_xarray().to_netcdf(engine="h5netcdf"))
        return
    found = results.relation(f"SELECT * FROM {table}")
    with _told():
        found.write_csv(str(file)) if ending == ".csv" else found.write_parquet(str(file))


_OPEN: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()


@atexit.register
def _close() -> None:
    """DuckDB's threads may hold what is Python's, and a thread that lets go of it while Python ends takes the process down."""
    for connection in list(_OPEN):
        connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """Errors of DuckDB as a ValueError of one line."""
    import duckdb  # nobody should wait for it before there is something to ask

    try:
        yield
    except duckdb.Error as error:
        number = _ERRNO.search(str(error))
        if number is not None:  # no room, say
            raise OSError(int(number[1]), str(error)) from error
        raise ValueError(f"{str(error).splitlines()[0]}; tables: {', '.join(TABLES)}") from error


def _quoted(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def results_of(store: Store, world: str = "") -> Results:
    """What a store holds of the world that was asked for last, or of the one whose hash begins so.

    Raises StoreError where there is none such.
    """
    asked = [one for one in store.manifest.asked if one["world"].startswith(world)]
    if not asked:
        known = ", ".join(dict.fromkeys(one["world"][:8] for one in store.manifest.asked))
        raise StoreError(store.address, "--world", f"has no world {world}", f"known: {known}")
    return Results(store, asked[-1]["world"], asked[-1]["engine"])


def listed(store: Store) -> list[dict[str, Any]]:
    """What is in a store: one entry for each world, version of the engine, set of programmes and account, with its runs."""
    columns = ["world", "engine", "programmes", "account", "seed", "failed"]
    found = store.table(columns)
    found = found.append_column("done", pc.is_null(found["failed"]))
    keys = ["world", "engine", "programmes", "account"]
    grouped = found.group_by(keys).aggregate(
        [("done", "sum"), ("failed", "count"), ("seed", "count_distinct")]
    )
    return [
        {
            "scenario": _scenario(store, row["world"]),
            **{name: row[name] for name in keys},
            "seeds": row["seed_count_distinct"],
            "runs": row["done_sum"],
            "failed": row["failed_count"],
        }
        for row in grouped.sort_by([(key, "ascending") for key in keys]).to_pylist()
    ]


def _scenario(store: Store, world: str) -> str:
    shown = store.manifest.worlds.get(world)
    if shown is None:
        raise StoreDamaged(store.address, store.manifest.file, f"does not know the world {world}", COPY)
    return shown.scenario


def asked(
    address: str, *, world: str, sql: str | None, export: Path | None, table: str, mending: bool
) -> dict[str, Any]:
    """What `counterflow results` says, for machines: what was mended, exported or asked for, or all there is in short.

    Raises Faults for a store that is none or damaged, for wrong SQL and for a file or table that cannot be exported.
    """
    if sql is not None and export is not None:
        problem, remedy = "a query is printed, not exported", "leave one away; COPY (...) TO exports in SQL"
        raise Faults([Fault("--export", None, str(export), problem, remedy)])
    if mending:
        return {"taken out": [asdict(part) for part in mend(address)]}
    store = Store(address)
    found = results_of(store, world)
    try:
        if sql is not None:
            return {"rows": _records(found.sql(sql))}
        if export is not None:
            found.export(export, table)
            return {"exported": str(export)}
    except Faults:
        raise
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise Faults(
            [Fault(address, None, "--sql" if export is None else "--export", problem, remedy)]
        ) from error
    return {
        "kept runs": listed(store),
        "totals over the history, medians and 80 percent intervals": _records(found.summary()),
        "departures averted against none, paired": _records(found.effects()),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame with None where there is no value."""
    return [
        {str(name): None if value != value else value for name, value in row.items()}  # noqa: PLR0124 (nan)
        for row in frame.astype(object).to_dict("records")
    ]
