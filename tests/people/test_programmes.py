import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.people.packed import pack
from counterflow.people.programmes import (
    addition,
    coverage,
    factor,
    highest_addition,
    highest_factor,
    lowest_addition,
)
from counterflow.world import ADDITIONS, EFFECTS, Arm
from tests.simple_worlds import KEY
from tests.worlds import random_arm, random_world

WORLD = random_world(np.random.default_rng(1), 100)
TIMES = st.floats(-2, 3)
STREET, TIES = EFFECTS.index("street"), EFFECTS.index("ties")


def one_programme(key: int, *, share: float = 0.4, street: float = 0.5) -> Arm:
    """Begins at 1, full at 2, ends at 2.5; covers `share` everywhere and changes street approaches alone."""
    effect = np.array([[0.0 if name in ADDITIONS else 1.0 for name in EFFECTS]])
    effect[0, STREET] = street
    cover = np.full((1, WORLD.places.country.size), share)
    one, no_limit = np.array([1.0]), np.array([-1])
    return Arm(np.array([key], np.uint64), effect, cover, one, one, np.array([2.5]), no_limit)


def joined(*arms: Arm) -> Arm:
    return Arm(*(np.concatenate(columns) for columns in zip(*arms, strict=True)))


@pytest.mark.parametrize(
    ("t", "share"), [(0.99, 0.0), (1.0, 0.0), (1.5, 0.2), (2.0, 0.4), (2.49, 0.4), (2.5, 0.0)]
)
def test_coverage_ramps_up_and_ends(t: float, share: float) -> None:
    assert coverage(pack(one_programme(7)), 0, 3, t) == pytest.approx(share)


def test_the_share_covered_is_the_coverage() -> None:
    arm = pack(one_programme(7))
    covered = np.mean([factor(arm, KEY, STREET, person, 0, 2.2) == 0.5 for person in range(10_000)])
    assert abs(covered - 0.4) < 4 * np.sqrt(0.24 / 10_000)


def test_who_is_covered_early_in_a_ramp_stays_covered() -> None:
    arm = pack(one_programme(7))
    for person in range(1_000):
        reached = [factor(arm, KEY, STREET, person, 0, t) == 0.5 for t in (1.2, 1.5, 1.9, 2.3)]
        assert reached == sorted(reached)


def test_adding_a_programme_changes_nobodys_marks() -> None:
    alone, beside = pack(one_programme(7)), pack(joined(one_programme(99, street=1.0), one_programme(7)))
    for person in range(500):
        assert factor(alone, KEY, STREET, person, 2, 2.2) == factor(beside, KEY, STREET, person, 2, 2.2)


def test_programmes_cover_independently_and_their_factors_multiply() -> None:
    arm = pack(joined(one_programme(7), one_programme(8, street=0.25)))
    factors = [factor(arm, KEY, STREET, person, 0, 2.2) for person in range(10_000)]
    assert set(factors) == {1.0, 0.5, 0.25, 0.125}
    assert abs(np.mean([f == 0.125 for f in factors]) - 0.16) < 4 * np.sqrt(0.16 * 0.84 / 10_000)


@given(
    st.integers(0, 2**32), st.integers(0, 1000), st.integers(0, 7), TIMES, st.integers(0, len(EFFECTS) - 1)
)
def test_bounds_hold_for_everybody(seed: int, person: int, place: int, t: float, effect: int) -> None:
    plain = random_arm(np.random.default_rng(seed), WORLD, 2)
    plain.effect[0, [EFFECTS.index(name) for name in ADDITIONS]] *= -1
    arm = pack(plain)
    if EFFECTS[effect] in ADDITIONS:
        added = addition(arm, KEY, effect, person, place, t)
        assert lowest_addition(arm, effect) <= added <= highest_addition(arm, effect)
    else:
        assert factor(arm, KEY, effect, person, place, t) <= highest_factor(arm, effect)
