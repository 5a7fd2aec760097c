import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.people.keys import TIES
from counterflow.people.points import STRIPS, point, strip_floor, strip_width, strips_needed
from tests.simple_worlds import KEY

ENTITIES = 3_000
R0 = 2.0


def cell(entity: int, strip: int, year: int, r0: float = R0) -> list[tuple[float, float]]:
    """(time, height) of a cell's points."""
    found = []
    at = float(year)
    while True:
        gap, height, _, _ = point(KEY, np.uint64(entity), TIES, r0, strip, year, len(found))
        at += gap
        if at >= year + 1:
            return found
        found.append((at, height))


@pytest.mark.parametrize("strip", [0, 1, 2, 3])
def test_counts_are_poisson_and_heights_and_times_uniform(strip: int) -> None:
    cells = [cell(entity, strip, entity % 5) for entity in range(ENTITIES)]
    counts = np.array([len(points) for points in cells])
    width, floor = strip_width(R0, strip), strip_floor(R0, strip)
    error = np.sqrt(width / ENTITIES)
    assert abs(counts.mean() - width) < 4 * error
    # The variance of a sample variance of Poisson counts is (width + 2 width^2) / n.
    assert abs(counts.var() - width) < 4 * np.sqrt((width + 2 * width**2) / ENTITIES)
    points = np.array([point for points in cells for point in points])
    for uniform in ((points[:, 1] - floor) / width, points[:, 0] % 1.0):
        assert uniform.min() >= 0.0
        assert uniform.max() < 1.0
        observed = np.bincount((uniform * 10).astype(int), minlength=10)
        expected = uniform.size / 10
        assert ((observed - expected) ** 2 / expected).sum() < 27.9  # chi square, 9 degrees, 0.1 percent


def test_neighbouring_years_and_strips_are_independent() -> None:
    counts = np.array([[len(cell(e, s, y)) for s, y in ((0, 0), (0, 1), (1, 0))] for e in range(ENTITIES)])
    assert np.abs(np.corrcoef(counts.T)[np.triu_indices(3, 1)]).max() < 4 / np.sqrt(ENTITIES)


@given(st.floats(0, 1e4), st.floats(0.1, 100))
def test_strips_needed_hold_every_height_below_the_rate_and_no_strip_is_idle(rate: float, r0: float) -> None:
    needed = strips_needed(r0, rate)
    if needed <= STRIPS:
        assert strip_floor(r0, needed) >= rate
        assert needed == 0 or strip_floor(r0, needed - 1) < rate


@given(st.floats(0.1, 100), st.integers(0, 12))
def test_strips_touch_one_another(r0: float, strip: int) -> None:
    assert strip_floor(r0, strip) + strip_width(r0, strip) == strip_floor(r0, strip + 1)


def test_a_rate_beyond_all_strips_is_told() -> None:
    assert strips_needed(1.0, 1e9) > STRIPS


@given(st.integers(0, 2**40), st.floats(0.5, 8), st.floats(1, 4))
def test_a_higher_rate_keeps_the_points_that_a_lower_one_has(entity: int, rate: float, more: float) -> None:
    def happen(rate: float) -> set[tuple[float, float]]:
        points = (p for strip in range(strips_needed(R0, rate)) for p in cell(entity, strip, 0))
        return {point for point in points if point[1] < rate}

    assert happen(rate) <= happen(rate * more)
