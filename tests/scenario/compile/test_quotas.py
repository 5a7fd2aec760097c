"""Whole numbers in given proportions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.scenario.compile.quotas import quota_rows, quotas, quotas_with_floors

WEIGHTS = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=40).filter(lambda weights: sum(weights) > 1e-3)


@given(total=st.integers(0, 10**9), weights=WEIGHTS)
def test_quotas_sum_exactly_and_miss_their_share_by_less_than_one(total: int, weights: list[float]) -> None:
    table = np.array(weights)
    share = quotas(total, table)
    assert share.sum() == total
    assert (share >= 0).all()
    assert (np.abs(share - total * (table / table.sum())) < 1 + 1e-6).all()


def test_ties_go_to_the_first() -> None:
    assert quotas(2, np.ones(3)).tolist() == [1, 1, 0]


@given(totals=st.lists(st.integers(0, 1000), min_size=1, max_size=10))
def test_rows_are_quotas(totals: list[int]) -> None:
    weights = np.arange(1.0, 6.0)[np.newaxis, :].repeat(len(totals), axis=0)
    rows = quota_rows(np.array(totals), weights)
    assert [row.tolist() for row in rows] == [quotas(total, weights[0]).tolist() for total in totals]


@given(total=st.integers(0, 1000), weights=WEIGHTS, floor=st.integers(0, 20))
def test_floors_hold_and_leave_the_others_in_proportion(total: int, weights: list[float], floor: int) -> None:
    floors = np.full(len(weights), floor)
    if total < floors.sum():
        with pytest.raises(ValueError, match="cannot be shared out"):
            quotas_with_floors(total, np.array(weights), floors)
        return
    share = quotas_with_floors(total, np.array(weights), floors)
    assert (share >= floors).all()
    if (share > floors).any() or floors.sum() == total:
        assert share.sum() == total
