"""Whole histories under each account, with each programme and without any: departures over time, and what programmes avert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterflow.analysis.expected.anchors import PREFERRED
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.records import (
    CohortCourse,
    Departures,
    ProgrammeEffect,
    ProgrammeShown,
    PublishedCount,
    RunRow,
)
from counterflow.analysis.written import Interval
from counterflow.evidence.inputs import Target
from counterflow.experiment.arms import PairedEffect, paired
from counterflow.experiment.asking import Results
from counterflow.experiment.crew import Progress
from counterflow.experiment.design import Experiment
from counterflow.experiment.plan import NONE, NamedArm, ParameterDraw
from counterflow.experiment.results import month_names
from counterflow.experiment.runs import Means, carried_out
from counterflow.experiment.summary import RunSummary, interval
from counterflow.faults import Fault, Faults
from counterflow.hearing import Draws, Hearing
from counterflow.scenario import Calendar, calendar_of, compile_arm
from counterflow.scenario.programmes import Programme
from counterflow.world import Parameters

_TURNS = 6
"""So often draws that the engine refused are replaced by others."""
_APART = 2**20
"""Between the seeds of draws and of those that stand in for them."""

Histories = dict[str, RunSummary]
"""Of one draw, by arm."""


@dataclass(frozen=True)
class Trials:
    """Runs by account and arm; run number r of every arm has draw r of the account and the same seed."""

    setting: Setting
    runs: dict[tuple[str, str], tuple[RunSummary, ...]]

    @property
    def accounts(self) -> tuple[str, ...]:
        """Accounts that were run."""
        return tuple(dict.fromkeys(account for account, _ in self.runs))


def trials(  # noqa: PLR0913 -- what is run, and with what
    setting: Setting,
    hearing: Hearing,
    *,
    seed: int,
    runs: int,
    programmes: bool = True,
    workers: int | None = None,
    progress: Progress | None = None,
    out: Path | None = None,
) -> Trials:
    """`runs` histories for each account and arm, each account's draws paired over its arms; without `programmes`, of none only.

    A draw that the engine refuses under any arm is replaced by another; Faults where none of an account can be simulated.
    Those that are in the folder `out` are not done again, and new ones are kept there.
    """
    if runs < 1:
        raise ValueError(f"runs is {runs}; ask for 1 or more")
    means = Means(workers=workers, out=out, progress=progress)
    arms = _arms(setting) if programmes else _arms(setting)[:1]
    kept: dict[str, list[Histories]] = {account.id: [] for account in hearing.account}
    reasons: tuple[str, ...] = ()
    for turn in range(_TURNS):
        missing = {account: runs - len(several) for account, several in kept.items() if len(several) < runs}
        if not missing:
            break
        draws = _drawn(setting, hearing, seed, runs, turn, tuple(missing))
        found = carried_out(_experiment(setting, arms, draws, seed), means, what="histories")
        reasons += tuple(reason for (reason,) in found.relation("SELECT reason FROM failures").fetchall())
        for account, wanted in missing.items():
            kept[account] += _whole(found, account, [arm.name for arm in arms])[:wanted]
    if not all(kept.values()):
        problem = f"{_TURNS * runs} draws of an account cannot be simulated: {reasons[0]}"
        raise Faults([Fault(setting.scenario.id, None, "prior", problem, "narrow its priors")])
    return Trials(
        setting,
        {
            (account, arm.name): tuple(several[arm.name] for several in kept[account])
            for account in kept
            for arm in arms
        },
    )


def trial_of(setting: Setting, hearing: Hearing, *, seed: int, runs: int) -> Experiment:
    """The experiment of a hearing: draw r of each account has run number r, without programmes and under each one."""
    accounts = [account.id for account in hearing.account]
    return _experiment(setting, _arms(setting), _drawn(setting, hearing, seed, runs, 0, accounts), seed)


def _whole(found: Results, account: str, arms: Sequence[str]) -> list[Histories]:
    """The draws of an account whose histories under every arm came to their end, in their order."""
    by_arm = {
        arm: {one.run: one for one in found.only(account=account, programmes=arm).summaries()} for arm in arms
    }
    numbers = sorted(set.intersection(*map(set, by_arm.values())))
    return [{arm: runs[number] for arm, runs in by_arm.items()} for number in numbers]


def _arms(setting: Setting) -> tuple[NamedArm, ...]:
    """Nothing, and each programme by itself."""
    scenario, world = setting.scenario, setting.world
    names = [(), *((programme.id,) for programme in scenario.programme)]
    return tuple(NamedArm(one, compile_arm(scenario, world, one)) for one in names)


def _drawn(
    setting: Setting, hearing: Hearing, seed: int, runs: int, turn: int, accounts: Sequence[str]
) -> tuple[ParameterDraw, ...]:
    """Draw r of each account has run number r; those of later turns, of luck of their own, stand in for ones the engine refused."""
    return tuple(
        ParameterDraw(
            range(number, number + 1), account, number, _parameters(setting, draws, row, number, seed)
        )
        for account in accounts
        for draws in (hearing.sample(account, runs, seed + turn * _APART),)
        for row in range(runs)
        for number in (turn * runs + row,)
    )


def _experiment(
    setting: Setting, arms: tuple[NamedArm, ...], draws: tuple[ParameterDraw, ...], seed: int
) -> Experiment:
    return Experiment(
        scenario=setting.scenario, salience=(), world=setting.world, arms=arms, draws=draws, seeds=(seed,)
    )


def _parameters(setting: Setting, draws: Draws, row: int, number: int, seed: int) -> Parameters:
    values = {name: float(value) for name, value in zip(draws.names, draws.values[row], strict=True)}
    return Draw(setting, values, number, seed, central=True).fitted.world.parameters


def departures_shown(trial: Trials, targets: tuple[Target, ...]) -> Departures:
    """Cumulative departures without programmes by account and cohort, and the published counts."""
    scenario = trial.setting.scenario
    cohorts = tuple(cohort.name for cohort in scenario.cohort)
    first = trial.runs[trial.accounts[0], NONE][0]
    return Departures(
        cohorts=cohorts,
        months=month_names(scenario, first.events.shape[2]),
        by_account={account: _courses(trial.runs[account, NONE], cohorts) for account in trial.accounts},
        published=tuple(
            PublishedCount(
                cohort=one.cohort,
                date=one.at,
                low=one.low,
                centre=one.centre,
                high=one.high,
                quantity=one.quantity,
                id=one.id,
                origins=one.origins,
            )
            for one in targets
            if one.quantity in PREFERRED and one.cohort in cohorts
        ),
    )


def _courses(runs: tuple[RunSummary, ...], cohorts: tuple[str, ...]) -> dict[str, CohortCourse]:
    total = np.cumsum([run.departures for run in runs], axis=2).astype(np.float64)
    low, centre, high = interval(total)
    return {
        name: CohortCourse(low=tuple(low[i]), centre=tuple(centre[i]), high=tuple(high[i]))
        for i, name in enumerate(cohorts)
    }


def programmes_shown(trial: Trials) -> tuple[ProgrammeShown, ...]:
    """Each programme's effect under each account, paired with the same draws and seeds without it."""
    return tuple(
        programme_shown(
            programme,
            {
                account: _effect(
                    paired(trial.runs[account, NONE], trial.runs[account, programme.id]),
                    programme,
                    calendar_of(trial.setting.scenario),
                )
                for account in trial.accounts
            },
        )
        for programme in trial.setting.scenario.programme
    )


