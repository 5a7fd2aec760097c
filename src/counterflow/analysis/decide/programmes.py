"""Each programme by itself: what it averts under each account, of what and for whom, what that costs, and when it would pay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterflow.analysis.calibration.told import NUMBERS
from counterflow.analysis.decide.effects import DEAD, DEPARTED, ENGAGED, RETURNED, STOPPED, Effect
from counterflow.analysis.decide.records import Fate, ProgrammeDecided, SideEffect
from counterflow.analysis.decide.study import Decided
from counterflow.analysis.model import WIDE
from counterflow.analysis.records import Interval
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
    draws = len(gone)
    people = effect.kinds * gone[:, None]
    cost = market.yearly(one.id, 1.0, draws) * market.years[one.id]
    averted = effect.averted * gone
    stopped = float(people[:, STOPPED].mean())
    restricted = one.restricts(max(0.0, stopped), market.years[one.id]) if one.coercive else None
    mean = float(averted.mean())
    cohorts = [cohort.name for cohort in found.evidence.case.scenario.cohort]
    by_cohort = (effect.cohorts * gone[:, None]).mean(axis=0)
    reached = _told(found, one.id, "reached")
    return ProgrammeDecided(
        id=one.id,
        title=one.title,
        says=one.says,
        kind=one.kind,
        coercive=one.coercive,
        whom=one.whom,
        source=one.effects.source or one.source or "",
        by_account={
            name: _fate(several[column], one.id, found.choice.own.get(name))
            for name, several in effects.by_account.items()
        },
        other_end=float(effects.other[column]),
        other_end_error=float(effects.other_error[column]),
        by_cohort={name: float(value) for name, value in zip(cohorts, by_cohort, strict=True)},
        engaged_averted=float(people[:, ENGAGED].mean()),
        dead_averted=float(people[:, DEAD].mean()),
        returned_averted=float(people[:, RETURNED].mean()),
        stopped_more=stopped,
        cost=market.offers[one.id].central_cost(1.0),
        cost_range=_ends(market.yearly(one.id, 1.0, draws)),
        served=market.offers[one.id].served,
        cost_per_averted=float(cost.mean()) / mean if mean > 0.0 else None,
        cost_per_averted_range=_cost_range(cost, averted) if mean > 0.0 else None,
        restricted_per_averted=None if restricted is None or mean <= 0.0 else restricted / mean,
        believed_cut=mean / max(float(reached.mean()), 1e-9),
        break_even=tuple(
            (value, float(cost.mean() / (value * max(float(reached.mean()), 1e-9)))) for value in values
        ),
        side_effects=_side_effects(effect, one),
    )


def _told(found: Decided, programme: str, number: str) -> Floats:
    told = found.evidence.told
    return told.numbers[WIDE][:, told.programmes.index(programme), NUMBERS.index(number)]


def _fate(effect: Effect, programme: str, own: object) -> Fate:
    low, centre, high = np.quantile(effect.averted, [0.1, 0.5, 0.9])
    return Fate(
        share=Interval(low=float(low), centre=float(centre), high=float(high)),
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
