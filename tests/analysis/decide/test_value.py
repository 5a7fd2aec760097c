"""Decision analysis against tables worked by hand, closed forms, and a published example."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm

from counterflow.analysis.decide.value import (
    Regrets,
    acceptability,
    best,
    evpi,
    evppi,
    probability_best,
    surveyed,
)

# Two accounts, three arms. Under "home" the first is best (9), under "abroad" the second (8).
HAND = Regrets(("home", "abroad"), np.array([[9.0, 6.0, 0.0], [2.0, 8.0, 0.0]]))


def test_regret_is_what_each_arm_forgoes_against_the_account_s_own_best() -> None:
    assert HAND.regret.tolist() == [[0.0, 3.0, 9.0], [6.0, 0.0, 8.0]]


def test_expected_regret_weighs_accounts_and_worst_regret_takes_the_larger() -> None:
    assert HAND.expected({"home": 0.75, "abroad": 0.25}).tolist() == [1.5, 2.25, 8.75]
    assert HAND.worst().tolist() == [6.0, 3.0, 9.0]
    assert HAND.robust() == 1


def test_the_robust_choice_hangs_on_which_accounts_are_listed() -> None:
    assert HAND.worst(without="abroad").tolist() == [0.0, 3.0, 9.0]
    assert HAND.robust(without="abroad") == 0
    assert HAND.robust(without="home") == 1


def test_draws_in_which_several_are_best_are_shared_among_them() -> None:
    table = np.array([[1.0, 1.0, 0.0], [2.0, 3.0, 0.0], [5.0, 4.0, 5.0], [1.0, 2.0, 0.0]])
    assert probability_best(table).tolist() == [0.25, 0.625, 0.125]


def test_acceptability_follows_the_stated_value() -> None:
    # Three draws; the second arm averts 1, 2, 3 and costs 4: it pays in none, one, two, three of them.
    averted, cost = np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 3.0]]), np.array([[0.0, 4.0]])
    found = acceptability(averted, cost, [1.0, 1.5, 3.0, 5.0])
    assert found[:, 1] == pytest.approx([0.0, 1 / 3, 2 / 3, 1.0])


def test_perfect_information_by_hand() -> None:
    table = np.array([[3.0, 0.0], [1.0, 2.0], [2.0, 1.0], [0.0, 2.0]])
    assert best(table) == 0
    assert evpi(table).value == pytest.approx((0 + 1 + 0 + 2) / 4)


def above_nothing(mean: float, sd: float) -> float:
    """Expected gain of choosing freely between nothing and a normal worth, over the better of the two on average."""
    z = mean / sd
    return float(mean * norm.cdf(z) + sd * norm.pdf(z)) - max(mean, 0.0)


@pytest.fixture(scope="module")
def example() -> tuple[np.ndarray, np.ndarray]:
    """The worked example of the R package voi: of two treatments one is worth p1 - p2, p1 ~ N(1, 1), p2 ~ N(0, 2)."""
    rng = np.random.default_rng(4)
    known = np.column_stack([rng.normal(1, 1, 20_000), rng.normal(0, 2, 20_000)])
    return known, np.column_stack([np.zeros(20_000), known[:, 0] - known[:, 1]])


def test_the_published_example_and_its_closed_form(example: tuple[np.ndarray, np.ndarray]) -> None:
    known, table = example
    for found, sd in (
        (evpi(table), sqrt(5)),
        (evppi(table, known[:, [0]]), 1.0),
        (evppi(table, known[:, [1]]), 2.0),
    ):
        assert found.value == pytest.approx(above_nothing(1.0, sd), abs=4 * found.error)
    assert above_nothing(1.0, sqrt(5)) == pytest.approx(0.480, abs=5e-4)
    assert above_nothing(1.0, 1.0) == pytest.approx(0.083, abs=5e-4)
    assert above_nothing(1.0, 2.0) == pytest.approx(0.396, abs=5e-4)


def test_a_survey_is_worth_what_its_error_leaves(example: tuple[np.ndarray, np.ndarray]) -> None:
    """What a normal is believed to be after a survey is a normal, narrower the more the survey errs."""
    known, table = example
    for share in (0.5, 1.0, 2.0):
        found = evppi(table, surveyed(known[:, [1]], share, np.random.default_rng(1)))
        sd = 2.0 / sqrt(1.0 + share**2)
        assert found.value == pytest.approx(above_nothing(1.0, sd), abs=4 * found.error)


def test_several_normal_unknowns_with_correlation() -> None:
    rng = np.random.default_rng(8)
    cov = np.array([[1.0, 0.6, 0.0], [0.6, 2.0, 0.3], [0.0, 0.3, 1.5]])
    known = rng.multivariate_normal([0.2, 0.0, 0.1], cov, 20_000)
    weights = np.array([1.0, -0.5, 0.8])
    table = np.column_stack([np.zeros(len(known)), known @ weights])
    mean = float(weights @ [0.2, 0.0, 0.1])
    slope = weights[:2] + np.linalg.solve(cov[:2, :2], cov[:2, 2]) * weights[2]
    sd = sqrt(float(slope @ cov[:2, :2] @ slope))
    found = evppi(table, known[:, :2])
    assert found.value == pytest.approx(above_nothing(mean, sd), abs=4 * found.error)


def test_arms_that_are_equal_are_worth_nothing_to_know() -> None:
    rng = np.random.default_rng(2)
    one = rng.normal(5, 3, 500)
    table = np.column_stack([one, one, one])
    assert evpi(table).value == 0.0
    assert evppi(table, rng.normal(size=(500, 4))).value == 0.0


def test_what_has_nothing_to_do_with_the_choice_is_worth_nothing_within_error() -> None:
    rng = np.random.default_rng(3)
    table = np.column_stack([np.zeros(400), rng.normal(0.3, 1.0, 400)])
    found = evppi(table, rng.normal(size=(400, 20)))
    assert found.value <= 3 * found.error
    assert evpi(table).value > 0.2
