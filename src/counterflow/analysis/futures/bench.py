"""A hearing made ready to be asked about futures: its setting, what is open in it, and who answers which outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.analysis.futures.expected import ExpectedOutcomes
from counterflow.analysis.futures.factors import Factor, Space, space_of
from counterflow.analysis.futures.histories import Histories, Total, total_of
from counterflow.analysis.futures.lot import faults_of
from counterflow.analysis.futures.point import Coordinates
from counterflow.analysis.futures.respond import Responder
from counterflow.analysis.hear import Case, load_case
from counterflow.analysis.model import WIDE
from counterflow.experiment.runs import Means
from counterflow.faults import Fault, Faults, nearest
from counterflow.hearing import OUTCOMES, Claim, OutcomeTest, Part

OUTCOME, CLAIM = "--outcome", "--claim"
"""Where faults of what is asked about say that they stand."""
_BY_PROGRAMMES = "best effect over break-even"
"""The expected outcome that hangs on what programmes do and cost."""
_NOT_OF_RUNS = ("fighters.", "family.", "rebranding.", "inflow.", "stated_value")
"""Numbers that the engine takes from the world, or does not know: they move expected outcomes only."""
_COSTS = (".fixed", ".per_served")


@dataclass(frozen=True)
class Bench:
    """A hearing with its setting and its space of futures."""

    case: Case
    setting: Setting
    space: Space

    @property
    def coordinates(self) -> Coordinates:
        """What a future consists of."""
        return Coordinates(self.space.names, tuple(one.luck for one in self.space.factors))

    def part(self, name: str) -> tuple[Claim, Part]:
        """A part of a claim that the model decides; raises Faults where there is none, or the record or figures decide it."""
        parts = {part.id: (claim, part) for claim in self.case.hearing.claim for part in claim.part}
        by_model = [key for key, (_, part) in parts.items() if deciding(part)]
        if name not in parts:
            near = nearest(name, parts)
            remedy = f"did you mean {near}?" if near else f"known: {', '.join(by_model)}"
            raise Faults([Fault(CLAIM, None, name, "there is no such part of a claim", remedy)])
        if name not in by_model:
            problem = (
                "is decided by the record, by figures or by nothing, not by the model: no parameter moves it"
            )
            raise Faults([Fault(CLAIM, None, name, problem, f"ask about {', '.join(by_model)}")])
        return parts[name]

    def total(self, name: str) -> Total:
        """The total of runs that a name means; raises Faults where it is neither that nor an expected outcome."""
        scenario = self.case.scenario
        with faults_of(OUTCOME, name):
            return total_of(
                name, [one.name for one in scenario.cohort], [one.id for one in scenario.programme]
            )

    def expected(self, outcomes: Sequence[str], means: Means) -> ExpectedOutcomes:
        """Who answers outcomes of the vocabulary."""
        return ExpectedOutcomes(
            self.setting, self.coordinates, tuple(outcomes), means.workers, means.progress
        )

    def histories(self, totals: Sequence[Total], runs: int, seed: int, means: Means) -> Histories:
        """Who answers totals of runs."""
        return Histories(self.setting, self.coordinates, tuple(totals), runs, seed, means)

    def choose(self, patterns: Sequence[str], responder: Responder) -> Space:
        """The space in which that varies which patterns name, or else all that the responder's outcomes can hang on."""
        if isinstance(responder, Histories):
            runs = responder.programmes
            return self.space.choose(patterns, lambda factor: _moves_runs(factor, runs))
        if isinstance(responder, ExpectedOutcomes):
            programmes = _BY_PROGRAMMES in responder.outcomes
            return self.space.choose(patterns, lambda factor: _moves_expected(factor, programmes=programmes))
        return self.space.choose(patterns, lambda factor: factor.name in responder.parameters)


def _moves_runs(factor: Factor, programmes: Sequence[str]) -> bool:
    if factor.name.startswith("programme."):
        return factor.name.split(".")[1] in programmes and not factor.name.endswith(_COSTS)
    return not factor.name.startswith(_NOT_OF_RUNS)


def _moves_expected(factor: Factor, *, programmes: bool) -> bool:
    if factor.name.endswith(".coverage"):  # expected outcomes take it at its centre
        return False
    return programmes or not factor.name.startswith(("programme.", "stated_value"))


def deciding(part: Part) -> tuple[OutcomeTest, ...]:
    """The tests on outcomes that decide a part."""
    return () if part.judgement else tuple(test for test in part.on_outcome if not test.beside)


def bench_of(folder: Path, as_of: dt.date | None = None) -> Bench:
    """The bench of the hearing in a folder; raises Faults for wrong files."""
    case = load_case(folder)
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date, as_of)
    space = space_of(case.hearing, case.scenario, setting.anchors, WIDE, setting.doubt)
    return Bench(case, setting, space)


def is_expected(name: str) -> bool:
    """Whether an outcome is one of the vocabulary."""
    return name in OUTCOMES


def faults_of_outcomes(names: Sequence[str]) -> None:
    """Raise Faults where nothing is asked about."""
    if not names:
        known = "departed, engaged, stopped, dead, returned, departed averted by PROGRAMME, share averted by PROGRAMME"
        remedy = f"name an outcome ({known}, or one that claims test), or a part of a claim with --claim"
        raise Faults([Fault(OUTCOME, None, "", "nothing is asked about", remedy)])
