"""What the report's template is filled with: everything drawn, rounded and put in order, nothing left to decide there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from counterflow.analysis.records import (
    CalibrationShown,
    ClaimVerdict,
    PartVerdict,
    ProgrammeShown,
    PublishedCount,
    TestResult,
    Verdicts,
    WitnessShown,
)
from counterflow.analysis.standing import Standing
from counterflow.evidence.conflicts import ALIKE, Conflict, conflicts
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.table import RateRow, rate_rows
from counterflow.report.svg import Pen
from counterflow.views.chart import View
from counterflow.views.curve import crosses, curve_with_threshold
from counterflow.views.departures import departures_over_time
from counterflow.views.fitted import FigureRow, figure_rows, figures_before_and_after
from counterflow.views.forest import forest
from counterflow.views.hindcast import ForecastRow, fared_words, forecast_against_later, forecast_rows
from counterflow.views.outcome import outcome_by_account
from counterflow.views.programmes import effect_domain, programme_effect
from counterflow.views.rates import denominators, rate_domain, rates_under
from counterflow.views.strip import claim_strip
from counterflow.views.tables import (
    AccountRow,
    AssumptionGroup,
    DepartureRow,
    EvidenceRow,
    ProgrammeRow,
    RateTableRow,
    account_rows,
    assumption_groups,
    departure_rows,
    evidence_rows,
    programme_rows,
    rate_table,
)
from counterflow.views.theme import LIGHT
from counterflow.views.words import EN_DASH, quantity_words

_FITTED_CHARTS = 3
_CLEARLY = 1.5
"""Origins that differ by less than this factor agree as far as such figures can."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as it stands in the page."""

    pen: Pen
    number: int
    message: str

    @property
    def svg(self) -> Markup:
        """The element, waited for."""
        return self.pen.drawn(self.number)


@dataclass(frozen=True, slots=True)
class TestPage:
    """One test of a part: its chart and the same numbers as a table."""

    test: TestResult
    chart: Drawn | None
    rows: Sequence[AccountRow]


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part of a claim with what it rests on."""

    part: PartVerdict
    tests: Sequence[TestPage]
    curve: Drawn | None
    """None also where a probability stays on one side of one half: the sentence says it all."""
    rows: Sequence[EvidenceRow]
    not_used: Sequence[EvidenceRow]

    @property
    def deciding(self) -> Sequence[TestPage]:
        """The tests that the part's standing hangs on."""
        return [shown for shown in self.tests if not shown.test.beside]

    @property
    def beside(self) -> Sequence[TestPage]:
        """Tests that are shown beside and do not decide, as lines of a table."""
        return [shown for shown in self.tests if shown.test.beside]

    @property
    def numbered(self) -> Sequence[TestPage]:
        """Tests with more numbers than the page shows: those of each account, or of each variant."""
        return [shown for shown in self.tests if shown.chart or shown.test.by_account]


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of a claim with the same standing, as the summary shows them."""

    standing: Standing
    tested: bool
    parts: Sequence[PartVerdict]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim: its groups for the summary, its strip and its parts."""

    claim: ClaimVerdict
    groups: Sequence[Group]
    strip: Drawn | None
    """None for a claim of one part: its number says the same."""
    parts: Sequence[PartPage]

    def letter(self, part: PartVerdict) -> str:
        """The part's own letter within the claim; empty where the claim has one part only."""
        return "" if len(self.parts) == 1 else part.id.removeprefix(self.claim.id)


@dataclass(frozen=True, slots=True)
class WitnessPage:
    """A witness with the claims that were made in that name."""

    witness: WitnessShown
    claims: Sequence[ClaimPage]


@dataclass(frozen=True, slots=True)
class CohortPage:
    """Departures of one cohort."""

    name: str
    chart: Drawn


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """One programme under every account."""

    programme: ProgrammeShown
    chart: Drawn
    rows: Sequence[ProgrammeRow]


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Figures that conflict, side by side."""

    title: str
    voices: int
    chart: Drawn
    rows: Sequence[EvidenceRow]


@dataclass(frozen=True, slots=True)
class RatePage:
    """Rates under one denominator."""

    per: str
    chart: Drawn


@dataclass(frozen=True, slots=True)
class FittedPage:
    """What the figures made of the model."""

    calibration: CalibrationShown
    charts: Sequence[Drawn]
    """Beside each other where there is room, below each other on a phone."""
    rows: Sequence[FigureRow]


@dataclass(frozen=True, slots=True)
class HindcastPage:
    """What was forecast on a day, and what came after."""

    as_of: dt.date
    known: int
    draws: int
    chart: Drawn | None
    fared: Sequence[str]
    rows: Sequence[ForecastRow]
    unused: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report."""

    verdicts: Verdicts
    witnesses: Sequence[WitnessPage]
    tally: Sequence[tuple[Standing, int]]
    not_tested: int
    not_calibrated: int
    conflicts: Sequence[ConflictPage]
    rates: Sequence[RatePage]
    rate_table: Sequence[RateTableRow]
    cohorts: Sequence[CohortPage]
    departures: Sequence[DepartureRow]
    fitted: FittedPage | None
    hindcast: HindcastPage | None
    programmes: Sequence[ProgrammePage]
    assumptions: Sequence[AssumptionGroup]

    @property
    def parts(self) -> int:
        """How many parts were judged."""
        return sum(count for _, count in self.tally)


