"""What happens in both lives is one moment; what happens in one of them only is told apart."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine.run import run_key
from counterflow.lives.happenings import incidents_of, ties_of
from counterflow.lives.pairing import moments, tallies
from counterflow.lives.stays import stays_of
from counterflow.lives.subject import scene, subject
from counterflow.world import ADDITIONS, EFFECTS, Arm, World
from tests.lives.people import approach, elders, incident, nothing_done, stay, step, tie, two_lives
from tests.reference.comparison import RUN, random_case
from tests.worlds import no_programme, random_arm


def test_the_same_point_is_one_moment_and_a_point_of_one_arm_is_empty_in_the_other() -> None:
    life = two_lives(
        nothing_done(incidents=(incident(0.5, 1), incident(0.9, 2))),
        elders(incidents=(incident(0.5, 1),), ties=(tie(0.7, 1),)),
    )
    assert [(one.time, one.table, one.everywhere) for one in moments(life)] == [
        (0.5, "incidents", True),
        (0.7, "ties", False),
        (0.9, "incidents", False),
    ]
    assert [(one.everywhere, one.only) for one in tallies(life)[:2]] == [(1, (1, 0)), (0, (0, 1))]


def test_a_stay_is_the_same_with_another_legal_status() -> None:
    life = two_lives(nothing_done(spells=(stay(0.0, 1.0, regular=False),)), elders(spells=(stay(0.0, 1.0),)))
    (moment,) = moments(life)
    assert moment.everywhere


def test_a_void_approach_did_not_come_about() -> None:
    life = two_lives(
        nothing_done(approaches=(approach(0.5, 1), approach(0.6, 2, "elsewhere"))),
        elders(approaches=(approach(0.5, 1, "not free"), approach(0.6, 2, "elsewhere"))),
    )
    (approaches,) = [one for one in tallies(life) if one.table == "approaches"]
    assert (approaches.everywhere, approaches.only) == (0, (1, 0))


def test_two_steps_of_one_point_are_two_moments() -> None:
    """Where one arm lets somebody pass whom the other stops, the point is the same and the step is not."""
    point = (7, 50, 3)
    life = two_lives(
        nothing_done(steps=(step(0.5, "departed", point, "Syria/Iraq"),)),
        elders(steps=(step(0.5, "blocked", point),)),
    )
    assert [one.everywhere for one in moments(life)] == [False, False]


def only_factors_below_one(world: World, seed: int) -> Arm:
    """A programme that lowers incidents and adds nothing."""
    arm = random_arm(np.random.default_rng(seed), world, 1)
    effect = np.array([[0.0 if name in ADDITIONS else 1.0 for name in EFFECTS]])
    effect[0, [EFFECTS.index(name) for name in ("public", "authorities", "employers")]] = 0.4
    return arm._replace(effect=effect)


@settings(max_examples=15)
@given(st.integers(0, 1_000))
def test_a_programme_that_only_lowers_brings_no_incident_and_leaves_ties_alone(seed: int) -> None:
    world, _ = random_case(seed, most=200)
    key = run_key(seed, RUN)
    without, under = (
        scene(world, arm, key) for arm in (no_programme(world), only_factors_below_one(world, seed))
    )
    for person in range(0, int(world.homes.cohort_start[-1]), 15):
        one, other = subject(without, person), subject(under, person)
        stays, ties = stays_of(one), ties_of(one, stays_of(one))
        same = (stays_of(other), ties_of(other, stays)) == (stays, ties)
        assert same
        added = set(incidents_of(other, stays)) - set(incidents_of(one, stays))
        assert added == set()
