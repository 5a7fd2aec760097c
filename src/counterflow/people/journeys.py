"""Journeys: where a person is at time t, by walking the spells from two years before the start.

Home spells run on a seasonal clock (monthly rates with mean 1, times dated factors), host spells on the ordinary one. A spell's
length is one uniform through a quantile table; each spell has its own number, so that nothing repeats from stay to stay. A stay in
Russia may end with a re-entry ban: while it holds, the person works in a third country or waits at home. Rule for a clock that
changes its speed within a spell: the rest of the spell runs at the new speed.
"""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.keys import JOURNEY, coarse, fine, word, words
from counterflow.people.luck import Luck
from counterflow.people.seats import NONE, neighbourhood, third_place
from counterflow.people.tables import daily, quantile
from counterflow.people.traits import Person, is_mobile
from counterflow.world import DAYS_PER_YEAR, EARLY, Floats, Journeys, World

REMEMBERED = 64
"""Spells kept while walking; hardship looks back a few years at most, which are fewer spells than this."""
NEVER = 1e9
BEGIN, END, PLACE, REGULAR, BANNED = 0, 1, 2, 3, 4
RUSSIA = 1


class Stay(NamedTuple):
    """Where a person is.

    The last `spells` rows of the scratch table (at most REMEMBERED) are the walk that led here, this stay last; row i of a
    mobile person is spell i + 1.
    """

    place: int  # 0..P-1
    since: float
    number: int  # of the spell: 0 for those who never move
    regular: int
    spells: int
    until: float


@kernel
def new_scratch() -> Floats:
    """A scratch table for spells: (begin, end, place, regular, ended with a ban)."""
    return np.empty((REMEMBERED, 5))


@kernel
def clock_at(journeys: Journeys, cohort: int, t: float) -> float:
    """The seasonal clock of a cohort at time t."""
    table = journeys.clock[cohort]
    x = (t + EARLY) * DAYS_PER_YEAR
    i = int(x)
    if i >= table.shape[0] - 1:
        i = table.shape[0] - 2
    return table[i] + (table[i + 1] - table[i]) * (x - i)


@kernel
def when_clock(journeys: Journeys, cohort: int, value: float) -> float:
    """The time at which the seasonal clock reaches a value; NEVER beyond its end."""
    table = journeys.clock[cohort]
    last = table.shape[0] - 1
    if value >= table[last]:
        return NEVER
    i = journeys.clock_day[cohort, int(value * DAYS_PER_YEAR)]
    while table[i + 1] <= value:
        i += 1
    return (i + (value - table[i]) / (table[i + 1] - table[i])) / DAYS_PER_YEAR - EARLY


@kernel
def _note(spells: Floats, n: int, begin: float, end: float, place: int, regular: int, banned: int) -> None:
    row = spells[n % REMEMBERED]
    row[BEGIN], row[END], row[PLACE], row[REGULAR], row[BANNED] = begin, end, place, regular, banned


@kernel
def stay_at(world: World, luck: Luck, who: Who, person: Person, t: float, spells: Floats) -> Stay:
    """Where a person is at time t (-EARLY <= t); fills `spells` with the walk up to t, ring-wise by spell number."""
    journeys = world.journeys
    home = who.district
    works_from = journeys.first_age - person.age
    works_until = journeys.last_age - person.age
    if is_mobile(who) == 0 or t < works_from or works_from >= works_until or works_until <= -EARLY:
        _note(spells, 0, -NEVER, NEVER, home, 1, 0)
        return Stay(home, -EARLY, 0, 1, 1, NEVER)
    host = world.homes.district_cohort.shape[0] + neighbourhood(world, luck, who)
    begin = max(-EARLY, works_from)
    first = works_from <= -EARLY
    abroad = False
    if first:
        _, _, w2, _ = words(luck.key, word(who.person), JOURNEY, word(0))
        abroad = coarse(w2) < journeys.away_share[who.cohort]
    ban_until = -NEVER
    n = 0
    while True:
        n += 1
        w0, w1, w2, w3 = words(luck.key, word(who.person), JOURNEY, word(n))
        uniform = fine(w0, w1)
        if abroad:
            table = journeys.host_first if first else journeys.host_quantile
            end = begin + quantile(table[who.cohort], uniform)
            place = host
            if begin < ban_until:
                place = world.homes.district_cohort.shape[0] + third_place(
                    world, luck, who
                )  # who has none waited at home
            regular = 1 if coarse(w2) < daily(journeys.legal[who.cohort], begin) else 0
            banned = 0
            if world.places.abroad[place] == RUSSIA:
                chance = daily(journeys.ban[who.cohort], end) * (
                    journeys.ban_regular if regular == 1 else 1.0
                )
                banned = 1 if coarse(w3) < chance else 0
        else:
            table = journeys.home_first if first else journeys.home_quantile
            end = when_clock(
                journeys,
                who.cohort,
                clock_at(journeys, who.cohort, begin) + quantile(table[who.cohort], uniform),
            )
            if end < ban_until and third_place(world, luck, who) == NONE:
                end = ban_until
            place, regular, banned = home, 1, 0
        if end > works_until:  # from then on at home for good
            if t >= works_until:
                _note(spells, n - 1, begin, works_until, place, regular, 0)
                _note(spells, n, works_until, NEVER, home, 1, 0)
                return Stay(home, works_until, n + 1, 1, n + 1, NEVER)
            end = works_until
            banned = 0
        _note(spells, n - 1, begin, end, place, regular, banned)
        if t < end:
            return Stay(place, begin, n, regular, n, end)
        if banned == 1:
            ban_until = end + journeys.ban_years
        begin, abroad, first = end, not abroad, False


@kernel
def is_away(world: World, place: int) -> bool:
    """Whether a place is a host neighbourhood rather than a home district."""
    return place >= world.homes.district_cohort.shape[0]
