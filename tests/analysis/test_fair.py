import numpy as np
import pytest

from counterflow.analysis.fair import NONE, frequencies, main_of, weights
from counterflow.analysis.model import Held, joint
from counterflow.hearing import OutcomeTest
from counterflow.hearing.vocabulary import MAIN_DRIVERS
from tests.analysis.fakes import InMemory

K = len(MAIN_DRIVERS)


def shares_of(*main: int) -> np.ndarray:
    """Draws in which these candidates have the largest share."""
    return np.eye(K)[list(main)] + 0.1


def test_the_main_driver_is_the_one_with_the_largest_share() -> None:
    assert main_of(shares_of(3, 0, 7)).tolist() == [3, 0, 7]
    assert main_of(np.full((1, K), np.nan)).tolist() == [NONE]


def test_weighted_draws_of_the_prior_have_every_candidate_alike() -> None:
    main = main_of(shares_of(*np.repeat(np.arange(K), [5, 10, 4, 30, 8, 8, 20, 500])))
    counted = weights(main, frequencies(main))
    assert [counted[main == k].sum() / counted.sum() for k in range(K)] == pytest.approx([1 / K] * K)


def test_a_candidate_that_is_hardly_ever_the_main_one_counts_as_if_it_were_so_four_times() -> None:
    main = main_of(shares_of(0, *[7] * 99))
    counted = weights(main, frequencies(main))
    assert counted[0] == pytest.approx(100 / 4 / K)
    assert frequencies(np.array([NONE])) == pytest.approx([1 / K] * K)


def test_draws_without_a_main_driver_count_once() -> None:
    assert weights(np.array([NONE]), frequencies(np.array([1, 2]))).tolist() == [1.0]


def test_a_probability_after_figures_is_that_of_the_fair_prior() -> None:
    """Two candidates, 80 and 20 percent before; the figures doubt the first one by half: by Bayes 1/3 under equal chances."""
    before = np.full(K, 1e-9)
    before[:2] = 0.8, 0.2
    after = np.repeat([0, 1], [400, 200])  # 0.8 x 1/2 to 0.2
    held = Held(after == 0, np.ones(600, np.bool_), weights(after, before))
    assert held.p == pytest.approx(1 / 3)


def test_the_error_is_that_of_as_many_even_draws_as_the_weighted_are_worth() -> None:
    rng = np.random.default_rng(1)
    counted = np.repeat([1.0, 4.0], 200)
    defined = np.ones(400, np.bool_)
    found = [Held(rng.random(400) < 0.3, defined, counted).p for _ in range(2000)]
    told = Held(np.arange(400) % 10 < 3, defined, counted).mc_error
    assert told is not None
    assert np.std(found) == pytest.approx(told, rel=4 / np.sqrt(2 * 2000))


class _Unequal(InMemory):
    """The first draw counts three times."""

    def weights(self, account: str, variant: str = "prior") -> np.ndarray:
        return super().weights(account, variant) + np.array([2.0, 0.0])


def test_tests_are_weighted_as_their_outcomes_say() -> None:
    test = OutcomeTest(outcome="share recruited in Russia", at_least=0.5)
    held = joint([test], _Unequal({test.outcome: [0.2, 0.8]}), "all")
    assert held is not None
    assert held.p == pytest.approx(0.25)
