"""What the commands print: tables for people on a terminal, JSON for machines, bars only where somebody watches."""

from __future__ import annotations

import io
import json
import math
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from counterflow.analysis.calibration.posterior import Head
    from counterflow.analysis.compared import AccountsCompared
    from counterflow.analysis.records import PartVerdict, Verdicts
    from counterflow.analysis.written import Interval
    from counterflow.evidence.overview import Overview
    from counterflow.experiment.arms import Comparison
    from counterflow.experiment.rerun import Rerun
    from counterflow.lives import Life

_PATIENCE = 2.0
"""Seconds of work after which a bar appears."""
_WINDOW = 300.0
"""Seconds over which speed is taken for the time left: batches come back in lumps, of half a second to twenty."""
_MARKS = {
    "supported": ("●", "blue"),
    "contradicted": ("✕", "dark_orange3"),
    "unsettled": ("○", "bright_black"),
}
"""Shape and colour of a standing; told apart without colour too, and by the colour-blind."""


def console() -> Console:
    """Standard output, as wide as the terminal, or 110 columns into a file or pipe."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 110)


def print_json(document: Any) -> None:
    """The document on standard output, sorted and readable, for machines."""
    write_json(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n")


def write_json(text: str) -> None:
    """A text in JSON on standard output: UTF-8, whatever the terminal's own signs are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)


@dataclass(slots=True)
class Bar:
    """Progress of one job, called with what is being done, how much of it is done, and how much there is."""

    _progress: Progress
    _started: float
    _tasks: dict[str, TaskID]

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show ``done`` of ``total``; nothing before the job has taken two seconds."""
        if time.monotonic() - self._started < _PATIENCE:
            return
        if what not in self._tasks:
            self._progress.start()
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Bar | None]:
    """A bar on standard error; None where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=_WINDOW)
    try:
        yield Bar(progress, time.monotonic(), {})
    finally:
        progress.stop()


def end_for_failures(failed: Sequence[str]) -> None:
    """Where runs failed, say so on standard error and end with code 1; nothing otherwise."""
    if failed:
        sys.stderr.write(
            f"{len(failed)} runs failed and are left out; the first: {failed[0]}; --retry-failed does them again\n"
        )
        sys.exit(1)


def print_results(document: dict[str, Any]) -> None:
    """What a store holds, or the answer to a query, as tables."""
    import pandas as pd

    for title, rows in document.items():
        if isinstance(rows, list):
            print_frame(pd.DataFrame(rows), title=title)
        else:
            console().print(escape(f"{title}: {rows}"), soft_wrap=True)


def print_rerun(found: Rerun) -> None:
    """Whether a run came out again."""
    which = f"run {found.id}: programmes {found.programmes}, seed {found.identity.seed}, number {found.identity.run}"
    held = "the same to the last bit" if found.same else f"NOT the same: {', '.join(found.differ)} differ"
    made = ", ".join(
        f"{name} {found.made[name]}" for name in ("counterflow", "numba", "system") if name in found.made
    )
    console().print(escape(f"{which}\nmade with {made}\nmade anew: {held}"), soft_wrap=True)


def print_comparison(found: Comparison | AccountsCompared, title: str) -> None:
    """What programmes avert, what that costs and whom it restricts, and who is averted where; each in a table of its own."""
    from counterflow.experiment.compared import WHAT_IT_BUYS

    table = found.summary()
    print_frame(table.drop(columns=list(WHAT_IT_BUYS)), title=title)
    names = [name for name in table.columns if name in {"programme", "account", *WHAT_IT_BUYS}]
    print_frame(table[names], title="What it costs, over all years")
    cohorts = _cohort_frame(found.document()["cohorts"])
    if len(cohorts.columns) > 2:
        print_frame(cohorts, title="Departures averted in each cohort, mean with its 95 percent interval")


