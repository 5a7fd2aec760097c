"""Verdicts as they are written to verdicts.json and read by views: frozen records, one per line of the report.

Numbers are raw here, probabilities as printed: in steps of 0.05, those of the model never beyond 0.05 to 0.95. Intervals are 80
percent (10th, 50th and 90th percentile).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from counterflow.analysis.forecast.records import Hindcast
from counterflow.analysis.standing import Reason, Standing
from counterflow.analysis.written import Interval, Written

SCHEMA_VERSION = 1

Direction = Literal["at least", "at most", "above", "below", "between", "said", "left out"]


class AccountResult(Written):
    """One test under one account."""

    p: float
    low: float
    centre: float
    high: float


class TestResult(Written):
    """One test of a part, with its own probability."""

    __test__ = False  # not a test of pytest

    says: str
    quantity: str | None = None
    """Name of the evidence quantity; None for tests on outcomes and on the record."""
    outcome: str | None = None
    """Name of the model outcome."""
    unit: str | None = None
    threshold: float | None = None
    threshold_high: float | None = None
    """Upper limit where both limits are tested."""
    direction: Direction
    by: dt.date | None = None
    beside: bool = False
    """Shown beside the part, not deciding it."""
    p: float | None = None
    """None where the quantity is shown without a probability, or could not be computed."""
    low: float | None = None
    centre: float | None = None
    high: float | None = None
    by_account: dict[str, AccountResult] = Field(default={})
    variants: dict[str, float] = Field(default={})
    """Probability under each variant: of the prior for outcomes, of the assumed widths for evidence."""
    evidence: tuple[str, ...] = ()
    """Rows that the test rests on."""
    note: str | None = None
    """Why there is no probability, where there is none."""


class Curve(Written):
    """A line that shows how something hangs on something else."""

    x: str
    y: str
    points: tuple[tuple[float, float], ...]
    threshold: float | None = None
    """Value of y at which the reading changes."""
    says: str


class PartVerdict(Written):
    """One part with its standing."""

    id: str
    key: bool
    kind: Literal["record", "figure", "state", "cause", "forecast"]
    statement: str
    whose_words: str
    standing: Standing
    reason: Reason | None = None
    p_before: float | None = None
    p_after: float | None = None
    p_then: float | None = None
    """For figure parts: the probability by what had been published on the day of the hearing; None where that does not tell."""
    p_range: tuple[float, float] | None = None
    mc_error: float | None = None
    """Monte Carlo standard error of the probability, before rounding to steps."""
    words: str | None = None
    """The probability in words."""
    origins: tuple[str, ...] = ()
    """Independent first sources of the rows used."""
    evidence: tuple[str, ...] = ()
    shown_not_used: tuple[str, ...] = ()
    """Rows whose origin is the claim's own witness."""
    tests: tuple[TestResult, ...] = ()
    in_people: str | None = None
    why: str
    settle: str | None = None
    curve: Curve | None = None


class PassageShown(Written):
    """Where a claim was made."""

    id: str
    document: str
    paragraph: str
    content: str
    quote: str | None = None
    url: str | None = None


class ClaimVerdict(Written):
    """One claim with the verdicts on its parts."""

    id: str
    witness: str
    title: str
    statement: str
    whose_words: str
    passages: tuple[PassageShown, ...]
    parts: tuple[PartVerdict, ...]


class HearingShown(Written):
    """The hearing as the report heads it."""

    id: str
    title: str
    body: str
    date: dt.date
    place: str
    source: str


class AccountShown(Written):
    """An account's name and what it says."""

    id: str
    title: str
    says: str


class WitnessShown(Written):
    """Who spoke."""

    id: str
    name: str
    role: str
    affiliation: str


class Provenance(Written):
    """How to make the same file again."""

    counterflow: str
    engine: int
    seed: int
    runs: int
    draws: int
    changes: tuple[str, ...] = ()
    """What was assumed otherwise than in the files."""
    inputs: dict[str, str] = Field(default={})
    """SHA-256 of each input file, by file name."""
    versions: dict[str, str] = Field(default={})


