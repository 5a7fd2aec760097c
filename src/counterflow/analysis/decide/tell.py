"""A decision as a record: numbers with their ranges, in the words of the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.told import NUMBERS
from counterflow.analysis.decide.again import Fresh
from counterflow.analysis.decide.arms import Offer, Portfolio, frontier
from counterflow.analysis.decide.choose import Choice
from counterflow.analysis.decide.effects import STOPPED
from counterflow.analysis.decide.knowledge import (
    disagreement_shown,
    flips_shown,
    groups,
    surveys,
    worth_of_all,
)
from counterflow.analysis.decide.programmes import programmes_decided
from counterflow.analysis.decide.records import Arm, Checked, Decision, FreshRun, FrontierPoint, Part
from counterflow.analysis.decide.sentences import sentences, warnings_of
from counterflow.analysis.decide.study import Decided, Evidence
from counterflow.analysis.decide.table import Market
from counterflow.analysis.decide.value import acceptability, probability_best
from counterflow.analysis.expected.programmes import STATED_VALUES
from counterflow.analysis.model import WIDE
from counterflow.analysis.written import Interval

VALUES = tuple(float(one) for one in np.geomspace(*STATED_VALUES, 13))
"""Stated values of a departure averted at which money is told: the range of the question, and no default."""
_POINTS = 12
PAYS = "best effect over break-even"
"""The outcome that says whether an effort that was described at the hearing could pay."""
NOTHING = "nothing"


def tell(found: Decided) -> Decision:
    """Everything about a decision, so that a page has nothing left to compute."""
    choice, market, evidence = found.choice, found.market, found.evidence
    names = labels_of(choice.arms)
    arms = tuple(_arm(found, choice, number, names[number]) for number in range(len(names)))
    table = choice.tables[WIDE]
    told = Decision(
        hearing=evidence.case.hearing.hearing.id,
        title=evidence.case.hearing.hearing.title,
        budget=str(found.budget),
        amount=found.budget.amount,
        currency=found.prices.currency,
        price_year=found.prices.year,
        without=tuple(one for one in market.offers if one in market.without),
        years=max(market.years.values()),
        candidates=evidence.paired.candidates,
        accounts=market.accounts,
        weights=evidence.weights,
        departures={name: Interval.of(gone) for name, gone in market.gone.items()},
        arms=arms,
        choice=names[choice.robust],
        expected_choice=names[choice.expected(evidence.weights)],
        choice_other=names[found.other.robust],
        leave_out={one: names[choice.regrets.robust(one)] for one in market.accounts},
        coercive=_coercive(found),
        frontier=_frontier(choice, market.offers),
        programmes=programmes_decided(found, VALUES),
        stated_values=VALUES,
        acceptability=_acceptability(market, choice, names),
        evpi=worth_of_all(market, choice, VALUES),
        groups=groups(found, VALUES),
        surveys=surveys(found.unknowns, found.sold, table),
        pays=_pays(evidence),
        flips=flips_shown(found.unknowns, found.sold, table, names),
        disagreement=disagreement_shown(choice.regrets, names),
        checked=_checked(found),
    )
    told = told.model_copy(update={"warnings": warnings_of(told)})
    return told.model_copy(update={"says": sentences(told)})


def _checked(found: Decided) -> Checked | None:
    made = found.agreement
    return None if made is None else Checked(runs=made.checked, same=not made.differ, differ=made.differ)


def _pays(evidence: Evidence) -> float | None:
    """How probable it is, after the data, that an effort of the official's pays at a value somewhere in the stated range."""
    try:
        ratio = evidence.posterior.outcome(Ask(), PAYS)
    except LookupError:
        return None
    known = ratio[np.isfinite(ratio)]
    return float((known > 1.0).mean()) if known.size else None


def labels_of(arms: Sequence[Portfolio], first: str = "A") -> list[str]:
    """A short name for each arm; nothing is nothing."""
    return [f"portfolio {chr(ord(first) + i)}" if one.parts else NOTHING for i, one in enumerate(arms)]


def words_of(arm: Portfolio, offers: Mapping[str, Offer]) -> str:
    """An arm as its programmes, with the level where it is not the reference."""
    return ", ".join(_part_words(offers[n], level) for n, level in arm.parts) or NOTHING


def _part_words(offer: Offer, level: float) -> str:
    return (
        offer.programme.title
        if level == 1.0
        else f"{offer.programme.title} ({LEVEL_WORDS.get(level, level)})"
    )


LEVEL_WORDS = {0.125: "an eighth", 0.25: "a quarter", 0.5: "half", 2.0: "double"}


