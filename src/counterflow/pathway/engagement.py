"""Whether an approached person engages: highest x logistic(intercept + weights x drivers + interaction), the deciding things first.

The mark is compared with the largest possible probability before ties are walked, and again before incidents are: the dear parts
are computed only for those whom they can still decide. The result is the same as computing everything (tested).
"""

from counterflow.pathway.drivers import (
    GRIEVANCE,
    SUPPORT,
    grievance_driver,
    log_odds,
    plain_drivers,
    standardise,
    support_driver,
)
from counterflow.people.arithmetic import logistic
from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.journeys import Stay
from counterflow.people.luck import Luck
from counterflow.people.programmes import factor
from counterflow.people.register import Register
from counterflow.people.traits import Person
from counterflow.world import Arm, Floats, World

ENGAGING = 1
_ENGAGING_EFFECT = 8
_SLACK = 1e-9


@kernel
def engaging_odds(world: World, channel: int, drivers: Floats) -> float:
    """Log odds of engaging, with the channel's offset and the interaction isolation x grievance centred at its mean."""
    interaction = drivers[SUPPORT] * drivers[GRIEVANCE] - world.levels.interaction_centre
    return (
        log_odds(world, ENGAGING, drivers)
        + world.approaches.offset[channel]
        + world.parameters.interaction * interaction
    )


@kernel
def _range(world: World, driver: int, low: float, high: float) -> tuple[float, float]:
    return standardise(world, driver, low), standardise(world, driver, high)


@kernel
def _highest_odds(world: World, channel: int, drivers: Floats, support_known: bool) -> float:
    """The largest log odds over all values that support (if unknown) and grievance can take: at a corner, as it is bilinear."""
    s_low, s_high = _range(world, SUPPORT, 0.0, 1.0)
    if support_known:
        s_low = s_high = drivers[SUPPORT]
    g_low, g_high = _range(world, GRIEVANCE, 0.0, world.hardship.cap)
    best = -1e300
    kept = drivers[SUPPORT]
    for corner in range(4):
        drivers[SUPPORT] = s_low if corner % 2 == 0 else s_high
        drivers[GRIEVANCE] = g_low if corner < 2 else g_high
        best = max(best, engaging_odds(world, channel, drivers))
    drivers[SUPPORT] = kept
    return best + _SLACK


@kernel
def engages(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    person: Person,
    stay: Stay,
    t: float,
    channel: int,
    mark: float,
    scratch: Floats,
    drivers: Floats,
) -> bool:
    """Whether somebody approached at t through a channel engages; `scratch[0]` holds the walk that led to `stay`."""
    highest = world.steps.highest[ENGAGING]
    highest *= factor(arm, luck.key, _ENGAGING_EFFECT, who.person, stay.place, t)
    if mark >= highest:
        return False
    plain_drivers(world, arm, luck, who, person, stay, t, drivers)
    if mark >= highest * logistic(_highest_odds(world, channel, drivers, False)):
        return False
    drivers[SUPPORT] = support_driver(world, arm, luck, register, who, stay, t, scratch[1])
    if mark >= highest * logistic(_highest_odds(world, channel, drivers, True)):
        return False
    drivers[GRIEVANCE] = grievance_driver(world, arm, luck, who, stay, t, scratch[0])
    return mark < highest * logistic(engaging_odds(world, channel, drivers))
