"""How many left, and how many were there at a time: the two that officials mix."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

import numpy as np

from counterflow.evidence.dates import years_between
from counterflow.evidence.denominators import nearest_figure
from counterflow.evidence.estimate import Estimate, from_figures, missing
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voice
from counterflow.evidence.pool import (
    STALE,
    Candidate,
    is_fresh,
    nearest_by_voice,
    sample_figure,
    sample_mixture,
)
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


@dataclass(frozen=True)
class _Asked:
    """A count of a place on a day, by origins that begin with a prefix."""

    study: Study
    place: str
    by: dt.date
    origin_prefix: str


def ever_left(study: Study, place: str, by: dt.date, origin_prefix: str = "") -> Estimate:
    """Persons of a place who had ever left for Syria or Iraq by a day.

    By what was said about it; failing fresh figures, by the number in the zone, raised by those dead or gone; failing
    these, by older figures. Carried from their date to the day by a growth between none and the world's.
    """
    asked = _Asked(study, place, by, origin_prefix)
    direct = _carried(asked, EVER_LEFT)
    gone, used = gone_share(study, place, by)
    turned = [] if gone is None else _converted(asked, PRESENT, 1 / (1 - gone), used)
    return _first_fresh(asked, direct, turned, "who had ever left")


def present(study: Study, place: str, by: dt.date, origin_prefix: str = "") -> Estimate:
    """Persons of a place who were there on a day.

    By what was said about it, and by lists that tell the dead and the returned beside all who left; failing fresh ones,
    by all who left, less the share dead or gone; failing these, by older figures. Carried likewise.
    """
    asked = _Asked(study, place, by, origin_prefix)
    direct = [*_carried(asked, PRESENT), *_lists(asked)]
    gone, used = gone_share(study, place, by)
    turned = [] if gone is None else _converted(asked, EVER_LEFT, 1 - gone, used)
    return _first_fresh(asked, direct, turned, "who were there")


def gone_share(study: Study, place: str, by: dt.date) -> tuple[Draws | None, tuple[Figure, ...]]:
    """Share of those who ever left who were dead or had left the zone by a day, with the figures it rests on.

    From one list of the place, where one body told all three counts at about one time, else from the world's; None where
    neither is known.
    """
    evidence = study.evidence.where(place=place)
    for total in sorted(evidence.where(quantity=EVER_LEFT), key=lambda figure: _away(figure, by)):
        told = _list_of(evidence, total)
        if told is not None and is_fresh(total.about.last, by):
            whole, dead, back = (sample_figure(figure, study.rng, study.draws) for figure in (total, *told))
            return np.minimum((dead + back) / whole, _NEARLY_ALL), (total, *told)
    world = [study.evidence.by_id.get(row) for row in ("OUT-001", "OUT-002")]
    shares = tuple(figure for figure in world if figure is not None)
    if len(shares) < len(world):
        return None, ()
    dead, left = (sample_figure(figure, study.rng, study.draws) for figure in shares)
    return np.minimum(dead + left, _NEARLY_ALL), shares


def _first_fresh(asked: _Asked, direct: list[Candidate], turned: list[Candidate], words: str) -> Estimate:
    study, by = asked.study, asked.by
    for pool, how in (
        (_fresh(direct, by), "as told by"),
        (_fresh(turned, by), "worked out from the other count, as told by"),
        (direct, "long before, as told by"),
        (turned, "worked out from the other count, long before, as told by"),
    ):
        if not pool:
            continue
        groups = nearest_by_voice(pool, by)
        draws = sample_mixture(groups, study.rng, study.draws)
        whom = "one voice" if len(groups) == 1 else f"{len(groups)} voices, each believed in its turn"
        figures = [figure for group in groups for one in group for figure in one.figures]
        return from_figures(
            draws, "persons", f"Persons of {asked.place} {words} by {by}, {how} {whom}.", figures
        )
    return missing("persons", f"no figure on persons of {asked.place} {words} by {by}")


def _carried(asked: _Asked, quantities: tuple[str, ...]) -> list[Candidate]:
    return [Candidate(figure, partial(_carry, asked)) for figure in _told(asked, quantities)]


def _converted(
    asked: _Asked, quantities: tuple[str, ...], factors: Draws, used: tuple[Figure, ...]
) -> list[Candidate]:
    """Figures on the other count, each draw times one of the factors that turn it into this one."""
    turn = partial(_carry_and_turn, asked, factors)
    return [Candidate(figure, turn, used) for figure in _told(asked, quantities)]


def _lists(asked: _Asked) -> list[Candidate]:
    """Lists that tell all who left, the dead and the returned: what is left of them says who were there."""
    here = asked.study.evidence.where(place=asked.place)
    told = [(total, _list_of(here, total)) for total in _told(asked, EVER_LEFT)]
    return [
        Candidate(total, partial(_remaining, asked, beside), beside)
        for total, beside in told
        if beside is not None
    ]


def _told(asked: _Asked, quantities: tuple[str, ...]) -> list[Figure]:
    return [
        figure
        for figure in asked.study.evidence.where(quantity=quantities, place=asked.place)
        if figure.interval is not None
        and figure.origin.startswith(asked.origin_prefix)
        and figure.group != "fighters only"
        and (figure.about.last <= asked.by or is_fresh(figure.about.last, asked.by))
    ]


def _list_of(evidence: Evidence, total: Figure) -> tuple[Figure, Figure] | None:
    """The dead and the returned that the same body told at about the time of a total."""
    dead, back = (_same_list(evidence, total, name) for name in ("deaths_cumulative", "returns_cumulative"))
    return None if dead is None or back is None else (dead, back)


def _same_list(evidence: Evidence, total: Figure, quantity: str) -> Figure | None:
    figures = tuple(
        figure
        for figure in evidence.where(quantity=quantity)
        if voice(figure.origin) == voice(total.origin)
        and abs((figure.about.last - total.about.last).days) <= _SAME_LIST_DAYS
    )
    return nearest_figure(Evidence(figures), total.about.last)


def _fresh(candidates: list[Candidate], by: dt.date) -> list[Candidate]:
    return [one for one in candidates if is_fresh(one.about, by)]


def _carry(asked: _Asked, figure: Figure, rng: np.random.Generator, draws: int) -> Draws:
    """Draws of a figure carried to the day asked about."""
    if figure.interval is None:
        raise ValueError(f"{figure.id} has no number")
    about, by = figure.about.last, asked.by
    if not is_fresh(about, by):
        return figure.interval.widened(STALE).sample(rng, draws)
    sampled = figure.interval.sample(rng, draws)
    if not asked.study.evidence.salience:
        return sampled
    growth = asked.study.curve.growth(min(about, by), max(about, by))
    factor = 1 + (growth - 1) * rng.random(draws)
    return sampled * factor if about <= by else sampled / factor


def _carry_and_turn(
    asked: _Asked, factors: Draws, figure: Figure, rng: np.random.Generator, draws: int
) -> Draws:
    return np.asarray(_carry(asked, figure, rng, draws) * rng.choice(factors, size=draws), dtype=np.float64)


def _remaining(
    asked: _Asked, told: tuple[Figure, Figure], figure: Figure, rng: np.random.Generator, draws: int
) -> Draws:
    dead, back = (sample_figure(part, rng, draws) for part in told)
    share = np.minimum((dead + back) / sample_figure(figure, rng, draws), _NEARLY_ALL)
    return np.asarray(_carry(asked, figure, rng, draws) * (1 - share), dtype=np.float64)


def _away(figure: Figure, by: dt.date) -> float:
    return abs(years_between(figure.about.last, by))
