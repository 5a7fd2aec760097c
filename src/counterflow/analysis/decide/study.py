"""From a hearing's posterior and a budget to a choice, its range, who would disagree and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.calibration.fresh import Files
from counterflow.analysis.calibration.paired import Paired, arm_of, paired_from
from counterflow.analysis.calibration.posterior import Posterior
from counterflow.analysis.calibration.shipped import shipped
from counterflow.analysis.calibration.told import Told, told_from
from counterflow.analysis.decide.again import Agreement, Bench, Fresh, check_stored, simulate_afresh
from counterflow.analysis.decide.budget import OPTION, Budget, Prices, prices_of, same_prices
from counterflow.analysis.decide.choose import BEST, Choice, choice_of, choose, coercive_arms
from counterflow.analysis.decide.effects import LEAST, Effects, effects_of
from counterflow.analysis.decide.known import Unknowns, unknowns_of
from counterflow.analysis.decide.table import Market, market_of
from counterflow.analysis.decide.without import without_of
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

    def unknowns(self, programmes: Sequence[Programme]) -> Unknowns:
        """Everything that differs between the widest account's draws, with what these programmes do."""
        values = self.posterior.kept[Ask()].values[: len(self.told.gone[WIDE])]
        return unknowns_of(self.posterior.head.names, values, programmes)

    @property
    def weights(self) -> dict[str, float]:
        """How probable each account is after the data."""
        found = {one.id: one.probability for one in self.posterior.head.accounts}
        return {name: found.get(name, 0.0) for name in self.told.gone}

    def market(self, without: frozenset[str] = frozenset(), *, other: bool = False) -> Market:
        """What can be bought, at one end of substitution, where some programmes are left out."""
        found = market_of(self.case.scenario, self.effects, self.paired, self.told, other=other)
        return replace(found, without=without)


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


def stored(case: Files, posterior: Posterior, world: World) -> Evidence | None:
    """The same for a report, which does without a decision where none can be made from what is stored."""
    paired, told = paired_from(posterior.more), told_from(posterior.more)
    if paired is None or told is None or min(len(paired.account), len(told.gone[WIDE])) < LEAST:
        return None
    found = Evidence(case, posterior, paired, told)
    programmes = case.scenario.programme
    return None if not same_prices(programmes) or out_of_date(found, world) else found


def check_asked(case: Files, budget: Budget | None, kept: Evidence | None) -> None:
    """Raise Faults where somebody asks a report about a budget, and no decision can be made from what is stored, or not with it."""
    if budget is None:
        return
    programmes = case.scenario.programme
    if programmes:
        prices_of(programmes, budget, str(case.folder / "scenario.toml"))
    if kept is None:
        problem = "there is no posterior from which a decision could be made"
        remedy = f"{_CALIBRATE.format(case.folder.name)}; or leave the option out"
        raise Faults([Fault(OPTION, None, str(budget), problem, remedy)])


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

    @property
    def sold(self) -> tuple[Programme, ...]:
        """Programmes that could be paid for, in the scenario's order."""
        return tuple(one.programme for one in self.market.sold)

    @cached_property
    def unknowns(self) -> Unknowns:
        """Everything that the choice may hang on: nothing hangs on what a programme does that cannot be paid for."""
        return self.evidence.unknowns(self.sold)


def decided(evidence: Evidence, budget: Budget, without: Iterable[str] = ()) -> Decided:
    """The decision as the store tells it, some programmes left out: nothing is run.

    Raises Faults where costs or the budget do not fit each other, and for programmes that are not there.
    """
    file = str(evidence.case.folder / "scenario.toml")
    prices = prices_of(evidence.programmes, budget, file)
    left_out = without_of(evidence.programmes, without)
    market = evidence.market(left_out)
    choice = choose(market, budget.amount)
    arms = coercive_arms(market, budget.amount)
    return Decided(
        evidence=evidence,
        budget=budget,
        prices=prices,
        market=market,
        choice=choice,
        other=choice_of(evidence.market(left_out, other=True), choice.arms, choice.own, choice.found),
        coercive=choice_of(market, arms, {}, ()) if arms else None,
    )


def decide(
    case: Files,
    budget: Budget,
    without: Sequence[str] = (),
    *,
    means: Means = Means(),  # noqa: B008 -- frozen
) -> Decided:
    """The decision, some programmes left out, with stored runs made anew and the best portfolios simulated afresh.

    Raises Faults where there is no posterior, or programmes were changed since, or money or names do not fit.
    """
    without_of(case.scenario.programme, without)
    evidence = evidence_of(case)
    prices_of(case.scenario.programme, budget, str(case.folder / "scenario.toml"))
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date)
    stale = out_of_date(evidence, setting.world)
    if stale:
        raise Faults(stale)
    found = decided(evidence, budget, without)
    bench = Bench(Coordinates(setting), evidence.paired)
    agreement = check_stored(bench, workers=means.workers, progress=means.progress)
    return replace(found, agreement=agreement, fresh=_fresh(found, bench, means))


def _fresh(found: Decided, bench: Bench, means: Means) -> dict[int, Fresh]:
    """The best five portfolios, the chosen one among them, in the engine."""
    arms = found.choice.arms
    best = [i for i in range(len(arms)) if arms[i].parts][:BEST]
    if found.choice.robust not in best and arms[found.choice.robust].parts:
        best[-1] = found.choice.robust
    if not best:
        return {}
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
    return dict(zip(best, several, strict=True))
