"""Steps on the person's own absolute clock: committing, disengaging, leaving. A later engagement meets the same later points."""

from counterflow.pathway.drivers import is_above, plain_drivers
from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.journeys import Stay
from counterflow.people.luck import Luck
from counterflow.people.programmes import factor_with_seats, highest_factor
from counterflow.people.register import Register
from counterflow.people.traits import Person, social_of
from counterflow.world import Arm, Floats, World

COMMITTING, LEAVING = 2, 3
STEP_STRIP = 4.0
"""Lowest strip of committing, leaving, turning away: a wide one costs points that are passed over, a narrow one cursors."""
_COMMITTING_EFFECT, _LEAVING_EFFECT, _DISENGAGING_EFFECT = 9, 10, 11


@kernel
def _effect(stage: int) -> int:
    return _COMMITTING_EFFECT if stage == COMMITTING else _LEAVING_EFFECT


@kernel
def highest_hazard(world: World, arm: Arm, stage: int) -> float:
    """A bound on the hazard per year of committing or leaving."""
    most = max(1.0, world.travel.women_alone.max()) if stage == LEAVING else 1.0
    return world.steps.highest[stage] * most * highest_factor(arm, _effect(stage))


@kernel
def happens(
    world: World,
    arm: Arm,
    luck: Luck,
    register: Register,
    who: Who,
    person: Person,
    stay: Stay,
    stage: int,
    t: float,
    height: float,
    held: int,
    scratch: Floats,
    drivers: Floats,
) -> bool:
    """Whether a point of committing or leaving happens: its height lies below the hazard then.

    `held`: the seats that the person holds; `scratch[0]` holds the walk.
    """
    rate = world.steps.highest[stage]
    rate *= factor_with_seats(arm, luck.key, _effect(stage), who.person, stay.place, t, held)
    if stage == LEAVING and person.female == 1:
        rate *= world.travel.women_alone[who.cohort]
    if height >= rate:
        return False
    plain_drivers(world, arm, luck, who, social_of(world.traits, luck, who, person.age + t), stay, t, drivers)
    return is_above(world, arm, luck, register, who, stay, t, stage, height / rate, scratch, drivers)


@kernel
def highest_disengaging(world: World, arm: Arm) -> float:
    """A bound on `disengaging`."""
    return world.steps.disengage * highest_factor(arm, _DISENGAGING_EFFECT)


@kernel
def disengaging(world: World, arm: Arm, luck: Luck, person: int, place: int, t: float, held: int) -> float:
    """Hazard per year of turning away."""
    return world.steps.disengage * factor_with_seats(
        arm, luck.key, _DISENGAGING_EFFECT, person, place, t, held
    )
