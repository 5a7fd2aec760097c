"""How many left, and how many were there at a time: the two that officials mix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

import numpy as np

from counterflow.evidence.dates import years_between
from counterflow.evidence.denominators import nearest_figure
from counterflow.evidence.estimate import Estimate, from_figures, missing
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voice
from counterflow.evidence.pool import Candidate, Sampler, is_fresh, nearest_by_voice, sample_figure, sample_mixture
from counterflow.evidence.pool import STALE
from counterflow.evidence.ranges import Draws
from counterflow.evidence.study import Study

EVER_LEFT = ("ff_cumulative",)
PRESENT = ("ff_present", "ff_present_or_ever", "ff_official_claim", "ff_registered")
"""Quantities that officials gave as the number in the zone, or that read so."""

CENTRAL_ASIA = ("Tajikistan", "Uzbekistan", "Kyrgyzstan", "Kazakhstan", "Turkmenistan")
EUROPE = (
    "Austria",
    "Belgium",
    "Denmark",
    "Finland",
    "France",
    "Germany",
    "Netherlands",
    "Norway",
    "Sweden",
    "United Kingdom",
)

_SAME_LIST_DAYS = 120
_NEARLY_ALL = 0.95


def ever_left(study: Study, place: str, by: dt.date, origin_prefix: str = "") -> Estimate:
    """Persons of a place who had ever left for Syria or Iraq by a day."""
    return _count(study, place, by, origin_prefix, EVER_LEFT, PRESENT, from_present=True)


def present(study: Study, place: str, by: dt.date, origin_prefix: str = "") -> Estimate:
    """Persons of a place who were there on a day."""
    return _count(study, place, by, origin_prefix, PRESENT, EVER_LEFT, from_present=False)


def _count(
    study: Study,
    place: str,
    by: dt.date,
    origin_prefix: str,
    direct: tuple[str, ...],
    indirect: tuple[str, ...],
    *,
    from_present: bool,
) -> Estimate:
    """A count from what was said about it; failing fresh figures, from the other count; failing these, from older ones.

    Figures are carried from their date to the day asked about by a growth between none and the world's.
    """
    name = "who had ever left" if from_present else "who were there"
    mine = _candidates(study.evidence, place, origin_prefix, direct, by, partial(_carried, study, by))
    gone, used_for_gone = gone_share(study, place, by)
    turn = partial(_converted, study, by, 1 / (1 - gone) if from_present else 1 - gone) if gone is not None else None
    others = _candidates(study.evidence, place, origin_prefix, indirect, by, turn) if turn is not None else []
    for pool, converted in ((_fresh(mine, by), False), (_fresh(others, by), True), (mine, False), (others, True)):
        if not pool:
            continue
        groups = nearest_by_voice(pool, by)
        draws = sample_mixture(groups, study.rng, study.draws)
        figures = [one.figure for group in groups for one in group]
        how = _how(len(groups), converted=converted, from_present=from_present)
        used = [*figures, *used_for_gone] if converted else figures
        return from_figures(draws, "persons", f"Persons of {place} {name} by {by}: {how}.", used)
    return missing("persons", f"no figure on persons of {place} {name} by {by}")


def gone_share(study: Study, place: str, by: dt.date) -> tuple[Draws | None, list[Figure]]:
    """Share of those who ever left who were dead or had left the zone by a day, with the figures it rests on.

    From one list of the place, where one body told all three counts at about one time, else from the world's; None where
    neither is known.
    """
    evidence = study.evidence.where(place=place)
    for total in sorted(evidence.where(quantity="ff_cumulative"), key=lambda figure: _away(figure, by)):
        dead, back = (_same_list(evidence, total, name) for name in ("deaths_cumulative", "returns_cumulative"))
        if dead is not None and back is not None and is_fresh(total.about.last, by):
            whole, *parts = (sample_figure(figure, study.rng, study.draws) for figure in (total, dead, back))
            return np.minimum((parts[0] + parts[1]) / whole, _NEARLY_ALL), [total, dead, back]
    world = [study.evidence.by_id.get(row) for row in ("OUT-001", "OUT-002")]
    shares = [figure for figure in world if figure is not None]
    if len(shares) < len(world):
        return None, []
    return sum((sample_figure(figure, study.rng, study.draws) for figure in shares), np.zeros(study.draws)), shares


def _same_list(evidence: Evidence, total: Figure, quantity: str) -> Figure | None:
    figures = tuple(
        figure
        for figure in evidence.where(quantity=quantity)
        if voice(figure.origin) == voice(total.origin)
        and abs((figure.about.last - total.about.last).days) <= _SAME_LIST_DAYS
    )
    return nearest_figure(Evidence(figures), total.about.last)


def _candidates(
    evidence: Evidence,
    place: str,
    origin_prefix: str,
    quantities: tuple[str, ...],
    by: dt.date,
    sampler: Sampler,
) -> list[Candidate]:
    figures: Iterable[Figure] = evidence.where(quantity=quantities, place=place)
    return [
        Candidate(figure, sampler)
        for figure in figures
        if figure.interval is not None
        and figure.origin.startswith(origin_prefix)
        and figure.group != "fighters only"
        and (figure.about.last <= by or is_fresh(figure.about.last, by))
    ]


def _fresh(candidates: list[Candidate], by: dt.date) -> list[Candidate]:
    return [one for one in candidates if is_fresh(one.about, by)]


def _carried(study: Study, by: dt.date, figure: Figure, rng: np.random.Generator, draws: int) -> Draws:
    """Draws of a figure carried to another day."""
    if figure.interval is None:
        raise ValueError(f"{figure.id} has no number")
    about = figure.about.last
    if not is_fresh(about, by):
        return figure.interval.widened(STALE).sample(rng, draws)
    if not study.evidence.salience:
        return figure.interval.sample(rng, draws)
    part = rng.random(draws)
    sampled = figure.interval.sample(rng, draws)
    if about <= by:
        return sampled * (1 + (study.curve.growth(about, by) - 1) * part)
    return sampled / (1 + (study.curve.growth(by, about) - 1) * part)


def _converted(
    study: Study, by: dt.date, factors: Draws, figure: Figure, rng: np.random.Generator, draws: int
) -> Draws:
    """Draws of the other count turned into this one."""
    return _carried(study, by, figure, rng, draws) * rng.choice(factors, size=draws)


def _away(figure: Figure, by: dt.date) -> float:
    return abs(years_between(figure.about.last, by))


def _how(voices: int, *, converted: bool, from_present: bool) -> str:
    said = "one voice" if voices == 1 else f"{voices} independent voices, each believed in its turn"
    if not converted:
        return f"as counted by {said}"
    if from_present:
        return f"from the number in the zone by {said}, raised by those dead or gone"
    return f"from all who ever left by {said}, less those dead or gone"