def page_of(verdicts: Verdicts, evidence: Evidence, pen: Pen) -> Page:
    """Everything that the template shows; its charts are with the pen."""
    parts = [part for claim in verdicts.claims for part in claim.parts]
    counts = Counter(part.standing for part in parts)
    order: tuple[Standing, ...] = ("supported", "contradicted", "unsettled")
    known = evidence.known(verdicts.as_of)
    rates = [
        named_rate(rate, known)
        for rate in rate_rows(known, verdicts.provenance.seed, by=verdicts.hearing.date)
    ]
    return Page(
        verdicts=verdicts,
        witnesses=witness_pages(verdicts, evidence, pen),
        tally=[(standing, counts[standing]) for standing in order],
        not_tested=sum(part.reason == "not tested" for part in parts),
        not_calibrated=sum(part.reason == "not calibrated" for part in parts),
        conflicts=list(conflict_pages(verdicts, known, pen)),
        rates=list(rate_pages(rates, pen)),
        rate_table=rate_table(rates),
        cohorts=list(cohort_pages(verdicts, pen)),
        departures=departure_rows(verdicts.departures, verdicts.accounts),
        fitted=fitted_page(verdicts, pen),
        hindcast=_hindcast(verdicts, pen),
        programmes=list(programme_pages(verdicts, pen)),
        assumptions=assumption_groups(verdicts.assumptions),
    )


def _drawn(view: View | None, name: str, pen: Pen) -> Drawn | None:
    return None if view is None else Drawn(pen, pen.hand(view, name), view.message)


def witness_pages(verdicts: Verdicts, evidence: Evidence, pen: Pen) -> list[WitnessPage]:
    """Witnesses with their claims, those who have any."""
    pages = [
        WitnessPage(
            witness,
            [
                claim_page(claim, verdicts, evidence, pen)
                for claim in verdicts.claims
                if claim.witness == witness.id
            ],
        )
        for witness in verdicts.witnesses
    ]
    return [page for page in pages if page.claims]


def claim_page(claim: ClaimVerdict, verdicts: Verdicts, evidence: Evidence, pen: Pen) -> ClaimPage:
    """A claim with its strip, its parts and their charts, which are with the pen."""
    strip = _drawn(claim_strip(claim, LIGHT), f"strip-{claim.id}", pen) if len(claim.parts) > 1 else None
    return ClaimPage(
        claim, _groups(claim), strip, [_part(part, verdicts, evidence, pen) for part in claim.parts]
    )


def _groups(claim: ClaimVerdict) -> list[Group]:
    """Parts by standing; the group of the key part first."""
    found: dict[tuple[Standing, bool], list[PartVerdict]] = {}
    for part in claim.parts:
        found.setdefault((part.standing, part.reason != "not tested"), []).append(part)
    groups = [Group(standing, tested, parts) for (standing, tested), parts in found.items()]
    return sorted(groups, key=lambda group: not any(part.key for part in group.parts))


def _part(part: PartVerdict, verdicts: Verdicts, evidence: Evidence, pen: Pen) -> PartPage:
    drawn = part.curve is not None and (part.kind == "figure" or crosses(part.curve))
    curve = curve_with_threshold(part.curve, LIGHT) if part.curve is not None and drawn else None
    return PartPage(
        part=part,
        tests=[_test(test, index, part, verdicts, pen) for index, test in enumerate(part.tests)],
        curve=_drawn(curve, f"curve-{part.id}", pen),
        rows=_rows(part.evidence, evidence),
        not_used=_rows(part.shown_not_used, evidence),
    )


def _rows(ids: Iterable[str], evidence: Evidence) -> list[EvidenceRow]:
    """The rows that the evidence at hand still has; a verdict may be older than the file."""
    return evidence_rows(evidence[row] for row in ids if row in evidence.by_id)