class CohortCourse(Written):
    """Cumulative departures of one cohort, one value per month."""

    low: tuple[float, ...]
    centre: tuple[float, ...]
    high: tuple[float, ...]


class PublishedCount(Written):
    """A published count, to be drawn beside the course."""

    cohort: str
    date: dt.date
    low: float
    centre: float
    high: float
    quantity: str
    id: str
    origins: tuple[str, ...] = ()


class Departures(Written):
    """Departures over time by account, with the published counts."""

    cohorts: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    by_account: dict[str, dict[str, CohortCourse]] = Field(default={})
    published: tuple[PublishedCount, ...] = ()


class ProgrammeEffect(Written):
    """What a programme does under one account, against nothing done, paired by seed."""

    departures_averted: Interval
    share_averted: Interval
    engaged_averted: Interval
    restricted_per_averted: float | None = None
    """People restricted per departure averted; None for programmes that restrict nobody."""
    restricted_range: tuple[float, float] | None = None
    """Its ends over the range of what is assumed of people restricted for each one stopped."""


class ProgrammeShown(Written):
    """A programme with its effects by account."""

    id: str
    title: str
    kind: str
    coercive: bool
    says: str
    by_account: dict[str, ProgrammeEffect] = Field(default={})


class Assumption(Written):
    """A number of the scenario that is assumed, or has a source."""

    path: str
    title: str
    unit: str
    value: float
    low: float | None = None
    high: float | None = None
    source: str


class RunRow(Written):
    """One run of the experiment."""

    account: str
    arm: str
    run: int
    draw: int
    approaches: int
    proposals: int
    void: int
    engaged: int
    departed: int
    share_touched: float


class AccountAfter(Written):
    """An account after the figures, among the accounts listed, all alike before."""

    id: str
    p: float
    low: float
    high: float
    """Over weights half and twice as wide."""
    log_evidence: float
    error: float
    """Standard error of `log_evidence`."""


class FigureAfter(Written):
    """A published figure that the model was fitted to; each range holds four times in five."""

    id: str
    says: str
    """What is counted, of whom and when."""
    share: bool
    prior: Interval
    posterior: Interval
    published: Interval
    met: bool
    """Whether the ranges after the data and as published have anything in common."""
    rough: bool
    """Whether the emulator errs by more than a third of the figure's own error."""


class MainDriver(Written):
    """A candidate for the main driver, all alike before any figure."""

    name: str
    p_after: float
    error: float
    """Monte Carlo standard error."""
    p_raw: float
    """Share of the prior's own draws in which it is the main one, before they are weighted to be alike."""


class CalibrationShown(Written):
    """What the published figures made of the prior, and how far that was checked."""

    runs: int
    """Engine runs behind the emulator."""
    checked: int
    """Posterior draws that were run in the engine."""
    refused: int
    """Others that the engine refused to run."""
    pareto_k: float
    worth: float
    """So many even draws the checked ones are worth."""
    accounts: tuple[AccountAfter, ...]
    drivers: tuple[MainDriver, ...]
    figures: tuple[FigureAfter, ...]
    not_fitted: tuple[str, ...]
    warnings: tuple[str, ...]


class Verdicts(Written):
    """Everything that verdicts.json holds."""

    schema_version: Literal[1] = 1
    hearing: HearingShown
    as_of: dt.date | None = None
    calibrated: bool = False
    notice: str | None = None
    """Why there is no probability after the data, where there is none."""
    provenance: Provenance
    accounts: tuple[AccountShown, ...]
    witnesses: tuple[WitnessShown, ...]
    claims: tuple[ClaimVerdict, ...]
    departures: Departures = Departures()
    programmes: tuple[ProgrammeShown, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    calibration: CalibrationShown | None = None
    """What verdicts after the data rest on; None without a posterior."""
    hindcast: Hindcast | None = None
    """What was forecast on the day, and what came later; None where nothing did."""
    runs: tuple[RunRow, ...] = ()
