"""The branch in Afghanistan: since when, and how strong."""

from __future__ import annotations

import datetime as dt

import numpy as np

from counterflow.evidence.dates import Span
from counterflow.evidence.estimate import Estimate, combined, from_figures, missing
from counterflow.evidence.figure import Figure
from counterflow.evidence.study import QuantityRef, Study

PLACE = "Afghanistan"
OUTLOOK_YEARS = 2


def first_on_record(study: Study, _ref: QuantityRef) -> Estimate:
    """The date, as a year with decimals, from which the branch is on record."""
    first = _first(study)
    if first is None:
        return missing("year", "no dated event or strength of the branch is known")
    draws = _within(first.about, study.rng, study.draws)
    return from_figures(draws, "year", f"First record of the branch: {first.group}, {first.about}.", [first])


def years_on_record(study: Study, ref: QuantityRef) -> Estimate:
    """Years from the first record of the branch to the day asked about."""
    first, by = first_on_record(study, ref), study.by(ref)
    if first.gap is not None:
        return missing("years", first.gap)
    return combined(
        _decimal(by) - first.draws, "years", f"{first.sentence} Years from there to {by}.", (first,)
    )


def spread_of_strength(study: Study, ref: QuantityRef) -> Estimate:
    """The branch's highest over its lowest strength in the two years after a day.

    Highest and lowest are picked by their centres, before the draws: else the range would grow with the number of figures.
    """
    by = study.by(ref)
    until = by + dt.timedelta(days=round(365.25 * OUTLOOK_YEARS))
    figures = [
        figure
        for figure in study.evidence.where(quantity="isk_strength", place=PLACE)
        if figure.interval is not None and by <= figure.about.last <= until
    ]
    if len(figures) < 2:
        return missing("ratio", f"fewer than two strengths of the branch are known from {by} to {until}")
    lowest, highest = min(figures, key=_centre), max(figures, key=_centre)
    top, bottom = study.sample(highest), study.sample(lowest)
    sentence = f"Highest over lowest strength of the branch told for {by} to {until}: {highest.about} over {lowest.about}."
    return combined(top.draws / bottom.draws, "ratio", sentence, (top, bottom))


def _first(study: Study) -> Figure | None:
    dated = [
        figure
        for figure in study.evidence.where(place=PLACE)
        if figure.quantity.startswith("event_isk_") or figure.quantity == "isk_strength"
    ]
    return min(dated, key=lambda figure: figure.about.first, default=None)


def _centre(figure: Figure) -> float:
    return figure.interval.centre if figure.interval is not None else 0.0


def _within(span: Span, rng: np.random.Generator, draws: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    first, last = _decimal(span.first), _decimal(span.last + dt.timedelta(days=1))
    return rng.uniform(first, last, draws)


def _decimal(day: dt.date) -> float:
    return 1970 + (day - dt.date(1970, 1, 1)).days / 365.2425
