"""Whole numbers in given proportions: largest remainder, so that shares are quotas and not coin tosses."""

from __future__ import annotations

import numpy as np

from counterflow.world import Floats, Ints


def quotas(total: int, weights: Floats) -> Ints:
    """Whole numbers >= 0 that sum to `total`, in proportion to `weights` (their sum above 0); ties go to the first."""
    return quota_rows(np.array([total], dtype=np.int64), weights[np.newaxis, :])[0]


def quota_rows(totals: Ints, weights: Floats) -> Ints:
    """`quotas` row by row: [n] totals and [n, m] weights give [n, m] whole numbers."""
    cumulative = np.cumsum(weights, axis=1)  # a fixed order of sums, unlike np.sum
    exact = totals[:, np.newaxis] * (weights / cumulative[:, -1:])
    whole = np.floor(exact).astype(np.int64)
    missing = totals - whole.sum(axis=1)
    order = np.argsort(whole - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(weights.shape[1])[np.newaxis, :], axis=1)
    return whole + (rank < missing[:, np.newaxis])


def quotas_with_least(total: int, weights: Floats, least: int) -> Ints:
    """`quotas` in which everybody gets at least `least`; ValueError where the total is too small for that."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot give {least} to each of {len(weights)}")
    return least + quotas(spare, weights)
