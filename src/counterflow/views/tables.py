"""Tables as rows of text: rounded, with ranges, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterflow.analysis.records import (
    AccountShown,
    Assumption,
    CohortCourse,
    Departures,
    ProgrammeEffect,
    ProgrammeShown,
    TestResult,
)
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import GOVERNMENTS
from counterflow.evidence.table import RateRow
from counterflow.views.chart import names_all_first
from counterflow.views.programmes import restricted_words
from counterflow.views.words import (
    EN_DASH,
    amount,
    interval,
    number,
    people,
    probability,
    quantity_words,
    span_words,
)

_INTERESTED = (*GOVERNMENTS.values(), "ru-", "syria-")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A published figure as it is shown beside what rests on it."""

    id: str
    what: str
    about: str
    value: str
    assumed_range: bool
    origin: str
    interested: bool
    """Said by a government with a stake in it."""
    publisher: str
    title: str
    url: str | None
    """None unless it is a web address: a file may hold anything, a page must not link to it."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account's line of a test or a programme."""

    account: str
    value: str
    p: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme under one account."""

    programme: str
    coercive: bool
    account: str
    departures_averted: str
    share_averted: str
    engaged_averted: str
    restricted: str


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """Persons of one cohort who ever left by the end, under each account."""

    cohort: str
    by_account: Sequence[tuple[str, str]]
    published: str
    """The last published count of those who ever left."""


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One number that the simulation was given."""

    path: str
    title: str
    value: str
    range: str
    unit: str
    source: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class AssumptionGroup:
    """The numbers of one part of the scenario."""

    name: str
    rows: Sequence[AssumptionRow]

    @property
    def assumed(self) -> int:
        """How many of them are assumed, wholly or in part."""
        return sum(row.assumed for row in self.rows)


