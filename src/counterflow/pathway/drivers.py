"""The drivers: one definition each, standardised with the world's constants (model.md, "Drivers")."""

import math

from counterflow.people.arithmetic import log, logistic
from counterflow.people.compiled import kernel
from counterflow.people.hardship import grievance_at, is_regular
from counterflow.people.homes import Who, is_mobile
from counterflow.people.journeys import Stay, is_away, stay_at
from counterflow.people.luck import Luck
from counterflow.people.register import Register
from counterflow.people.tables import daily
from counterflow.people.ties import isolation_at
from counterflow.people.traits import Person, Social, social_of
from counterflow.world import Arm, Floats, World

SUPPORT, GRIEVANCE, IDEOLOGY, REPRESSION, PRECARITY, BELONGING = 0, 1, 2, 3, 4, 5
K = 6
_SLACK = 1e-9


@kernel
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
def plain_drivers(
    world: World, arm: Arm, luck: Luck, who: Who, social: Social, stay: Stay, t: float, into: Floats
) -> None:
    """Fill in the drivers that need no walk through ties and incidents; support and grievance are left unknown (nan)."""
    into[SUPPORT], into[GRIEVANCE] = math.nan, math.nan
    country = world.places.country[stay.place]
    parameters = world.parameters
    mobile = is_mobile(world.homes, luck, who)
    precarity = (
        social.precarity + parameters.selection[0] * mobile + daily(world.levels.precarity[country], t)
    )
    if is_away(world, stay.place):
        regular = is_regular(arm, luck, who, stay.place, stay.margin, stay.since)
        precarity += world.levels.irregular * (1 - regular)
    belonging = social.belonging + parameters.selection[1] * mobile
    ideology = ideology_raw(world, stay.place, t, social)
    into[IDEOLOGY] = standardise(world, IDEOLOGY, ideology)
    into[REPRESSION] = standardise(world, REPRESSION, world.levels.repression[who.cohort])
    into[PRECARITY] = standardise(world, PRECARITY, precarity)
    into[BELONGING] = standardise(world, BELONGING, belonging)


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
    fixed = world.parameters.fixed[SUPPORT]
    raw = 0.0 if fixed == fixed else isolation_at(world, arm, luck, register, who, stay, t, kin_spells)
    into[SUPPORT] = standardise(world, SUPPORT, raw)


@kernel
def know_grievance(
    world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float, spells: Floats, into: Floats
) -> None:
    """Fill in the grievance driver, min(grievance, cap), unless it is known."""
    if into[GRIEVANCE] == into[GRIEVANCE]:
        return
    fixed = world.parameters.fixed[GRIEVANCE]
    raw = (
        0.0
        if fixed == fixed
        else min(world.hardship.cap, grievance_at(world, arm, luck, who, stay, t, spells))
    )
    into[GRIEVANCE] = standardise(world, GRIEVANCE, raw)


@kernel
def possible(world: World, driver: int, drivers: Floats) -> tuple[float, float]:
    """The values that support or grievance can still take: one if it is known."""
    if drivers[driver] == drivers[driver]:
        return drivers[driver], drivers[driver]
    highest = 1.0 if driver == SUPPORT else world.hardship.cap
    return standardise(world, driver, 0.0), standardise(world, driver, highest)


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


@kernel
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

    Ties and incidents are the dear part of a person: they are looked up only where they can still decide, the one that can move
    the odds further first. The result is the same.
    """
    threshold = logit(limit)
    plain = world.parameters.intercepts[stage]
    for k in range(GRIEVANCE + 1, K):
        plain += world.parameters.weights[stage, k] * drivers[k]
    for _ in range(3):
        s_low, s_high = _unknown(world, stage, SUPPORT, drivers)
        g_low, g_high = _unknown(world, stage, GRIEVANCE, drivers)
        if plain + s_high + g_high < threshold - _SLACK:
            return False
        if plain + s_low + g_low > threshold + _SLACK:
            return True
        if s_high - s_low > g_high - g_low:
            know_support(world, arm, luck, register, who, stay, t, scratch[1], drivers)
        else:
            know_grievance(world, arm, luck, who, stay, t, scratch[0], drivers)
    know_support(world, arm, luck, register, who, stay, t, scratch[1], drivers)
    return logistic(log_odds(world, stage, drivers)) > limit
