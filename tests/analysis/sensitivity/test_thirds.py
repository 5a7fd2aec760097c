"""What moves an outcome, from futures drawn by lot."""

import numpy as np
import pytest

from counterflow.analysis.sensitivity.thirds import thirds
from tests.analysis.sensitivity.ishigami import FIRST, ishigami

NAMES = ("x1", "x2", "x3")


def test_the_first_order_indices_of_ishigami_come_out_of_any_sample() -> None:
    points = np.random.default_rng(5).random((6000, 3))
    found = {one.parameter: one for one in thirds(NAMES, points, ishigami(points), seed=1)}
    for name, truth in FIRST.items():
        assert found[name].first == pytest.approx(truth, abs=4 / 3 * found[name].first_error)
        assert found[name].first_error < 0.04


def test_the_probability_of_a_verdict_is_that_of_the_futures_in_each_third() -> None:
    """It holds where x1 is above one half: never in the lowest third, always in the highest."""
    points = np.random.default_rng(6).random((900, 3))
    found = {one.parameter: one for one in thirds(NAMES, points, (points[:, 0] > 0.5) * 1.0, seed=1)}
    assert (found["x1"].low, found["x1"].high, found["x1"].clear) == (0.0, 1.0, True)
    assert found["x1"].first > 0.85
    assert not found["x2"].clear
    assert found["x2"].low == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(300))


def test_what_does_nothing_is_called_clear_in_a_twentieth_of_samples_at_most() -> None:
    """Ten parameters that do nothing, 100 samples: in about 5 one of them is called clear; 14 is four errors more."""
    luck = np.random.default_rng(8)
    names = tuple(f"p{i}" for i in range(10))
    wrong = 0
    for seed in range(100):
        points, values = luck.random((120, 10)), (luck.random(120) < 0.4) * 1.0
        wrong += any(one.clear for one in thirds(names, points, values, seed))
    assert wrong <= 14


def test_what_does_nothing_has_a_share_of_nothing_on_average() -> None:
    luck = np.random.default_rng(9)
    shares = []
    for seed in range(60):
        points = luck.random((300, 1))
        shares.append(thirds(("p",), points, luck.normal(size=300), seed)[0].first)
    assert np.mean(shares) == pytest.approx(0.0, abs=4 * np.std(shares) / np.sqrt(len(shares)))


@pytest.mark.parametrize(
    ("values", "words"), [(np.ones(90), "is 1 in every"), (np.arange(10.0), "10 futures")]
)
def test_what_cannot_be_told_is_refused(values: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        thirds(("p",), np.random.default_rng(1).random((len(values), 1)), values, 1)