def _cohort_frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Departures averted, one row per programme and one column per cohort: the mean, and its 95 percent interval."""
    import pandas as pd

    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["averted"] == "departures":
            ends = "" if row["mean_low"] is None else f" ({row['mean_low']:,.0f} to {row['mean_high']:,.0f})"
            found.setdefault(row["programme"], {})[row["cohort"]] = f"{row['mean']:,.0f}{ends}"
    return pd.DataFrame.from_dict(found, orient="index").rename_axis("programme").reset_index()


def say_if_compiling(cache: Path | None = None) -> None:
    """One line on standard error where this version of the engine has not been compiled on this machine yet."""
    from counterflow.people.compiled import CACHE_FOLDER

    if not (cache or CACHE_FOLDER).exists():
        sys.stderr.write("compiling the engine: once for each version, one to two minutes\n")


def print_hearing(verdicts: Verdicts, folder: Path) -> None:
    """The table of verdicts, how many stand where, what to keep in mind, and where the report is."""
    output = console()
    output.print(escape(f"{verdicts.hearing.title}, {verdicts.hearing.date}"), style="bold")
    output.print(verdict_table(verdicts))
    output.print(f"\n{standings(verdicts)}")
    if verdicts.notice:
        output.print(escape(verdicts.notice))
    if verdicts.hindcast is not None:
        from counterflow.views.hindcast import fared_words

        output.print(f"\nForecasts of {verdicts.hindcast.as_of}, by what came later:")
        for one in verdicts.hindcast.fared:
            output.print(escape(f"- {fared_words(one)}"))
        for row in verdicts.hindcast.unused:
            output.print(escape(f"- not scored: {row}"))
        output.print("")
    places = f"report: {folder / 'report.html'}\nverdicts: {folder / 'verdicts.json'}"
    output.print(escape(places), soft_wrap=True)


def verdict_table(verdicts: Verdicts) -> Table:
    """One row per part: what was said, where it stands, with what probability."""
    names = {witness.id: witness.name for witness in verdicts.witnesses}
    table = _table()
    table.add_column("part", no_wrap=True)
    table.add_column("statement", ratio=1, overflow="fold")
    table.add_column("stands", no_wrap=True, min_width=14)
    table.add_column("P and its range", no_wrap=True, min_width=15)
    speaker = None
    for claim in verdicts.claims:
        if claim.witness != speaker:
            speaker = claim.witness
            table.add_row("", f"[bold]{escape(names.get(speaker, speaker))}[/bold]")
        for part in claim.parts:
            table.add_row(part.id, escape(part.statement), _standing(part), _probability(part))
    return table


def standings(verdicts: Verdicts) -> str:
    """How many parts stand where: ``41 parts: 12 supported, 3 contradicted, 26 unsettled``."""
    found = [part.standing for claim in verdicts.claims for part in claim.parts]
    counts = ", ".join(f"{found.count(name)} {name}" for name in _MARKS if name in found)
    return f"{len(found)} parts: {counts}"


def _standing(part: PartVerdict) -> str:
    mark, colour = _MARKS[part.standing]
    reason = f"\n[{colour}]  {escape(part.reason)}[/]" if part.reason else ""
    return f"[{colour}]{mark} {part.standing}[/]{reason}"


def _probability(part: PartVerdict) -> str:
    """P after the data, or else before it and said so; beneath it its range."""
    from counterflow.views.words import short_probability, short_range

    if part.p_after is None and part.p_before is None:
        return "none"
    if part.p_after is not None:
        found = short_probability(part.p_after, part.kind).removeprefix("P ")
    else:
        found = f"{short_probability(part.p_before, part.kind).removeprefix('P ')} before data"
    spread = short_range(part)
    return f"{found}\n{spread}" if spread else found


def print_life(life: Life, folder: Path | None) -> None:
    """Who it is, how lives like it end, and what happens, arm by arm; where the page is, if one was written."""
    from counterflow.views import life_rows as words

    output = console()
    output.print(escape(words.person_words(life)), style="bold")
    output.print(
        escape(f"number {life.person:,} of {life.people:,}, {life.start} to {life.end}, seed {life.seed}")
    )
    output.print(escape(f"{words.fate_words(life)} {words.ends_words(life)}\n{words.chosen_words(life)}\n"))
    ends = _table()
    for name in ("in this run", "people", "approached (of 100,000)", "engaged", "left, with family"):
        ends.add_column(name, justify="left" if name == "in this run" else "right")
    for row in words.ends_rows(life):
        ends.add_row(escape(row.whose), row.people, row.approached, row.engaged, row.departed)
    output.print(ends, "", life_table(life), f"\n{escape(words.pairing_words(life))}", sep="\n")
    if folder is not None:
        output.print(escape(f"page: {folder / 'life.html'}"), soft_wrap=True)


def life_table(life: Life) -> Table:
    """The timeline; what is not the same in both arms is marked with a star and bold."""
    from counterflow.views.life_rows import life_rows

    table = _table()
    table.add_column("date", no_wrap=True)
    table.add_column("what", ratio=1, overflow="fold")
    for arm in life.arms:
        table.add_column(escape(arm.title), min_width=9, overflow="fold")
    table.add_column("", no_wrap=True)
    for row in life_rows(life):
        style = "bold" if row.differs else None
        table.add_row(
            row.date, escape(row.what), *map(escape, row.cells), "*" if row.differs else "", style=style
        )
    return table


def print_overview(found: Overview) -> None:
    """Figures, conflicts and rates, with the columns that fit a terminal; --json has all of them."""
    figures = found.figures
    what = figures["quantity"].str.replace("_", " ") + ", " + figures["group"]
    figures = figures.assign(what=what.str.removesuffix(", "), about=_last_day(figures["about"]))
    print_frame(
        figures[["id", "place", "what", "about", "origin", "low", "centre", "high", "unit"]],
        title="Figures, with 80 percent intervals",
    )
    conflicts = found.conflicts
    if len(conflicts):
        conflicts = conflicts.assign(about=_last_day(conflicts["about"]))
        conflicts = conflicts[["topic", "place", "factor", "id", "origin", "about", "low", "centre", "high"]]
    print_frame(conflicts, title="Where origins differ on the same quantity, place and time")
    rates = found.rates[found.rates["gap"].isna()][
        ["place", "count", "per", "low", "centre", "high", "one_in"]
    ]
    rates = rates.assign(**{name: rates[name] * 100_000 for name in ("low", "centre", "high")})
    print_frame(
        rates, title="Rates per 100,000 of every denominator that exists; one in how many, at the centre"
    )


def _last_day(spans: pd.Series[str]) -> pd.Series[str]:
    """Of ``2014-07-01/2014-12-31`` the last day."""
    return spans.str.rpartition("/")[2]


def print_frame(frame: pd.DataFrame, title: str) -> None:
    """A table of values under its title; numbers stand to the right."""
    from pandas.api.types import is_numeric_dtype

    output = console()
    output.print(escape(title), style="bold")
    table = _table()
    for name in frame.columns:
        numeric = is_numeric_dtype(frame[name])
        justify: Literal["left", "right"] = "right" if numeric else "left"
        heading = escape(str(name).replace("_", " "))
        table.add_column(heading, justify=justify, no_wrap=numeric, overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(escape(_cell(value)) for value in row))
    output.print(table if len(frame) else "none", "", sep="\n")


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="dim")


def _cell(value: object) -> str:
    from counterflow.views.words import number

    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value) if math.isfinite(value) else ""
    return "" if value is None else str(value)


def print_posterior(head: Head) -> None:
    """Accounts and figures before and after the data, how it was checked, and what a reader has to know."""
    import pandas as pd

    accounts = pd.DataFrame(
        [(one.id, one.probability, *one.range, one.log_evidence, one.error) for one in head.accounts],
        columns=["account", "probability", "lowest", "highest", "log_evidence", "error"],
    )
    print_frame(accounts, title="Accounts among those listed, each as likely as the others before")
    figures = pd.DataFrame(
        [
            (one.id, *(_range(each) for each in (one.prior, one.posterior, one.published)))
            for one in head.targets
        ],
        columns=["figure", "before", "after", "published"],
    )
    print_frame(
        figures, title="What the model expects to be published, before and after the data, and what was"
    )
    output = console()
    output.print(
        f"{head.runs:,} runs in the bank; {head.checked:,} posterior draws in the engine, worth {head.worth:,.0f}; Pareto k"
        f" {head.pareto_k:.2f}"
    )
    for warning in head.warnings:
        output.print(escape(f"warning: {warning}"), soft_wrap=True)


def _range(interval: Interval) -> str:
    from counterflow.analysis.amounts import number

    centre, low, high = (number(value) for value in (interval.centre, interval.low, interval.high))
    return f"{centre} ({low} to {high})"
