"""Counts per head, under every denominator that exists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from counterflow.evidence.counts import CENTRAL_ASIA, EUROPE, ever_left, present
from counterflow.evidence.denominators import ABROAD, denominator, nearest_figure
from counterflow.evidence.estimate import Estimate, combined, missing
from counterflow.evidence.study import QuantityRef, Study

COUNTS = {"ever left": ever_left, "present": present}
"""The two counts by name."""

_WORDS = {"ever left": "Ever left", "present": "There at the time"}


def count_or_rate(study: Study, ref: QuantityRef, count: str) -> Estimate:
    """A count of a place, or that count per head where a denominator is named.

    Abroad only those recruited there are counted, where that share is known.
    """
    place, by, per = ref.somewhere, study.by(ref), ref.per
    counted = COUNTS[count](study, place, by)
    if per is None:
        return counted
    people = denominator(study, place, per, by)
    of_these = _recruited_in_russia(study, place, by) if per in ABROAD else None
    top = (counted,) if of_these is None else (counted, of_these)
    gaps = [part.gap for part in (*top, people) if part.gap is not None]
    if gaps:
        return missing("per head", "; ".join(gaps))
    draws = np.prod([part.draws for part in top], axis=0) / people.draws
    whom = "" if of_these is None else ", those recruited in Russia only"
    sentence = f"{_WORDS[count]} by {by}, {place}, divided by its {per}{whom}."
    return combined(draws, "per head", sentence, (*top, people))


def people_per_one(study: Study, ref: QuantityRef, count: str) -> Estimate:
    """How many people of a denominator there are to each one counted; of all people where none is named."""
    rate = count_or_rate(study, replace(ref, per=ref.per or "people"), count)
    if rate.gap is not None:
        return missing("people per one", rate.gap)
    return combined(1 / rate.draws, "people per one", f"The inverse of: {rate.sentence}", (rate,))


def share_of_pairs(study: Study, ref: QuantityRef, count: str) -> Estimate:
    """Share of all pairs of a European and a Central Asian country in which the European rate is the higher one.

    Per Muslim where no denominator is named. Countries without a count or a denominator form no pair; the sentence says
    how many pairs there are.
    """
    per = ref.per or "Muslims"
    rates = {
        place: count_or_rate(study, replace(ref, place=place, per=per), count)
        for place in (*EUROPE, *CENTRAL_ASIA)
    }
    known = {place: rate for place, rate in rates.items() if rate.gap is None}
    pairs = [(known[a], known[b]) for a in EUROPE if a in known for b in CENTRAL_ASIA if b in known]
    if not pairs:
        return missing("share of pairs", f"no pair of countries has a rate of {count} per {per}")
    higher = np.mean([european.draws > asian.draws for european, asian in pairs], axis=0)
    sentence = (
        f"Share of {len(pairs)} pairs in which the European country has the higher rate of {count} per {per} by"
        f" {study.by(ref)}; without a rate: {', '.join(sorted(set(rates) - set(known))) or 'none'}."
    )
    return combined(np.asarray(higher), "share of pairs", sentence, known.values())


def _recruited_in_russia(study: Study, place: str, by: dt.date) -> Estimate | None:
    figure = nearest_figure(study.evidence.where(quantity="share_recruited_in_russia", place=place), by)
    return None if figure is None else study.sample(figure)
