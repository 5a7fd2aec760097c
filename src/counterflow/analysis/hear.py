"""The main job: a hearing's files in, verdicts out."""

from __future__ import annotations

import datetime as dt
import hashlib
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from counterflow.analysis.calibration.foretold import posterior_forecaster
from counterflow.analysis.calibration.posterior import FOLDER, HEAD, NUMBERS
from counterflow.analysis.calibration.shipped import Calibrated, shipped
from counterflow.analysis.changed.changes import NO_CHANGES, Changes
from counterflow.analysis.decide.budget import Budget, usual_budget
from counterflow.analysis.decide.records import Decision
from counterflow.analysis.decide.shown import programmes_after
from counterflow.analysis.decide.study import check_asked, decided, stored
from counterflow.analysis.decide.tell import tell
from counterflow.analysis.ensemble import FULL, Effort, Ensemble, ensemble
from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.analysis.finished import finished
from counterflow.analysis.fitted import calibration_shown
from counterflow.analysis.forecast.hindcast import (
    DRAWS,
    check_known,
    day_of,
    figures_of,
    hindcast,
    prior_forecaster,
)
from counterflow.analysis.forecast.records import Hindcast
from counterflow.analysis.records import Assumption, Provenance, Verdicts
from counterflow.analysis.trials import departures_shown, programmes_shown, run_rows, trials
from counterflow.analysis.verdicts import accounts_shown, hearing_shown, judge, notice_of, witnesses_shown
from counterflow.engine import ENGINE_VERSION
from counterflow.evidence import Evidence, load_evidence
from counterflow.evidence.inputs import SaliencePoint, Target, known_targets, load_inputs, load_targets
from counterflow.experiment.pool import Progress
from counterflow.faults import Fault, Faults
from counterflow.hearing import Hearing, load_hearing
from counterflow.scenario import Scenario, assumptions, load_scenario
from counterflow.scenario.across import faults_across

FILES = ("hearing.toml", "scenario.toml", "targets.toml", "inputs.toml", "evidence.csv")

Loaded = TypeVar("Loaded")


@dataclass(frozen=True)
class Case:
    """A hearing with its evidence and scenario, loaded and checked."""

    folder: Path
    hearing: Hearing
    evidence: Evidence
    scenario: Scenario
    targets: tuple[Target, ...]
    salience: tuple[SaliencePoint, ...]


@dataclass(frozen=True)
class HearingResult:
    """What a hearing gave: the verdicts, and what they were judged by."""

    case: Case
    setting: Setting
    ensemble: Ensemble
    verdicts: Verdicts
    decision: Decision | None = None
    """What the budget should go to; None where no posterior tells."""


def load_case(folder: Path, changes: Changes = NO_CHANGES) -> Case:
    """All files of a hearing's folder, with changed assumptions; raises Faults with the faults of all of them."""
    faults: list[Fault] = []

    def loaded(load: Callable[[], Loaded]) -> Loaded | None:
        try:
            return load()
        except Faults as found:
            faults.extend(found.faults)
            return None

    evidence = loaded(lambda: load_evidence(folder / "evidence.csv", folder / "inputs.toml"))
    rows = None if evidence is None else frozenset(evidence.by_id)
    hearing = loaded(lambda: load_hearing(folder / "hearing.toml", rows))
    scenario = loaded(lambda: load_scenario(folder / "scenario.toml", changes.sets, rows))
    targets = loaded(lambda: load_targets(folder / "targets.toml", rows))
    salience = loaded(lambda: load_inputs(folder / "inputs.toml", rows))
    if (
        faults
        or evidence is None
        or hearing is None
        or scenario is None
        or targets is None
        or salience is None
    ):
        raise Faults(faults)
    across = list(faults_across(folder, hearing, scenario, targets))
    if across:
        raise Faults(across)
    return Case(folder, changes.hearing(hearing), evidence, scenario, targets, salience)