def programme_shown(programme: Programme, by_account: dict[str, ProgrammeEffect]) -> ProgrammeShown:
    """A programme with what it does under each account."""
    return ProgrammeShown(
        id=programme.id,
        title=programme.title,
        kind=programme.kind,
        coercive=programme.coercive,
        says=programme.says,
        by_account=by_account,
    )


def _effect(effect: PairedEffect, programme: Programme, calendar: Calendar) -> ProgrammeEffect:
    restricted = effect.restricted_per_averted(programme, calendar)
    return ProgrammeEffect(
        departures_averted=Interval.of(effect.departures),
        share_averted=Interval.of(effect.share),
        engaged_averted=Interval.of(effect.engaged),
        restricted_per_averted=restricted,
        restricted_range=None if restricted is None else restricted_range(restricted, programme),
    )


def restricted_range(restricted: float, programme: Programme) -> tuple[float, float] | None:
    """How far people restricted per departure averted move with the number assumed per person stopped, or a year: in proportion."""
    assumed = programme.restricted_per_stopped or programme.restricted_per_year
    if assumed is None or assumed.low is None or assumed.high is None or assumed.value <= 0:
        return None
    return restricted * assumed.low / assumed.value, restricted * assumed.high / assumed.value


def run_rows(trial: Trials) -> tuple[RunRow, ...]:
    """One row per run."""
    return tuple(
        RunRow(
            account=account,
            arm=arm,
            run=one.run,
            draw=one.run,
            approaches=one.counts.approaches,
            proposals=one.counts.proposals,
            void=one.counts.void,
            engaged=int(one.engaged.sum()),
            departed=int(one.departures.sum()),
            share_touched=one.counts.share_touched,
        )
        for (account, arm), summaries in trial.runs.items()
        for one in summaries
    )
