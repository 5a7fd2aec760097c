"""What the report shows of each programme where a posterior was made: effects after the data, the luck of runs taken out."""

from __future__ import annotations

import numpy as np

from counterflow.analysis.decide.effects import ENGAGED, STOPPED, Effect
from counterflow.analysis.decide.study import Evidence
from counterflow.analysis.records import Interval, ProgrammeEffect, ProgrammeShown
from counterflow.analysis.trials import restricted_range
from counterflow.experiment.served import running
from counterflow.inference.arrays import Floats
from counterflow.scenario import calendar_of
from counterflow.scenario.programmes import Programme


def programmes_after(evidence: Evidence) -> tuple[ProgrammeShown, ...]:
    """Each programme's effect under each account, after the data."""
    effects, calendar = evidence.effects, calendar_of(evidence.case.scenario)
    return tuple(
        ProgrammeShown(
            id=one.id,
            title=one.title,
            kind=one.kind,
            coercive=one.coercive,
            says=one.says,
            by_account={
                account: _effect(several[column], effects.gone[account], one, running(one, calendar))
                for account, several in effects.by_account.items()
            },
        )
        for column, one in enumerate(evidence.programmes)
    )


def _effect(effect: Effect, gone: Floats, programme: Programme, years: float) -> ProgrammeEffect:
    averted = float((effect.averted * gone).mean())
    stopped = float((effect.kinds[:, STOPPED] * gone).mean())
    restricted = None
    if programme.coercive and averted > 0.0:
        restricted = programme.restricts(max(0.0, stopped), years) / averted
    return ProgrammeEffect(
        departures_averted=_interval(effect.averted * gone),
        share_averted=_interval(effect.averted),
        engaged_averted=_interval(effect.kinds[:, ENGAGED] * gone),
        restricted_per_averted=restricted,
        restricted_range=None if restricted is None else restricted_range(restricted, programme),
    )


def _interval(values: Floats) -> Interval:
    low, centre, high = np.quantile(values, [0.1, 0.5, 0.9])
    return Interval(low=float(low), centre=float(centre), high=float(high))
