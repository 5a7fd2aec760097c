"""Grievance: incidents by the public, the authorities, employers, and bans, each remembered with a half-life.

Incidents are points of three processes per person, at the rate of the place then lived in, looked back five half-lives across
stays (what is left out is below 3 percent of what was felt); a ban is an incident at the end of the stay that it ended.
"""

import math

from counterflow.people.arithmetic import exp
from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.journeys import BANNED, BEGIN, END, MARK, PLACE, REMEMBERED, Stay, is_away
from counterflow.people.keys import COUNTS, HARDSHIP, Word, coarse, exponential, point_index, word, words
from counterflow.people.luck import Luck
from counterflow.people.points import count, counted_point, mean_row, strip_floor, strips_needed
from counterflow.people.programmes import addition, factor, highest_factor
from counterflow.people.tables import daily
from counterflow.world import Arm, Floats, World

INCIDENT_STRIP = 0.5
INCIDENT_ROW = 1
"""Row of means of the lowest strip."""
HALF_LIVES = 5.0
BAN = 3
_LN2 = 0.6931471805599453
_EFFECT_OF_SOURCE = 2  # effects "public", "authorities", "employers" follow one another in world.EFFECTS
_LEGAL = 5


@kernel
def _spell_at(spells: Floats, spell_count: int, at: float) -> int:
    """The spell that holds a past time, found by walking back from the present one."""
    n = spell_count - 1
    while n > 0 and spell_count - n < REMEMBERED and spells[n % REMEMBERED, BEGIN] > at:
        n -= 1
    return n


@kernel
def is_regular(world: World, arm: Arm, luck: Luck, who: Who, place: int, mark: float, begin: float) -> int:
    """Legal status on arrival, with what programmes add to (or take from) the share of regular stays."""
    margin = mark - daily(world.journeys.legal[who.cohort], begin)
    if arm.key.shape[0] == 0:
        return 1 if margin < 0.0 else 0
    return 1 if margin < addition(arm, luck.key, _LEGAL, who.person, place, begin) else 0


@kernel
def _most(world: World, source: int, place: int) -> float:
    """A bound on a source's rate at a place, whatever the legal status."""
    rate = world.places.hardship[source, place]
    return rate * max(1.0, world.hardship.irregular) if source > 0 else rate


@kernel
def _highest_rate(
    world: World, arm: Arm, source: int, spells: Floats, spell_count: int, oldest: float
) -> float:
    """A bound on the source's rate since `oldest`, over all programmes."""
    highest = 0.0
    n = spell_count - 1
    while n >= 0 and spell_count - n <= REMEMBERED and spells[n % REMEMBERED, END] >= oldest:
        highest = max(highest, _most(world, source, int(spells[n % REMEMBERED, PLACE])))
        n -= 1
    return highest * highest_factor(arm, _EFFECT_OF_SOURCE + source)


@kernel
def _incident_size(
    world: World, arm: Arm, luck: Luck, who: Who, source: int, at: float, height: float, mark: Word,
    spells: Floats, spell_count: int,
) -> float:  # fmt: skip
    """Size of a point of a source if it happens where the person then lived, else 0."""
    row = spells[_spell_at(spells, spell_count, at) % REMEMBERED]
    place = int(row[PLACE])
    if height >= _most(world, source, place) * highest_factor(arm, _EFFECT_OF_SOURCE + source):
        return 0.0
    rate = world.places.hardship[source, place]
    if source > 0 and is_regular(world, arm, luck, who, place, row[MARK], row[BEGIN]) == 0:
        rate *= world.hardship.irregular
    if height >= rate * factor(arm, luck.key, _EFFECT_OF_SOURCE + source, who.person, place, at):
        return 0.0
    return world.hardship.size[source] * exponential(coarse(mark))


@kernel
def grievance_at(world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float, spells: Floats) -> float:
    """Sum of incident sizes x 2^(-age / half-life) at time t, at most the cap; `spells` is the walk that led to `stay`.

    The latest years come first, since they weigh most: once the cap is reached, nothing older matters.
    """
    oldest = t - HALF_LIVES * world.hardship.half_life
    decay = _LN2 / world.hardship.half_life
    highest = (
        _highest_rate(world, arm, 0, spells, stay.spells, oldest),
        _highest_rate(world, arm, 1, spells, stay.spells, oldest),
        _highest_rate(world, arm, 2, spells, stay.spells, oldest),
    )
    strips = strips_needed(INCIDENT_STRIP, max(highest))
    entity = word(who.person)
    total = _bans(world, stay, t, oldest, decay, spells)
    for year in range(math.floor(t), math.floor(oldest) - 1, -1):
        for strip in range(strips):
            if total >= world.hardship.cap:
                return world.hardship.cap
            counts = words(luck.key, entity, HARDSHIP + COUNTS, point_index(strip, year, 0))
            row, floor = mean_row(INCIDENT_ROW, strip), strip_floor(INCIDENT_STRIP, strip)
            for source in range(3):
                if floor >= highest[source]:
                    continue
                for number in range(count(row, counts[source])):
                    at, height, mark, _ = counted_point(
                        luck.key, entity, HARDSHIP + word(source), INCIDENT_STRIP, strip, year, number
                    )
                    if height >= highest[source] or at > t or at < oldest:
                        continue
                    size = _incident_size(
                        world, arm, luck, who, source, at, height, mark, spells, stay.spells
                    )
                    if size > 0.0:
                        total += size * exp(-decay * (t - at))
    return min(world.hardship.cap, total)


@kernel
def _bans(world: World, stay: Stay, t: float, oldest: float, decay: float, spells: Floats) -> float:
    total = 0.0
    for n in range(max(0, stay.spells - REMEMBERED), stay.spells - 1):
        row = spells[n % REMEMBERED]
        if row[BANNED] == 1.0 and is_away(world, int(row[PLACE])) and oldest <= row[END] <= t:
            total += world.hardship.size[BAN] * exp(-decay * (t - row[END]))
    return total
