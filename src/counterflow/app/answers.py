"""Where verdicts come from: kept beside the files, weighed anew in seconds, or run; and what to say where there are none yet."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from counterflow.analysis.kept import Kept, kept, made_of
from counterflow.analysis.records import Verdicts
from counterflow.app.jobs.ledger import Ledger
from counterflow.app.jobs.records import RunRecord, RunRequest
from counterflow.app.jobs.worker import RESULT
from counterflow.app.remembered import Remembered
from counterflow.faults import Fault, Faults

if TYPE_CHECKING:
    from counterflow.analysis.changed.answer import Answer, Bench
    from counterflow.analysis.changed.changes import Changes

Basis = Literal["kept", "weights", "run"]


@dataclass(frozen=True)
class Found:
    """Verdicts, and what they rest on; or why there are none yet."""

    changes: tuple[str, ...]
    verdicts: Verdicts | None = None
    basis: Basis | None = None
    changed_files: tuple[str, ...] = ()
    """What has changed since they were made: they are then old, and said to be so."""
    run: RunRecord | None = None
    """The run that made them, or is to make them."""
    k: float | None = None
    worth: float | None = None
    draws: int | None = None
    """Of an answer by weights: Pareto k, and so many even draws of so many."""
    left_out: tuple[str, ...] = ()
    """Variants that ranges do not hold."""
    why_not: str | None = None

    @property
    def calibrated(self) -> bool:
        """Whether the verdicts on the model are after the data."""
        return self.verdicts is not None and self.verdicts.calibrated


class Answers:
    """Verdicts of a store's hearings under any changes, remembered while the files stay the same."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kept: Remembered[Kept | None] = Remembered(8)
        self._benches: Remembered[Bench | None] = Remembered(2)
        self._answers: Remembered[Answer | str] = Remembered(64)
        self._checked: Remembered[None] = Remembered(256)
        self._one = threading.Lock()  # benches and answers are large: one at a time

    def found(self, hearing: str, texts: tuple[str, ...] = ()) -> Found:
        """The verdicts of a hearing with changes. Raises Missing, and Faults for changes that cannot be made."""
        from counterflow.analysis.changed.changes import changes_of

        changes = changes_of(texts)
        folder = self._ledger.store.hearing(hearing)
        if not changes:
            return self._plain(hearing, folder)
        self._checked((folder, *_times(folder), *changes.texts), lambda: check_changes(folder, changes))
        run = self._run(hearing, changes.texts)
        if run is not None and run.state == "done":
            return self._of_run(run, changes.texts)
        only_run = "A number of the scenario has changed, which only a run can answer."
        answered = only_run if changes.sets else self._weighed(hearing, folder, changes)
        if isinstance(answered, str):
            return Found(changes.texts, run=run, why_not=answered)
        reach = answered.reach
        return Found(
            changes.texts,
            answered.verdicts,
            "weights",
            run=run,
            k=reach.k,
            worth=reach.worth,
            draws=reach.of,
            left_out=reach.left_out,
        )

    def _plain(self, hearing: str, folder: Path) -> Found:
        beside = self._beside(folder)
        if beside is not None and beside.fresh:
            return Found((), beside.verdicts, "kept")
        run = self._run(hearing, ())
        if run is not None and run.state == "done":
            return self._of_run(run, ())
        if beside is not None:
            return Found((), beside.verdicts, "kept", changed_files=beside.changed, run=run)
        return Found((), run=run, why_not="Nobody has run this hearing yet.")

    def _beside(self, folder: Path) -> Kept | None:
        return self._kept((folder, *_times(folder)), lambda: kept(folder))

    def _of_run(self, run: RunRecord, texts: tuple[str, ...]) -> Found:
        result = self._ledger.store.run(run.id) / RESULT
        found = self._kept((result, run.id), lambda: kept(self._ledger.hearing(run), result))
        if found is None:
            return Found(texts, run=run, why_not="The result of the run cannot be read; take it up again.")
        return Found(texts, found.verdicts, "run", run=run)

    def _run(self, hearing: str, texts: tuple[str, ...]) -> RunRecord | None:
        """The run of these changes: a full one that is done before a quick one, and either before one that is not done."""
        found = []
        for effort in ("full", "quick"):
            request = RunRequest(hearing=hearing, changes=tuple(sorted(texts)), effort=effort)
            record = self._ledger.new(request)
            if self._ledger.has(record.id):
                found.append(record)
        done = [one for one in found if one.state == "done"]
        return next(iter([*done, *found]), None)

    def _weighed(self, hearing: str, folder: Path, changes: Changes) -> Answer | str:
        """The answer by weights, or a sentence that says why there is none."""
        plain = self._plain(hearing, folder)
        if plain.verdicts is None or plain.changed_files:
            return "There are no fresh results whose draws could be weighed anew."
        result = self._ledger.store.run(plain.run.id) / RESULT if plain.basis == "run" and plain.run else None
        key = (folder, result, *_times(folder))
        with self._one:
            bench = self._benches(key, lambda: _bench(folder, result))
            if bench is None:
                return "The draws behind the results were not kept."
            return self._answers((*key, *sorted(changes.texts)), lambda: _weighed(bench, changes))


def _bench(folder: Path, result: Path | None) -> Bench | None:
    """What the results of a hearing were made with; None where their draws were not kept."""
    from counterflow.analysis.calibration.shipped import shipped
    from counterflow.analysis.changed.answer import Bench
    from counterflow.analysis.ensemble import Ensemble
    from counterflow.analysis.hear import load_case
    from counterflow.analysis.model import WIDE

    own = kept(folder, result)
    outcomes = None if own is None else own.outcomes()
    if own is None or outcomes is None:
        return None
    case, made = load_case(folder), own.verdicts.provenance
    draws = case.hearing.sample(WIDE, made.draws, made.seed)
    ensemble = Ensemble({key: dict(one) for key, one in outcomes.items()}, draws)
    return Bench(case, own.verdicts, ensemble, shipped(case).calibrated)


def _weighed(bench: Bench, changes: Changes) -> Answer | str:
    from counterflow.analysis.changed.answer import answer
    from counterflow.analysis.changed.reweigh import NotCovered

    try:
        return answer(bench, changes)
    except NotCovered as error:
        return f"The draws at hand cannot tell: {error}."


def check_changes(folder: Path, changes: Changes) -> None:
    """Raise Faults for what cannot be changed, or not to this."""
    from counterflow.hearing import load_hearing
    from counterflow.scenario.load import load_scenario

    faults: list[Fault] = []
    for check in (
        lambda: changes.hearing(load_hearing(folder / "hearing.toml")) if changes.beliefs else None,
        lambda: load_scenario(folder / "scenario.toml", changes.sets) if changes.sets else None,
    ):
        try:
            check()
        except Faults as found:
            faults += found.faults
    if faults:
        raise Faults(faults)


def _times(folder: Path) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(made_of(folder).items()))
