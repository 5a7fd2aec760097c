import numpy as np
import pytest
from scipy.stats import genpareto, norm

from counterflow.inference.pareto import pareto_fit, smooth


@pytest.mark.parametrize("k", [0.1, 0.5, 0.9])
def test_the_shape_of_a_tail_is_found(k: float) -> None:
    draws = np.sort(genpareto.rvs(k, scale=2.0, size=2000, random_state=3))
    found, sigma = pareto_fit(draws)
    assert found == pytest.approx(k, abs=4.5 * (1 + k) / np.sqrt(2000))
    assert sigma == pytest.approx(2.0, rel=0.2)


def test_weights_of_a_near_law_are_trusted_and_those_of_a_far_one_are_not() -> None:
    rng = np.random.default_rng(1)
    draws = rng.standard_normal(1000)
    near = smooth(norm.logpdf(draws, 0.3, 1.0) - norm.logpdf(draws))
    far = smooth(norm.logpdf(draws, 0.0, 3.0) - norm.logpdf(draws))
    assert near.trusted
    assert near.weights.sum() == pytest.approx(1.0)
    assert near.weights @ draws == pytest.approx(0.3, abs=0.15)
    assert 800 < near.size < 1000
    assert not far.trusted


def test_equal_weights_stay_equal() -> None:
    found = smooth(np.zeros(400))
    assert found.trusted
    assert found.size == pytest.approx(400)


def test_too_few_weights_are_never_trusted() -> None:
    assert not smooth(np.zeros(10)).trusted
