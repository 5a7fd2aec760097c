"""Engine and census side by side on one random world: logs, counts and drivers, all compared with ==."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from counterflow.engine.run import run_key, simulate
from counterflow.pathway.drivers import K, all_drivers, new_drivers
from counterflow.people.homes import who_is
from counterflow.people.journeys import REMEMBERED
from counterflow.people.luck import draw_luck
from counterflow.people.packed import pack
from counterflow.people.register import empty_register
from counterflow.people.traits import person_of
from counterflow.world import EFFECTS, Arm, World
from tests.reference.census import Census
from tests.worlds import random_arm, random_world

RUN = 3
SUDDEN = 7
"""In every seventh world theatres end at once: a family's ends fall on one instant, and their order is the total order's."""

BROKEN_OFF = 5
"""Every fifth history ends within a year."""

HARMFUL = 4
"""In every fourth world the first programme takes ties and mentors away, and lets more people pass."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the comparison of one world showed."""

    seed: int
    difference: str | None
    fired: frozenset[str]
    events: int


def random_case(seed: int, *, most: int = 400) -> tuple[World, Arm]:
    """A random world of 100 to `most` people, smaller ones oftener, and an arm of no, one or two programmes."""
    rng = np.random.default_rng(seed)
    world = random_world(rng, people=100 + int((most - 100) * rng.random() ** 3))
    if seed % BROKEN_OFF == 0:
        world = world._replace(years=world.years - 0.4)
    if seed % SUDDEN == 0:
        hazard = np.full_like(world.aftermath.hazard, 1e300)
        world = world._replace(aftermath=world.aftermath._replace(hazard=hazard))
    arm = random_arm(rng, world, int(rng.integers(0, 3)))
    if seed % HARMFUL == 0:
        arm.effect[:1, [EFFECTS.index(name) for name in ("ties", "mentors", "legal", "blocked")]] *= -0.5
    return world, arm


def compared(seed: int, twin: type[Census] = Census, *, most: int = 400) -> Outcome:
    """Compare the engine with a twin on the random world of a seed."""
    world, arm = random_case(seed, most=most)
    return compare(world, arm, seed, twin(world, arm, seed, RUN))


def compare(world: World, arm: Arm, seed: int, twin: Census) -> Outcome:
    """Compare the engine's run with a twin that has not yet walked."""
    values = difference_of_drivers(world, arm, seed, twin)
    twin.fired.clear()
    fired = {f"programmes: {arm.key.size}", f"targeting: {twin.targets()}"}
    history = simulate(world, arm, seed, RUN)
    log = twin.walk()
    counts = np.zeros_like(history.approaches)
    for cell, approaches in twin.approaches.items():
        counts[cell] = approaches
    difference = first_difference([tuple(event) for event in log], rows_of(history)) or values
    if not difference and not np.array_equal(counts, history.approaches):
        difference = "counts of approaches"
    if not difference and (twin.served, twin.refused) != (history.served.tolist(), history.refused.tolist()):
        difference = "counts of seats"
    return Outcome(seed, difference, frozenset(twin.fired | fired), len(log))


def rows_of(history: Any) -> list[tuple[Any, ...]]:
    """The engine's log as rows of the census."""
    columns = (history.time, history.kind, history.person, history.place, history.channel, history.extra)
    causes = (tuple(cause) for cause in history.cause.tolist())
    return list(zip(*(column.tolist() for column in columns), causes, strict=True))


def first_difference(census: list[tuple[Any, ...]], engine: list[tuple[Any, ...]]) -> str | None:
    """The first row in which two logs differ, as a sentence; None if they are equal."""
    for row, (expected, found) in enumerate(zip(census, engine, strict=False)):
        if expected != found:
            return f"row {row}: census {expected}, engine {found}"
    if len(census) != len(engine):
        return f"{len(census)} rows in the census, {len(engine)} in the engine"
    return None


def difference_of_drivers(world: World, arm: Arm, seed: int, twin: Census, samples: int = 20) -> str | None:
    """Compare place and drivers of some people at some times, to the last bit, while nobody is gone.

    The log alone would not show a sum taken in another order: it moves a probability by a unit in the last place.
    """
    packed, packed_arm = pack(world), pack(arm)
    luck = draw_luck(packed, run_key(seed, RUN))
    homes, register = pack(world.homes), pack(empty_register(4))
    scratch, found = np.zeros((2, REMEMBERED, 5)), new_drivers()
    rng = np.random.default_rng(seed)
    for _ in range(samples):
        number, t = int(rng.integers(len(twin.people))), float(rng.uniform(0, world.years))
        who = who_is(homes, luck, number)
        person = person_of(packed, luck, who)
        stay = all_drivers(packed, packed_arm, luck, register, who, person, t, scratch, found)
        expected = twin.drivers(twin.people[number], t)
        if expected != found[:K].tolist() or twin.spell_at(twin.people[number], t).place != stay.place:
            return f"person {number} at {t}: census {expected}, engine {found[:K].tolist()}"
    return None
