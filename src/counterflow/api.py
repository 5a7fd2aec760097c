"""What the commands do, as functions of the same names."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from counterflow.faults import Fault, Faults
from counterflow.library import DEFAULT, hearing_folder, scenario_file
from counterflow.whole import put_files

if TYPE_CHECKING:
    from counterflow.analysis.calibration.posterior import Posterior
    from counterflow.analysis.calibration.waves import Scope
    from counterflow.analysis.compared import AccountsCompared
    from counterflow.analysis.decide.records import Decision
    from counterflow.analysis.discover.records import Discovery
    from counterflow.analysis.futures.respond import Responder
    from counterflow.analysis.hear import HearingResult
    from counterflow.analysis.sensitivity.records import Method, Sensitivity
    from counterflow.evidence.inputs import SaliencePoint
    from counterflow.experiment.arms import Comparison
    from counterflow.experiment.asking import Results
    from counterflow.experiment.rerun import Rerun
    from counterflow.experiment.results import RunResult
    from counterflow.experiment.runs import Means
    from counterflow.lives import Life
    from counterflow.scenario import Scenario

__all__ = [
    "calibrate",
    "compare",
    "decide",
    "discover",
    "hear",
    "life",
    "rerun",
    "results",
    "run",
    "sensitivity",
]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def hear(
    hearing: str | Path = DEFAULT,
    *,
    seed: int = 1,
    draws: int | None = None,
    runs: int | None = None,
    workers: int | None = None,
    as_of: dt.date | None = None,
    later: str | Path | None = None,
    budget: str | None = None,
    sets: Sequence[str] = (),
    out: str | Path | None = None,
    install: bool = False,
    kept_in: str | Path | None = None,
    progress: Progress | None = None,
) -> HearingResult:
    """The verdicts on every part of a hearing: a folder, or the name of one that ships.

    ``draws`` are the sets of parameters behind each probability, ``runs`` the histories of each account and arm: fewer are
    quicker and rougher. ``as_of`` leaves out what was published later, which then scores the forecast of that day; ``later`` is an
    evidence file with figures that score it too. ``sets`` change assumptions: numbers of the scenario, and beliefs such as
    "belief.exposure_ratio=[1, 4, 9]". ``budget``, such as "10 million USD" (a year), is what the decision is about, where a
    posterior tells one. With ``out``, report.html, verdicts.json and then decision.json are written to that folder; with
    ``install`` the results also stand beside the hearing's files, where ``serve`` finds them. ``kept_in`` is a folder that
    keeps what is done: the same call goes on from it, whatever ended it. The same seed gives the same verdicts, whatever the
    workers. Raises Faults for wrong files, and then writes nothing.
    """
    folder = hearing_folder(hearing)
    _check_output(out)
    if install:
        _check_install(folder, sets, as_of)
    from counterflow.analysis.changed.changes import changes_of
    from counterflow.analysis.decide.budget import parse_budget
    from counterflow.analysis.ensemble import FULL
    from counterflow.analysis.hear import hear as judge

    effort = FULL if draws is None else FULL.with_draws(draws)
    effort = effort if runs is None else replace(effort, runs=runs)
    money = None if budget is None else parse_budget(budget)
    with _as_faults(folder / "scenario.toml"):
        heard = judge(
            folder,
            seed=seed,
            effort=effort,
            workers=workers,
            as_of=as_of,
            later=None if later is None else Path(later),
            budget=money,
            changes=changes_of(sets),
            kept_in=None if kept_in is None else Path(kept_in),
            progress=progress,
        )
    if install:
        _install(heard, folder)
    if out is not None:
        _write(heard, Path(out))
    return heard


def _check_install(folder: Path, sets: Sequence[str], as_of: dt.date | None) -> None:
    """Raise Faults, before anything is computed, for results that cannot stand beside a hearing's files."""
    if sets or as_of is not None:
        problem = "keeps results of the files as they are"
        raise Faults([Fault("--install", None, "", problem, "leave --set and --as-of away")])
    _check_output(folder)


