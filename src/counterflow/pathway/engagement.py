"""Whether an approached person engages: highest x logistic(intercept + weights x drivers + interaction), the deciding things first.

The mark is compared with the largest possible probability before incidents are looked up, before ties are, and before kin are: the
dear parts are computed only for those whom they can still decide. The result is the same as computing everything (tested).
"""

from counterflow.pathway.drivers import (
    GRIEVANCE,
    SUPPORT,
    know_community,
    know_grievance,
    know_support,
    log_odds,
    logit,
    possible,
)
from counterflow.people.arithmetic import logistic
from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.journeys import Stay
from counterflow.people.luck import Luck
from counterflow.people.programmes import factor
from counterflow.people.register import Register
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
def _highest_odds(world: World, channel: int, drivers: Floats) -> float:
    """The largest log odds over what support and grievance can still be: at a corner, as it is bilinear."""
    s_low, s_high = possible(world, SUPPORT, drivers)
    g_low, g_high = possible(world, GRIEVANCE, drivers)
    support, grievance = drivers[SUPPORT], drivers[GRIEVANCE]
    best = -1e300
    for corner in range(4):
        drivers[SUPPORT] = s_low if corner % 2 == 0 else s_high
        drivers[GRIEVANCE] = g_low if corner < 2 else g_high
        best = max(best, engaging_odds(world, channel, drivers))
    drivers[SUPPORT], drivers[GRIEVANCE] = support, grievance
    return best + _SLACK


@kernel
def engages(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    stay: Stay,
    t: float,
    channel: int,
    mark: float,
    scratch: Floats,
    drivers: Floats,
) -> bool:
    """Whether somebody approached at t through a channel engages.

    `scratch[0]` holds the walk that led to `stay`; `drivers` holds at least the plain ones.
    """
    highest = world.steps.highest[ENGAGING]
    highest *= factor(arm, luck.key, _ENGAGING_EFFECT, who.person, stay.place, t)
    if mark >= highest:
        return False
    needed = logit(mark / highest)
    if needed > _highest_odds(world, channel, drivers):
        return False
    know_grievance(world, arm, luck, who, stay, t, scratch[0], drivers)
    if needed > _highest_odds(world, channel, drivers):
        return False
    know_community(world, arm, luck, register, who, stay, t, drivers)
    if needed > _highest_odds(world, channel, drivers):
        return False
    know_support(world, arm, luck, register, who, stay, t, scratch[1], drivers)
    return mark < highest * logistic(engaging_odds(world, channel, drivers))
