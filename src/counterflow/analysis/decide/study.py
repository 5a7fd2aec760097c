"""From a hearing's posterior and a budget to a choice, its range, who would disagree and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.calibration.fresh import Files
from counterflow.analysis.calibration.paired import Paired, arm_of, paired_from
from counterflow.analysis.calibration.posterior import Posterior
from counterflow.analysis.calibration.shipped import shipped
from counterflow.analysis.calibration.told import Told, told_from
from counterflow.analysis.decide.again import Agreement, Bench, Fresh, check_stored, simulate_afresh
from counterflow.analysis.decide.budget import Budget, Prices, prices_of
from counterflow.analysis.decide.choose import BEST, Choice, choice_of, choose, coercive_arms
from counterflow.analysis.decide.effects import LEAST, Effects, effects_of
from counterflow.analysis.decide.known import Unknowns, unknowns_of
from counterflow.analysis.decide.table import Market, market_of
from counterflow.analysis.expected.setting import setting_of
from counterflow.analysis.model import WIDE
from counterflow.experiment.identity import hash_of_arm
from counterflow.experiment.runs import Means
from counterflow.faults import Fault, Faults
from counterflow.scenario.programmes import Programme
from counterflow.world import World

_CALIBRATE = "counterflow calibrate {} --install makes it"


@dataclass(frozen=True)
class Evidence:
    """What a decision is made from: all of it is stored."""

    case: Files
    posterior: Posterior
    paired: Paired
    told: Told

    @cached_property
    def effects(self) -> Effects:
        """What programmes do in the draws of every account, the luck of runs taken out."""
        kept = {name: self.posterior.kept[Ask(name)].values for name in self.told.gone}
        values = {name: rows[: len(self.told.gone[name])] for name, rows in kept.items()}
        return effects_of(self.paired, self.told, self.posterior.head.names, values)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The scenario's programmes that were run."""
        return tuple(one for one in self.case.scenario.programme if one.id in self.effects.programmes)

    @cached_property
    def unknowns(self) -> Unknowns:
        """Everything that differs between the widest account's draws."""
        values = self.posterior.kept[Ask()].values[: len(self.told.gone[WIDE])]
        return unknowns_of(self.posterior.head.names, values, self.programmes)

    @property
    def weights(self) -> dict[str, float]:
        """How probable each account is after the data."""
        found = {one.id: one.probability for one in self.posterior.head.accounts}
        return {name: found.get(name, 0.0) for name in self.told.gone}

    def market(self, *, other: bool = False) -> Market:
        """What can be bought, at one end of substitution."""
        return market_of(self.case.scenario, self.effects, self.paired, self.told, other=other)


def evidence_of(case: Files) -> Evidence:
    """What is stored for a hearing. Raises Faults that say what is missing, or out of date, and what would make it."""
    beside = shipped(case)
    name = case.folder.name
    if beside.calibrated is None:
        problem = beside.why_not or "There is no posterior beside these files."
        raise Faults(
            [Fault(str(case.folder), None, "posterior", problem.rstrip("."), _CALIBRATE.format(name))]
        )
    posterior = beside.calibrated.posterior
    paired, told = paired_from(posterior.more), told_from(posterior.more)
    if paired is None or told is None:
        problem = "was made before programmes were run in its draws"
        raise Faults([Fault(str(case.folder), None, "posterior", problem, _CALIBRATE.format(name))])
    if min(len(paired.account), len(told.gone[WIDE])) < LEAST:
        problem = f"has {len(paired.account)} draws under every programme, and {LEAST} are the least"
        raise Faults([Fault(str(case.folder), None, "posterior", problem, "calibrate with more --points")])
    if not case.scenario.programme:
        raise Faults(
            [Fault(str(case.folder / "scenario.toml"), None, "programme", "there is none", "add one")]
        )
    return Evidence(case, posterior, paired, told)


def out_of_date(evidence: Evidence, world: World) -> list[Fault]:
    """One fault for each programme that is new, or that was changed since its outcomes were stored."""
    paired, scenario = evidence.paired, evidence.case.scenario
    found = []
    for number, one in enumerate(scenario.programme):
        stored = paired.hashes.get(one.id)
        now = hash_of_arm(arm_of(scenario, world, one, int(paired.number[0])).arm)
        if stored is None or stored[0] != now:
            problem = f"{one.id} {'is new' if stored is None else 'was changed'} since programmes were run"
            remedy = f"{_CALIBRATE.format(evidence.case.folder.name)}: only this programme is run anew"
            file = str(evidence.case.folder / "scenario.toml")
            found.append(Fault(file, None, f"programme[{number}]", problem, remedy))
    return found


@dataclass(frozen=True)
class Decided:
    """A decision before it is told."""

    evidence: Evidence
    budget: Budget
    prices: Prices
    market: Market
    choice: Choice
    other: Choice
    """The same arms at the other end of substitution"""
    coercive: Choice | None
    """Portfolios with coercive programmes, beside the others"""
    agreement: Agreement | None = None
    fresh: Mapping[int, Fresh] | None = None
    """By arm"""


def decided(evidence: Evidence, budget: Budget) -> Decided:
    """The decision as the store tells it: nothing is run. Raises Faults where costs or the budget do not fit each other."""
    file = str(evidence.case.folder / "scenario.toml")
    prices = prices_of(evidence.programmes, budget, file)
    market = evidence.market()
    choice = choose(market, budget.amount)
    arms = coercive_arms(market, budget.amount)
    return Decided(
        evidence=evidence,
        budget=budget,
        prices=prices,
        market=market,
        choice=choice,
        other=choice_of(evidence.market(other=True), choice.arms, choice.own, choice.found),
        coercive=choice_of(market, arms, {}, ()) if arms else None,
    )


def decide(case: Files, budget: Budget, *, means: Means = Means()) -> Decided:  # noqa: B008 -- frozen
    """The decision, with stored runs made anew and the best portfolios simulated afresh.

    Raises Faults where there is no posterior, or programmes were changed since, or money does not fit.
    """
    evidence = evidence_of(case)
    prices_of(case.scenario.programme, budget, str(case.folder / "scenario.toml"))
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date)
    stale = out_of_date(evidence, setting.world)
    if stale:
        raise Faults(stale)
    found = decided(evidence, budget)
    bench = Bench(Coordinates(setting), evidence.paired)
    agreement = check_stored(bench, workers=means.workers, progress=means.progress)
    return replace(found, agreement=agreement, fresh=_fresh(found, bench, means))


def _fresh(found: Decided, bench: Bench, means: Means) -> dict[int, Fresh]:
    """The best five portfolios, the chosen one among them, in the engine."""
    arms = found.choice.arms
    best = [i for i in range(len(arms)) if arms[i].parts][:BEST]
    if found.choice.robust not in best and arms[found.choice.robust].parts:
        best[-1] = found.choice.robust
    effects = found.evidence.effects
    errors = {name: one.error for name, one in zip(effects.programmes, effects.by_account[WIDE], strict=True)}
    several = simulate_afresh(
        bench,
        [arms[i] for i in best],
        dict(found.market.offers),
        errors,
        workers=means.workers,
        progress=means.progress,
    )
    return dict(zip(best, several, strict=True)) if np.size(best) else {}
