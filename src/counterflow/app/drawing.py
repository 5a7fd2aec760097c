"""Parts of pages with charts, drawn when somebody first asks for them and then remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from counterflow.analysis.records import ClaimVerdict, Verdicts
from counterflow.app.remembered import Remembered
from counterflow.evidence import Evidence
from counterflow.evidence.table import rate_rows
from counterflow.report.page import (
    CohortPage,
    ConflictPage,
    FittedPage,
    ProgrammePage,
    RatePage,
    claim_page,
    cohort_pages,
    conflict_pages,
    fitted_page,
    named_rate,
    programme_pages,
    rate_pages,
)
from counterflow.report.svg import Pen, inline_svg
from counterflow.report.write import _environment
from counterflow.scenario import Scenario
from counterflow.scenario.flows import Abroad, abroad, flows
from counterflow.views.chart import View
from counterflow.views.flows import away_over_time, home_to_host
from counterflow.views.tables import RateTableRow, rate_table
from counterflow.views.theme import LIGHT, Palette

if TYPE_CHECKING:
    import jinja2

Page = TypeVar("Page")
TEMPLATES = Path(__file__).parent / "templates"


_ONE = threading.RLock()


@contextmanager
def alone() -> Iterator[None]:
    """Nothing else is put together or drawn meanwhile: Altair mixes up the charts of two threads, and gives wrong ones.

    Marks are not checked against Altair's schema, which takes longer than drawing; the tests of the views do that instead.
    """
    with _ONE, debug_mode(False):  # noqa: FBT003 -- Altair's own signature
        yield


class PenHere(Pen):
    """Draws at once in this process: for the few charts of one page, and with what has been loaded already. See `alone`."""

    def __init__(self) -> None:
        self._svgs: list[str] = []

    def hand(self, view: View, name: str, palette: Palette = LIGHT) -> int:
        """See `Pen`."""
        self._svgs.append(inline_svg(view, name, palette))
        return len(self._svgs) - 1

    def drawn(self, number: int) -> Markup:
        """See `Pen`."""
        return Markup(self._svgs[number])  # noqa: S704 -- see Pen

    def put_down(self) -> None:
        """Nothing to put down."""


@dataclass(frozen=True)
class EvidenceDrawn:
    """Figures that conflict, and rates under every denominator."""

    conflicts: Sequence[ConflictPage]
    rates: Sequence[RatePage]
    rate_table: Sequence[RateTableRow]


@dataclass(frozen=True)
class FlowsDrawn:
    """Who is at work where."""

    on_a_day: Markup | None
    says: str
    over_time: Markup | None


class Drawing:
    """Draws parts of pages. What was drawn of the same verdicts is not drawn again."""

    def __init__(self) -> None:
        self.environment: jinja2.Environment = _environment(TEMPLATES)
        self._claims: Remembered[Markup] = Remembered(256)
        self._evidence: Remembered[EvidenceDrawn] = Remembered(8)
        self._abroad: Remembered[Abroad] = Remembered(16)
        self._flows: Remembered[FlowsDrawn] = Remembered(32)
        self._cohorts: Remembered[list[CohortPage]] = Remembered(16)
        self._programmes: Remembered[list[ProgrammePage]] = Remembered(16)
        self._fitted: Remembered[FittedPage | None] = Remembered(8)

    def claim(
        self, verdicts: Verdicts, claim: ClaimVerdict, evidence: Evidence, fitted: str | None = None
    ) -> Markup:
        """A claim with its parts, charts and evidence; `fitted` is the address of what the figures say of the model."""
        key = (_key(verdicts), claim.id, fitted)
        return self._claims(key, lambda: self._claim(verdicts, claim, evidence, fitted))

    def _claim(
        self, verdicts: Verdicts, claim: ClaimVerdict, evidence: Evidence, fitted: str | None
    ) -> Markup:
        with alone():
            shown = claim_page(claim, verdicts, evidence, PenHere())
        macros = self.environment.get_template("claim.html.j2").module
        return Markup(macros.claim_block(shown, fitted))  # type: ignore[attr-defined]  # noqa: S704 -- a template that escapes

    def evidence(self, key: object, verdicts: Verdicts, evidence: Evidence) -> EvidenceDrawn:
        """Conflicts and rates of the evidence of a hearing; `key` changes with its files."""
        return self._evidence((key,), lambda: _evidence(verdicts, evidence))

    def flows(self, key: object, scenario: Scenario, year: int) -> FlowsDrawn:
        """Who is at work where in July of a year, and over time; `key` changes with the scenario."""
        found = self._abroad((key,), lambda: abroad(scenario))
        return self._flows((key, year), lambda: _flows(scenario, found, year))

    def cohorts(self, verdicts: Verdicts) -> Sequence[CohortPage]:
        """Departures over time."""
        return self._cohorts((_key(verdicts),), lambda: _drawn(cohort_pages, verdicts))

    def programmes(self, verdicts: Verdicts) -> Sequence[ProgrammePage]:
        """What programmes avert."""
        return self._programmes((_key(verdicts),), lambda: _drawn(programme_pages, verdicts))

    def fitted(self, verdicts: Verdicts) -> FittedPage | None:
        """What the figures say of the model; None where it was not fitted to them."""
        return self._fitted((_key(verdicts),), lambda: _fitted(verdicts))


def _fitted(verdicts: Verdicts) -> FittedPage | None:
    with alone():
        return fitted_page(verdicts, PenHere())


def _drawn(pages: Callable[[Verdicts, Pen], Iterable[Page]], verdicts: Verdicts) -> list[Page]:
    with alone():
        return list(pages(verdicts, PenHere()))


def _flows(scenario: Scenario, found: Abroad, year: int) -> FlowsDrawn:
    pen = PenHere()
    with alone():
        day = home_to_host(flows(scenario, found, year), f"July {year}", LIGHT)
        time = away_over_time(found, LIGHT)
    return FlowsDrawn(
        None if day is None else pen.drawn(pen.hand(day, "map")),
        "" if day is None else day.message,
        None if time is None else pen.drawn(pen.hand(time, "away")),
    )


def _evidence(verdicts: Verdicts, evidence: Evidence) -> EvidenceDrawn:
    known = evidence.known(verdicts.as_of)
    found = rate_rows(known, verdicts.provenance.seed, by=verdicts.hearing.date)
    rates = [named_rate(rate, known) for rate in found]
    with alone():
        return EvidenceDrawn(
            list(conflict_pages(verdicts, known, PenHere())),
            list(rate_pages(rates, PenHere())),
            rate_table(rates),
        )


def _key(verdicts: Verdicts) -> str:
    """Equal for equal verdicts: what they were made of says it all, but for answers by weights, which have no histories."""
    return f"{verdicts.provenance.model_dump_json()} {verdicts.as_of} {len(verdicts.runs)}"