def _install(heard: HearingResult, folder: Path) -> None:
    """Results beside a hearing's files."""
    from counterflow.analysis.kept import FOLDER, keep

    keep(heard.verdicts, heard.ensemble.outcomes, folder, folder / FOLDER)


def _check_output(out: str | Path | None) -> None:
    """Raise Faults before anything is computed if results could not be written; creates nothing."""
    if out is None:
        return
    if not str(out):
        raise Faults([Fault("--out", None, "", "is empty", "name a folder, or leave it away")])
    folder = Path(out).absolute()
    above = next(path for path in (folder, *folder.parents) if path.exists())
    if not above.is_dir():
        raise Faults(
            [Fault(str(above), None, "--out", "is not a folder", "name a folder, or one that can be made")]
        )
    if not os.access(above, os.W_OK | os.X_OK):
        raise Faults([Fault(str(above), None, "--out", "cannot be written to", "name a folder of your own")])


def _write(heard: HearingResult, folder: Path) -> None:
    """All files, each made whole before anything is written."""
    from counterflow.analysis.files import verdicts_json
    from counterflow.report import report_html

    verdicts, decision = heard.verdicts, heard.decision
    files = {
        "verdicts.json": verdicts_json(verdicts),
        "report.html": report_html(verdicts, heard.case.evidence, decision),
    }
    if decision is not None:
        files["decision.json"] = _decision_json(decision)
    put_files(folder, files)


