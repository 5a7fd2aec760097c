"""A decision as it is written to decision.json and read by views: frozen records that need no computing any more.

Departures are people over the whole history; money is in the scenario's currency and price year. Intervals hold 80 percent.
"""

from __future__ import annotations

from typing import Literal

from counterflow.analysis.written import Interval, Written


class Part(Written):
    """A programme in a portfolio."""

    programme: str
    title: str
    level: float
    """Times the reference programme of the scenario."""
    coverage: str
    """The same in words."""


class FreshRun(Written):
    """A portfolio simulated afresh, against what was foretold: shares of departures averted."""

    simulated: float
    foretold: float
    error: float
    off: bool
    """They differ by more than two standard errors."""


class Arm(Written):
    """One thing that could be done with the budget."""

    name: str
    """Short: portfolio A, B, ...; nothing."""
    says: str
    """Its programmes, in words."""
    parts: tuple[Part, ...]
    cost: float
    """A year."""
    cost_range: tuple[float, float]
    averted: Interval
    """Departures averted, under the widest account."""
    averted_mean: float
    share: float
    """Of departures without it, averted on average."""
    averted_other: float
    """Mean, at the other end of substitution."""
    by_account: dict[str, float]
    """Mean departures averted under each account."""
    regret: dict[str, float]
    """Departures forgone against each account's own best."""
    expected_regret: float
    worst_regret: float
    worst_account: str
    """Under which account it forgoes most."""
    probability_best: float
    cost_per_averted: float | None
    """None where it averts nobody on average."""
    served: float
    """People served at a time."""
    served_never_gone: float
    """Of them, those who would not have gone anyway: helped all the same."""
    restricted: float | None = None
    """People restricted over the years, by coercive programmes; None where nobody is."""
    restricted_per_averted: float | None = None
    fresh: FreshRun | None = None
    """None where it was not simulated afresh."""


class FrontierPoint(Written):
    """An efficient portfolio: none as cheap averts more."""

    says: str
    cost: float
    averted: float


class Fate(Written):
    """A programme at reference coverage under one account."""

    share: Interval
    """Of departures averted; negative where it adds."""
    mean: float
    error: float
    """Standard error of the mean that the luck of runs leaves."""
    probability_harm: float
    """That it adds departures."""
    chosen: bool
    """Whether it is in the account's own best portfolio."""


class SideEffect(Written):
    """Something that a programme raises."""

    what: str
    per_hundred: float
    """People more for each hundred departures there would be without it."""
    says: str


class ProgrammeDecided(Written):
    """One programme: what it buys, for whom, under whose account."""

    id: str
    title: str
    says: str
    kind: str
    coercive: bool
    left_out: bool = False
    """It could not be paid for, as asked; the rest says what it would do all the same."""
    whom: str
    source: str
    by_account: dict[str, Fate]
    other_end: float
    """Its effect at the other end of substitution over that at this one."""
    other_end_error: float
    by_cohort: dict[str, float]
    """Departures averted in each cohort, mean under the widest account."""
    engaged_averted: float
    dead_averted: float
    returned_averted: float
    stopped_more: float
    cost: float
    """A year, at reference."""
    cost_range: tuple[float, float]
    served: float
    cost_per_averted: float | None
    cost_per_averted_range: tuple[float, float | None] | None = None
    """Its upper end is None where it may avert nobody."""
    restricted_per_averted: float | None = None
    believed_cut: float
    """Mean cut in departures among those served."""
    break_even: tuple[tuple[float, float], ...]
    """(stated value of a departure averted, cut among those served at which the cost equals it)"""
    side_effects: tuple[SideEffect, ...] = ()


class Known(Written):
    """What it would be worth to know something."""

    name: str
    title: str
    departures: float
    error: float
    money: tuple[tuple[float, float], ...] = ()
    """(stated value of a departure averted, worth in money)"""


class Survey(Written):
    """What a survey would be worth, by its size."""

    title: str
    measures: tuple[str, ...]
    sizes: tuple[tuple[int, float, float], ...]
    """(people asked, departures, Monte Carlo error)"""


class FlipShown(Written):
    """An unknown that would change the choice, and where."""

    name: str
    title: str
    worth: float
    instead: str
    """The arm that would be chosen."""
    threshold: float | None
    unit: str
    points: tuple[tuple[float, float], ...]
    says: str


class DisagreementShown(Written):
    """Two accounts that choose differently."""

    accounts: tuple[str, str]
    choices: tuple[str, str]
    losses: tuple[float, float]
    says: str


class Checked(Written):
    """Stored runs made anew."""

    runs: int
    same: bool
    differ: tuple[str, ...] = ()


class Decision(Written):
    """Everything that decision.json holds."""

    schema_version: Literal[1] = 1
    hearing: str
    title: str
    budget: str
    """In words; a year."""
    amount: float
    currency: str
    price_year: int
    without: tuple[str, ...] = ()
    """Programmes that were left out, as asked: no portfolio holds them, in the scenario's order."""
    years: float
    """For which programmes run, at most."""
    candidates: tuple[int, int]
    """Targets tried per approach at the two ends of substitution."""
    accounts: tuple[str, ...]
    weights: dict[str, float]
    """How probable each account is after the data."""
    departures: dict[str, Interval]
    """Without any programme, by account."""
    arms: tuple[Arm, ...]
    """Best first; the last is to do nothing."""
    choice: str
    """The arm whose largest regret is smallest."""
    expected_choice: str
    """The arm with the smallest expected regret."""
    choice_other: str
    """The robust choice at the other end of substitution."""
    leave_out: dict[str, str]
    """The robust choice with each account left out in turn."""
    coercive: tuple[Arm, ...] = ()
    """The best portfolios with coercive programmes: shown beside the others, not ranked with them."""
    frontier: tuple[FrontierPoint, ...]
    programmes: tuple[ProgrammeDecided, ...]
    stated_values: tuple[float, ...]
    acceptability: dict[str, tuple[float, ...]]
    """By arm: probability of being best at each stated value, in money."""
    evpi: Known
    groups: tuple[Known, ...]
    surveys: tuple[Survey, ...]
    flips: tuple[FlipShown, ...]
    disagreement: DisagreementShown | None
    pays: float | None = None
    """Probability after the data that an effort described at the hearing pays; None where none was described."""
    checked: Checked | None = None
    """None where nothing was run anew."""
    warnings: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    """The decision in a few plain sentences."""
