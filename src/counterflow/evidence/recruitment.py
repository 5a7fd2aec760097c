"""How people were recruited, as far as figures go."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from counterflow.evidence.counts import ever_left
from counterflow.evidence.estimate import Estimate, combined, from_figures, missing
from counterflow.evidence.origins import voice
from counterflow.evidence.study import QuantityRef, Study, pooled

_AFTER_DAYS = (150, 365)

CHANNELS = ("migrant workplaces and neighbourhoods", "social media")


def documented_channels(study: Study, _ref: QuantityRef) -> Estimate:
    """How many of the two channels have at least one true case among those described, 0 to 2.

    Each independent voice is right with the assumed reliability, by itself.
    """
    reliability = study.assumption("report_reliability")
    if reliability.gap is not None:
        return missing("channels", reliability.gap)
    cases = study.evidence.where(quantity="recruitment_channel_documented")
    used = [figure for figure in cases if figure.group in CHANNELS]
    draws = np.zeros(study.draws)
    for channel in CHANNELS:
        told = {voice(figure.origin) for figure in used if figure.group == channel}
        right = study.rng.random((len(told), study.draws)) < reliability.draws
        draws += right.any(axis=0)
    sentence = f"Channels ({', '.join(CHANNELS)}) of which at least one case described by somebody is true."
    return combined(draws, "channels", sentence, (from_figures(draws, "", "", used), reliability))


def share_online(_study: Study, _ref: QuantityRef) -> Estimate:
    """Share of Central Asian cases recruited online: nobody counted it."""
    return missing(
        "share",
        "no figure splits Central Asian cases into online and in person; what there is tells single cases",
    )


def basic_schooling(study: Study, _ref: QuantityRef) -> Estimate:
    """Share of Central Asian recruits with basic religious schooling: the entry forms of all, discounted."""
    forms = study.evidence.where(quantity="religious_knowledge_share", group="basic knowledge")
    discount = study.assumption("religious_schooling_discount")
    if not len(forms) or discount.gap is not None:
        return missing("share", discount.gap or "no figure on religious schooling is known")
    told = study.sample(forms.figures[0])
    sentence = "Basic religious schooling by their own judgement on entry forms of all nationalities, times an assumed discount."
    return combined(np.minimum(told.draws * discount.draws, 1.0), "share", sentence, (told, discount))


def growth_after_defection(study: Study, _ref: QuantityRef) -> Estimate:
    """Tajik growth of counts over Kyrgyz growth across the defection, less the assumed jump of Tajik detection."""
    jump = study.assumption("detection_jump")
    if jump.gap is not None:
        return missing("ratio", jump.gap)
    return _growth(study, jump)


def growth_at(study: Study, jump: float) -> Estimate:
    """The same at a stated jump of detection: points of the curve that is shown beside the claim."""
    known = study.assumption("detection_jump")
    return _growth(study, combined(np.full(study.draws, jump), "factor", f"A jump of {jump:g}.", (known,)))


def _growth(study: Study, jump: Estimate) -> Estimate:
    parts = {
        place: (_side(study, place, after=False), _side(study, place, after=True))
        for place in ("Tajikistan", "Kyrgyzstan")
    }
    gaps = [side.gap for sides in parts.values() for side in sides if side.gap is not None]
    if gaps:
        return missing("ratio", "; ".join(gaps))
    growth = {place: after.draws / before.draws for place, (before, after) in parts.items()}
    sentence = (
        "Growth of the Tajik count from before the defection to the turn of the year over that of the Kyrgyz count, divided by"
        " an assumed jump of Tajik detection when the story broke."
    )
    draws = growth["Tajikistan"] / growth["Kyrgyzstan"] / jump.draws
    return combined(draws, "ratio", sentence, (*(side for sides in parts.values() for side in sides), jump))


def _side(study: Study, place: str, *, after: bool) -> Estimate:
    """The count of a place on one side of the defection, by figures of that side only."""
    events = study.evidence.where(quantity="event_khalimov_defection").figures
    if not events:
        return missing("persons", "the date of the defection is not known")
    day = events[0].about.first
    return _after(study, place, day) if after else ever_left(_before(study, day), place, day)


def _before(study: Study, day: dt.date) -> Study:
    """The study without counts of a later time than a day."""
    figures = tuple(
        figure
        for figure in study.evidence
        if figure.about.first <= day or not figure.quantity.startswith("ff_")
    )
    return replace(study, evidence=replace(study.evidence, figures=figures))


def _after(study: Study, place: str, day: dt.date) -> Estimate:
    counts = study.evidence.where(quantity="ff_cumulative", place=place)
    told = [figure for figure in counts if _AFTER_DAYS[0] <= (figure.about.last - day).days <= _AFTER_DAYS[1]]
    if not told:
        return missing(
            "persons", f"no count of {place} for half a year to a year after the defection is known"
        )
    last = max(figure.about.last for figure in told)
    return pooled(study, told, last, f"{place}, after.")
