"""Whole numbers in given proportions: largest remainder, so that shares are quotas and not coin tosses."""

from __future__ import annotations

import numpy as np

from counterflow.world import Floats, Ints


def quotas(total: int, weights: Floats) -> Ints:
    """Whole numbers >= 0 that sum to `total`, in proportion to `weights` (their sum above 0); ties go to the first."""
    row: Ints = quota_rows(np.array([total], dtype=np.int64), weights[np.newaxis, :])[0]
    return row


def quota_rows(totals: Ints, weights: Floats) -> Ints:
    """`quotas` row by row: [n] totals and [n, m] weights give [n, m] whole numbers."""
    cumulative = np.cumsum(weights, axis=1)  # a fixed order of sums, unlike np.sum
    exact = totals[:, np.newaxis] * (weights / cumulative[:, -1:])
    whole = np.floor(exact).astype(np.int64)
    missing = totals - whole.sum(axis=1)
    order = np.argsort(whole - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(weights.shape[1])[np.newaxis, :], axis=1)
    whole[rank < missing[:, np.newaxis]] += 1
    return whole


def quotas_with_floors(total: int, weights: Floats, floors: Ints) -> Ints:
    """`quotas` in which nobody gets less than its floor; who would is raised to it, and the others share the rest.

    Raises ValueError where the total is smaller than the floors together.
    """
    if total < floors.sum():
        raise ValueError(f"{total} cannot be shared out with floors that sum to {floors.sum()}")
    raised = np.zeros(len(weights), dtype=bool)
    while True:
        share = floors.copy()
        if not raised.all():
            share[~raised] = quotas(int(total - floors[raised].sum()), weights[~raised])
        short = (share < floors) & ~raised
        if not short.any():
            return share
        raised |= short
