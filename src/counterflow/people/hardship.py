"""Grievance: incidents by the public, the authorities, employers, and bans, each remembered with a half-life.

Incidents are points of three processes per person, at the rate of the place then lived in, looked back five half-lives across
stays (what is left out is below 3 percent of what was felt); a ban is an incident at the end of the stay that it ended.
"""

import math

from counterflow.people.arithmetic import exp
from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.journeys import BANNED, BEGIN, END, PLACE, REGULAR, REMEMBERED, Stay, is_away
from counterflow.people.keys import HARDSHIP, JOURNEY, MARKS, Word, coarse, exponential, fine, word, words
from counterflow.people.luck import Luck
from counterflow.people.points import point, strips_needed
from counterflow.people.programmes import addition, factor, highest_factor
from counterflow.world import Arm, Floats, World

INCIDENT_STRIP = 1.0
HALF_LIVES = 5.0
BAN = 3
_LN2 = 0.6931471805599453
_EFFECT_OF_SOURCE = 2  # effects "public", "authorities", "employers" follow one another in world.EFFECTS
_LEGAL = 5


@kernel
def _spell_at(spells: Floats, count: int, at: float) -> int:
    """The spell that holds a past time, found by walking back from the present one."""
    n = count - 1
    while n > 0 and count - n < REMEMBERED and spells[n % REMEMBERED, BEGIN] > at:
        n -= 1
    return n


@kernel
def _rate(world: World, source: int, place: int, regular: int) -> float:
    rate = world.places.hardship[source, place]
    if regular == 0 and source > 0:
        rate *= world.hardship.irregular
    return rate


@kernel
def is_regular(arm: Arm, luck: Luck, who: Who, place: int, regular: int, spell: int, begin: float) -> int:
    """Legal status with the programmes' help, given on arrival: for those covered, some irregular stays become regular."""
    if regular == 1 or arm.key.shape[0] == 0:
        return regular
    w0, w1, _, _ = words(luck.key, word(who.person), JOURNEY + MARKS, word(spell))
    return 1 if fine(w0, w1) < addition(arm, luck.key, _LEGAL, who.person, place, begin) else 0


@kernel
def _highest_rate(world: World, arm: Arm, source: int, spells: Floats, count: int, oldest: float) -> float:
    """A bound on the source's rate since `oldest`, over all programmes."""
    highest = 0.0
    n = count - 1
    while n >= 0 and count - n <= REMEMBERED and spells[n % REMEMBERED, END] >= oldest:
        row = spells[n % REMEMBERED]
        highest = max(highest, _rate(world, source, int(row[PLACE]), int(row[REGULAR])))
        n -= 1
    return highest * highest_factor(arm, _EFFECT_OF_SOURCE + source)


@kernel
def _incident_size(
    world: World,
    arm: Arm,
    luck: Luck,
    who: Who,
    source: int,
    at: float,
    height: float,
    mark: Word,
    spells: Floats,
    count: int,
) -> float:
    """Size of a point of a source if it happens where the person then lived, else 0."""
    n = _spell_at(spells, count, at)
    row = spells[n % REMEMBERED]
    place = int(row[PLACE])
    regular = is_regular(arm, luck, who, place, int(row[REGULAR]), n + 1, row[BEGIN])
    rate = _rate(world, source, place, regular)
    effect = _EFFECT_OF_SOURCE + source
    if height >= rate * factor(arm, luck.key, effect, who.person, place, at):
        return 0.0
    return world.hardship.size[source] * exponential(coarse(mark))


@kernel
def grievance_at(world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float, spells: Floats) -> float:
    """Sum of incident sizes x 2^(-age / half-life) at time t, not capped; `spells` is the walk that led to `stay`."""
    oldest = t - HALF_LIVES * world.hardship.half_life
    decay = _LN2 / world.hardship.half_life
    total = 0.0
    for source in range(3):
        highest = _highest_rate(world, arm, source, spells, stay.spells, oldest)
        strips = strips_needed(INCIDENT_STRIP, highest)
        purpose = HARDSHIP + word(source)
        for year in range(math.floor(oldest), math.floor(t) + 1):
            for strip in range(strips):
                at = float(year)
                number = 0
                while True:
                    gap, height, mark, _ = point(
                        luck.key, word(who.person), purpose, INCIDENT_STRIP, strip, year, number
                    )
                    number += 1
                    at += gap
                    if at > t or at >= year + 1:
                        break
                    if at < oldest or height >= highest:
                        continue
                    size = _incident_size(
                        world, arm, luck, who, source, at, height, mark, spells, stay.spells
                    )
                    if size > 0.0:
                        total += size * exp(-decay * (t - at))
    return total + _bans(world, stay, t, oldest, decay, spells)


@kernel
def _bans(world: World, stay: Stay, t: float, oldest: float, decay: float, spells: Floats) -> float:
    total = 0.0
    for n in range(max(0, stay.spells - REMEMBERED), stay.spells - 1):
        row = spells[n % REMEMBERED]
        if row[BANNED] == 1.0 and is_away(world, int(row[PLACE])) and oldest <= row[END] <= t:
            total += world.hardship.size[BAN] * exp(-decay * (t - row[END]))
    return total
