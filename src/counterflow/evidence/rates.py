"""Counts per head, under every denominator that exists."""

from __future__ import annotations

import datetime as dt

import numpy as np

from counterflow.evidence.counts import CENTRAL_ASIA, EUROPE, ever_left, present
from counterflow.evidence.denominators import ABROAD, DENOMINATORS, denominator, nearest_figure
from counterflow.evidence.estimate import Estimate, combined, missing
from counterflow.evidence.study import QuantityRef, Study

COUNTS = {"ever left": ever_left, "present": present}
"""The two counts by name."""


def count_or_rate(study: Study, ref: QuantityRef, count: str) -> Estimate:
    """A count of a place, or that count per head where a denominator is named."""
    place, by = _place(ref), study.by(ref)
    counted = COUNTS[count](study, place, by)
    return counted if ref.per is None else per_head(study, counted, place, ref.per, by, count)


def per_head(study: Study, counted: Estimate, place: str, per: str, by: dt.date, count: str) -> Estimate:
    """A count divided by a denominator; abroad only those recruited there are counted, where that share is known."""
    people = denominator(study, place, per, by)
    parts = [counted, people]
    if per in ABROAD:
        recruited = _recruited_in_russia(study, place, by)
        parts += [recruited] if recruited is not None else []
    gaps = [part.gap for part in parts if part.gap is not None]
    if gaps:
        return missing("per head", "; ".join(gaps))
    top = np.prod([part.draws for part in (parts[0], *parts[2:])], axis=0)
    words = {"ever left": "Ever left", "present": "There at the time"}[count]
    of_whom = ", those recruited in Russia only" if len(parts) > 2 else ""
    return combined(
        top / people.draws, "per head", f"{words} by {by}, {place}, divided by its {per}{of_whom}.", parts
    )


def people_per_one(study: Study, ref: QuantityRef, count: str) -> Estimate:
    """How many people of a denominator there are to each one counted."""
    rate = count_or_rate(study, QuantityRef(count, ref.place, ref.per or "Muslims", ref.by), count)
    if rate.gap is not None:
        return rate
    return combined(1 / rate.draws, "people per one", f"The inverse of: {rate.sentence}", (rate,))


def share_of_pairs(study: Study, ref: QuantityRef, count: str) -> Estimate:
    """Share of all pairs of a European and a Central Asian country in which the European rate is the higher one.

    Countries without a count or a denominator form no pair; the sentence says how many pairs there are.
    """
    per, by = ref.per or "Muslims", study.by(ref)
    rates = {
        place: per_head(study, COUNTS[count](study, place, by), place, per, by, count) for place in (*EUROPE, *CENTRAL_ASIA)
    }
    known = {place: rate for place, rate in rates.items() if rate.gap is None}
    pairs = [(known[a], known[b]) for a in EUROPE if a in known for b in CENTRAL_ASIA if b in known]
    if not pairs:
        return missing("share of pairs", f"no pair of countries has a rate of {count} per {per}")
    higher = np.mean([european.draws > asian.draws for european, asian in pairs], axis=0)
    sentence = (
        f"Share of {len(pairs)} pairs in which the European country has the higher rate of {count} per {per} by {by};"
        f" without a rate: {', '.join(sorted(set(rates) - set(known))) or 'none'}."
    )
    return combined(np.asarray(higher), "share of pairs", sentence, known.values())


def denominators_of(study: Study, place: str, by: dt.date) -> dict[str, Estimate]:
    """Every denominator that exists for a place."""
    found = {per: denominator(study, place, per, by) for per in DENOMINATORS}
    return {per: people for per, people in found.items() if people.gap is None}


def _recruited_in_russia(study: Study, place: str, by: dt.date) -> Estimate | None:
    figure = nearest_figure(study.evidence.where(quantity="share_recruited_in_russia", place=place), by)
    return None if figure is None else study.sample(figure)


def _place(ref: QuantityRef) -> str:
    if ref.place is None:
        raise ValueError(f"{ref.measure} needs a place; name a country")
    return ref.place
