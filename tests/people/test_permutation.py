import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterflow.people.permutation import permute, radices, unpermute
from tests.reference.permutation import arrangement

KEY = st.integers(0, 2**64 - 1).map(np.uint64)


@given(st.integers(1, 2**31 - 1))
@example(2**31 - 1)
@example(46_340**2)
def test_radices_are_the_least_square_of_rows_that_holds_everybody(n: int) -> None:
    rows, columns = radices(n)
    assert (rows - 1) ** 2 < n <= rows**2
    assert rows * (columns - 1) < n <= rows * columns


@given(KEY, st.integers(1, 400))
def test_a_keyed_order_takes_every_place_once(key: np.uint64, n: int) -> None:
    assert sorted(permute(key, x, n, *radices(n)) for x in range(n)) == list(range(n))


@given(KEY, st.integers(1, 2**31 - 1), st.data())
def test_the_inverse_leads_back(key: np.uint64, n: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n - 1))
    place = permute(key, x, n, *radices(n))
    assert 0 <= place < n
    assert unpermute(key, place, n, *radices(n)) == x


@given(KEY, st.integers(1, 60))
def test_the_order_written_out_is_the_same(key: np.uint64, n: int) -> None:
    assert arrangement(int(key), n) == [permute(key, x, n, *radices(n)) for x in range(n)]


def pairs_seen(n: int, one: int, other: int, keys: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How often two members stand at each pair of places, over many keys."""
    counts, square = np.zeros((n, n)), radices(n)
    for key in np.random.default_rng(n).integers(0, 2**64, keys, np.uint64):
        counts[permute(key, one, n, *square), permute(key, other, n, *square)] += 1
    return counts


@pytest.mark.parametrize(("n", "one", "other"), [(101, 0, 50), (101, 3, 4), (120, 0, 119)])
def test_pairs_of_places_are_uniform_among_a_hundred_and_more(n: int, one: int, other: int) -> None:
    counts = pairs_seen(n, one, other, 60_000)
    expected, degrees = 60_000 / (n * (n - 1)), n * (n - 1) - 1
    statistic = ((counts[~np.eye(n, dtype=bool)] - expected) ** 2 / expected).sum() / degrees
    assert abs(statistic - 1.0) < 4 * np.sqrt(2 / degrees)
    assert np.trace(counts) == 0


@pytest.mark.parametrize("n", [5, 7, 12, 30])
def test_pairs_of_places_are_roughly_uniform_among_a_few(n: int) -> None:
    """Six rounds on so small a square leave pairs up to a fifth too frequent or too rare (root mean square)."""
    keys = 20_000
    counts = pairs_seen(n, 0, n // 2, keys)
    expected, degrees = keys / (n * (n - 1)), n * (n - 1) - 1
    excess = ((counts[~np.eye(n, dtype=bool)] - expected) ** 2 / expected).sum() - degrees
    assert np.sqrt(max(0.0, excess) / keys) < 0.25


@pytest.mark.parametrize("n", [5, 12, 101])
def test_single_places_are_uniform(n: int) -> None:
    counts = pairs_seen(n, 1, n - 1, 20_000).sum(0)
    expected = 20_000 / n
    statistic = ((counts - expected) ** 2 / expected).sum()
    assert statistic < n - 1 + 4 * np.sqrt(2 * (n - 1))
