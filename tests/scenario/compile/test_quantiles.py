"""Quantile tables in plain arithmetic, against SciPy."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import gammaln

from counterflow.scenario.compile import arithmetic, quantiles
from counterflow.world import QUANTILES

INNER = np.arange(1, QUANTILES - 1) / (QUANTILES - 1)


@pytest.mark.parametrize("shape", [0.3, 0.5, 1.0, 1.5, 3.0, 9.0, 40.0])
def test_gamma_quantiles_are_scipys(shape: float) -> None:
    law = stats.gamma(shape, scale=0.6 / stats.gamma(shape).median())
    table = quantiles.gamma(0.6, shape)
    np.testing.assert_allclose(table[1:-1], law.ppf(INNER), rtol=1e-9, atol=1e-13)
    assert table[0] == 0
    assert np.trapezoid(table, dx=1 / (QUANTILES - 1)) == pytest.approx(law.mean(), rel=2e-3)
    assert quantiles.gamma_mean(0.6, shape) == pytest.approx(law.mean())


@pytest.mark.parametrize("shape", [0.5, 1.0, 3.0, 9.0])
def test_the_rest_of_a_spell_under_way_is_length_biased(shape: float) -> None:
    law = stats.gamma(shape, scale=0.6 / stats.gamma(shape).median())
    table = quantiles.gamma_residual(0.6, shape)
    middle = table[1:-1:64]
    probability = np.array([law.expect(lambda x, q=q: min(x, q)) / law.mean() for q in middle])
    np.testing.assert_allclose(probability, INNER[::64], atol=1e-5)
    mean = law.moment(2) / (2 * law.mean())
    assert np.trapezoid(table, dx=1 / (QUANTILES - 1)) == pytest.approx(mean, rel=2e-3)


def test_an_exponential_spell_has_no_memory() -> None:
    np.testing.assert_allclose(
        quantiles.gamma_residual(1.0, 1.0), quantiles.gamma(1.0, 1.0), rtol=1e-9, atol=1e-12
    )


def test_normal_quantiles_are_scipys_cut_and_symmetric() -> None:
    table = quantiles.normal()
    np.testing.assert_allclose(table[1:-1], stats.norm.ppf(INNER), atol=1e-12)
    assert (table[0], table[-1]) == (-quantiles.NORMAL_CUT, quantiles.NORMAL_CUT)
    assert (table == -table[::-1]).all()


def test_logarithm_exponential_and_gamma_function_are_right_to_the_last_places() -> None:
    x = np.geomspace(1e-12, 1e12, 10_001)
    np.testing.assert_allclose(arithmetic.log(x), np.log(x), rtol=1e-15, atol=1e-15)
    y = np.linspace(-600, 600, 10_001)
    np.testing.assert_allclose(arithmetic.exp(y), np.exp(y), rtol=1e-15)
    np.testing.assert_allclose(arithmetic.power(x[x < 1e6], -0.45), x[x < 1e6] ** -0.45, rtol=1e-14)
    shapes = np.array([0.05, 0.5, 1, 1.5, 7.3, 50])
    np.testing.assert_allclose([arithmetic.log_gamma(shape) for shape in shapes], gammaln(shapes), atol=1e-13)
