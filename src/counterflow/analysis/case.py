"""A part of a claim with all that bears on it, and what was found about it."""

from __future__ import annotations

from dataclasses import dataclass

from counterflow.analysis.calibration.shipped import Calibrated
from counterflow.analysis.figures import Asked, Desk, independent
from counterflow.analysis.model import ModelOutcomes, outcome_result
from counterflow.analysis.record import record_result
from counterflow.analysis.records import Curve, PartVerdict, TestResult
from counterflow.analysis.standing import Ruling, in_words
from counterflow.hearing import Claim, Draws, Hearing, OutcomeTest, Part

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A part of a claim with all that bears on it."""

    hearing: Hearing
    claim: Claim
    part: Part
    desk: Desk
    """Evidence without the figures of the claim's own witness."""
    own_rows: frozenset[str]
    """Rows of the evidence whose origin is the claim's own witness."""
    outcomes: ModelOutcomes
    draws: Draws | None
    """Parameters of the draws of account ``all``, where the caller has them: for curves and for what would settle it."""
    asked: tuple[Asked, ...]
    """The part's evidence tests, put to the evidence."""
    calibrated: Calibrated | None = None
    """The posterior, where there is one."""

    @property
    def deciding_figures(self) -> tuple[Asked, ...]:
        """The evidence tests that decide."""
        return tuple(one for one in self.asked if not one.test.beside)

    @property
    def deciding_outcomes(self) -> tuple[OutcomeTest, ...]:
        """The outcome tests that decide."""
        return tuple(test for test in self.part.on_outcome if not test.beside)

    def results(self) -> tuple[TestResult, ...]:
        """All tests of the part with their own probabilities, those that decide first."""
        accounts = [account.id for account in self.hearing.account]
        results = [
            *(record_result(test, self.hearing) for test in self.part.on_record),
            *(one.result() for one in self.asked),
            *(outcome_result(test, self.outcomes, accounts) for test in self.part.on_outcome),
        ]
        return tuple(sorted(results, key=lambda one: one.beside))


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about a part: its ruling, the numbers behind it, and the sentences."""

    ruling: Ruling
    why: str
    settle: str | None = None
    p_before: float | None = None
    p_after: float | None = None
    p_then: float | None = None
    p_range: Range | None = None
    mc_error: float | None = None
    evidence: tuple[str, ...] = ()
    in_people: str | None = None


def verdict(case: Case, found: Found, results: tuple[TestResult, ...], curve: Curve | None) -> PartVerdict:
    """The verdict on a part, with the rows that it rests on and those that are only shown."""
    part, known = case.part, case.desk.evidence
    bearing = tuple(row for row in part.rows if row in known.by_id)
    used = found.evidence if part.kind == "figure" else bearing
    unused = {row for row in part.rows if row in case.own_rows} | ({*bearing} - {*used})
    shown = found.p_after if found.p_after is not None else found.p_before
    return PartVerdict(
        id=part.id,
        key=part.key or len(case.claim.part) == 1,
        kind=part.kind,
        statement=part.statement,
        whose_words=part.whose_words or case.claim.whose_words,
        standing=found.ruling.standing,
        reason=found.ruling.reason,
        p_before=found.p_before,
        p_after=found.p_after,
        p_then=found.p_then,
        p_range=found.p_range,
        mc_error=found.mc_error,
        words=None if shown is None else in_words(shown),
        origins=independent(used, known),
        evidence=used,
        shown_not_used=tuple(sorted(unused)),
        tests=results,
        in_people=found.in_people,
        why=found.why,
        settle=found.settle,
        curve=curve,
    )