def run(
    scenario: str | Path,
    *,
    runs: int = 20,
    seed: int = 1,
    programmes: Sequence[str] = (),
    sets: Sequence[str] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    workers_write: bool = False,
    events: bool = False,
    retry_failed: bool = False,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Runs of one scenario, all under the same programmes.

    ``sets`` changes numbers of the scenario: ``["journeys.ban_length=3"]``. ``out`` is a folder, or an address such as
    ``s3://bucket/name``, in which runs are kept: what it holds already is not computed again. ``workers`` are processes of this
    machine; with ``scheduler``, the address of a Dask cluster, its workers do it, and with ``workers_write`` they write to ``out``
    themselves. ``events`` keeps every event. Raises Faults for a wrong scenario or change, or a store that cannot be used.
    """
    from counterflow.experiment.runs import Means
    from counterflow.experiment.runs import run as simulate

    file, loaded = _scenario(scenario, sets, out)
    with _as_faults(file):
        return simulate(
            loaded,
            salience=_salience(file),
            runs=runs,
            seed=seed,
            programmes=tuple(programmes),
            events=events,
            means=Means(workers, scheduler, workers_write, _plain(out), retry_failed, progress),
        )


def compare(
    scenario: str | Path,
    *,
    runs: int = 20,
    seed: int = 1,
    programmes: Sequence[str] = (),
    sets: Sequence[str] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    workers_write: bool = False,
    events: bool = False,
    retry_failed: bool = False,
    accounts: bool = False,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Comparison | AccountsCompared:
    """Each programme, all of the scenario's unless named, against none, paired by seed. Everything else as for ``run``.

    ``accounts``: ``runs`` draws of each account of a hearing instead, told for each account and over all.
    """
    from counterflow.experiment.arms import compare as compare_programmes
    from counterflow.experiment.runs import Means

    if accounts:
        means = Means(workers, scheduler, workers_write, _plain(out), retry_failed, progress)
        return _compare_accounts(scenario, runs, seed, tuple(programmes), sets, means)
    file, loaded = _scenario(scenario, sets, out)
    with _as_faults(file):
        return compare_programmes(
            loaded,
            salience=_salience(file),
            runs=runs,
            seed=seed,
            programmes=tuple(programmes),
            events=events,
            means=Means(workers, scheduler, workers_write, _plain(out), retry_failed, progress),
        )


def _compare_accounts(
    hearing: str | Path,
    runs: int,
    seed: int,
    programmes: tuple[str, ...],
    sets: Sequence[str],
    means: Means,
) -> AccountsCompared:
    from counterflow.analysis.compared import compare_accounts
    from counterflow.analysis.hear import load_case

    folder = hearing_folder(hearing)
    if sets:
        problem = "changes the scenario, and accounts are fitted to the hearing's own"
        raise Faults([Fault("--set", None, sets[0], problem, "leave out --accounts, or change the file")])
    if not _is_address(means.out if isinstance(means.out, str) else None):
        _check_output(means.out if means.out is None else str(means.out))
    with _as_faults(folder / "scenario.toml"):
        return compare_accounts(load_case(folder), runs=runs, seed=seed, programmes=programmes, means=means)


def sensitivity(
    hearing: str | Path = DEFAULT,
    *,
    outcomes: Sequence[str] = (),
    claims: Sequence[str] = (),
    method: Method | None = None,
    draws: int | None = None,
    parameters: Sequence[str] = (),
    grouped: bool = False,
    runs: int = 1,
    seed: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    emulator: Responder | None = None,
) -> tuple[Sensitivity, ...]:
    """Which parameters move outcomes of a hearing's scenario, and the verdicts on parts of claims.

    ``outcomes`` are totals of runs ("departed", "returned, Tajikistan", "departed averted by exit") or outcomes that claims test
    ("share recruited in Russia"), ``claims`` ids of parts. ``method`` is "morris" (a screen), "sobol" (shares of the variance) or
    "thirds" (where a parameter is low and high; for claims unless said otherwise); ``draws`` its trajectories, base points or
    futures. ``parameters`` are patterns of what varies. Runs are kept in ``out`` and not done again; an ``emulator`` answers in
    their place. Raises Faults for what cannot be had.
    """
    folder = hearing_folder(hearing)
    if not _is_address(out):
        _check_output(out)
    from counterflow.analysis.futures.bench import bench_of
    from counterflow.analysis.sensitivity.study import DRAWS, How
    from counterflow.analysis.sensitivity.study import sensitivity as study
    from counterflow.experiment.runs import Means

    way: Method = method or ("morris" if outcomes else "thirds")
    number = DRAWS[way] if draws is None else draws
    how = How(way, number, tuple(parameters), grouped, runs, seed)
    means = Means(workers, scheduler, out=_plain(out), progress=progress)
    with _as_faults(folder / "scenario.toml"):
        return study(bench_of(folder), outcomes, claims, how, means=means, emulator=emulator)


def discover(
    hearing: str | Path = DEFAULT,
    *,
    better: str | None = None,
    than: str = "none",
    claim: str | None = None,
    holds: bool = False,
    draws: int | None = None,
    density: float = 0.8,
    slice_share: float = 0.05,
    parameters: Sequence[str] = (),
    runs: int = 1,
    seed: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Discovery:
    """In which futures the programme ``better`` averts more departures than ``than``, or a part of a claim is false.

    ``holds``: where it is true. Boxes are peeled from two thirds of ``draws`` futures, ``slice_share`` of a box at a time, until
    ``density`` of a box is of interest, and measured on the others. Runs are kept in ``out`` and not done again. Raises Faults for
    what cannot be had.
    """
    folder = hearing_folder(hearing)
    if not _is_address(out):
        _check_output(out)
    if (better is None) == (claim is None):
        problem = "asks about a programme and a claim" if better else "asks about nothing"
        raise Faults([Fault("discover", None, "", problem, "give --better PROGRAMME or --claim PART")])
    from counterflow.analysis.discover.prim import Peeling
    from counterflow.analysis.discover.study import DRAWS, How, verdict
    from counterflow.analysis.discover.study import better as compared
    from counterflow.analysis.futures.bench import bench_of
    from counterflow.analysis.futures.lot import faults_of
    from counterflow.experiment.runs import Means

    with faults_of("--slice"):
        peeling = Peeling(slice_share)
    if not 0.0 < density <= 1.0:
        problem = f"{density:g} is no share"
        raise Faults([Fault("--density", None, "", problem, "give more than 0 and at most 1")])
    number = DRAWS if draws is None else draws
    how = How(number, tuple(parameters), runs, seed, density, peeling=peeling)
    means = Means(workers, scheduler, out=_plain(out), progress=progress)
    with _as_faults(folder / "scenario.toml"):
        bench = bench_of(folder)
        if better is not None:
            return compared(bench, better, than, how, means=means)
        return verdict(bench, claim or "", how, holds=holds, means=means)


def decide(
    hearing: str | Path = DEFAULT,
    *,
    budget: str,
    without: Sequence[str] = (),
    workers: int | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Decision:
    """Which programmes to pay for, whichever account is right: from the posterior beside a hearing's files, in under 3 minutes.

    ``budget`` is money for each year with its currency, such as "10 million USD"; programmes named in ``without`` cannot be paid
    for. Fifty stored runs are made anew and compared, and the best portfolios simulated afresh. With ``out``, decision.html and
    decision.json are written to that folder. Raises Faults where there is no posterior of these files, or where money or names
    do not fit.
    """
    from counterflow.analysis.decide.budget import parse_budget

    folder, money = hearing_folder(hearing), parse_budget(budget)
    _check_output(out)
    from counterflow.analysis.decide.study import decide as study
    from counterflow.analysis.decide.tell import tell
    from counterflow.analysis.hear import load_case
    from counterflow.experiment.runs import Means

    with _as_faults(folder / "scenario.toml"):
        told = tell(study(load_case(folder), money, without, means=Means(workers, progress=progress)))
    if out is not None:
        _write_decision(told, Path(out))
    return told


def _write_decision(told: Decision, folder: Path) -> None:
    """Both files, each made whole before anything is written."""
    from counterflow.report.decision import decision_html

    put_files(folder, {"decision.html": decision_html(told), "decision.json": _decision_json(told)})


def _decision_json(told: Decision) -> str:
    return json.dumps(told.model_dump(mode="json"), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def results(out: str | Path, world: str = "") -> Results:
    """What was kept by ``run`` or ``compare``: SQL, tables, arrays, medians with intervals, paired differences.

    A store that holds several worlds (a scenario that was changed in between) gives the one asked for last, or the one whose hash
    begins with ``world``. Raises Faults where there is no store, or a damaged one.
    """
    from counterflow.experiment.asking import results_of
    from counterflow.experiment.store import Store

    return results_of(Store(_plain(out) or ""), world)


def rerun(out: str | Path, run: str = "") -> Rerun:
    """A kept run, by the beginning of its id, made anew from its record and compared with it. Raises Faults likewise."""
    from counterflow.experiment.rerun import rerun as make_anew
    from counterflow.experiment.store import Store

    return make_anew(Store(_plain(out) or ""), run)


def _scenario(scenario: str | Path, sets: Sequence[str], out: str | Path | None) -> tuple[Path, Scenario]:
    """The file of a scenario, and what it says with changes; faults before anything is computed."""
    from counterflow.scenario.load import load_scenario

    if not _is_address(out):
        _check_output(out)
    file = scenario_file(scenario)
    return file, load_scenario(file, sets)


def _is_address(out: str | Path | None) -> bool:
    """Whether it is an address of fsspec's, such as s3://bucket/name, rather than a folder."""
    return isinstance(out, str) and "://" in out


def _plain(out: str | Path | None) -> str | None:
    return None if out is None else str(out)


def life(
    scenario: str | Path,
    *,
    person: int | None = None,
    engaged: bool = False,
    programmes: Sequence[str] = (),
    seed: int = 1,
    sets: Sequence[str] = (),
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Life:
    """One synthetic life under two programmes: the same points in both, some of them prevented or added.

    ``person`` is a number, ``engaged`` asks for one of the few who engage; else somebody whom nobody approaches is drawn by lot.
    ``programmes`` are two ids, or "none"; one is told beside none. With ``out``, life.html and life.json are written to that
    folder. Raises Faults likewise.
    """
    from counterflow.scenario.load import load_scenario

    _check_output(out)
    file = scenario_file(scenario)
    loaded = load_scenario(file, sets)
    from counterflow.lives import Whose
    from counterflow.lives import life as tell

    with _as_faults(file):
        told = tell(
            loaded,
            salience=_salience(file),
            whose=Whose(person, engages=engaged),
            programmes=tuple(programmes),
            seed=seed,
            progress=progress,
        )
    if out is not None:
        _write_life(told, Path(out))
    return told


def _write_life(told: Life, folder: Path) -> None:
    """Both files, each made whole before anything is written."""
    from counterflow.report.life import life_html

    text = json.dumps(told.document(), indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"
    put_files(folder, {"life.html": life_html(told), "life.json": text})


def calibrate(
    hearing: str | Path = DEFAULT,
    *,
    points: int | None = None,
    draws: int | None = None,
    seed: int = 1,
    as_of: dt.date | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    workers_write: bool = False,
    out: str | Path | None = None,
    install: bool = False,
    progress: Progress | None = None,
) -> Posterior:
    """What the published figures say about a hearing's model: accounts, unknowns, outcomes; written to ``out``/posterior.

    ``points`` are those of each of the two waves of the bank, ``draws`` the posterior's; fewer are quicker and rougher. Runs are
    kept in ``out``: stopped or killed, the same call goes on. ``install`` also writes the posterior beside the hearing's files,
    where ``hear`` finds it. ``as_of`` leaves out what was published later. Raises Faults for wrong files, or nothing to fit to.
    """
    from counterflow.analysis.calibration.calibrate import calibrate as fit
    from counterflow.analysis.calibration.posterior import FOLDER
    from counterflow.analysis.calibration.waves import Scope
    from counterflow.analysis.hear import load_case
    from counterflow.experiment.runs import Means
    from counterflow.inference.errors import Unfit

    folder = hearing_folder(hearing)
    kept = Path(out) if out is not None else Path("build", "calibration", folder.resolve().name)
    targets = [kept, folder] if install else [kept]
    for one in targets:
        _check_output(one)
    case = load_case(folder)
    scope = _scope(Scope(), points, draws)
    means = Means(workers, scheduler, workers_write, progress=progress)
    with _as_faults(folder / "scenario.toml"):
        try:
            found = fit(case, out=kept / "bank", scope=scope, seed=seed, as_of=as_of, means=means)
        except Unfit as error:
            problem, _, remedy = str(error).partition("; ")
            raise Faults([Fault(str(folder / "targets.toml"), None, "", problem, remedy)]) from error
    for one in targets:
        found.write(one / FOLDER)
    return found


def _scope(scope: Scope, points: int | None, draws: int | None) -> Scope:
    """A scope of other size. Raises Faults for one that is too small."""
    try:
        scope = scope if points is None else scope.with_points(points)
        return scope if draws is None else scope.with_draws(draws)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise Faults([Fault("--points or --draws", None, "", problem, remedy)]) from error


@contextmanager
def _as_faults(scenario: Path) -> Iterator[None]:
    """Numbers of a scenario that pass every check and yet are beyond the engine are its faults too."""
    from counterflow.engine import EngineError

    try:
        yield
    except EngineError as error:
        problem, _, remedy = str(error).partition("; ")
        raise Faults([Fault(str(scenario), None, "", problem, remedy)]) from error


def _salience(scenario: Path) -> tuple[SaliencePoint, ...]:
    """The curve of world inflow beside a scenario."""
    from counterflow.evidence.inputs import load_inputs

    return load_inputs(scenario.with_name("inputs.toml"))
