import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from counterflow.people.hardship import INCIDENT_ROW, INCIDENT_STRIP
from counterflow.people.keys import COUNTS, TIES, point_index, words
from counterflow.people.points import (
    COUNTED,
    LEAST_MEAN,
    STRIPS,
    count,
    counted_point,
    mean_row,
    point,
    strip_floor,
    strip_width,
    strips_needed,
)
from counterflow.people.ties import MENTOR_ROW, MENTOR_STRIP, TIE_ROW, TIE_STRIP
from tests.simple_worlds import KEY

ENTITIES = 3_000
R0 = 2.0
ROWS = range(COUNTED)
CHI_SQUARE_9 = 27.9
"""Exceeded by chance once in a thousand times, with 9 degrees of freedom."""


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
        assert ((observed - expected) ** 2 / expected).sum() < CHI_SQUARE_9


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


def mean_of(row: int) -> float:
    return LEAST_MEAN * 2.0**row


def counting_words(entity: int, year: int) -> tuple[np.uint64, ...]:
    """The words behind the numbers of points in four cells of a year."""
    index = np.uint64(point_index(0, year, 0))
    return tuple(np.uint64(w) for w in words(KEY, np.uint64(entity), TIES + COUNTS, index))


def counted_cell(entity: int, row: int, year: int) -> list[tuple[float, float]]:
    """(time, height) of the points of a counted cell: the lowest strip of a process as high as the row's mean."""
    counts = counting_words(entity, year)
    points = (
        counted_point(KEY, np.uint64(entity), TIES, mean_of(row), 0, year, number)
        for number in range(count(row, counts[0]))
    )
    return [(at, height) for at, height, _, _ in points]


@pytest.mark.parametrize("row", ROWS)
def test_counted_cells_are_poisson_and_their_points_uniform_in_time_and_height(row: int) -> None:
    cells = [counted_cell(entity, row, entity % 5 - 2) for entity in range(ENTITIES)]
    counts, mean = np.array([len(points) for points in cells]), mean_of(row)
    assert abs(counts.mean() - mean) < 4 * np.sqrt(mean / ENTITIES)
    assert abs(counts.var() - mean) < 4 * np.sqrt((mean + 2 * mean**2) / ENTITIES)
    points = np.array([point for points in cells for point in points])
    years = np.repeat(np.arange(ENTITIES) % 5 - 2, counts)
    assert abs(np.corrcoef(points.T)[0, 1]) < 4 / np.sqrt(len(points))
    for uniform in (points[:, 0] - years, points[:, 1] / mean):
        assert 0.0 < uniform.min() < uniform.max() < 1.0
        observed = np.bincount((uniform * 10).astype(int), minlength=10)
        expected = uniform.size / 10
        assert ((observed - expected) ** 2 / expected).sum() < CHI_SQUARE_9


@pytest.mark.parametrize("row", ROWS)
def test_both_halves_of_a_counted_years_points_are_independent_and_poisson(row: int) -> None:
    """So are those of a Poisson process, and of no other number of uniform points."""
    times = [np.array([at for at, _ in counted_cell(entity, row, 0)]) for entity in range(ENTITIES)]
    halves = np.array([[(at < 0.5).sum(), (at >= 0.5).sum()] for at in times])
    mean = mean_of(row) / 2
    assert (abs(halves.mean(0) - mean) < 4 * np.sqrt(mean / ENTITIES)).all()
    assert abs(np.corrcoef(halves.T)[0, 1]) < 4 / np.sqrt(ENTITIES)


@pytest.mark.parametrize("row", ROWS)
def test_a_cell_holds_at_most_k_points_with_the_probability_of_the_law(row: int) -> None:
    """The words that give at most k points are the first P(N <= k) of all 2^32, to the nearest word."""
    mean = mean_of(row)
    for k in range(int(poisson.ppf(1e-8, mean)), int(poisson.isf(1e-8, mean))):
        first = round(poisson.cdf(k, mean) * 2.0**32)
        assert count(row, np.uint64(first - 2)) <= k
        assert count(row, np.uint64(first + 1)) > k


@pytest.mark.parametrize("row", ROWS)
def test_the_highest_and_the_lowest_word_give_a_number_that_the_law_can_give(row: int) -> None:
    mean = mean_of(row)
    lowest, highest = count(row, np.uint64(0)), count(row, np.uint64(2**32 - 1))
    assert poisson.cdf(lowest, mean) >= 0.5 / 2**32
    assert poisson.sf(highest - 1, mean) >= 0.5 / 2**32 > poisson.sf(highest, mean)


@pytest.mark.parametrize("row", ROWS)
def test_a_higher_word_never_gives_fewer_points(row: int) -> None:
    marks = np.sort(np.random.default_rng(row).integers(0, 2**32, 2_000, np.uint64))
    numbers = [count(row, mark) for mark in marks]
    assert numbers == sorted(numbers)


def test_cells_that_share_a_draw_of_counts_are_independent() -> None:
    rows = (TIE_ROW, TIE_ROW + 1, MENTOR_ROW, MENTOR_ROW + 1)
    drawn = (counting_words(entity, 0) for entity in range(ENTITIES))
    counts = np.array([[count(row, mark) for row, mark in zip(rows, four, strict=True)] for four in drawn])
    assert np.abs(np.corrcoef(counts.T)[np.triu_indices(4, 1)]).max() < 4 / np.sqrt(ENTITIES)


@pytest.mark.parametrize(
    ("r0", "row"), [(INCIDENT_STRIP, INCIDENT_ROW), (TIE_STRIP, TIE_ROW), (MENTOR_STRIP, MENTOR_ROW)]
)
def test_the_mean_of_a_strips_cell_is_its_height(r0: float, row: int) -> None:
    strips = COUNTED - row + 1
    assert [mean_of(mean_row(row, strip)) for strip in range(strips)] == [
        strip_width(r0, strip) for strip in range(strips)
    ]
    assert mean_row(row, strips - 1) == COUNTED - 1
