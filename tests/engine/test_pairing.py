"""Two arms share their luck: a programme that only lowers rates brings nothing upon anybody that would not have come anyway."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine import codes
from counterflow.engine.run import History, simulate
from counterflow.world import ADDITIONS, DRIVERS, EFFECTS, Arm, World
from tests.reference.census import Census
from tests.reference.comparison import random_case
from tests.reference.people import Person
from tests.reference.points import Point
from tests.worlds import no_programme, random_arm

LOWERED = ("public", "authorities", "employers", "street", "online", "engaging", "committing", "leaving")
SEEDS = st.integers(0, 1_000)


def without_feedback(world: World) -> World:
    """No calls, no substitution, and nobody's support or grievance matters: what happens to others is no part of one's rates."""
    weights = world.parameters.weights.copy()
    weights[:, [DRIVERS.index("support"), DRIVERS.index("grievance")]] = 0.0
    parameters = world.parameters._replace(weights=weights, interaction=0.0, contact_rate=0.0)
    travel = world.travel._replace(family=np.zeros(3))
    return world._replace(
        parameters=parameters, travel=travel, approaches=world.approaches._replace(candidates=1)
    )


def lowering(world: World, seed: int) -> Arm:
    """A programme that lowers what it can and raises nothing."""
    arm = random_arm(np.random.default_rng(seed), world, 1)
    effect = np.array([[0.0 if name in ADDITIONS else 1.0 for name in EFFECTS]])
    effect[0, [EFFECTS.index(name) for name in LOWERED]] = 0.4
    return arm._replace(effect=effect, seats=np.array([-1]))


def engaged(history: History) -> set[int]:
    return set(history.person[history.kind == codes.ENGAGE].tolist())


@settings(max_examples=25)
@given(SEEDS)
def test_nobody_engages_who_would_not_have_engaged_without_the_programme(seed: int) -> None:
    world = without_feedback(random_case(seed)[0])
    without, under = (simulate(world, arm, seed) for arm in (no_programme(world), lowering(world, seed)))
    assert engaged(under) <= engaged(without)


class Remembering(Census):
    """A census that keeps the identity of every approach."""

    def walk_and_remember(self) -> tuple[set[tuple[int, int, int, int]], dict[int, float]]:
        """(entity, purpose, index, target) of each approach; when each person first engaged."""
        self.causes: set[tuple[int, int, int, int]] = set()
        log = self.walk()
        first: dict[int, float] = {}
        for event in log:
            if event.kind == codes.ENGAGE:
                first.setdefault(event.person, event.time)
        return self.causes, first

    def meet(self, point: Point, channel: str, target: Person, caller: int, mark: float) -> None:
        self.causes.add((point.entity, point.purpose, point.index, target.number))
        super().meet(point, channel, target, caller, mark)


@settings(max_examples=8)
@given(SEEDS)
def test_approaches_are_a_subset_but_for_those_whom_the_programme_kept_from_engaging(seed: int) -> None:
    world = without_feedback(random_case(seed, most=200)[0])
    without, first_engaged = Remembering(world, no_programme(world), seed, 0).walk_and_remember()
    under, _ = Remembering(world, lowering(world, seed), seed, 0).walk_and_remember()
    assert {target for *_, target in under - without} <= set(first_engaged)


@settings(max_examples=8)
@given(SEEDS)
def test_incidents_are_a_subset(seed: int) -> None:
    world = random_case(seed, most=200)[0]
    without, under = (Census(world, arm, seed, 0) for arm in (no_programme(world), lowering(world, seed)))
    both = list(zip(without.people, under.people, strict=True))
    for one, other in both:
        assert set(other.incidents) <= set(one.incidents)
    assert sum(len(one.incidents) - len(other.incidents) for one, other in both) > 0


@settings(max_examples=8)
@given(SEEDS)
def test_no_programme_changes_a_journey(seed: int) -> None:
    world, _ = random_case(seed, most=200)
    arm = random_arm(np.random.default_rng(seed), world, 2)
    lives = (Census(world, taken, seed, 0) for taken in (no_programme(world), arm))
    one, other = ([person.life for person in census.people] for census in lives)
    assert one == other
