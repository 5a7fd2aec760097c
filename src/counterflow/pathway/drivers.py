"""The drivers: one definition each, standardised with the world's constants (model.md, "Drivers")."""

import math

from counterflow.people.arithmetic import logistic
from counterflow.people.compiled import kernel
from counterflow.people.hardship import grievance_at, is_regular
from counterflow.people.homes import Who
from counterflow.people.journeys import Stay, is_away, stay_at
from counterflow.people.luck import Luck
from counterflow.people.register import Register
from counterflow.people.tables import daily
from counterflow.people.ties import isolation_at
from counterflow.people.traits import Person, Social, is_mobile, social_of
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
    world: World, arm: Arm, luck: Luck, who: Who, person: Person, stay: Stay, t: float, into: Floats
) -> None:
    """Fill in the drivers that need no walk through ties and incidents; support and grievance are left unknown (nan)."""
    into[SUPPORT], into[GRIEVANCE] = math.nan, math.nan
    social = social_of(world.traits, luck, who, person.age + t)
    country = world.places.country[stay.place]
    parameters = world.parameters
    mobile = is_mobile(who)
    precarity = (
        social.precarity + parameters.selection[0] * mobile + daily(world.levels.precarity[country], t)
    )
    if is_away(world, stay.place):
        regular = is_regular(arm, luck, who, stay.place, stay.regular, stay.number, stay.since)
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
    plain_drivers(world, arm, luck, who, person, stay, t, into)
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
def _odds_range(world: World, stage: int, drivers: Floats) -> tuple[float, float]:
    """Lowest and highest log odds of a stage over what support and grievance can still be."""
    low = world.parameters.intercepts[stage]
    high = low
    for k in range(K):
        weight = world.parameters.weights[stage, k]
        a, b = possible(world, k, drivers) if k <= GRIEVANCE else (drivers[k], drivers[k])
        low += min(weight * a, weight * b)
        high += max(weight * a, weight * b)
    return low - _SLACK, high + _SLACK


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

    Ties and incidents are the dear part of a person: they are looked up only where they can still decide. The result is the same.
    """
    for step in range(3):
        low, high = _odds_range(world, stage, drivers)
        if logistic(high) <= limit:
            return False
        if logistic(low) > limit:
            return True
        if step == 0:
            know_support(world, arm, luck, register, who, stay, t, scratch[1], drivers)
        else:
            know_grievance(world, arm, luck, who, stay, t, scratch[0], drivers)
    return logistic(log_odds(world, stage, drivers)) > limit