def _arm(found: Decided, choice: Choice, number: int, name: str) -> Arm:
    market, portfolio = found.market, choice.arms[number]
    table = choice.tables[WIDE]
    averted = table[:, number]
    mean = float(averted.mean())
    cost = market.cost(portfolio, len(averted))
    yearly = sum(
        (market.yearly(n, level, len(averted)) for n, level in portfolio.parts), np.zeros(len(averted))
    )
    means = dict(zip(choice.regrets.accounts, choice.regrets.means[:, number], strict=True))
    regret = dict(zip(choice.regrets.accounts, choice.regrets.regret[:, number], strict=True))
    worst = max(regret, key=lambda one: regret[one])
    served, restricted = market.served(portfolio), _restricted(found, portfolio)
    other = found.other.tables[WIDE] if choice is found.choice else None
    fresh = (found.fresh or {}).get(number) if choice is found.choice else None
    return Arm(
        name=name,
        says=words_of(portfolio, market.offers),
        parts=tuple(_part(market.offers[n], level) for n, level in portfolio.parts),
        cost=portfolio.cost,
        cost_range=(float(np.quantile(yearly, 0.1)), float(np.quantile(yearly, 0.9))),
        averted=Interval.of(averted),
        averted_mean=mean,
        share=mean / float(market.gone[WIDE].mean()),
        averted_other=mean if other is None else float(other[:, number].mean()),
        by_account={one: float(value) for one, value in means.items()},
        regret={one: float(value) for one, value in regret.items()},
        expected_regret=float(choice.regrets.expected(found.evidence.weights)[number]),
        worst_regret=float(regret[worst]),
        worst_account=worst,
        probability_best=float(probability_best(table)[number]),
        cost_per_averted=float(cost.mean()) / mean if mean > 0.0 and portfolio.parts else None,
        served=served,
        served_never_gone=max(0.0, served - _would_go(found, portfolio)),
        restricted=restricted,
        restricted_per_averted=None if restricted is None or mean <= 0.0 else restricted / mean,
        fresh=None if fresh is None else _fresh(fresh),
    )


def _fresh(fresh: Fresh) -> FreshRun:
    return FreshRun(simulated=fresh.simulated, foretold=fresh.foretold, error=fresh.error, off=fresh.off)


def _part(offer: Offer, level: float) -> Part:
    programme = offer.programme
    if programme.seats is not None:
        coverage = f"{round(programme.seats.value * level)} places at a time"
    else:
        coverage = _share_words(min(1.0, programme.coverage.value * offer.size(level)), programme.whom)
    return Part(programme=programme.id, title=programme.title, level=level, coverage=coverage)


def _share_words(share: float, whom: str) -> str:
    if share > 0.995:
        return whom
    return f"{share:.0%} of {whom}" if share >= 0.01 else f"{share:.1%} of {whom}"


def _would_go(found: Decided, portfolio: Portfolio) -> float:
    """Of the people served at a time, those who would leave in some year of their service."""
    told = found.evidence.told
    going = 0.0
    for name, level in portfolio.parts:
        reached = told.numbers[WIDE][:, told.programmes.index(name), NUMBERS.index("reached")].mean()
        going += float(reached) / max(found.market.years[name], 1.0) * found.market.offers[name].size(level)
    return going


def _restricted(found: Decided, portfolio: Portfolio) -> float | None:
    """People restricted over the years, at what was assumed of each who is stopped, or of each year."""
    effects, market = found.evidence.effects, found.market
    coercive = [(n, level) for n, level in portfolio.parts if market.offers[n].programme.coercive]
    if not coercive:
        return None
    total = 0.0
    for name, level in coercive:
        effect = effects.by_account[WIDE][effects.programmes.index(name)]
        size = market.offers[name].size(level)
        stopped = float((effect.kinds[:, STOPPED] * market.gone[WIDE]).mean()) * size
        programme = market.offers[name].programme
        total += max(0.0, programme.restricts(stopped, market.years[name] * size))
    return total


def _coercive(found: Decided) -> tuple[Arm, ...]:
    if found.coercive is None:
        return ()
    names = labels_of(found.coercive.arms, "P")
    return tuple(
        _arm(found, found.coercive, i, names[i]) for i, one in enumerate(found.coercive.arms) if one.parts
    )


def _frontier(choice: Choice, offers: Mapping[str, Offer]) -> tuple[FrontierPoint, ...]:
    points = frontier(choice.found)
    if len(points) > _POINTS:
        points = tuple(points[i] for i in np.linspace(0, len(points) - 1, _POINTS).round().astype(int))
    return tuple(
        FrontierPoint(says=words_of(one, offers), cost=one.cost, averted=worth) for one, worth in points
    )


def _acceptability(market: Market, choice: Choice, names: Sequence[str]) -> dict[str, tuple[float, ...]]:
    table = choice.tables[WIDE]
    cost = np.column_stack([market.cost(one, len(table)) for one in choice.arms])
    found = acceptability(table, cost, VALUES)
    return {name: tuple(map(float, found[:, i])) for i, name in enumerate(names)}
