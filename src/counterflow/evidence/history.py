"""This flow against the earlier ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from counterflow.evidence.counts import ever_left
from counterflow.evidence.curve import START
from counterflow.evidence.dates import years_between
from counterflow.evidence.estimate import Estimate, combined, from_figures, missing
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.pool import Candidate, Sampler, nearest_by_voice, sample_figure, sample_mixture
from counterflow.evidence.ranges import Draws
from counterflow.evidence.study import QuantityRef, Study

NOW = "Syria/Iraq"
TOGETHER = "world (1980-2010)"
"""Earlier flows added up: shown, but no single flow to be compared with."""


def persons_in_all(study: Study, ref: QuantityRef) -> Estimate:
    """Persons who joined this flow so far over those of the largest earlier one."""
    by = study.by(ref)
    now = ever_left(study, "world", by)
    return _against(study, now, by, "mobilisation_total", sample_figure, "persons in all")


def persons_per_year(study: Study, ref: QuantityRef) -> Estimate:
    """Persons per year of this flow so far over those of the earlier one that had most."""
    by = study.by(ref)
    now = ever_left(study, "world", by)
    if now.gap is None:
        years = years_between(START, by)
        now = combined(now.draws / years, "persons per year", f"{now.sentence} Over {years:.1f} years.", (now,))
    return _against(study, now, by, "mobilisation_total", _per_year, "persons per year")


def countries(study: Study, ref: QuantityRef) -> Estimate:
    """Countries of origin of this flow over those of the earlier one that had most."""
    by = study.by(ref)
    known = study.evidence.where(quantity="mobilisation_countries", place=NOW)
    now = _pooled(study, known, by, sample_figure, f"Countries of origin by {by}.", "countries")
    return _against(study, now, by, "mobilisation_countries", sample_figure, "countries of origin")


def _against(
    study: Study, now: Estimate, by: dt.date, quantity: str, sampler: Sampler, words: str
) -> Estimate:
    earlier = _earlier(study, by, quantity, sampler, words)
    gap = now.gap or (None if earlier else f"no figure on {words} of earlier flows")
    if gap is not None:
        return missing("ratio", gap)
    largest = np.max([flow.draws for flow in earlier.values()], axis=0)
    sentence = f"This flow over the largest of {', '.join(earlier)}: {words}. {now.sentence}"
    return combined(now.draws / largest, "ratio", sentence, (now, *earlier.values()))


def _earlier(study: Study, by: dt.date, quantity: str, sampler: Sampler, words: str) -> dict[str, Estimate]:
    known = study.evidence.where(quantity=quantity)
    places = dict.fromkeys(figure.place for figure in known if figure.place not in (NOW, TOGETHER))
    found = {place: _pooled(study, known.where(place=place), by, sampler, f"{place}: {words}.", "") for place in places}
    return {place: flow for place, flow in found.items() if flow.gap is None}


def _pooled(
    study: Study, evidence: Evidence, by: dt.date, sampler: Callable[[Figure, np.random.Generator, int], Draws], sentence: str, unit: str
) -> Estimate:
    groups = nearest_by_voice([Candidate(figure, sampler) for figure in evidence], by)
    if not groups:
        return missing(unit, sentence)
    draws = sample_mixture(groups, study.rng, study.draws)
    return from_figures(draws, unit, sentence, [one.figure for group in groups for one in group])


def _per_year(figure: Figure, rng: np.random.Generator, draws: int) -> Draws:
    return sample_figure(figure, rng, draws) / figure.about.years
