"""Tests of claims on published figures: probabilities over the ranges of the figures, and over how wide the assumed ones are."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterflow.analysis.limits import limit_words, within
from counterflow.analysis.records import TestResult
from counterflow.analysis.standing import printed
from counterflow.evidence.estimate import Estimate
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voices
from counterflow.evidence.quantities import evaluate
from counterflow.evidence.study import Study
from counterflow.hearing import EvidenceTest, QuantityEntry

Bools = NDArray[np.bool_]

DRAWS = 20_000
WIDTHS = {"assumed widths x0.5": 0.5, "assumed widths": 1.0, "assumed widths x2": 2.0}
"""How wide assumed ranges are taken, on their scale; the middle one is what is reported."""
AS_ASSUMED = "assumed widths"
REGISTER = "citizens_present_in_russia"


@dataclass(frozen=True, slots=True)
class Desk:
    """The evidence that counts for a claim, at each width, and the seed and day with which it is asked."""

    by_width: dict[str, Evidence]
    day: dt.date
    seed: int
    draws: int = DRAWS

    @classmethod
    def of(cls, evidence: Evidence, day: dt.date, seed: int, draws: int = DRAWS) -> Desk:
        """A desk over evidence that is filtered already."""
        return cls({name: widened(evidence, factor) for name, factor in WIDTHS.items()}, day, seed, draws)

    def without(self, origins: Sequence[str]) -> Desk:
        """The desk with the figures of some origins set aside."""
        return replace(self, by_width={name: known.without(origins) for name, known in self.by_width.items()})

    def then(self) -> Desk:
        """The desk as it was on the day of the hearing: without what was published later."""
        return replace(self, by_width={name: known.known(self.day) for name, known in self.by_width.items()})

    @property
    def evidence(self) -> Evidence:
        """The evidence as it stands."""
        return self.by_width[AS_ASSUMED]

    def voices(self, rows: Sequence[str]) -> int:
        """How many independent voices some rows rest on."""
        return len(independent(rows, self.evidence))

    def study(self, width: str, key: str) -> Study:
        """A study at one width; the same key has the same luck at every width."""
        return Study(self.by_width[width], generator(self.seed, key), self.draws)

    def ask(self, quantity: QuantityEntry, key: str, width: str = AS_ASSUMED) -> Estimate:
        """What the evidence says about a quantity."""
        rng, known = generator(self.seed, key), self.by_width[width]
        return evaluate(known, quantity.reference(self.day), rng, self.draws)


@dataclass(frozen=True, slots=True)
class Asked:
    """A test with what the evidence says about it at each width."""

    test: EvidenceTest
    by_width: dict[str, Estimate]

    @property
    def estimate(self) -> Estimate:
        """At the widths as assumed."""
        return self.by_width[AS_ASSUMED]

    def holds(self, width: str = AS_ASSUMED) -> Bools | None:
        """Which draws are within the limits; None where the evidence has a gap."""
        found = self.by_width[width]
        return None if found.gap is not None else within(found.draws, self.test)

    def result(self) -> TestResult:
        """The test with its own probability, at each width."""
        found, test = self.estimate, self.test
        words, direction, threshold, threshold_high = limit_words(test)
        each = {width: holds for width in WIDTHS if (holds := self.holds(width)) is not None}
        known = found.gap is None
        return TestResult(
            says=test.says or f"{test.quantity.measure} {words}",
            quantity=test.quantity.measure,
            unit=found.unit or None,
            threshold=threshold,
            threshold_high=threshold_high,
            direction=direction,
            by=test.quantity.by,
            beside=test.beside,
            p=printed(float(each[AS_ASSUMED].mean()), model=False) if known else None,
            low=found.low if known else None,
            centre=found.centre if known else None,
            high=found.high if known else None,
            variants={width: printed(float(holds.mean()), model=False) for width, holds in each.items()},
            evidence=found.rows,
            note=found.gap if found.gap is not None else found.sentence,
        )


def ask(test: EvidenceTest, desk: Desk, key: str) -> Asked:
    """Put a test to the evidence, at each width."""
    return Asked(test, {width: desk.ask(test.quantity, key, width) for width in WIDTHS})


def share_then(asked: Sequence[Asked], desk: Desk, key: str) -> float | None:
    """The share of draws in which all tests hold, by what was known on the day of the hearing; None where that has a gap."""
    then = desk.then()
    again = [
        Asked(one.test, {AS_ASSUMED: then.ask(one.test.quantity, f"{key}/{i}")})
        for i, one in enumerate(asked)
    ]
    holds = joint_figures(again)
    return None if holds is None else float(holds.mean())


def joint_figures(asked: Sequence[Asked], width: str = AS_ASSUMED) -> Bools | None:
    """Which draws are within the limits of all tests; None where one has a gap or there is no test."""
    each = [one.holds(width) for one in asked]
    found = [holds for holds in each if holds is not None]
    if not found or len(found) < len(each):
        return None
    return np.asarray(np.logical_and.reduce(found))


def widened(evidence: Evidence, factor: float) -> Evidence:
    """The evidence with every range that is assumed ``factor`` times as wide, on its own scale; printed ranges stay."""
    if factor == 1.0:
        return evidence
    return replace(evidence, figures=tuple(_widened(figure, factor) for figure in evidence.figures))


def _widened(figure: Figure, factor: float) -> Figure:
    interval = figure.interval
    if interval is None or interval.scale == "linear" or not (interval.assumed or figure.is_assumed):
        return figure
    if figure.quantity == REGISTER:
        return figure  # its range is a rule on the value (x 0.75 to 1.0), not a width of ours
    wide = interval.widened(factor)
    percent = 100.0 if figure.in_percent else 1.0
    return replace(figure, low=wide.low * percent, value=wide.centre * percent, high=wide.high * percent)


def independent(rows: Sequence[str], evidence: Evidence) -> tuple[str, ...]:
    """The independent voices behind some rows; assumptions have none."""
    figures = [evidence[row] for row in rows if row in evidence.by_id]
    return voices(tuple(sorted({figure.origin for figure in figures if not figure.is_assumed})))


def generator(seed: int, key: str) -> np.random.Generator:
    """The generator of one question: the same seed and key have the same luck, whatever else is asked."""
    word = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
    return np.random.Generator(np.random.Philox(key=np.array([seed, word], dtype=np.uint64)))