def is_interested(origin: str) -> bool:
    """Whether an origin is an agency of a government with a stake in the figure."""
    return origin.startswith(_INTERESTED)


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web, else None."""
    return url if url and url.startswith(("https://", "http://")) else None


def evidence_rows(figures: Iterable[Figure]) -> list[EvidenceRow]:
    """The figures in their order, each with its range and who said it first."""
    return [_evidence_row(figure) for figure in figures]


def account_rows(test: TestResult, accounts: Sequence[AccountShown], kind: str) -> list[AccountRow]:
    """What a test measures under each account; one row for a test on published figures."""
    found = [(name, test.by_account[name]) for name in names_all_first(accounts) if name in test.by_account]
    if not found:
        return [AccountRow("the figures", interval(test, test.unit), probability(test.p, kind))]
    return [
        AccountRow(name, interval(result, test.unit), probability(result.p, kind)) for name, result in found
    ]


def programme_rows(programme: ProgrammeShown, accounts: Sequence[AccountShown]) -> list[ProgrammeRow]:
    """What a programme averts under each account, in persons and as a share; who is restricted for it."""
    found = [
        (name, programme.by_account[name])
        for name in names_all_first(accounts)
        if name in programme.by_account
    ]
    return [
        ProgrammeRow(
            programme.title,
            programme.coercive,
            name,
            interval(effect.departures_averted, None),
            interval(effect.share_averted, "share"),
            interval(effect.engaged_averted, None),
            _restricted(programme, effect),
        )
        for name, effect in found
    ]


def _restricted(programme: ProgrammeShown, effect: ProgrammeEffect) -> str:
    if effect.restricted_per_averted is not None:
        return restricted_words(effect)
    return "people, and averts none" if programme.coercive else "nobody"


def departure_rows(departures: Departures, accounts: Sequence[AccountShown]) -> list[DepartureRow]:
    """What each account makes of each cohort by the last month, beside the last published count."""
    names = names_all_first(accounts)
    return [
        DepartureRow(
            cohort,
            [(name, _by_the_end(departures.by_account.get(name, {}).get(cohort))) for name in names],
            _last_published(departures, cohort),
        )
        for cohort in departures.cohorts
    ]


def _by_the_end(course: CohortCourse | None) -> str:
    if course is None or not course.centre:
        return "not run"
    return f"{number(course.centre[-1])} ({number(course.low[-1])} to {number(course.high[-1])})"


def _last_published(departures: Departures, cohort: str) -> str:
    counts = [
        count for count in departures.published if count.cohort == cohort and count.quantity == "ever left"
    ]
    if not counts:
        return "no count"
    last = max(counts, key=lambda count: (count.date, count.id))
    return f"{interval(last, None)}, {last.date}"


def assumption_groups(assumptions: Iterable[Assumption]) -> list[AssumptionGroup]:
    """What the simulation was given, by the part of the scenario it belongs to: value, range, unit, source of each number."""
    found: dict[str, list[AssumptionRow]] = {}
    for assumption in assumptions:
        found.setdefault(_group_name(assumption.path), []).append(_assumption_row(assumption))
    return [AssumptionGroup(name, rows) for name, rows in found.items()]


def _group_name(path: str) -> str:
    """The first word of the path; of a cohort, which is long, the first two."""
    words = path.split(".")
    return ", ".join(words[: 2 if words[0] == "cohort" else 1])


def _evidence_row(figure: Figure) -> EvidenceRow:
    interval_ = figure.interval
    return EvidenceRow(
        id=figure.id,
        what=f"{figure.place}: {quantity_words(figure.quantity)}, {figure.group}",
        about=span_words(figure.about),
        value=figure_value(figure),
        assumed_range=interval_ is not None and interval_.assumed,
        origin=figure.origin,
        interested=is_interested(figure.origin),
        publisher=figure.publisher,
        title=figure.title,
        url=web_address(figure.url),
    )


def figure_value(figure: Figure) -> str:
    """`519 (324 to 830) persons`; shares as percent; says so where the row has no number."""
    found = figure.interval
    if found is None:
        return "no number"
    if figure.unit == "event":
        return "event"
    if figure.kind == "share":
        return interval(found, "share") if found.low < found.high else amount(found.centre, "share")
    text = interval(found, None) if found.low < found.high else number(found.centre)
    return f"{text} {figure.unit}"


def _assumption_row(assumption: Assumption) -> AssumptionRow:
    low, high = assumption.low, assumption.high
    span = "none given" if low is None or high is None else f"{number(low)}{_to(low)}{number(high)}"
    source = assumption.source or "assumed"
    return AssumptionRow(
        assumption.path,
        assumption.title,
        number(assumption.value),
        span,
        assumption.unit,
        source,
        "assumed" in source.lower(),
    )


def _to(low: float) -> str:
    """A dash between two numbers, in words where the first is negative and a dash would read as a sign."""
    return " to " if low < 0 else EN_DASH


@dataclass(frozen=True, slots=True)
class RateTableRow:
    """One place under one denominator, per 100,000."""

    place: str
    per: str
    ever_left: str
    present: str
    people: str
    """The rate of those who ever left, in people."""


def rate_table(rates: Sequence[RateRow]) -> list[RateTableRow]:
    """Both counts of every place under every denominator that exists for it; where there is none it says why."""
    found = {(rate.place, rate.per, rate.count): rate for rate in rates}
    pairs = dict.fromkeys((rate.place, rate.per) for rate in rates)
    return [
        _rate_row(place, per, found.get((place, per, "ever left")), found.get((place, per, "present")))
        for place, per in pairs
    ]


def _rate_row(place: str, per: str, ever: RateRow | None, there: RateRow | None) -> RateTableRow:
    in_people = "" if ever is None or ever.centre is None else people(ever.centre)
    return RateTableRow(place, per, _rate_text(ever), _rate_text(there), in_people)


def _rate_text(rate: RateRow | None) -> str:
    if rate is None:
        return "no figure"
    if rate.low is None or rate.centre is None or rate.high is None:
        return rate.gap or "no figure"
    low, centre, high = (number(value * 100_000) for value in (rate.low, rate.centre, rate.high))
    return f"{centre} ({low} to {high})"
