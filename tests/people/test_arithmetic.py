import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.people.arithmetic import exp, log, logistic
from tests.reference import arithmetic

SAMPLE = 20_000


def ulps(found: float, expected: np.longdouble) -> float:
    """Distance from the true value in units of the last place."""
    return float(abs(np.longdouble(found) - expected) / np.longdouble(math.ulp(float(expected))))


def test_log_is_right_within_one_unit_of_the_last_place() -> None:
    rng = np.random.default_rng(1)
    values = np.concatenate(
        [rng.random(SAMPLE), 1 + rng.normal(0, 1e-3, SAMPLE), rng.lognormal(0, 40, SAMPLE)]
    )
    assert max(ulps(log(x), np.log(np.longdouble(x))) for x in values.tolist()) <= 1.0


def test_exp_is_right_within_two_units_of_the_last_place() -> None:
    values = np.random.default_rng(2).uniform(-600, 600, 2 * SAMPLE).tolist()
    assert max(ulps(exp(x), np.exp(np.longdouble(x))) for x in values) <= 2.0


@given(st.floats(1e-300, 1e300), st.floats(-800, 800))
def test_compiled_and_interpreted_formulas_give_the_same_bits(positive: float, exponent: float) -> None:
    assert log(positive) == arithmetic.log(positive)
    assert exp(exponent) == arithmetic.exp(exponent)
    assert logistic(exponent) == arithmetic.logistic(exponent)


@pytest.mark.parametrize(("x", "expected"), [(0.0, 1.0), (-701.0, 0.0), (-1e300, 0.0)])
def test_exp_at_its_edges(x: float, expected: float) -> None:
    assert exp(x) == expected


def test_exp_never_overflows() -> None:
    assert exp(1e300) == exp(700.0) < math.inf


@given(st.floats(-50, 50), st.floats(0, 10))
def test_logistic_never_falls(z: float, step: float) -> None:
    assert logistic(z) <= logistic(z + step)
