"""What the report shows of each programme where a posterior was made: effects after the data, the luck of runs taken out."""

from __future__ import annotations

from counterflow.analysis.decide.effects import ENGAGED, STOPPED, Effect
from counterflow.analysis.decide.study import Evidence
from counterflow.analysis.records import ProgrammeEffect, ProgrammeShown
from counterflow.analysis.trials import programme_shown, restricted_range
from counterflow.analysis.written import Interval
from counterflow.experiment.served import running
from counterflow.inference.arrays import Floats
from counterflow.scenario import calendar_of
from counterflow.scenario.programmes import Programme


def programmes_after(evidence: Evidence) -> tuple[ProgrammeShown, ...]:
    """Each programme's effect under each account, after the data."""
    effects, calendar = evidence.effects, calendar_of(evidence.case.scenario)
    return tuple(
        programme_shown(
            one,
            {
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
        departures_averted=Interval.of(effect.averted * gone),
        share_averted=Interval.of(effect.averted),
        engaged_averted=Interval.of(effect.kinds[:, ENGAGED] * gone),
        restricted_per_averted=restricted,
        restricted_range=None if restricted is None else restricted_range(restricted, programme),
    )