def _test(test: TestResult, index: int, part: PartVerdict, verdicts: Verdicts, pen: Pen) -> TestPage:
    view = None if test.beside else outcome_by_account(test, verdicts.accounts, part.kind, LIGHT)
    return TestPage(
        test, _drawn(view, f"test-{part.id}-{index}", pen), account_rows(test, verdicts.accounts, part.kind)
    )


def conflict_pages(verdicts: Verdicts, evidence: Evidence, pen: Pen) -> Iterable[ConflictPage]:
    """Conflicting figures, drawn side by side."""
    for index, conflict in enumerate(conflicts(evidence, at_least=_CLEARLY)):
        chart = _drawn(forest(conflict, _recommended(conflict, verdicts), LIGHT), f"conflict-{index}", pen)
        figures = [figure for said in conflict.sayings for figure in (said.figure, *said.repeated_by)]
        if chart is not None:
            title = f"{conflict.place}, {_years(conflict)}: {quantity_words(conflict.quantity)}"
            yield ConflictPage(title, len(conflict.voices), chart, evidence_rows(figures))


def _years(conflict: Conflict) -> str:
    """The years that the figures speak of."""
    years = [
        day.year for said in conflict.sayings for day in (said.figure.about.first, said.figure.about.last)
    ]
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def _recommended(conflict: Conflict, verdicts: Verdicts) -> list[PublishedCount]:
    """The calibration targets that speak of the same people in the same months."""
    if conflict.quantity != ALIKE["ff_cumulative"]:
        return []
    days = [day for said in conflict.sayings for day in (said.figure.about.first, said.figure.about.last)]
    return [
        count
        for count in verdicts.departures.published
        if count.cohort == conflict.place and min(days) <= count.date <= max(days)
    ]


def named_rate(rate: RateRow, evidence: Evidence) -> RateRow:
    """A place of which only the Muslims are a cohort is called so where a denominator is a part of them."""
    of_muslims = any(
        evidence[row].group.startswith("Muslims, ") for row in rate.rows if row in evidence.by_id
    )
    return replace(rate, place=f"{rate.place} (Muslims)") if of_muslims else rate


def rate_pages(rates: Sequence[RateRow], pen: Pen) -> Iterable[RatePage]:
    """Rates, a chart for each denominator."""
    domain = rate_domain(rates)
    for index, per in enumerate(denominators(rates)):
        chart = _drawn(rates_under(per, rates, domain, LIGHT), f"rate-{index}", pen)
        if chart is not None:
            yield RatePage(per, chart)


def cohort_pages(verdicts: Verdicts, pen: Pen) -> Iterable[CohortPage]:
    """Departures of each cohort."""
    for index, cohort in enumerate(verdicts.departures.cohorts):
        chart = _drawn(
            departures_over_time(verdicts.departures, cohort, verdicts.accounts, LIGHT),
            f"cohort-{index}",
            pen,
        )
        if chart is not None:
            yield CohortPage(cohort, chart)


def fitted_page(verdicts: Verdicts, pen: Pen) -> FittedPage | None:
    """What the figures made of the model; None where it was not fitted to them."""
    found = verdicts.calibration
    if found is None:
        return None
    each = max(1, -(-len(found.figures) // _FITTED_CHARTS))
    starts = range(0, len(found.figures), each)
    views = [figures_before_and_after(found.figures[start : start + each], LIGHT) for start in starts]
    charts = [_drawn(view, f"fitted-{number}", pen) for number, view in enumerate(views)]
    return FittedPage(found, [one for one in charts if one is not None], figure_rows(found))


def _hindcast(verdicts: Verdicts, pen: Pen) -> HindcastPage | None:
    found = verdicts.hindcast
    if found is None:
        return None
    return HindcastPage(
        as_of=found.as_of,
        known=found.known,
        draws=found.draws,
        chart=_drawn(forecast_against_later(found, LIGHT), "hindcast", pen),
        fared=[fared_words(one) for one in found.fared],
        rows=forecast_rows(found),
        unused=found.unused,
    )


def programme_pages(verdicts: Verdicts, pen: Pen) -> Iterable[ProgrammePage]:
    """Each programme under every account."""
    domains = {coercive: effect_domain(verdicts.programmes, coercive=coercive) for coercive in (False, True)}
    for index, programme in enumerate(verdicts.programmes):
        domain = domains[programme.coercive]
        chart = _drawn(
            programme_effect(programme, verdicts.accounts, domain, LIGHT), f"programme-{index}", pen
        )
        if chart is not None:
            yield ProgrammePage(programme, chart, programme_rows(programme, verdicts.accounts))
