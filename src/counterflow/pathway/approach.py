"""An approach: a point of a place's, a cohort's or a person's process that finds its target and may go ahead.

The point happens for its target iff its height lies below the rate there and then, times everything about the target that makes
being chosen likelier or rarer. A target who is absent, detained, gone, too young or already engaged makes the approach void;
nobody else is drawn, unless the scenario says that recruiters move on (`candidates`).
"""

from counterflow.pathway.drivers import PRECARITY, K, fill_plain, ideology_raw, is_above, may_be_above
from counterflow.people.arithmetic import exp
from counterflow.people.compiled import inlined, kernel
from counterflow.people.homes import Who
from counterflow.people.journeys import Stay
from counterflow.people.luck import Luck
from counterflow.people.programmes import factor
from counterflow.people.register import Register
from counterflow.people.tables import daily
from counterflow.people.traits import Person, Social
from counterflow.world import AGE_GROUP, Arm, Floats, World

STREET, ONLINE, PEER, BROADCAST, SELF_START, RETURNEE = 0, 1, 2, 3, 4, 5
APPROACHED = 0
_STREET_EFFECT, _ONLINE_EFFECT = 6, 7


@kernel
def street_rate(world: World, luck: Luck, place: int) -> float:
    """Street approaches per year at a place at full salience, before anything about cohort or target."""
    parameters = world.parameters
    rate = world.approaches.home_rate * world.places.street[place] * world.places.members[place]
    if world.places.abroad[place] > 0:
        rate *= parameters.exposure_ratio * (1.0 + world.approaches.ghetto * world.places.ghetto[place])
    sd = parameters.place_sd
    return rate * exp(sd * luck.place[place] - 0.5 * sd * sd)


@kernel
def targets(world: World) -> bool:
    """Whether recruiters choose at all; if not, nothing about the target need be computed."""
    weights = world.parameters.weights[APPROACHED]
    for k in range(K):  # noqa: SIM110  (Numba compiles no generators)
        if weights[k] != 0.0:
            return True
    return False


@kernel
def is_targeted(channel: int) -> bool:
    """Whether somebody chooses whom to approach: recruiters do; friends call whom they have, and self-starters nobody."""
    return channel == STREET or channel == ONLINE or channel == BROADCAST


@kernel
def most_chosen(world: World, place: int) -> float:
    """The most that targeting can multiply a place's rate by."""
    if not targets(world):
        return 1.0
    return world.steps.highest[APPROACHED] / world.parameters.place_mean[place]


@kernel
def is_chosen(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    stay: Stay,
    t: float,
    needed: float,
    scratch: Floats,
    drivers: Floats,
) -> bool:
    """Whether this target's likelihood of being chosen, over the place's mean, is above `needed` (height over rate).

    Targeting moves who is approached, not how many.
    """
    if not targets(world):
        return needed < 1.0
    limit = needed * world.parameters.place_mean[stay.place] / world.steps.highest[APPROACHED]
    return is_above(world, arm, luck, register, who, stay, t, APPROACHED, limit, scratch, drivers)


@kernel
def may_be_chosen(
    world: World, luck: Luck, who: Who, social: Social, place: int, t: float, needed: float, drivers: Floats
) -> bool:
    """Whether `is_chosen` can hold for somebody at a place, whatever their ties, incidents and legal status."""
    if not targets(world):
        return needed < 1.0
    limit = needed * world.parameters.place_mean[place] / world.steps.highest[APPROACHED]
    raises = world.parameters.weights[APPROACHED, PRECARITY] * world.levels.irregular > 0.0
    fill_plain(world, luck, who, social, place, 0 if raises else 1, t, drivers)
    return may_be_above(world, APPROACHED, limit, drivers)


@inlined
def reach(world: World, person: Person, t: float) -> float:
    """How much of the rates falls on somebody of this sex and age; but friends and kin call whom they have."""
    groups = world.approaches.reach.shape[1]
    return world.approaches.reach[person.female, min(int((person.age + t) / AGE_GROUP), groups - 1)]


@kernel
def answer(
    world: World, arm: Arm, luck: Luck, channel: int, who: Who, social: Social, stay: Stay, t: float
) -> float:
    """What a channel and the programmes make of the rate for this target: 0 offline for what comes online."""
    if channel == STREET:
        return factor(arm, luck.key, _STREET_EFFECT, who.person, stay.place, t)
    if channel == ONLINE or channel == BROADCAST:
        return factor(arm, luck.key, _ONLINE_EFFECT, who.person, stay.place, t) if social.online == 1 else 0.0
    if channel == SELF_START:
        return min(1.0, ideology_raw(world, stay.place, t, social) / world.approaches.ideology_cap)
    return 1.0


@inlined
def salience(world: World, t: float) -> float:
    """How much the theatre draws at time t, relative to its peak."""
    return daily(world.approaches.salience, t)


@kernel
def broadcast_level(world: World, t: float) -> float:
    """The broadcast's decay since the defection; 0 before it."""
    since = t - world.approaches.broadcast_at
    return 0.0 if since < 0.0 else exp(-world.approaches.broadcast_decay * since)
