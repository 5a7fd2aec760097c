"""`counterflow sensitivity`: which parameters move outcomes of a hearing's scenario, or the verdict on its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.futures.bench import Bench, deciding, faults_of_outcomes, is_expected
from counterflow.analysis.futures.expected import ExpectedOutcomes
from counterflow.analysis.futures.factors import Space
from counterflow.analysis.futures.histories import Histories
from counterflow.analysis.futures.lot import by_lot, faults_of
from counterflow.analysis.futures.respond import Answers, Responder, ask
from counterflow.analysis.limits import within
from counterflow.analysis.sensitivity.records import Effect, Method, Sensitivity
from counterflow.analysis.sensitivity.screen import (
    Problem,
    morris_effects,
    morris_futures,
    sobol_futures,
    sobol_indices,
)
from counterflow.analysis.sensitivity.thirds import thirds
from counterflow.experiment.runs import Means
from counterflow.hearing import OUTCOMES, OutcomeTest, Part
from counterflow.world import Floats

AS_USUAL = Means()
DRAWS: dict[Method, int] = {"morris": 12, "sobol": 128, "thirds": 600}
"""What is asked for unless said otherwise: trajectories, base points, futures."""


@dataclass(frozen=True, slots=True)
class How:
    """How parameters are looked into."""

    method: Method
    draws: int
    """Trajectories (Morris), base points (Sobol) or futures (thirds)."""
    parameters: tuple[str, ...] = ()
    """Patterns of what varies; none: all that can matter."""
    grouped: bool = False
    """Parameters of one group (a driver's four weights, a programme's numbers) are taken together."""
    runs: int = 1
    """Histories of each future, where runs answer."""
    seed: int = 1


def sensitivity(
    bench: Bench,
    outcomes: Sequence[str],
    claims: Sequence[str],
    how: How,
    *,
    means: Means = AS_USUAL,
    emulator: Responder | None = None,
) -> tuple[Sensitivity, ...]:
    """What moves each outcome, and the verdict on each part of a claim, in this order.

    With an `emulator` all outcomes are its own, and every future is asked of it. Raises Faults for unknown names, parameters
    without a range, and too few futures to tell.
    """
    faults_of_outcomes((*outcomes, *claims))
    parts = [bench.part(name)[1] for name in claims]
    if emulator is not None:
        return _studied(bench, emulator, outcomes, parts, how)
    expected = [name for name in outcomes if is_expected(name)]
    totals = [bench.total(name) for name in outcomes if not is_expected(name)]
    tested = [test.outcome for part in parts for test in deciding(part)]
    found: list[Sensitivity] = []
    if expected or parts:
        responder = bench.expected(tuple(dict.fromkeys((*expected, *tested))), means)
        found += _studied(bench, responder, expected, parts, how)
    if totals:
        runs = bench.histories(totals, how.runs, how.seed, means)
        found += _studied(bench, runs, [one.name for one in totals], (), how)
    order = [*outcomes, *(f"verdict on {part.id}" for part in parts)]
    return tuple(sorted(found, key=lambda one: order.index(one.outcome)))


def _studied(
    bench: Bench, responder: Responder, outcomes: Sequence[str], parts: Sequence[Part], how: How
) -> tuple[Sensitivity, ...]:
    """One set of futures, asked once, for all of these outcomes."""
    space = bench.choose(how.parameters, responder)
    with faults_of("--draws"):
        probabilities, points = _futures(space, how)
    answers = ask(responder, space.names, points)
    found = []
    for name in outcomes:
        column = _column(responder, name)
        values = answers.values[:, column]
        unit = OUTCOMES[name].unit if name in OUTCOMES else "people"
        found.append((name, unit, values, float(answers.doubt[column])))
    for part in parts:
        holds = _holds(deciding(part), responder, answers)
        found.append((f"verdict on {part.id}", "probability", holds, _doubt_of_verdict(answers)))
    return tuple(
        _told(name, unit, values, doubt, _Asked(space, probabilities, points, _who(responder), how))
        for name, unit, values, doubt in found
    )


def _doubt_of_verdict(answers: Answers) -> float:
    """0 where outcomes hide nothing; else not told: an error of an outcome does not carry over to a yes or no in proportion."""
    return 0.0 if (answers.doubt == 0.0).all() else float("nan")


def _column(responder: Responder, name: str) -> int:
    with faults_of("--outcome", name):
        if name not in responder.outcomes:
            raise ValueError(f"is not among what the emulator knows; known: {', '.join(responder.outcomes)}")
        return responder.outcomes.index(name)


def _holds(tests: Sequence[OutcomeTest], responder: Responder, answers: Answers) -> Floats:
    """1 where all tests of a part hold together, 0 where not, not a number where one is not defined."""
    values = [answers.values[:, _column(responder, test.outcome)] for test in tests]
    holds = np.logical_and.reduce([within(value, test) for value, test in zip(values, tests, strict=True)])
    defined = np.logical_and.reduce([np.isfinite(value) for value in values])
    return np.where(defined, holds * 1.0, np.nan)


@dataclass(frozen=True, slots=True)
class _Asked:
    space: Space
    probabilities: Floats
    points: Floats
    answered_by: str
    how: How


def _problem(space: Space, how: How) -> Problem:
    names = tuple(one.name for one in space.varied)
    return Problem(names, tuple(one.group for one in space.varied) if how.grouped else None)


def _futures(space: Space, how: How) -> tuple[Floats, Floats]:
    """Probabilities of what varies, and coordinates."""
    if how.method == "thirds":
        points = by_lot(space, how.draws, how.seed)
        return points[:, list(space.chosen)], points
    sample = morris_futures if how.method == "morris" else sobol_futures
    probabilities = sample(_problem(space, how), how.draws, how.seed)
    return probabilities, space.points(probabilities)


def _told(outcome: str, unit: str, values: Floats, doubt: float, asked: _Asked) -> Sensitivity:
    with faults_of("--outcome", outcome):
        effects = _effects(values, asked)
    known = values[np.isfinite(values)]
    variance = float(known.var())
    return Sensitivity(
        outcome=outcome,
        unit=unit,
        method=asked.how.method,
        answered_by=asked.answered_by,
        futures=len(values),
        dropped=len(values) - len(known),
        mean=float(known.mean()),
        sd=float(np.sqrt(variance)),
        hidden=None if np.isnan(doubt) or variance == 0.0 else doubt**2 / variance,
        effects=effects,
    )


def _effects(values: Floats, asked: _Asked) -> tuple[Effect, ...]:
    how, problem = asked.how, _problem(asked.space, asked.how)
    if how.method == "morris":
        return morris_effects(problem, asked.probabilities, values, how.seed)
    if how.method == "sobol":
        return sobol_indices(problem, values, how.seed)
    known = np.isfinite(values)
    return thirds(problem.names, asked.probabilities[known], values[known], how.seed)


def _who(responder: Responder) -> str:
    if isinstance(responder, Histories):
        return "runs"
    return "expected outcomes" if isinstance(responder, ExpectedOutcomes) else "emulator"
