"""How fast those who left died: deaths per year spent in the zone, so that late leavers are not made to look safe."""

from __future__ import annotations

import datetime as dt

import numpy as np

from counterflow.evidence.counts import CENTRAL_ASIA, EUROPE, ever_left, gone_share
from counterflow.evidence.dates import years_between
from counterflow.evidence.estimate import Estimate, combined, from_figures, missing
from counterflow.evidence.figure import Figure
from counterflow.evidence.pool import is_fresh
from counterflow.evidence.study import QuantityRef, Study

GROUPS = {"Central Asia (5)": CENTRAL_ASIA, "Europe": EUROPE}
"""Places that stand for several countries: the mean of the rates of those that told their dead."""

_SHORTEST = 1 / 12
"""Least mean time since departure, years: a lag near the whole length of the war would else leave none."""


def deaths_per_person_year(study: Study, ref: QuantityRef) -> Estimate:
    """Deaths per person-year in the zone of a country, or the mean of those of a group of countries."""
    asked, by = ref.somewhere, study.by(ref)
    if asked not in GROUPS:
        return _country(study, asked, by)
    rates = {place: _country(study, place, by) for place in GROUPS[asked]}
    known = {place: rate for place, rate in rates.items() if rate.gap is None}
    if not known:
        return missing("deaths per person-year", f"no country of {asked} told its dead near {by}")
    sentence = f"Deaths per person-year in the zone, mean of {', '.join(known)}."
    return combined(
        np.mean([rate.draws for rate in known.values()], axis=0),
        "deaths per person-year",
        sentence,
        known.values(),
    )


def _country(study: Study, place: str, by: dt.date) -> Estimate:
    dead = _nearest_dead(study, place, by)
    if dead is None:
        return missing("deaths per person-year", f"no figure on the dead of {place} near {by}")
    if not study.evidence.salience:
        return missing("deaths per person-year", "no curve of departures, so no time spent in the zone")
    when = dead.about.last
    left = ever_left(study, place, when)
    lag = study.assumption("departure_lag", "Europe" if place in EUROPE else "Central Asia (5)")
    if left.gap or lag.gap:
        return missing("deaths per person-year", left.gap or lag.gap or "")
    gone, used = gone_share(study, place, when)
    stayed = 1 - (gone if gone is not None else np.zeros(study.draws)) / 2
    since = np.maximum(study.curve.mean_years_since_leaving(when, lag.draws / 12), _SHORTEST)
    years = left.draws * since * stayed
    deaths = study.sample(dead)
    sentence = (
        f"Dead of {place} by {when} over the years spent in the zone: who had ever left, times the mean time since departure on"
        " the world's curve moved by the assumed lag, less half of it for those who had died or left."
    )
    resting = from_figures(np.empty(0), "", "", used)
    return combined(
        np.minimum(deaths.draws, left.draws) / years,
        "deaths per person-year",
        sentence,
        (deaths, left, lag, resting),
    )


def _nearest_dead(study: Study, place: str, by: dt.date) -> Figure | None:
    told = [
        figure
        for figure in study.evidence.where(quantity="deaths_cumulative", place=place)
        if figure.interval is not None and is_fresh(figure.about.last, by)
    ]
    return min(told, key=lambda figure: abs(years_between(figure.about.last, by)), default=None)
