"""Morris and Sobol on functions whose effects are known."""

import numpy as np
import pytest

from counterflow.analysis.sensitivity.screen import (
    RANGE,
    Problem,
    morris_effects,
    morris_futures,
    sobol_futures,
    sobol_indices,
)
from tests.analysis.sensitivity.ishigami import FIRST, TOTAL, ishigami

THREE = Problem(("x1", "x2", "x3"))


def test_the_indices_of_ishigami_lie_within_their_intervals() -> None:
    """0.314, 0.442 and 0, totals 0.558, 0.442, 0.244; intervals of 95 percent, widened by a third for six of them at once."""
    found = sobol_indices(THREE, ishigami(sobol_futures(THREE, 1024, seed=3)), seed=3)
    assert {round(FIRST[name], 3) for name in FIRST} == {0.314, 0.442, 0.0}
    for one in found:
        assert abs(one.first - FIRST[one.parameter]) < 4 / 3 * one.first_error
        assert abs(one.total - TOTAL[one.parameter]) < 4 / 3 * one.total_error
        assert 0 < one.first_error < 0.12
    assert [one.parameter for one in found] == ["x1", "x2", "x3"]


def test_a_group_has_the_index_of_its_parameters_together() -> None:
    grouped = Problem(("x1", "x2", "x3"), ("pair", "x2", "pair"))
    found = {
        one.parameter: one for one in sobol_indices(grouped, ishigami(sobol_futures(grouped, 1024, 3)), 3)
    }
    assert set(found) == {"pair", "x2"}
    assert found["pair"].first == pytest.approx(FIRST["x1"] + TOTAL["x3"], abs=found["pair"].first_error)
    assert found["x2"].total == pytest.approx(TOTAL["x2"], abs=found["x2"].total_error)


def test_more_futures_begin_with_the_same_ones() -> None:
    few, many = (sobol_futures(THREE, base, seed=7) for base in (8, 32))
    assert np.array_equal(few, many[: len(few)])


def line(probabilities: np.ndarray) -> np.ndarray:
    return np.asarray(probabilities @ np.array([3.0, -1.0, 0.0]) + 5.0)


def test_morris_finds_the_slopes_of_a_straight_line_exactly() -> None:
    futures = morris_futures(THREE, 10, seed=1)
    assert (futures.min(), futures.max()) == pytest.approx(RANGE)
    found = {one.parameter: one for one in morris_effects(THREE, futures, line(futures), seed=1)}
    span = RANGE[1] - RANGE[0]
    for name, slope in (("x1", 3.0), ("x2", -1.0), ("x3", 0.0)):
        assert found[name].change == pytest.approx(slope * span)
        assert found[name].size == pytest.approx(abs(slope) * span)
        assert found[name].spread == pytest.approx(0.0, abs=1e-12)


def test_morris_finds_that_an_effect_hangs_on_the_others() -> None:
    futures = morris_futures(THREE, 50, seed=1)
    product = 4.0 * (futures[:, 0] - 0.5) * (futures[:, 1] - 0.5)
    first, second, last = morris_effects(THREE, futures, product, seed=1)
    assert {first.parameter, second.parameter} == {"x1", "x2"}
    assert first.spread is not None
    assert first.spread > abs(first.change or 0.0)
    assert (last.parameter, last.size) == ("x3", 0.0)


def test_a_group_has_a_size_and_no_direction() -> None:
    grouped = Problem(("x1", "x2", "x3"), ("both", "both", "x3"))
    futures = morris_futures(grouped, 20, seed=2)
    found = {one.parameter: one for one in morris_effects(grouped, futures, line(futures), seed=2)}
    assert found["both"].change is None
    assert found["both"].size > 0.9
    assert found["x3"].size == pytest.approx(0.0, abs=1e-12)


def test_futures_without_an_answer_take_their_block_with_them_and_no_more() -> None:
    futures = sobol_futures(THREE, 1024, seed=3)
    values = ishigami(futures)
    values[[7, 8, 4001]] = np.nan
    found = {one.parameter: one for one in sobol_indices(THREE, values, seed=3)}
    assert found["x1"].first == pytest.approx(FIRST["x1"], abs=4 / 3 * found["x1"].first_error)


def test_too_few_answers_are_refused() -> None:
    values = np.full(5 * 8, np.nan)
    values[:10] = 1.0
    with pytest.raises(ValueError, match="only 2 of 8 sets of futures"):
        sobol_indices(THREE, values, seed=1)


def test_an_outcome_that_never_changes_is_refused() -> None:
    with pytest.raises(ValueError, match="2 in every future"):
        sobol_indices(THREE, np.full(40, 2.0), seed=1)


def test_sobol_asks_for_a_power_of_two() -> None:
    with pytest.raises(ValueError, match=r"draws is 100; .* 64 or 128"):
        sobol_futures(THREE, 100, seed=1)
