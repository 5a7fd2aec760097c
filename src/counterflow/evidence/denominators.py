"""How many people a count is set against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from counterflow.evidence.dates import years_between
from counterflow.evidence.estimate import Estimate, combined, missing, renamed
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.study import Study
from counterflow.evidence.words import quantity_words

Denominator = Callable[[Study, str, dt.date], Estimate]


def denominator(study: Study, place: str, per: str, by: dt.date) -> Estimate:
    """Persons of a place under one of ``DENOMINATORS``; a gap where the file has no figure for it.

    Raises KeyError for a name that is not a denominator.
    """
    return DENOMINATORS[per](study, place, by)


def nearest_figure(evidence: Evidence, by: dt.date) -> Figure | None:
    """The figure that describes the time nearest to a day; of two equally near ones the later in the file."""
    best: Figure | None = None
    for figure in evidence:
        if figure.interval is None:
            continue
        if best is None or _away(figure, by) <= _away(best, by):
            best = figure
    return best


def _away(figure: Figure, by: dt.date) -> float:
    return abs(years_between(figure.about.middle, by))


def _people(study: Study, place: str, by: dt.date) -> Estimate:
    return _of(study, place, by, "population", "total", f"All people of {place}.")


def _muslims(study: Study, place: str, by: dt.date) -> Estimate:
    counted = _of(study, place, by, "muslim_population", "Muslims", f"Muslims of {place}, as estimated.")
    if counted.gap is None:
        return counted
    share = _of(study, place, by, "muslim_share", "Muslims", f"Share of Muslims in {place}.")
    people = _people(study, place, by)
    sentence = f"Muslims of {place}: all people times the share of Muslims, nominal affiliation."
    return _product(people, share, sentence)


def _adults(study: Study, place: str, by: dt.date) -> Estimate:
    return _part(study, place, by, "adult_share", "18 and over", "people of 18 and over")


def _young_men(study: Study, place: str, by: dt.date) -> Estimate:
    return _part(study, place, by, "age_share", "men 18-29", "men of 18-29")


def _part(study: Study, place: str, by: dt.date, quantity: str, group: str, words: str) -> Estimate:
    """A part of all people by age, or of the Muslims where only these are a cohort."""
    share = _of(study, place, by, quantity, group, "")
    if share.gap is None:
        return _product(_people(study, place, by), share, f"{words[:1].upper()}{words[1:]} of {place}.")
    share = _of(study, place, by, quantity, f"Muslims, {group}", "")
    return _product(_muslims(study, place, by), share, f"Muslims of {place}, {words}.")


def _migrants(study: Study, place: str, by: dt.date) -> Estimate:
    sentence = (
        f"Citizens of {place} in Russia by the register nearest in time, less those who had left unrecorded."
    )
    return _of(study, place, by, "citizens_present_in_russia", None, sentence)


def _young_migrants(study: Study, place: str, by: dt.date) -> Estimate:
    share = _of(study, place, by, "men_18_29_share_of_migrants", None, "")
    return _product(
        _migrants(study, place, by), share, f"Men of 18-29 among the citizens of {place} in Russia."
    )


def _of(study: Study, place: str, by: dt.date, quantity: str, group: str | None, sentence: str) -> Estimate:
    figure = nearest_figure(study.evidence.where(quantity=quantity, place=place, group=group), by)
    if figure is None:
        return missing("persons", f"no figure on the {quantity_words(quantity)} for {place}")
    return renamed(study.sample(figure), sentence, figure.unit)


def _product(whole: Estimate, share: Estimate, sentence: str) -> Estimate:
    gap = whole.gap or share.gap
    if gap is not None:
        return missing("persons", gap)
    return combined(whole.draws * share.draws, "persons", sentence, (whole, share))


DENOMINATORS: dict[str, Denominator] = {
    "people": _people,
    "Muslims": _muslims,
    "adults": _adults,
    "men 18-29": _young_men,
    "migrants in Russia": _migrants,
    "men 18-29 in Russia": _young_migrants,
}
"""Every denominator by name."""

ABROAD = ("migrants in Russia", "men 18-29 in Russia")
"""Denominators that are set against those who were recruited in Russia only."""
