"""This flow against the earlier ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from counterflow.evidence.counts import ever_left
from counterflow.evidence.curve import START
from counterflow.evidence.dates import years_between
from counterflow.evidence.estimate import Estimate, combined, missing
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.pool import Sampler, sample_figure
from counterflow.evidence.ranges import Draws
from counterflow.evidence.study import QuantityRef, Study, pooled

NOW = "Syria/Iraq"
TOGETHER = "world (1980-2010)"
"""Earlier flows added up: shown, but no single flow to be compared with."""


@dataclass(frozen=True, slots=True)
class _Yardstick:
    """What of the earlier flows is compared."""

    quantity: str
    words: str
    sampler: Sampler


def persons_in_all(study: Study, ref: QuantityRef) -> Estimate:
    """Persons who joined this flow so far over those of the largest earlier one."""
    now = ever_left(study, "world", study.by(ref))
    return _against(
        study, now, study.by(ref), _Yardstick("mobilisation_total", "persons in all", sample_figure)
    )


def persons_per_year(study: Study, ref: QuantityRef) -> Estimate:
    """Persons per year of this flow so far over those of the earlier one that had most."""
    now = ever_left(study, "world", study.by(ref))
    if now.gap is None:
        years = years_between(START, study.by(ref))
        now = combined(
            now.draws / years, "persons per year", f"{now.sentence} Over {years:.1f} years.", (now,)
        )
    return _against(
        study, now, study.by(ref), _Yardstick("mobilisation_total", "persons per year", _per_year)
    )


def countries(study: Study, ref: QuantityRef) -> Estimate:
    """Countries of origin of this flow over those of the earlier one that had most."""
    yardstick = _Yardstick("mobilisation_countries", "countries of origin", sample_figure)
    known = study.evidence.where(quantity=yardstick.quantity, place=NOW)
    return _against(study, _flow(study, known, study.by(ref), yardstick), study.by(ref), yardstick)


def _against(study: Study, now: Estimate, by: dt.date, yardstick: _Yardstick) -> Estimate:
    known = study.evidence.where(quantity=yardstick.quantity)
    places = dict.fromkeys(figure.place for figure in known if figure.place not in (NOW, TOGETHER))
    flows = {place: _flow(study, known.where(place=place), by, yardstick) for place in places}
    earlier = {place: flow for place, flow in flows.items() if flow.gap is None}
    gap = now.gap or (None if earlier else f"no figure on {yardstick.words} of earlier flows")
    if gap is not None:
        return missing("ratio", gap)
    largest = np.max([flow.draws for flow in earlier.values()], axis=0)
    sentence = f"This flow over the largest of {', '.join(earlier)}: {yardstick.words}. {now.sentence}"
    return combined(now.draws / largest, "ratio", sentence, (now, *earlier.values()))


def _flow(study: Study, known: Evidence, by: dt.date, yardstick: _Yardstick) -> Estimate:
    return pooled(study, known, by, f"{yardstick.words[:1].upper()}{yardstick.words[1:]}.", yardstick.sampler)


def _per_year(figure: Figure, rng: np.random.Generator, draws: int) -> Draws:
    return sample_figure(figure, rng, draws) / figure.about.years
