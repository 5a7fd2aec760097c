"""The drivers: one definition each, standardised with the world's constants (model.md, "Drivers")."""

import math

import numpy as np

from counterflow.people.arithmetic import log, logistic
from counterflow.people.compiled import inlined, kernel
from counterflow.people.hardship import grievance_at, is_regular
from counterflow.people.homes import Who, is_mobile
from counterflow.people.journeys import Stay, is_away, stay_at
from counterflow.people.luck import Luck
from counterflow.people.register import Register
from counterflow.people.tables import daily
from counterflow.people.ties import community_support, isolation_of, kin_possible, kin_present
from counterflow.people.traits import Person, Social, social_of
from counterflow.world import Arm, Floats, World

SUPPORT, GRIEVANCE, IDEOLOGY, REPRESSION, PRECARITY, BELONGING = 0, 1, 2, 3, 4, 5
K = 6
COMMUNITY, LEAST, MOST = 6, 7, 8
"""Beside the drivers: support by ties and mentors (nan while unknown), and the range in which isolation must lie."""
SLOTS = 9
_SLACK = 1e-9


def new_drivers() -> Floats:
    """Room for a person's drivers, and for what is known of them so far."""
    return np.zeros(SLOTS)


@inlined
def standardise(world: World, driver: int, raw: float) -> float:
    """A driver's value in standard deviations from the mean of the fixed keyed sample; a counterfactual level wins."""
    fixed = world.parameters.fixed[driver]
    if fixed == fixed:  # not nan
        return fixed
    return (raw - world.levels.centre[driver]) / world.levels.spread[driver]


@kernel
def ideology_raw(world: World, place: int, t: float, social: Social) -> float:
    """Reach of the movement's message: where one is and when, online or not, schooling, practising."""
    reach = daily(world.levels.message[world.places.country[place]], t)
    if social.online == 1:
        reach *= 1.0 + world.levels.message_online
    levels = world.levels
    return reach * levels.message_schooling[social.schooling] * levels.message_practising[social.practising]


@kernel
def fill_plain(
    world: World, luck: Luck, who: Who, social: Social, place: int, regular: int, t: float, into: Floats
) -> None:
    """Fill in the drivers that need no walk through ties and incidents; support and grievance are left unknown (nan).

    `into` holds SLOTS values.
    """
    into[SUPPORT], into[GRIEVANCE] = math.nan, math.nan
    into[COMMUNITY], into[LEAST], into[MOST] = math.nan, 0.0, 1.0
    country = world.places.country[place]
    parameters = world.parameters
    mobile = is_mobile(world.homes, luck, who)
    precarity = (
        social.precarity + parameters.selection[0] * mobile + daily(world.levels.precarity[country], t)
    )
    if is_away(world, place):
        precarity += world.levels.irregular * (1 - regular)
    belonging = social.belonging + parameters.selection[1] * mobile
    into[IDEOLOGY] = standardise(world, IDEOLOGY, ideology_raw(world, place, t, social))
    into[REPRESSION] = standardise(world, REPRESSION, world.levels.repression[who.cohort])
    into[PRECARITY] = standardise(world, PRECARITY, precarity)
    into[BELONGING] = standardise(world, BELONGING, belonging)


@kernel
def plain_drivers(
    world: World, arm: Arm, luck: Luck, who: Who, social: Social, stay: Stay, t: float, into: Floats
) -> None:
    """The same where somebody is known to stay."""
    regular = 1
    if is_away(world, stay.place):
        regular = is_regular(world, arm, luck, who, stay.place, stay.mark, stay.since)
    fill_plain(world, luck, who, social, stay.place, regular, t, into)


@kernel
def know_community(
    world: World, arm: Arm, luck: Luck, register: Register, who: Who, stay: Stay, t: float, into: Floats
) -> None:
    """Fill in what ties and mentors make of support, and what isolation can then be: kin who may be away are not looked for."""
    if into[COMMUNITY] == into[COMMUNITY]:
        return
    rest = community_support(world, arm, luck, who, stay, t)
    fewest, most = (0, 0) if world.ties.kin == 0.0 else kin_possible(world, luck, register, who, stay)
    into[COMMUNITY] = rest
    into[LEAST], into[MOST] = isolation_of(world, most, rest), isolation_of(world, fewest, rest)


@kernel
def know_support(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    stay: Stay,
    t: float,
    kin_spells: Floats,
    into: Floats,
) -> None:
    """Fill in the support driver, isolation, unless it is known. Writes over `kin_spells`."""
    if into[SUPPORT] == into[SUPPORT]:
        return
    fixed, raw = world.parameters.fixed[SUPPORT], 0.0
    if fixed != fixed:
        know_community(world, arm, luck, register, who, stay, t, into)
        raw = into[LEAST]
        if into[LEAST] != into[MOST]:
            kin = kin_present(world, luck, register, who, stay, t, kin_spells)
            raw = isolation_of(world, kin, into[COMMUNITY])
    into[SUPPORT] = standardise(world, SUPPORT, raw)


