"""Ties and the support they give: kin in the same place, a community, mentors and religious leaders.

Some kin, mentors and leaders are of the other sign: they recruit, and count against. The same ties are the edges along which an
engaged person calls (`pathway/contacts.py`).
"""

import math

from counterflow.people.arithmetic import exp
from counterflow.people.compiled import kernel
from counterflow.people.homes import KIN, Who, kin_slot, relative
from counterflow.people.journeys import Stay, is_away, stay_at
from counterflow.people.keys import EDGE, KEPT_TIES, KIN_SIGN, MENTORS, TIES, coarse, exponential, word, words
from counterflow.people.luck import Luck
from counterflow.people.points import point, strips_needed
from counterflow.people.programmes import addition, highest_addition, lowest_addition
from counterflow.people.register import Register, is_absent
from counterflow.people.seats import neighbourhood
from counterflow.people.traits import is_mobile, person_of
from counterflow.world import Arm, Floats, World

HOME_TIES = 8
TIE_STRIP = 2.0
MENTOR_STRIP = 0.25
_TIES_ADDED, _MENTORS_ADDED = 0, 1
_LOOK_BACK = 4.0  # mean lives: of the ties older than that, fewer than 2 in 100 would still be alive


@kernel
def _alive(
    world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float, mentors: bool
) -> tuple[int, int]:
    """(ties born since arrival and still alive at t, how many of them are of the other sign)."""
    place = stay.place
    if mentors:
        base, effect, r0, purpose = world.places.mentor_births[place], _MENTORS_ADDED, MENTOR_STRIP, MENTORS
        other = world.ties.other_sign[1]
    else:
        base, effect, r0, purpose = world.places.tie_births[place], _TIES_ADDED, TIE_STRIP, TIES
        base *= 1.0 + world.ties.ghetto * world.places.ghetto[place]
        other = 0.0
    strips = strips_needed(r0, base + highest_addition(arm, effect))
    sure = base + lowest_addition(arm, effect)  # below it, programmes change nothing
    oldest = max(stay.since, t - _LOOK_BACK * world.ties.lifetime)
    alive, opposed = 0, 0
    for year in range(math.floor(oldest), math.floor(t) + 1):
        for strip in range(strips):
            at = float(year)
            number = 0
            while True:
                gap, height, mark, sign = point(luck.key, word(who.person), purpose, r0, strip, year, number)
                number += 1
                at += gap
                if at > t or at >= year + 1:
                    break
                if at < oldest or t - at >= world.ties.lifetime * exponential(coarse(mark)):
                    continue
                rate = base
                if height >= sure:
                    rate += addition(arm, luck.key, effect, who.person, place, at)
                if height < rate:
                    alive += 1
                    if sign < other:
                        opposed += 1
    return alive, opposed


@kernel
def kept_ties(world: World, luck: Luck, who: Who, stay: Stay, t: float) -> int:
    """Home ties that the person has at t: all of them at home, those kept and not yet decayed abroad."""
    share = world.ties.home_ties / HOME_TIES
    if is_away(world, stay.place):
        share *= world.ties.kept * exp(-world.ties.decay * (t - stay.since))
    count = 0
    for half in range(2):
        w0, w1, w2, w3 = words(luck.key, word(who.person), KEPT_TIES, word(2 * stay.number + half))
        count += (coarse(w0) < share) + (coarse(w1) < share) + (coarse(w2) < share) + (coarse(w3) < share)
    return count


@kernel
def kin_mark(luck: Luck, one: int, other: int) -> float:
    """The mark of an edge between kin: the tie is of the other sign iff it lies below the share of kin who recruit."""
    low, high = min(one, other), max(one, other)
    w0, _, _, _ = words(luck.key, EDGE | word(low), KIN_SIGN, word(high - low))
    return coarse(w0)


@kernel
def is_kin_present(
    world: World, luck: Luck, register: Register, who: Who, number: int, stay: Stay, t: float, spells: Floats
) -> bool:
    """Whether kin `number` is in the same place at t: neither elsewhere, nor gone, nor detained."""
    kin = relative(who, kin_slot(who, number))
    away = is_away(world, stay.place)
    if is_mobile(kin) == 1:
        if away and not _may_live_at(world, luck, kin, stay.place):
            return False
        if stay_at(world, luck, kin, person_of(world.traits, luck, kin), t, spells).place != stay.place:
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
    count = 0
    for number in range(KIN):
        if is_kin_present(world, luck, register, who, number, stay, t, spells):
            count += -1 if kin_mark(luck, who.person, who.first + kin_slot(who, number)) < recruit else 1
    return count


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
    new, _ = _alive(world, arm, luck, who, stay, t, False)
    mentors, opposed = _alive(world, arm, luck, who, stay, t, True)
    ties = min(cap, float(kept_ties(world, luck, who, stay, t) + new))
    return ties, min(cap, float(mentors - opposed)), min(cap, float(opposed))


@kernel
def isolation_at(
    world: World, arm: Arm, luck: Luck, register: Register, who: Who, stay: Stay, t: float, spells: Floats
) -> float:
    """exp(-support / scale) in (0, 1]: 1 for somebody whom nobody supports. `spells` is overwritten."""
    ties, mentors, opposed = community(world, arm, luck, who, stay, t)
    kin = kin_present(world, luck, register, who, stay, t, spells)
    support = world.ties.kin * kin + ties + world.ties.mentor * (mentors - opposed)
    return exp(-max(support, 0.0) / world.ties.scale)
