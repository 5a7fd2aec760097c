"""Each programme by itself: what it averts under each account, of what and for whom, what that costs, and when it would pay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterflow.analysis.calibration.told import NUMBERS
from counterflow.analysis.decide.effects import DEAD, DEPARTED, ENGAGED, RETURNED, STOPPED, Effect
from counterflow.analysis.decide.records import Fate, ProgrammeDecided, SideEffect
from counterflow.analysis.decide.study import Decided
from counterflow.analysis.model import WIDE
from counterflow.analysis.written import Interval
from counterflow.inference.arrays import Floats
from counterflow.scenario.programmes import Programme

_RAISED = {
    DEPARTED: "departures",
    ENGAGED: "people who engage",
    DEAD: "deaths",
    RETURNED: "returnees",
}
_NOTED = 2.0
"""Standard errors by which something must be raised before it is said."""


def programmes_decided(found: Decided, values: Sequence[float]) -> tuple[ProgrammeDecided, ...]:
    """All programmes, in the scenario's order."""
    return tuple(
        _programme(found, one, column, values) for column, one in enumerate(found.evidence.programmes)
    )


def _programme(found: Decided, one: Programme, column: int, values: Sequence[float]) -> ProgrammeDecided:
    effects, market = found.evidence.effects, found.market
    effect, gone = effects.by_account[WIDE][column], market.gone[WIDE]
    people = (effect.kinds * gone[:, None]).mean(axis=0)
    cost = market.yearly(one.id, 1.0, len(gone))
    buys = _Buys(
        cost * market.years[one.id], effect.averted * gone, float(_told(found, one.id, "reached").mean())
    )
    restricted = one.restricts(max(0.0, float(people[STOPPED])), market.years[one.id])
    return ProgrammeDecided(
        id=one.id,
        title=one.title,
        says=one.says,
        kind=one.kind,
        coercive=one.coercive,
        left_out=one.id in market.without,
        whom=one.whom,
        source=one.effects.source or one.source or "",
        by_account={
            name: _fate(several[column], one.id, found.choice.own.get(name))
            for name, several in effects.by_account.items()
        },
        other_end=float(effects.other[column]),
        other_end_error=float(effects.other_error[column]),
        by_cohort=_by_cohort(found, effect, gone),
        engaged_averted=float(people[ENGAGED]),
        dead_averted=float(people[DEAD]),
        returned_averted=float(people[RETURNED]),
        stopped_more=float(people[STOPPED]),
        cost=market.offers[one.id].central_cost(1.0),
        cost_range=_ends(cost),
        served=market.offers[one.id].served,
        cost_per_averted=buys.each,
        cost_per_averted_range=buys.each_range,
        restricted_per_averted=restricted / buys.mean if one.coercive and buys.mean > 0.0 else None,
        believed_cut=buys.mean / buys.reached,
        break_even=tuple((value, buys.break_even(value)) for value in values),
        side_effects=_side_effects(effect, one),
    )


class _Buys:
    """Money for departures, draw by draw."""

    def __init__(self, cost: Floats, averted: Floats, reached: float) -> None:
        self.cost, self.averted = cost, averted
        self.mean = float(averted.mean())
        self.reached = max(reached, 1e-9)

    @property
    def each(self) -> float | None:
        """What a departure averted costs; None where none is on average."""
        return float(self.cost.mean()) / self.mean if self.mean > 0.0 else None

    @property
    def each_range(self) -> tuple[float, float | None] | None:
        """Its range; None likewise."""
        return _cost_range(self.cost, self.averted) if self.mean > 0.0 else None

    def break_even(self, value: float) -> float:
        """The cut among those served at which the cost equals this value of each departure averted."""
        return float(self.cost.mean() / (value * self.reached))


def _by_cohort(found: Decided, effect: Effect, gone: Floats) -> dict[str, float]:
    names = [cohort.name for cohort in found.evidence.case.scenario.cohort]
    means = (effect.cohorts * gone[:, None]).mean(axis=0)
    return {name: float(value) for name, value in zip(names, means, strict=True)}


def _told(found: Decided, programme: str, number: str) -> Floats:
    told = found.evidence.told
    return told.numbers[WIDE][:, told.programmes.index(programme), NUMBERS.index(number)]


def _fate(effect: Effect, programme: str, own: object) -> Fate:
    return Fate(
        share=Interval.of(effect.averted),
        mean=float(effect.averted.mean()),
        error=effect.error,
        probability_harm=float((effect.averted < 0.0).mean()),
        chosen=programme in getattr(own, "programmes", ()),
    )


def _ends(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, [0.1, 0.9])
    return float(low), float(high)


def _cost_range(cost: Floats, averted: Floats) -> tuple[float, float | None]:
    """Ends of what a departure averted costs; the upper one is None where in a tenth of the draws or more none is averted."""
    each = np.where(averted > 0.0, cost / np.maximum(averted, 1e-9), np.inf)
    low, high = np.quantile(each, [0.1, 0.9], method="inverted_cdf")
    return float(low), float(high) if np.isfinite(high) else None


def _side_effects(effect: Effect, programme: Programme) -> tuple[SideEffect, ...]:
    """What it raises, beyond the luck of runs: told for whoever reads of what it averts."""
    found = []
    for kind, what in _RAISED.items():
        more = -100.0 * float(effect.kinds[:, kind].mean())
        if more > _NOTED * 100.0 * effect.error and more > 0.0:
            says = f"{programme.title} raises the number of {what} by {more:.2g} for each hundred departures."
            found.append(SideEffect(what=what, per_hundred=more, says=says))
    stopped = 100.0 * float(effect.kinds[:, STOPPED].mean())
    if stopped > _NOTED * 100.0 * effect.error and not programme.coercive:
        says = f"{programme.title} works by stopping people on the way: {stopped:.2g} more for each hundred departures."
        found.append(SideEffect(what="people stopped", per_hundred=stopped, says=says))
    harm = float((effect.averted < 0.0).mean())
    if harm >= 0.1:
        low = -100.0 * float(np.quantile(effect.averted, 0.1))
        by = "less than a tenth of a percent" if low < 0.1 else f"{low:.1f} percent or more"
        says = (
            f"{programme.title} adds departures in {harm:.0%} of the draws (in the worst tenth {by} of all)."
        )
        found.append(SideEffect(what="departures, in some draws", per_hundred=max(low, 0.0), says=says))
    return tuple(found)
