import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.people.tables import category, daily, day_of, quantile, segment
from counterflow.world import DAYS_PER_YEAR, EARLY

DAYS = 2_000


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30).filter(any), st.data())
def test_a_segment_holds_the_value_and_is_never_empty(sizes: list[int], data: st.DataObject) -> None:
    cumulative = np.concatenate([[0], np.cumsum(sizes)])
    value = data.draw(st.integers(0, int(cumulative[-1]) - 1))
    i = segment(cumulative, value)
    assert cumulative[i] <= value < cumulative[i + 1]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(0, 1, exclude_max=True))
def test_a_category_is_the_first_above_the_uniform(shares: list[float], uniform: float) -> None:
    cumulative = np.sort(np.array(shares))
    above = np.flatnonzero(uniform < cumulative)
    assert category(cumulative, uniform) == (above[0] if above.size else cumulative.size - 1)


@given(st.integers(0, DAYS - 1))
def test_a_change_holds_from_its_date_on(day: int) -> None:
    t = day / DAYS_PER_YEAR - EARLY
    assert day_of(t, DAYS) == day
    assert day == 0 or day_of(t - 0.5 / DAYS_PER_YEAR, DAYS) == day - 1


def test_the_first_and_last_days_hold_beyond_the_table() -> None:
    table = np.arange(float(DAYS))
    assert [daily(table, t) for t in (-100.0, -EARLY, 1e6)] == [0.0, 0.0, DAYS - 1.0]


@pytest.mark.parametrize(("uniform", "value"), [(0.5, 512.0), (1e-9, 0.0), (1 - 1e-9, 1024.0), (0.25, 256.0)])
def test_quantiles_are_linear_between_their_points(uniform: float, value: float) -> None:
    assert quantile(np.arange(1025.0), uniform) == pytest.approx(value, abs=1e-5)
