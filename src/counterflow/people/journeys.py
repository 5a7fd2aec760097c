"""Journeys: where a person is at time t, by walking the spells from two years before the start.

Home spells run on a seasonal clock (monthly rates with mean 1, times dated factors), host spells on the ordinary one. A spell's
length is one uniform through a quantile table. Spells come in pairs, one at home and one abroad, and each pair has one draw of its
own: two lengths, the stay's legal status and its ban; nothing repeats from stay to stay. A stay in Russia may end with a re-entry
ban: while it holds, the person works in a third country or waits at home. Rule for a clock that changes its speed within a spell:
the rest of the spell runs at the new speed.
"""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import inlined, kernel
from counterflow.people.homes import UNKNOWN, Who, is_mobile
from counterflow.people.keys import JOURNEY, coarse, word, words
from counterflow.people.luck import Luck
from counterflow.people.seats import NONE, neighbourhood, third_place
from counterflow.people.tables import daily, quantile
from counterflow.people.traits import Person
from counterflow.world import DAYS_PER_YEAR, EARLY, Floats, Journeys, World

REMEMBERED = 64
"""Spells kept while walking; hardship looks back a few years at most, which are fewer spells than this."""
NEVER = 1e9
BEGIN, END, PLACE, MARK, BANNED = 0, 1, 2, 3, 4
_AT_HOME = -1e9  # a mark that is regular whatever programmes take away
RUSSIA = 1


class Stay(NamedTuple):
    """Where a person is.

    The last `spells` rows of the scratch table (at most REMEMBERED) are the walk that led here, this stay last; row i of a
    mobile person is spell i + 1.
    """

    place: int  # 0..P-1
    since: float
    number: int  # of the spell: 0 for those who never move
    mark: float  # of legal status: regular without programmes iff below the share of regular stays that begin that day
    spells: int
    until: float


@kernel
def new_scratch() -> Floats:
    """A scratch table for spells: (begin, end, place, mark, ended with a ban)."""
    return np.empty((REMEMBERED, 5))


@inlined
def clock_at(journeys: Journeys, cohort: int, t: float) -> float:
    """The seasonal clock of a cohort at time t."""
    table = journeys.clock[cohort]
    x = (t + EARLY) * DAYS_PER_YEAR
    i = int(x)
    if i >= table.shape[0] - 1:
        i = table.shape[0] - 2
    return table[i] + (table[i + 1] - table[i]) * (x - i)


@inlined
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


@inlined
def _note(spells: Floats, n: int, begin: float, end: float, place: int, mark: float, banned: int) -> None:
    row = spells[n % REMEMBERED]
    row[BEGIN], row[END], row[PLACE], row[MARK], row[BANNED] = begin, end, place, mark, banned


@inlined
def _is_banned(
    world: World, luck: Luck, who: Who, place: int, begin: float, end: float, mark: float, uniform: float
) -> int:
    """Whether a stay abroad ends with a re-entry ban; the dated tables are read only for a mark that can mean one."""
    journeys = world.journeys
    if uniform >= luck.ban[who.cohort] or world.places.abroad[place] != RUSSIA:
        return 0
    regular = mark < daily(journeys.legal[who.cohort], begin)
    chance = daily(journeys.ban[who.cohort], end) * (journeys.ban_regular if regular else 1.0)
    return 1 if uniform < chance else 0


@inlined
def _home_until(world: World, luck: Luck, who: Who, begin: float, length: float, ban_until: float) -> float:
    """End of a spell at home on the seasonal clock; who has no seat in a third country waits for a ban to end."""
    journeys = world.journeys
    end = when_clock(journeys, who.cohort, clock_at(journeys, who.cohort, begin) + length)
    if end < ban_until and third_place(world, luck, who) == NONE:
        return ban_until
    return end


@kernel
def stay_at(world: World, luck: Luck, who: Who, person: Person, t: float, spells: Floats) -> Stay:
    """Where a person is at time t (-EARLY <= t); fills `spells` with the walk up to t, ring-wise by spell number."""
    journeys = world.journeys
    home = who.district
    works_from = journeys.first_age - person.age
    works_until = journeys.last_age - person.age
    if (
        t < works_from
        or works_from >= works_until
        or works_until <= -EARLY
        or is_mobile(world.homes, luck, who) == 0
    ):
        _note(spells, 0, -NEVER, NEVER, home, _AT_HOME, 0)
        return Stay(home, -EARLY, 0, _AT_HOME, 1, NEVER)
    districts = world.homes.district_cohort.shape[0]
    host = UNKNOWN
    begin = max(-EARLY, works_from)
    first = works_from <= -EARLY
    abroad = first and person.early < journeys.away_share[who.cohort]
    ban_until = -NEVER
    n = 0
    while True:
        w0, w1, w2, w3 = words(luck.key, word(who.person), JOURNEY, word(n // 2))
        for uniform in (coarse(w0), coarse(w1)):
            n += 1
            if abroad:
                table = journeys.host_first if first else journeys.host_quantile
                end = begin + quantile(table[who.cohort], uniform)
                if begin < ban_until:
                    place = districts + third_place(world, luck, who)  # who has none waited at home
                else:
                    if host == UNKNOWN:
                        host = districts + neighbourhood(world, luck, who)
                    place = host
                mark = coarse(w2)
                banned = _is_banned(world, luck, who, place, begin, end, mark, coarse(w3))
            else:
                table = journeys.home_first if first else journeys.home_quantile
                end = _home_until(world, luck, who, begin, quantile(table[who.cohort], uniform), ban_until)
                place, mark, banned = home, _AT_HOME, 0
            if end > works_until:  # from then on at home for good
                if t >= works_until:
                    _note(spells, n - 1, begin, works_until, place, mark, 0)
                    _note(spells, n, works_until, NEVER, home, _AT_HOME, 0)
                    return Stay(home, works_until, n + 1, _AT_HOME, n + 1, NEVER)
                end = works_until
                banned = 0
            _note(spells, n - 1, begin, end, place, mark, banned)
            if t < end:
                return Stay(place, begin, n, mark, n, end)
            if banned == 1:
                ban_until = end + journeys.ban_years
            begin, abroad, first = end, not abroad, False


@kernel
def is_away(world: World, place: int) -> bool:
    """Whether a place is a host neighbourhood rather than a home district."""
    return place >= world.homes.district_cohort.shape[0]
