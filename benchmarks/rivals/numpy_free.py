"""Storage-free in NumPy: as many approaches as a Poisson law says, to people drawn at random; only their lives are drawn.

Peers are off, or this would not work: whom an engaged person calls is not known beforehand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.model import AWAY, DECAY, HALF_LIFE, MONTHS_PER_YEAR, Model, Outcome
from benchmarks.rivals import columns
from benchmarks.rivals.columns import INCIDENTS, Counts, Flags, Ints, Single

LOOK_BACK = 5 * HALF_LIFE
"""Years; what is older has lost 97 percent, as in our engine."""


class Journeys(NamedTuple):
    """Lives of the mobile people who are approached at all."""

    away: Flags
    """[people] whether abroad at the start."""
    ends: Single
    """[people, spells] month in which each spell ends."""
    begun: Single
    """[people] months from the first spell's beginning to the start."""

    def spell(self, who: Ints, month: Single) -> Ints:
        """Number of the spell that holds a month."""
        return np.count_nonzero(self.ends[who] <= month[:, None], axis=1)

    def is_away(self, who: Ints, spell: Ints) -> Flags:
        """Whether a spell is abroad."""
        return self.away[who] ^ ((spell & 1) == 1)

    def since(self, who: Ints, spell: Ints) -> Single:
        """Month in which a spell began."""
        return np.where(spell == 0, -self.begun[who], self.ends[who, np.maximum(spell - 1, 0)])


def simulate(model: Model, seed: int) -> Outcome:
    """One run."""
    rng = columns.generator(seed)
    settled = _people(rng, model.people - model.mobile, model.at_home * model.years)
    mobile = _people(rng, model.mobile, model.abroad * model.years)
    return _total(_residents(rng, model, settled), _migrants(rng, model, mobile))


def _people(rng: np.random.Generator, people: int, mean: float) -> Ints:
    """Who is approached, once for each approach."""
    return rng.integers(0, max(people, 1), rng.poisson(mean * people))


def _residents(rng: np.random.Generator, model: Model, who: Ints) -> Outcome:
    month = rng.integers(0, model.months, who.size)
    people, row = np.unique(who, return_inverse=True)
    ties = columns.home_ties(rng, people.size)[row]
    grievance = columns.settled_grievance(rng, who.size, INCIDENTS.home)
    return _engaged(rng, row, month, ties, grievance)


def _migrants(rng: np.random.Generator, model: Model, who: Ints) -> Outcome:
    month = rng.integers(0, model.months, who.size)
    people, row = np.unique(who, return_inverse=True)
    lives = _journeys(rng, people.size, model.months)
    spell = lives.spell(row, month.astype(np.float32))
    away = lives.is_away(row, spell)
    met = away | (rng.random(who.size) < model.at_home / model.abroad)
    row, month, spell, away = row[met], month[met], spell[met], away[met]
    ties = np.empty(row.size, np.int8)
    stay = (month - lives.since(row, spell)).astype(np.float32)
    ties[away] = columns.ties_abroad(rng, stay[away])
    ties[~away] = columns.home_ties(rng, int(np.count_nonzero(~away)))
    return _engaged(rng, row, month, ties, _grievance(rng, lives, row, month))


def _journeys(rng: np.random.Generator, people: int, months: int) -> Journeys:
    away = rng.random(people) < AWAY
    begun, left = columns.first_spells(rng, away)
    ends, now = [left], away
    while ends[-1].min(initial=months) < months:
        now = ~now
        ends.append(ends[-1] + columns.lengths(rng, now))
    return Journeys(away, np.stack(ends, axis=1), begun)


def _grievance(rng: np.random.Generator, lives: Journeys, row: Ints, month: Ints) -> Single:
    """Incidents of the years before each approach, where the person then lived; before the start, where it began."""
    number = rng.poisson(INCIDENTS.away * LOOK_BACK, row.size)
    approach = np.repeat(np.arange(row.size), number)
    ago = rng.random(approach.size, np.float32) * np.float32(LOOK_BACK * MONTHS_PER_YEAR)
    who = row[approach]
    away = lives.is_away(who, lives.spell(who, month[approach].astype(np.float32) - ago))
    felt = away | (rng.random(approach.size, np.float32) < INCIDENTS.home / INCIDENTS.away)
    sizes = rng.standard_exponential(approach.size, np.float32) * np.exp(-ago * np.float32(DECAY / 12))
    return np.bincount(approach, np.where(felt, sizes, 0.0), row.size).astype(np.float32)


def _engaged(rng: np.random.Generator, row: Ints, month: Ints, ties: Counts, grievance: Single) -> Outcome:
    """Approaches up to the month in which each person engages, and how many people do."""
    engages = rng.random(row.size) < columns.probabilities(ties, grievance)
    first = np.full(int(row.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, row[engages], month[engages])
    return Outcome(int(np.count_nonzero(month <= first[row])), int(np.unique(row[engages]).size))


def _total(*parts: Outcome) -> Outcome:
    return Outcome(sum(part.approaches for part in parts), sum(part.engaged for part in parts))
