"""What it would be worth to know more: everything, groups of unknowns, surveys; and which unknown would change the choice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterflow.analysis.decide.choose import Choice
from counterflow.analysis.decide.flips import Flip, disagreement, flips
from counterflow.analysis.decide.known import (
    SIZES,
    Unknowns,
    at_value,
    error_of,
    groups_of,
    surveys_of,
    trials_of,
    words,
)
from counterflow.analysis.decide.records import DisagreementShown, FlipShown, Known, Survey
from counterflow.analysis.decide.sentences import called, people
from counterflow.analysis.decide.study import Decided
from counterflow.analysis.decide.table import Market
from counterflow.analysis.decide.value import Regrets, best, evpi, evppi, surveyed
from counterflow.analysis.model import WIDE
from counterflow.hearing import PARAMETER_RECORDS
from counterflow.inference.arrays import Floats
from counterflow.scenario.programmes import Programme

_SEED = 7
_EVERY = 3
"""Of the stated values, every third is told for each group: a curve of few points."""
Values = Sequence[float]


def worth_of_all(market: Market, choice: Choice, values: Values) -> Known:
    """Of knowing everything, in departures and, by stated value, in money."""
    table = choice.tables[WIDE]
    found, cost = evpi(table), _cost(market, choice, len(table))
    money = tuple((value, evpi(value * table - cost).value) for value in values)
    return Known(
        name="everything", title="everything", departures=found.value, error=found.error, money=money
    )


def _cost(market: Market, choice: Choice, draws: int) -> Floats:
    return np.column_stack([market.cost(one, draws) for one in choice.arms])


def groups(found: Decided, values: Values) -> tuple[Known, ...]:
    """Of knowing each group of unknowns, most first; the end of substitution among them."""
    unknowns, table = found.unknowns, found.choice.tables[WIDE]
    cost = _cost(found.market, found.choice, len(table))
    several = []
    for title, names in groups_of(unknowns).items():
        known = unknowns.of(names)
        worth = evppi(table, known)
        money = tuple((value, evppi(value * table - cost, known).value) for value in values[::_EVERY])
        several.append(Known(name=title, title=title, departures=worth.value, error=worth.error, money=money))
    several.append(_substitution(found, values))
    return tuple(sorted(several, key=lambda one: -one.departures))


def _substitution(found: Decided, values: Values) -> Known:
    """Of knowing at which end of substitution the world lies, where both are as likely."""
    here, there = found.choice.tables[WIDE], found.other.tables[WIDE]
    cost = _cost(found.market, found.choice, len(here))

    def worth(first: Floats, second: Floats) -> float:
        means = first.mean(axis=0), second.mean(axis=0)
        return float(0.5 * (means[0].max() + means[1].max()) - (0.5 * (means[0] + means[1])).max())

    money = tuple((value, worth(value * here - cost, value * there - cost)) for value in values[::_EVERY])
    title = "what becomes of an approach that fails (substitution)"
    return Known(name="substitution", title=title, departures=worth(here, there), error=0.0, money=money)


def surveys(unknowns: Unknowns, programmes: Sequence[Programme], table: Floats) -> tuple[Survey, ...]:
    """What each survey that the vocabulary names, and a trial of each programme, would be worth; most first."""
    found = []
    for title, names in (surveys_of(unknowns) | trials_of(unknowns, programmes)).items():
        values = unknowns.of(names)
        sizes = []
        for size in SIZES:
            shown = surveyed(values, error_of(size), np.random.default_rng(_SEED))
            worth = evppi(table, shown)
            sizes.append((size, worth.value, worth.error))
        measures = tuple(words(name, programmes) for name in names)
        found.append(Survey(title=title, measures=measures, sizes=tuple(sizes)))
    return tuple(sorted(found, key=lambda one: -one.sizes[-1][1]))


def flips_shown(
    unknowns: Unknowns, programmes: Sequence[Programme], table: Floats, names: Sequence[str]
) -> tuple[FlipShown, ...]:
    """The unknowns on which the choice hangs most, and where it turns."""
    varied = tuple(name for i, name in enumerate(unknowns.names) if np.ptp(unknowns.values[:, i]) > 0.0)
    found = flips(table, varied, unknowns.of(varied))
    now = names[best(table)]
    return tuple(_flip_shown(one, unknowns, programmes, names, now) for one in found if one.worth.value > 0.0)


def _flip_shown(
    flip: Flip, unknowns: Unknowns, programmes: Sequence[Programme], names: Sequence[str], now: str
) -> FlipShown:
    title, instead = words(flip.name, programmes), names[flip.other]
    record = PARAMETER_RECORDS.get(flip.name)
    threshold = None if flip.threshold is None else unknowns.shown(flip.name, flip.threshold)
    rises = bool(flip.points) and flip.points[-1][1] > flip.points[0][1]
    says = (
        f"{title[:1].upper() + title[1:]}: no likely value makes another choice better on average."
        if threshold is None
        else f"If {at_value(flip.name, threshold, above=rises, programmes=programmes)}, {called(instead)} averts more than"
        f" {called(now)}."
    )
    return FlipShown(
        name=flip.name,
        title=title,
        worth=flip.worth.value,
        instead=instead,
        threshold=threshold,
        unit="" if record is None else record.unit,
        points=tuple((unknowns.shown(flip.name, x), y) for x, y in flip.points),
        says=says,
    )


def disagreement_shown(regrets: Regrets, names: Sequence[str]) -> DisagreementShown | None:
    """The two accounts whose disagreement costs most."""
    found = disagreement(regrets)
    if found is None:
        return None
    one, other = found.accounts
    first, second = names[found.arms[0]], names[found.arms[1]]
    these, those = called(first), called(second)
    says = (
        f"{one.capitalize()} and {other} disagree most: if {one} is right, {these} is best, and {those} forgoes"
        f" {people(found.losses[0])} departures; if {other} is right, it is the other way round, and {these} forgoes"
        f" {people(found.losses[1])}."
    )
    return DisagreementShown(accounts=found.accounts, choices=(first, second), losses=found.losses, says=says)
