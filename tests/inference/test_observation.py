import datetime as dt
import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import t as student

from counterflow.inference.observation import DEGREES, SHARED, TENTH, Observation, observation_of
from tests.inference.small import STORY, scenario, target


def density(model: Observation, true: float, variance: float = 0.0) -> float:
    scores = np.zeros((1, len(model.names)))
    return float(model.log_likelihood(np.array([[true]]), scores, np.array([variance]))[0])


def undetected(**changes: object) -> Observation:
    """A figure that nothing stands between it and the truth."""
    return observation_of(scenario(), [target("a", cohort="nowhere", **changes)])


def test_a_figure_is_a_student_t_on_the_log_scale_with_its_interval_at_the_tenths() -> None:
    model = undetected()
    scale = math.log(2) / TENTH
    for true in (120.0, 200.0, 900.0):
        expected = student.logpdf((math.log(true) - math.log(200)) / scale, DEGREES) - math.log(scale)
        assert density(model, math.log(true)) == pytest.approx(expected)
    inside = quad(lambda x: math.exp(density(model, x)), math.log(100), math.log(400))[0]
    assert inside == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("variance", [0.0, 0.3])
def test_a_lopsided_figure_has_a_density(variance: float) -> None:
    model = undetected(quantity="share women", scale="logit", centre=0.02, low=0.007, high=0.2)
    whole = quad(lambda x: math.exp(density(model, x, variance)), -60, 60, points=[-3.9], limit=400)[0]
    assert whole == pytest.approx(1.0, abs=2e-3)  # beyond 60 the tails of the t hold some 1e-4


def test_counts_pass_through_detection_of_their_cohort_and_day() -> None:
    model = observation_of(scenario(), [target("a"), target("b", cohort="Belgium")])
    assert model.names == ("detection/Kyrgyzstan", "detection/Belgium")
    reported = model.reported(np.zeros((1, 2)), np.zeros((1, 2)))
    assert np.exp(reported[0]) == pytest.approx([0.65, 0.88])
    tenth = model.reported(np.zeros((1, 2)), np.full((1, 2), -1.2815515655446004))
    assert np.exp(tenth[0]) == pytest.approx([0.45, 0.75])


def test_detection_may_jump_when_the_story_breaks_and_not_before() -> None:
    day = dt.timedelta(days=1)
    model = observation_of(scenario(), [target("before", at=STORY - day), target("after", at=STORY)])
    assert model.names == ("detection/Kyrgyzstan", "jump/Kyrgyzstan")
    calm, jump = model.reported(np.zeros((2, 2)), np.array([[0.0, 0.0], [0.0, 1.0]]))
    assert calm[0] == jump[0]
    assert jump[1] > calm[1]


def test_deaths_have_a_detection_of_their_own() -> None:
    dead = target("dead", quantity="share dead", scale="logit", centre=0.1, low=0.05, high=0.2)
    model = observation_of(scenario(), [dead])
    assert model.names == ("detection/Kyrgyzstan", "detection of deaths/Kyrgyzstan")
    true = np.log(np.array([[0.2 / 0.8]]))
    reported = model.reported(true, np.zeros((1, 2)))[0, 0]
    assert 1 / (1 + math.exp(-reported)) == pytest.approx(0.2 * 0.6 / 0.65)


def test_figures_of_one_government_share_half_their_variance() -> None:
    pair = [target("a", origins=("kg-mvd",)), target("b", origins=("kg-gknb",))]
    alone = target("c", quantity="in the zone", origins=("kg-mvd",))
    model = observation_of(scenario(), [*pair, alone])
    shared = "source/government of Kyrgyzstan/Kyrgyzstan/ever left"
    assert [one.sources for one in model.seen] == [(shared,), (shared,), ()]
    scores = np.zeros((2, len(model.names)))
    scores[1, model.names.index(shared)] = 1.0
    still, moved = model.reported(np.zeros((2, 3)), scores)
    assert moved - still == pytest.approx([math.sqrt(SHARED) * math.log(2) / TENTH] * 2 + [0.0])


def test_the_shared_and_the_own_part_of_an_error_make_up_its_variance() -> None:
    """By simulation of both parts, from the model's own densities."""
    model = observation_of(
        scenario(),
        [target("a", cohort="x", origins=("kg-a",)), target("b", cohort="x", origins=("kg-b",))],
    )
    scale = math.log(2) / TENTH
    grid = np.linspace(-40, 40, 40001)
    own = np.exp(model.log_densities(np.column_stack([grid, grid]), np.zeros((grid.size, 1)), np.zeros(2)))
    step = grid[1] - grid[0]
    spread = (own[:, 0] * (grid - math.log(200)) ** 2).sum() * step
    shared = SHARED * scale**2
    assert spread + shared * DEGREES / (DEGREES - 2) == pytest.approx(
        scale**2 * DEGREES / (DEGREES - 2), rel=0.02
    )


def test_a_figure_told_twice_counts_once() -> None:
    twice = [target("a", rows=("FF-1",)), target("b", rows=("FF-1", "FF-2"), at=dt.date(2014, 6, 1))]
    other = target("c", rows=("FF-1",), quantity="in the zone")
    model = observation_of(scenario(), [*twice, other])
    assert [one.weight for one in model.seen] == [0.5, 0.5, 1.0]


def test_uncertainty_of_the_model_widens_a_figure() -> None:
    model = undetected()
    near, far = math.log(200), math.log(200) + 3
    assert density(model, near, 1.0) < density(model, near)
    assert density(model, far, 1.0) > density(model, far)


def test_leaving_targets_out_leaves_the_others_as_they_were() -> None:
    pair = [target("a", origins=("kg-mvd",)), target("b", origins=("kg-mvd",))]
    left = observation_of(scenario(), pair).without({"b"})
    assert left.ids == ("a",)
    assert left.seen[0].sources
