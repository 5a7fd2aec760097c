"""Forecasts of a day beside what came later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.forecast.later import Added, added, check_known, day_of, later_targets
from counterflow.analysis.forecast.model import Forecaster, ModelForecaster
from counterflow.analysis.forecast.naive import carried_on, off_scale, on_scale, spread_of
from counterflow.analysis.forecast.records import By, Fared, Forecast, Hindcast, LaterFigure
from counterflow.analysis.forecast.scores import Predictive, interval_score
from counterflow.evidence.inputs import Target, known_targets
from counterflow.hearing import Hearing
from counterflow.scenario import calendar_of

DRAWS = 100
ACCOUNT = "all"
NOTHING_ADDED = Added((), ())


def prior_forecaster(setting: Setting, hearing: Hearing, as_of: dt.date, seed: int) -> ModelForecaster:
    """The prior of account ``all``; `setting` must be as of the day."""
    day = calendar_of(setting.scenario).when(as_of)
    return ModelForecaster(setting, day, hearing.sample(ACCOUNT, DRAWS, seed), seed)


def hindcast(
    targets: Sequence[Target],
    forecasters: Sequence[Forecaster],
    as_of: dt.date,
    *,
    draws: int,
    extra: Added = NOTHING_ADDED,
) -> Hindcast | None:
    """What each forecaster, and the naive one, expected of every figure that became known after the day; None where none did."""
    known = known_targets(tuple(targets), as_of)
    later = [(one, False) for one in later_targets(targets, as_of)]
    later += [(one, True) for one in extra.targets]
    if not later:
        return None
    figures = tuple(
        _figure(one, known, forecasters, is_added=is_added)
        for one, is_added in sorted(later, key=lambda pair: (pair[0].at, pair[0].id))
    )
    return Hindcast(
        as_of=as_of,
        draws=draws,
        known=len(known),
        figures=figures,
        fared=tuple(_fared(figures)),
        unused=extra.unused,
    )


def _figure(
    later: Target, known: Sequence[Target], forecasters: Sequence[Forecaster], *, is_added: bool
) -> LaterFigure:
    found, reason = [], None
    for forecaster in forecasters:
        try:
            centres = forecaster.expects(later)
        except LookupError as error:
            reason = str(error.args[0])
        else:
            found.append(forecast(forecaster.by, Predictive(centres, spread_of(later)), later))
    naive = carried_on(known, later)
    if naive is not None:
        found.append(forecast("naive", naive, later))
    return LaterFigure(
        id=later.id,
        quantity=later.quantity,
        cohort=later.cohort,
        place=later.place,
        at=later.at,
        available=later.available,
        low=later.low,
        centre=later.centre,
        high=later.high,
        scale=later.scale,
        origins=later.origins,
        added=is_added,
        forecasts=tuple(found),
        not_forecast=reason,
    )


def forecast(by: By, predictive: Predictive, later: Target) -> Forecast:
    """A forecast of a figure with its scores."""
    value = on_scale(later.centre, later.scale)
    half, most = predictive.interval(0.5), predictive.interval(0.9)
    ends = (most[0], half[0], predictive.quantile(0.5), half[1], most[1])
    low90, low50, centre, high50, high90 = (off_scale(end, later.scale) for end in ends)
    return Forecast(
        by=by,
        low90=low90,
        low50=low50,
        centre=centre,
        high50=high50,
        high90=high90,
        inside50=half[0] <= value <= half[1],
        inside90=most[0] <= value <= most[1],
        interval_score50=interval_score(half, 0.5, value),
        interval_score90=interval_score(most, 0.9, value),
        log_score=predictive.log_density(value),
    )


def _fared(figures: Sequence[LaterFigure]) -> Iterator[Fared]:
    """Each forecaster over all figures that it forecast, in order of first appearance; the naive one last."""
    seen = dict.fromkeys(one.by for figure in figures for one in figure.forecasts)
    for by in sorted(seen, key=lambda one: one == "naive"):
        pairs = [(_by(figure, by), _by(figure, "naive")) for figure in figures]
        own = [one for one, _ in pairs if one is not None]
        gains = [
            one.log_score - naive.log_score for one, naive in pairs if one is not None and naive is not None
        ]
        yield Fared(
            by=by,
            figures=len(own),
            inside50=sum(one.inside50 for one in own),
            inside90=sum(one.inside90 for one in own),
            interval_score50=float(np.mean([one.interval_score50 for one in own])),
            interval_score90=float(np.mean([one.interval_score90 for one in own])),
            log_score=float(np.mean([one.log_score for one in own])),
            compared=len(gains),
            gain=float(np.mean(gains)) if gains and by != "naive" else None,
        )


def _by(figure: LaterFigure, by: By) -> Forecast | None:
    return next((one for one in figure.forecasts if one.by == by), None)


def figures_of(file: Path | None, as_of: dt.date, cohorts: Sequence[str]) -> Added:
    """A user's later figures; none without a file."""
    return NOTHING_ADDED if file is None else added(file, as_of, cohorts)


__all__ = ["DRAWS", "check_known", "day_of", "figures_of", "forecast", "hindcast", "prior_forecaster"]
