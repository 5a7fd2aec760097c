"""Stored runs made anew, and portfolios that nobody has run yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.calibration.bank import ONCE, parameters_of
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.calibration.paired import KINDS, SEATS, Paired, effects_drawn
from counterflow.analysis.decide.arms import Offer, Portfolio
from counterflow.analysis.model import WIDE
from counterflow.engine import simulate
from counterflow.engine.codes import EVENTS
from counterflow.engine.errors import EngineError
from counterflow.experiment.crew import Progress
from counterflow.experiment.plan import NONE, NamedArm, ParameterDraw
from counterflow.experiment.pool import run_all, shared
from counterflow.experiment.summary import summarise
from counterflow.inference.arrays import Floats
from counterflow.scenario import Scenario, compile_arm
from counterflow.scenario.programmes import Programme
from counterflow.world import Arm, World

CHECKED = 50
"""Stored runs that are made anew before anything is read off them."""
FRESH = 10
"""Draws in which each of the best portfolios is run."""


@dataclass(frozen=True)
class Bench:
    """What runs are made from: sent to each worker once."""

    coordinates: Coordinates
    paired: Paired

    @property
    def scenario(self) -> Scenario:
        """The scenario, its programmes at their centres."""
        return self.coordinates.setting.scenario


@dataclass(frozen=True, slots=True)
class Task:
    """One run: a row of the stored draws, and programmes at levels."""

    row: int
    parts: tuple[tuple[str, float], ...]


def run_tasks(
    bench: Bench,
    tasks: Sequence[Task],
    *,
    what: str,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Floats:
    """[tasks, cohorts x KINDS + SEATS] what is kept of each run; not a number where the engine refuses it."""
    found = run_all(_counted, tasks, share=bench, workers=workers, what=what, progress=progress)
    return np.array(found)


def _counted(task: Task) -> Floats:
    bench: Bench = shared()
    setting, paired = bench.coordinates.setting, bench.paired
    values, number = paired.values[task.row], int(paired.number[task.row])
    draw = ParameterDraw(
        ONCE.numbers(number),
        paired.account[task.row],
        number,
        parameters_of(bench.coordinates, values),
        bench.coordinates.scaled(values),
    )
    world = draw.world(setting.world)
    arm = portfolio_arm(setting.scenario, setting.world, task.parts, number)
    try:
        history = simulate(world, arm, paired.seed, draw.runs[0])
    except EngineError:
        # A draw beyond what the engine can run has no numbers in the store either.
        return np.full(len(setting.scenario.cohort) * len(KINDS) + len(SEATS), np.nan)
    found = summarise(world, history, draw.runs[0])
    by_kind = [
        found.events[[EVENTS.index(event) for event in events]].sum(axis=(0, 2)) for events in KINDS.values()
    ]
    people = np.stack(by_kind, axis=-1).astype(np.float64)
    seats = [float(np.sum(getattr(found, name))) for name in SEATS]
    return np.concatenate([people.ravel(), seats])


def portfolio_arm(scenario: Scenario, world: World, parts: Sequence[tuple[str, float]], number: int) -> Arm:
    """Programmes at levels, doing what they do in the draw of this number."""
    levels = dict(parts)
    programmes = tuple(
        _at_level(one, levels[one.id], number) if one.id in levels else one for one in scenario.programme
    )
    return compile_arm(scenario.model_copy(update={"programme": programmes}), world, list(levels))


def _at_level(programme: Programme, level: float, number: int) -> Programme:
    changed: dict[str, object] = {"effects": effects_drawn(programme, number)}
    if programme.seats is not None:
        seats = programme.seats.model_copy(update={"value": max(1.0, programme.seats.value * level)})
        changed["seats"] = seats if level != 1.0 else programme.seats
    elif level != 1.0:
        share = 1.0 - (1.0 - programme.coverage.value) ** level
        changed["coverage"] = programme.coverage.model_copy(update={"value": share})
    return programme.model_copy(update=changed)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Stored runs beside the same runs made anew."""

    checked: int
    differ: tuple[str, ...]
    """Which did not come out again, in words."""


