"""A programme with seats serves at most so many engaged people at once, and exactly those who hold one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine import codes
from counterflow.engine.run import History, simulate
from counterflow.world import ADDITIONS, EFFECTS, SEATED, Arm, World
from tests.reference.comparison import random_case
from tests.simple_worlds import still_world
from tests.worlds import no_programme

SEEDS = st.integers(0, 1_000)
FEW = settings(max_examples=15)
ENDS = (codes.DISENGAGE, codes.DEPART, codes.BLOCK, codes.DETAIN)


def programme(world: World, seats: int, *, end: float = 9.0, **effects: float) -> Arm:
    """Covers everybody everywhere from the start."""
    effect = np.array([[0.0 if name in ADDITIONS else 1.0 for name in EFFECTS]])
    for name, value in effects.items():
        effect[0, EFFECTS.index(name)] = value
    cover = np.ones((1, world.places.country.size))
    zero = np.zeros(1)
    return Arm(np.array([7], np.uint64), effect, cover, zero, zero, np.array([end]), np.array([seats]))


def rows(history: History) -> list[tuple[float, int, int]]:
    return list(zip(history.time.tolist(), history.kind.tolist(), history.person.tolist(), strict=True))


def holders(history: History, seats: int) -> list[tuple[float, float, int]]:
    """(from, until, person) of every seat, by the rule, from the log of a world in which nobody takes family along."""
    held: dict[int, float] = {}
    found = []
    for t, kind, person in rows(history):
        if kind == codes.ENGAGE and len(held) < seats:
            held[person] = t
        elif kind in ENDS and person in held:
            found.append((held.pop(person), t, person))
    return found + [(t, np.inf, person) for person, t in held.items()]


def busy_world(people: int = 2_000) -> World:
    """Many engage, turn away and commit; nobody gets through."""
    world = still_world(people)
    steps = world.steps._replace(highest=np.array([1.0, 1.0, 2.0, 2.0]), disengage=0.8)
    travel = world.travel._replace(blocked=np.ones_like(world.travel.blocked), family=np.zeros(3))
    return world._replace(steps=steps, travel=travel)


@pytest.mark.parametrize("seats", [0, 1, 25])
def test_seats_are_taken_if_free_and_given_back(seats: int) -> None:
    world = busy_world()
    history = simulate(world, programme(world, seats, disengaging=2.0), 3)
    found = holders(history, seats)
    engaged = int((history.kind == codes.ENGAGE).sum())
    assert history.served.tolist() == [len(found)]
    assert history.refused.tolist() == [engaged - len(found)]
    years = sum(min(until, world.years) - since for since, until, _ in found)
    assert history.seat_years[0] == pytest.approx(years)
    assert seats == 0 or len(found) > 2 * seats


def test_seats_are_held_until_the_programme_ends() -> None:
    world = busy_world()
    history = simulate(world, programme(world, 25, end=1.5), 3)
    found = [one for one in holders(history, 25) if one[0] < 1.5]
    years = sum(min(until, 1.5) - since for since, until, _ in found)
    assert history.served.tolist() == [len(found)]
    assert history.seat_years[0] == pytest.approx(years)


def test_effects_hold_for_those_who_hold_a_seat_and_for_nobody_else() -> None:
    """Nobody turns away while holding a seat; the others do as without the programme."""
    world = busy_world()
    history = simulate(world, programme(world, 25, disengaging=0.0, committing=0.0), 3)
    spans = {(person, since): until for since, until, person in holders(history, 25)}
    assert len(spans) == 25
    assert set(spans.values()) == {np.inf}
    others = {person for person, _ in spans}
    before = simulate(world, no_programme(world), 3)
    kept, were = ([row for row in rows(one) if row[2] not in others] for one in (history, before))
    assert kept == were


@pytest.mark.parametrize("effect", SEATED)
def test_seats_for_all_are_the_same_as_no_seats_where_coverage_stays(effect: str) -> None:
    world, _ = random_case(2)
    changes = {effect: 0.4}
    one = simulate(world, programme(world, 10_000, **changes), 2)
    other = simulate(world, programme(world, -1, **changes), 2)
    returned = {
        person for _, kind, person in rows(other) if kind == codes.RETURN
    }  # who is back holds no seat, but is covered
    assert returned or effect != "contact"
    if effect != "contact":
        assert rows(one) == rows(other)
    assert one.served.sum() > 0


@FEW
@given(SEEDS)
def test_a_programme_with_seats_changes_nothing_before_somebody_engages(seed: int) -> None:
    """Effects that it must not have are not felt by anybody, nor before its first seat is taken."""
    world, _ = random_case(seed)
    harmless = {name: 0.3 for name in EFFECTS if name not in SEATED}
    with_seats = simulate(world, programme(world, 5, **harmless), seed)
    assert rows(with_seats) == rows(simulate(world, no_programme(world), seed))


@FEW
@given(SEEDS)
def test_without_seats_nobody_is_served_and_nothing_changes(seed: int) -> None:
    world, _ = random_case(seed)
    none = simulate(world, programme(world, 0, disengaging=3.0, contact=0.1, blocked=0.9), seed)
    assert rows(none) == rows(simulate(world, no_programme(world), seed))
    assert none.served.tolist() == [0]
    assert none.refused.sum() == (none.kind == codes.ENGAGE).sum()
