"""Stopping, resuming and growing tables change nothing."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine import loop
from counterflow.engine.run import History, simulate
from tests.engine.stepping import simulate_in_steps
from tests.reference.comparison import random_case
from tests.worlds import no_programme, random_world


def assert_equal(one: History, other: History) -> None:
    for name in ("time", "kind", "person", "place", "channel", "extra", "cause", "approaches"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert one.counts == other.counts


@settings(max_examples=15)
@given(st.integers(0, 1_000), st.lists(st.integers(1, 200), min_size=1, max_size=5))
def test_a_run_that_stops_and_resumes_is_the_same_run(seed: int, steps: list[int]) -> None:
    world, arm = random_case(seed, most=150)
    assert_equal(simulate_in_steps(world, arm, seed, tuple(steps))[0], simulate(world, arm, seed))


def test_stopping_after_every_single_event_changes_nothing() -> None:
    world, arm = random_case(3, most=150)
    assert_equal(simulate_in_steps(world, arm, 3, (1,))[0], simulate(world, arm, 3))


@settings(max_examples=15)
@given(st.integers(0, 1_000))
def test_tables_that_begin_tiny_and_grow_change_nothing(seed: int) -> None:
    world, arm = random_case(seed)
    history, grown = simulate_in_steps(world, arm, seed, (100,), room=2)
    assert grown
    assert_equal(history, simulate(world, arm, seed))


def test_every_table_can_grow() -> None:
    world = random_world(np.random.default_rng(1), 1_500)
    arm = no_programme(world)
    history, grown = simulate_in_steps(world, arm, 0, (10_000,), room=0)
    assert grown == {loop.CURSORS_FULL, loop.PEOPLE_FULL, loop.ROWS_FULL, loop.TOUCHED_FULL}
    assert_equal(history, simulate(world, arm, 0))