def check_stored(
    bench: Bench, *, number: int = CHECKED, workers: int | None = None, progress: Progress | None = None
) -> Agreement:
    """So many stored runs, spread over draws and arms, made anew and compared to the last bit."""
    paired = bench.paired
    known = {one.id for one in bench.scenario.programme}
    arms = [name for name in paired.people if name == NONE or name in known]
    cells = [(row, arm) for row in range(len(paired.account)) for arm in arms]
    chosen = np.random.default_rng(len(cells)).permutation(len(cells))[:number]
    picked = [cells[i] for i in sorted(chosen)]
    tasks = [Task(row, tuple((name, 1.0) for name in NamedArm.named(arm))) for row, arm in picked]
    made = run_tasks(bench, tasks, what="stored runs made anew", workers=workers, progress=progress)
    differ = [
        f"{paired.account[row]} {paired.number[row]} under {arm}"
        for (row, arm), one in zip(picked, made, strict=True)
        if not np.array_equal(one, _kept(paired, row, arm), equal_nan=True)
    ]
    return Agreement(len(picked), tuple(differ))


def _kept(paired: Paired, row: int, arm: str) -> Floats:
    return np.concatenate([paired.people[arm][row].ravel(), paired.seats[arm][row]])


@dataclass(frozen=True, slots=True)
class Fresh:
    """A portfolio in the engine, against what was foretold of it, in shares of departures averted."""

    simulated: float
    foretold: float
    error: float
    """Standard error of their difference."""

    @property
    def off(self) -> bool:
        """Whether the two differ by more than two standard errors."""
        return abs(self.simulated - self.foretold) > 2.0 * self.error


def simulate_afresh(  # noqa: PLR0913 -- what is run, and with what
    bench: Bench,
    portfolios: Sequence[Portfolio],
    offers: dict[str, Offer],
    errors: dict[str, float],
    *,
    draws: int = FRESH,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[Fresh, ...]:
    """Each portfolio in some of the widest account's stored draws, on the same lives as without it.

    `errors`: standard error of each programme's foretold share at reference.
    """
    paired = bench.paired
    known = np.asarray(np.isfinite(paired.people[NONE][..., 0]).all(axis=1))
    rows = [row for row, account in enumerate(paired.account) if account == WIDE and known[row]][:draws]
    tasks = [Task(row, one.parts) for one in portfolios for row in rows]
    found = run_tasks(bench, tasks, what="the best portfolios simulated", workers=workers, progress=progress)
    cohorts = paired.people[NONE].shape[1]
    people = found[:, : cohorts * len(KINDS)].reshape(len(portfolios), len(rows), cohorts, len(KINDS))
    without = paired.people[NONE][rows][..., 0].sum(axis=1)
    averted = 1.0 - people[..., 0].sum(axis=2) / np.maximum(without, 1.0)
    return tuple(
        _compared(one, averted[i], offers, errors, paired.number[rows]) for i, one in enumerate(portfolios)
    )


def _compared(
    portfolio: Portfolio,
    averted: Floats,
    offers: dict[str, Offer],
    errors: dict[str, float],
    numbers: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Fresh:
    left, ran = np.ones(len(averted)), np.isfinite(averted)
    own = 0.0
    for name, level in portfolio.parts:
        left *= 1.0 - offers[name].averted(WIDE, level)[numbers]
        own += (offers[name].size(level) * errors[name]) ** 2
    difference = (averted - (1.0 - left))[ran]
    luck = float(difference.std(ddof=1) / np.sqrt(len(difference))) if len(difference) > 1 else 0.0
    return Fresh(
        float(averted[ran].mean()), float((1.0 - left)[ran].mean()), float(np.hypot(luck, np.sqrt(own)))
    )