def hear(  # noqa: PLR0913 -- the options of the command
    folder: Path,
    *,
    seed: int = 1,
    effort: Effort = FULL,
    workers: int | None = None,
    as_of: dt.date | None = None,
    later: Path | None = None,
    budget: Budget | None = None,
    changes: Changes = NO_CHANGES,
    kept_in: Path | None = None,
    progress: Progress | None = None,
) -> HearingResult:
    """The verdicts on every part of the hearing in a folder, with changed assumptions where there are any.

    Same files and seed: the same verdicts, whatever the workers. `as_of` leaves out figures published later; they score the
    forecast of that day (of the day of the hearing without it), and so do the figures of an evidence file `later`. `budget` is what
    the decision is about, where a posterior tells one. What is done is kept in the folder `kept_in`: the same question goes on from
    it, whatever ended it. Raises Faults for wrong files, and for a day before all evidence.
    """
    case = load_case(folder, changes)
    check_known(case.evidence, as_of)
    beside = shipped(case, as_of)
    forecast = _forecast(case, as_of, seed, later, beside.calibrated)
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date, as_of)
    kept = None if beside.calibrated is None else stored(case, beside.calibrated.posterior, setting.world)
    check_asked(case, budget, kept)
    made = _provenance(case, seed, effort, changes, calibrated=beside.calibrated is not None)
    done = finished(kept_in, made, as_of)
    outcomes = ensemble(
        setting, case.hearing, seed=seed, effort=effort, workers=workers, progress=progress, done=done
    )
    tried = trials(
        setting,
        case.hearing,
        seed=seed,
        runs=effort.runs,
        programmes=kept is None,
        workers=workers,
        progress=progress,
        out=None if done is None else done.histories,
    )
    claims = judge(
        case.hearing,
        case.evidence,
        outcomes,
        seed=seed,
        draws=outcomes.draws,
        as_of=as_of,
        calibrated=beside.calibrated,
    )
    verdicts = Verdicts(
        hearing=hearing_shown(case.hearing),
        as_of=as_of,
        calibrated=beside.calibrated is not None,
        notice=notice_of(beside, changes.texts),
        provenance=made,
        accounts=accounts_shown(case.hearing),
        witnesses=witnesses_shown(case.hearing),
        claims=claims,
        departures=departures_shown(tried, known_targets(case.targets, as_of)),
        programmes=programmes_shown(tried) if kept is None else programmes_after(kept),
        assumptions=_assumptions(case.scenario),
        calibration=None if beside.calibrated is None else calibration_shown(beside.calibrated),
        hindcast=forecast,
        runs=run_rows(tried),
    )
    decision = None if kept is None else tell(decided(kept, budget or usual_budget(kept.programmes)))
    return HearingResult(case, setting, outcomes, verdicts, decision)


def _forecast(
    case: Case, as_of: dt.date | None, seed: int, later: Path | None, calibrated: Calibrated | None
) -> Hindcast | None:
    """What was expected on the day, before and after the figures of the day, beside what came later."""
    day = as_of or day_of(case.hearing)
    extra = figures_of(later, day, [one.name for one in case.scenario.cohort])
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date, day)
    prior = prior_forecaster(setting, case.hearing, day, seed)
    after = (
        None
        if calibrated is None
        else posterior_forecaster(calibrated, case.hearing, setting, prior.day, draws=DRAWS, seed=seed)
    )
    return hindcast(
        case.targets, [prior, *(() if after is None else (after,))], day, draws=DRAWS, extra=extra
    )


def _provenance(case: Case, seed: int, effort: Effort, changes: Changes, *, calibrated: bool) -> Provenance:
    files = (*FILES, *((f"{FOLDER}/{HEAD}", f"{FOLDER}/{NUMBERS}") if calibrated else ()))
    return Provenance(
        counterflow=version("counterflow"),
        engine=ENGINE_VERSION,
        seed=seed,
        runs=effort.runs,
        draws=effort.draws,
        changes=changes.texts,
        inputs={name: hashlib.sha256((case.folder / name).read_bytes()).hexdigest() for name in files},
        versions={"python": platform.python_version(), "numpy": version("numpy"), "numba": version("numba")},
    )


def _assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    return tuple(
        Assumption(
            path=one.path,
            title=one.title,
            unit=one.unit,
            value=one.value,
            low=one.low,
            high=one.high,
            source=one.source or "",
        )
        for one in assumptions(scenario)
    )
