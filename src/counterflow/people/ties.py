"""Ties and the support they give: kin in the same place, a community, mentors and religious leaders.

Some kin, mentors and leaders are of the other sign: they recruit, and count against. The same ties are the edges along which an
engaged person calls (`pathway/contacts.py`).
"""

import math

import numpy as np

from counterflow.people.arithmetic import exp
from counterflow.people.compiled import inlined, kernel
from counterflow.people.homes import KIN, Who, is_mobile, kin_slot, relative
from counterflow.people.journeys import Stay, is_away, stay_at
from counterflow.people.keys import (
    COUNTS,
    KEPT_TIES,
    MENTORS,
    TIES,
    Word,
    coarse,
    exponential,
    point_index,
    word,
    words,
)
from counterflow.people.luck import Luck
from counterflow.people.permutation import mix
from counterflow.people.points import count, counted_point, mean_row, strip_floor, strips_needed
from counterflow.people.programmes import addition, highest_addition, lowest_addition
from counterflow.people.register import Register, is_absent
from counterflow.people.seats import neighbourhood
from counterflow.people.traits import person_of
from counterflow.world import Arm, Floats, World

HOME_TIES = 8
TIE_STRIP, TIE_ROW = 1.0, 2
MENTOR_STRIP, MENTOR_ROW = 0.25, 0
"""Lowest strips of the births of ties and of mentors, and the rows of their means."""
_TIES_ADDED, _MENTORS_ADDED = 0, 1
_LOOK_BACK = 4.0  # mean lives: of the ties older than that, fewer than 2 in 100 would still be alive
_16 = np.uint64(16)
_LOW_16 = np.uint64(0xFFFF)
_32 = np.uint64(32)
_PAIRS = np.uint64(1024)


@kernel
def tie_births(world: World, place: int) -> float:
    """New community ties per person-year at a place, without programmes."""
    return world.places.tie_births[place] * (1.0 + world.ties.ghetto * world.places.ghetto[place])


@kernel
def _holds(
    world: World, arm: Arm, luck: Luck, who: Who, place: int, t: float, oldest: float,
    effect: int, base: float, sure: float, at: float, height: float, mark: Word,
) -> bool:  # fmt: skip
    """Whether a point of births is a tie that was born and still holds at t."""
    if at < oldest or at > t:
        return False
    if height >= sure and height >= base + addition(arm, luck.key, effect, who.person, place, at):
        return False
    return t - at < world.ties.lifetime * exponential(coarse(mark))


