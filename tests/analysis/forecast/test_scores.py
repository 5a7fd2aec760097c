"""Scores against their formulas, and against what they must say of forecasts that are right."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from counterflow.analysis.forecast.scores import Predictive, interval_score


def test_one_draw_is_a_normal_distribution() -> None:
    found = Predictive(np.array([2.0]), 0.5)
    for probability in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert found.quantile(probability) == pytest.approx(
            NormalDist(2.0, 0.5).inv_cdf(probability), abs=1e-9
        )
    assert found.log_density(2.7) == pytest.approx(norm(2.0, 0.5).logpdf(2.7))
    assert found.below(2.7) == pytest.approx(norm(2.0, 0.5).cdf(2.7))


def test_draws_are_a_mixture() -> None:
    found = Predictive(np.array([-1.0, 0.0, 3.0]), 0.4)
    parts = [norm(centre, 0.4) for centre in (-1.0, 0.0, 3.0)]
    assert found.log_density(0.3) == pytest.approx(math.log(np.mean([one.pdf(0.3) for one in parts])))
    low, high = found.interval(0.9)
    assert np.mean([one.cdf(high) - one.cdf(low) for one in parts]) == pytest.approx(0.9, abs=1e-9)


def test_a_figure_far_off_has_a_finite_score() -> None:
    assert Predictive(np.array([0.0]), 0.01).log_density(10.0) == pytest.approx(norm(0, 0.01).logpdf(10.0))


@pytest.mark.parametrize(
    ("value", "score"), [(1.0, 2.0), (0.0, 2.0), (-0.5, 2.0 + 0.5 * 20), (2.25, 2.0 + 0.25 * 20)]
)
def test_the_interval_score_is_the_width_and_the_penalty(value: float, score: float) -> None:
    """Interval 0 to 2 at 90 percent: 2 / 0.1 = 20 for each unit outside."""
    assert interval_score((0.0, 2.0), 0.9, value) == pytest.approx(score)


def test_intervals_hold_as_many_figures_as_they_say_where_the_forecast_is_right() -> None:
    """Within four errors over 4,000 figures."""
    rng = np.random.default_rng(4)
    found = Predictive(rng.normal(size=300), 0.7)
    figures = rng.choice(found.centres, 4000) + 0.7 * rng.normal(size=4000)
    for share in (0.5, 0.9):
        low, high = found.interval(share)
        inside = np.mean((figures >= low) & (figures <= high))
        assert inside == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / 4000))


@given(st.floats(-2, 2), st.floats(0.2, 3))
def test_both_scores_prefer_the_truth_to_another_forecast_on_average(shift: float, width: float) -> None:
    """Proper scores: over the true distribution's own quantiles no other normal does better."""
    figures = [NormalDist().inv_cdf((i + 0.5) / 400) for i in range(400)]
    truth, other = Predictive(np.array([0.0]), 1.0), Predictive(np.array([shift]), width)
    logs = [np.mean([one.log_density(figure) for figure in figures]) for one in (truth, other)]
    intervals = [
        np.mean([interval_score(interval, 0.9, figure) for figure in figures])
        for interval in (truth.interval(0.9), other.interval(0.9))
    ]
    assert logs[0] >= logs[1] - 1e-3
    assert intervals[0] <= intervals[1] + 2e-2


@pytest.mark.parametrize(("centres", "spread"), [([], 1.0), ([1.0], 0.0), ([math.nan], 1.0)])
def test_what_is_no_distribution_is_refused(centres: list[float], spread: float) -> None:
    with pytest.raises(ValueError, match="both must be there"):
        Predictive(np.array(centres), spread)