@kernel
def know_grievance(
    world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float, spells: Floats, into: Floats
) -> None:
    """Fill in the grievance driver unless it is known."""
    if into[GRIEVANCE] == into[GRIEVANCE]:
        return
    fixed = world.parameters.fixed[GRIEVANCE]
    raw = 0.0 if fixed == fixed else grievance_at(world, arm, luck, who, stay, t, spells)
    into[GRIEVANCE] = standardise(world, GRIEVANCE, raw)


@kernel
def possible(world: World, driver: int, drivers: Floats) -> tuple[float, float]:
    """The values that support or grievance can still take: one if it is known."""
    if drivers[driver] == drivers[driver]:
        return drivers[driver], drivers[driver]
    if driver == SUPPORT:
        return standardise(world, SUPPORT, drivers[LEAST]), standardise(world, SUPPORT, drivers[MOST])
    return standardise(world, driver, 0.0), standardise(world, driver, world.hardship.cap)


@kernel
def all_drivers(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    person: Person,
    t: float,
    scratch: Floats,
    into: Floats,
) -> Stay:
    """Fill in all drivers of a person at time t; gives where the person is. `scratch` is [2, REMEMBERED, 5]."""
    stay = stay_at(world, luck, who, person, t, scratch[0])
    plain_drivers(world, arm, luck, who, social_of(world.traits, luck, who, person.age + t), stay, t, into)
    know_support(world, arm, luck, register, who, stay, t, scratch[1], into)
    know_grievance(world, arm, luck, who, stay, t, scratch[0], into)
    return stay


@kernel
def log_odds(world: World, stage: int, drivers: Floats) -> float:
    """Intercept + sum of weight x driver of a stage, in the drivers' order."""
    weights = world.parameters.weights[stage]
    total = world.parameters.intercepts[stage]
    for k in range(K):
        total += weights[k] * drivers[k]
    return total


@inlined
def logit(p: float) -> float:
    """The log odds of a probability; infinite at and beyond 0 and 1."""
    if p <= 0.0:
        return -math.inf
    return log(p / (1.0 - p)) if p < 1.0 else math.inf


@kernel
def _unknown(world: World, stage: int, driver: int, drivers: Floats) -> tuple[float, float]:
    """Least and most that support or grievance can add to a stage's log odds."""
    weight = world.parameters.weights[stage, driver]
    low, high = possible(world, driver, drivers)
    return min(weight * low, weight * high), max(weight * low, weight * high)


@kernel
def _plain_odds(world: World, stage: int, drivers: Floats) -> float:
    """What a stage's log odds are without support and grievance."""
    plain = world.parameters.intercepts[stage]
    for k in range(GRIEVANCE + 1, K):
        plain += world.parameters.weights[stage, k] * drivers[k]
    return plain


@kernel
def may_be_above(world: World, stage: int, limit: float, drivers: Floats) -> bool:
    """Whether `is_above` can hold, whatever is still unknown."""
    _, support = _unknown(world, stage, SUPPORT, drivers)
    _, grievance = _unknown(world, stage, GRIEVANCE, drivers)
    return _plain_odds(world, stage, drivers) + support + grievance >= logit(limit) - _SLACK


@kernel
def is_above(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    stay: Stay,
    t: float,
    stage: int,
    limit: float,
    scratch: Floats,
    drivers: Floats,
) -> bool:
    """Whether logistic(log odds of a stage) lies above a limit; `drivers` holds at least the plain ones.

    Ties, incidents and kin are the dear part of a person: they are looked up only where they can still decide, the one that can
    move the odds further first. The result is the same.
    """
    threshold = logit(limit)
    plain = _plain_odds(world, stage, drivers)
    for _ in range(4):
        s_low, s_high = _unknown(world, stage, SUPPORT, drivers)
        g_low, g_high = _unknown(world, stage, GRIEVANCE, drivers)
        if plain + s_high + g_high < threshold - _SLACK:
            return False
        if plain + s_low + g_low > threshold + _SLACK:
            return True
        if s_high - s_low <= g_high - g_low:
            know_grievance(world, arm, luck, who, stay, t, scratch[0], drivers)
        elif drivers[COMMUNITY] != drivers[COMMUNITY]:
            know_community(world, arm, luck, register, who, stay, t, drivers)
        else:
            know_support(world, arm, luck, register, who, stay, t, scratch[1], drivers)
    know_support(world, arm, luck, register, who, stay, t, scratch[1], drivers)
    return logistic(log_odds(world, stage, drivers)) > limit