@kernel
def _new_ties(world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float) -> tuple[int, int, int]:
    """(ties, mentors, of these mentors of the other sign) born since arrival and still alive at t."""
    place, entity = stay.place, word(who.person)
    base, r0 = (tie_births(world, place), world.places.mentor_births[place]), (TIE_STRIP, MENTOR_STRIP)
    highest = (
        base[0] + highest_addition(arm, _TIES_ADDED),
        base[1] + highest_addition(arm, _MENTORS_ADDED),
    )
    # Below `sure`, programmes change nothing.
    sure = (base[0] + lowest_addition(arm, _TIES_ADDED), base[1] + lowest_addition(arm, _MENTORS_ADDED))
    strips = max(strips_needed(r0[0], highest[0]), strips_needed(r0[1], highest[1]))
    oldest = max(stay.since, t - _LOOK_BACK * world.ties.lifetime)
    ties, mentors, opposed = 0, 0, 0
    for year in range(math.floor(oldest), math.floor(t) + 1):
        for pair in range((strips + 1) // 2):
            counts = words(luck.key, entity, TIES + COUNTS, point_index(pair, year, 0))
            for cell in range(4):  # ties in two strips, mentors in two strips
                kind, strip = cell // 2, 2 * pair + cell % 2
                if strip_floor(r0[kind], strip) >= highest[kind]:
                    continue
                row = mean_row(TIE_ROW if kind == 0 else MENTOR_ROW, strip)
                for number in range(count(row, counts[cell])):
                    at, height, mark, sign = counted_point(
                        luck.key, entity, TIES if kind == 0 else MENTORS, r0[kind], strip, year, number
                    )
                    if height < highest[kind] and _holds(
                        world,
                        arm,
                        luck,
                        who,
                        place,
                        t,
                        oldest,
                        kind,
                        base[kind],
                        sure[kind],
                        at,
                        height,
                        mark,
                    ):
                        if kind == 0:
                            ties += 1
                        else:
                            mentors += 1
                            opposed += 1 if sign < world.ties.other_sign[1] else 0
    return ties, mentors, opposed


@kernel
def kept_ties(world: World, luck: Luck, who: Who, stay: Stay, t: float) -> int:
    """Home ties that the person has at t: all of them at home, those kept and not yet decayed abroad; marks of 16 bits."""
    share = world.ties.home_ties / HOME_TIES
    if is_away(world, stay.place):
        share *= world.ties.kept * exp(-world.ties.decay * (t - stay.since))
    least = share * 65536.0
    total = 0
    for mark in words(luck.key, word(who.person), KEPT_TIES, word(stay.number)):
        for half in (mark >> _16, mark & _LOW_16):
            total += 1 if np.float64(half) + 0.5 < least else 0
    return total


@kernel
def kin_mark(who: Who, slot: int) -> float:
    """The mark of an edge between kin: the tie is of the other sign iff it lies below the share of kin who recruit.

    The block's own Philox word goes through the mixer with the pair's slots, the same from either end.
    """
    low, high = min(who.slot, slot), max(who.slot, slot)
    pair = word(who.first) * _PAIRS + word(32 * low + high)
    return coarse(mix((word(who.signs) << _32) ^ mix(pair)) >> _32)


@kernel
def is_kin_present(
    world: World, luck: Luck, register: Register, who: Who, number: int, stay: Stay, t: float, spells: Floats
) -> bool:
    """Whether kin `number` is in the same place at t: neither elsewhere, nor gone, nor detained."""
    kin = relative(who, kin_slot(who, number))
    away = is_away(world, stay.place)
    if is_mobile(world.homes, luck, kin) == 1:
        if away and not _may_live_at(world, luck, kin, stay.place):
            return False
        if stay_at(world, luck, kin, person_of(world, luck, kin), t, spells).place != stay.place:
            return False
    elif away:
        return False
    return not is_absent(register, kin.person)


@kernel
def kin_present(
    world: World, luck: Luck, register: Register, who: Who, stay: Stay, t: float, spells: Floats
) -> int:
    """Kin in the same place at t, those who recruit counted as -1."""
    recruit = world.ties.other_sign[0] * world.parameters.kin_recruit
    total = 0
    for number in range(KIN):
        if is_kin_present(world, luck, register, who, number, stay, t, spells):
            total += -1 if kin_mark(who, kin_slot(who, number)) < recruit else 1
    return total


@kernel
def _may_live_at(world: World, luck: Luck, kin: Who, place: int) -> bool:
    """Cheap test before a walk: whether the place can be theirs at all (a third country can be anybody's while a ban holds)."""
    districts = world.homes.district_cohort.shape[0]
    return world.places.abroad[place] != 1 or neighbourhood(world, luck, kin) == place - districts


@kernel
def community(
    world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float
) -> tuple[float, float, float]:
    """(community ties, mentors for, mentors against) at t, each at most the scenario's cap."""
    cap = world.ties.cap
    new, mentors, opposed = _new_ties(world, arm, luck, who, stay, t)
    ties = min(cap, float(kept_ties(world, luck, who, stay, t) + new))
    return ties, min(cap, float(mentors - opposed)), min(cap, float(opposed))


@kernel
def kin_possible(world: World, luck: Luck, register: Register, who: Who, stay: Stay) -> tuple[int, int]:
    """(least, most) that `kin_present` can be, without a walk: kin who never move are at home, the others here or elsewhere."""
    recruit = world.ties.other_sign[0] * world.parameters.kin_recruit
    away = is_away(world, stay.place)
    least, most = 0, 0
    for number in range(KIN):
        slot = kin_slot(who, number)
        kin = relative(who, slot)
        moves = is_mobile(world.homes, luck, kin) == 1
        if (away and not moves) or is_absent(register, kin.person):
            continue
        sign = -1 if kin_mark(who, slot) < recruit else 1
        if sign < 0 or not moves:
            least += sign
        if sign > 0 or not moves:
            most += sign
    return least, most


@kernel
def community_support(world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float) -> float:
    """What ties and mentors add to support."""
    ties, mentors, opposed = community(world, arm, luck, who, stay, t)
    return ties + world.ties.mentor * (mentors - opposed)


@inlined
def isolation_of(world: World, kin: int, rest: float) -> float:
    """exp(-support / scale) in (0, 1] with so many kin present and so much other support: 1 for whom nobody supports."""
    return exp(-max(world.ties.kin * kin + rest, 0.0) / world.ties.scale)
