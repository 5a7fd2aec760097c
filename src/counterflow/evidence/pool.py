"""Several figures on one thing made one distribution: each independent voice is believed in its turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from counterflow.evidence.dates import years_between
from counterflow.evidence.figure import Figure
from counterflow.evidence.origins import voice
from counterflow.evidence.ranges import Draws

FRESH_DAYS_BEFORE = 365
FRESH_DAYS_AFTER = 92
"""Figures about this long before or after a date speak about it; older ones only where there is nothing else."""

STALE = 2.0
"""Factor by which the range of an older figure is widened, on its scale: a judgement."""

Sampler = Callable[[Figure, np.random.Generator, int], Draws]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may answer a question about a date."""

    figure: Figure
    sample: Sampler
    beside: tuple[Figure, ...] = ()
    """Further figures that the sampler uses."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures that it rests on."""
        return (self.figure, *self.beside)

    @property
    def about(self) -> dt.date:
        """The last day that it describes: counts are so far."""
        return self.figure.about.last


def nearest_by_voice(candidates: Iterable[Candidate], by: dt.date) -> tuple[tuple[Candidate, ...], ...]:
    """Per independent voice, the candidates nearest in time, one per origin, in order of voice and origin.

    Only fresh ones, where there are any; of two equally near ones the later in the file counts.
    """
    usable = [one for one in candidates if one.figure.interval is not None]
    fresh = [one for one in usable if is_fresh(one.about, by)]
    by_origin: dict[str, Candidate] = {}
    for one in fresh or [one for one in usable if one.about <= by]:
        kept = by_origin.get(one.figure.origin)
        if kept is None or _distance(one.about, by) <= _distance(kept.about, by):
            by_origin[one.figure.origin] = one
    grouped: dict[str, list[Candidate]] = {}
    for origin in sorted(by_origin):
        grouped.setdefault(voice(origin), []).append(by_origin[origin])
    return tuple(tuple(grouped[name]) for name in sorted(grouped))


def sample_mixture(groups: tuple[tuple[Candidate, ...], ...], rng: np.random.Generator, draws: int) -> Draws:
    """Draws of which each believes one voice, all with the same chance, and within it one of its origins.

    Conflict so stays visible as spread: nothing is averaged into a number that nobody said.
    """
    chosen_voice = rng.integers(len(groups), size=draws)
    result = np.empty(draws)
    for number, group in enumerate(groups):
        chosen_origin = rng.integers(len(group), size=draws)
        for place, one in enumerate(group):
            picked = (chosen_voice == number) & (chosen_origin == place)
            result[picked] = one.sample(one.figure, rng, int(picked.sum()))
    return result


def is_fresh(about: dt.date, by: dt.date) -> bool:
    """Whether a figure about one day speaks of another."""
    return -FRESH_DAYS_BEFORE <= (about - by).days <= FRESH_DAYS_AFTER


def sample_figure(figure: Figure, rng: np.random.Generator, draws: int) -> Draws:
    """Draws from the range of a figure, as it stands. Raises ValueError where it has no number."""
    if figure.interval is None:
        raise ValueError(f"{figure.id} has no number")
    return figure.interval.sample(rng, draws)


def _distance(about: dt.date, by: dt.date) -> float:
    return abs(years_between(about, by))
