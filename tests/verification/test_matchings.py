"""Keyed orders: friends are uniform matchings, pairs of places are even where orders are long."""

from itertools import combinations

import numpy as np
import pytest

from counterflow.people.homes import KIN
from counterflow.people.luck import FRIENDSHIPS
from counterflow.world import Floats, Ints, World
from tests.judge import Judge
from tests.scenario.builders import real_world
from tests.verification.graphs import friends_of, kin_of, pairs_seen
from tests.worlds import random_world

LEAST = 405
"""Members of the shortest keyed order in the shipped region: kin blocks of its smallest district."""


def small_districts() -> World:
    """Four districts of 567, 420, 539 and 676 people: no smaller than the smallest order in the shipped region."""
    return random_world(np.random.default_rng(23), 2_200)


@pytest.mark.parametrize("keys", [150, pytest.param(10_000, marks=pytest.mark.verification)])
def test_friends_are_uniform_matchings(keys: int, verdict: Judge) -> None:
    """Uniform perfect matchings make the pairs' chi square, times (n - 3) / (n - 2), one of n (n - 3) / 2 degrees.

    Counts of a matching vary only in the space orthogonal to constants and to people's sums, alike in all its directions.
    """
    world = small_districts()
    homes = world.homes
    people = np.arange(int(homes.cohort_start[-1]))
    counts = [np.zeros((n, n)) for n in np.diff(homes.district_start)]
    triangles, doubles, related = np.zeros((3, len(counts), keys))
    sided = 0
    for run in range(keys):
        edges = friends_of(world, np.uint64(run), people)
        kin = kin_of(world, np.uint64(run), people) if run % 10 == 0 else None
        for district, (low, high) in enumerate(
            zip(homes.district_start[:-1], homes.district_start[1:], strict=True)
        ):
            own = edges[low:high] - low
            for matching in own.T:
                counts[district][np.arange(high - low), matching] += 1
                sided += int((matching[matching] != np.arange(high - low)).sum())
            triangles[district, run] = _triangles(own)
            doubles[district, run] = _doubles(own)
            if kin is not None:
                related[district, run] = (
                    edges[low:high, :, np.newaxis] == kin[low:high, np.newaxis]
                ).sum() / 2
    verdict.none("friends who are not each other's", "in all matchings", sided)
    for district, seen in enumerate(counts):
        n = seen.shape[0]
        _compare_matchings(verdict, n, seen, keys)
        once = n * (n - 1) * (n - 2) / (n - 1) ** 3 if n % 2 == 0 else (n - 1) * (n - 2) / n**2
        name = f"triangles of friends among {n}"
        verdict.errors(name, "mean per world", triangles[district].mean(), once, np.sqrt(once / keys))
        pairs = n * (n - 1) / 2 * 3 * _joined(n) ** 2
        name = f"friends twice over among {n}"
        verdict.errors(name, "mean per world", doubles[district].mean(), pairs, np.sqrt(1.1 * pairs / keys))
        expected = FRIENDSHIPS * n * KIN / 2 * _joined(n)
        some = related[district, ::10]
        name = f"friends who are kin among {n}"
        verdict.errors(name, "mean per world", some.mean(), expected, np.sqrt(1.1 * expected / some.size))


def _joined(n: int) -> float:
    """Probability that two given people are joined in a matching."""
    return 1 / (n - 1) if n % 2 == 0 else 1 / n


def _triangles(edges: Ints) -> float:
    """Triangles with one edge of each matching."""
    own = np.arange(edges.shape[0])
    first, second, third = edges.T
    closed = (third[second[first]] == own) & (first != own) & (second[first] != first)
    return float(closed.sum())


def _doubles(edges: Ints) -> float:
    """Pairs of people joined by two matchings, counted once for each pair of matchings."""
    own = np.arange(edges.shape[0])
    return float(
        sum(
            ((edges[:, a] == edges[:, b]) & (edges[:, a] != own)).sum() / 2
            for a, b in combinations(range(3), 2)
        )
    )


def _compare_matchings(verdict: Judge, n: int, seen: Floats, keys: int) -> None:
    alone, pairs = np.diag(seen), seen[np.triu_indices(n, 1)]
    if n % 2:
        expected = FRIENDSHIPS * keys / n
        statistic = ((alone - expected) ** 2 / expected).sum()
        verdict.chi_square(f"who is left over among {n}", "evenly everybody", statistic, n - 1)
        return
    expected = FRIENDSHIPS * keys / (n - 1)
    statistic = ((pairs - expected) ** 2 / expected).sum() * (n - 3) / (n - 2)
    verdict.chi_square(f"pairs of friends among {n}", "all equally often", statistic, n * (n - 3) // 2)


@pytest.mark.verification
@pytest.mark.parametrize("n", [LEAST, 1_000])
def test_pairs_of_a_keyed_order_are_uniform(n: int, verdict: Judge) -> None:
    """No order of the shipped region is shorter."""
    keys = np.random.default_rng(n).integers(0, 2**64, 8_000_000, np.uint64)
    for one, other in ((0, 1), (0, n // 2), (n - 2, n - 1), (1, n - 1)):
        counts = pairs_seen(keys, n, one, other)
        expected = keys.size / (n * (n - 1))
        statistic = ((counts[~np.eye(n, dtype=bool)] - expected) ** 2).sum() / expected
        verdict.chi_square(f"members {one} and {other} of {n}", "pairs of places", statistic, n * (n - 1) - 1)


@pytest.mark.verification
@pytest.mark.parametrize(("n", "most"), [(12, 0.2), (30, 0.1), (64, 0.05), (101, 0.05), (211, 0.02)])
def test_pairs_of_a_small_order_are_uneven_within_bounds(n: int, most: float, verdict: Judge) -> None:
    """Six rounds on a small square: pairs of one column are up to a fifth too frequent or too rare (root mean square)."""
    keys = np.random.default_rng(n).integers(0, 2**64, 2_000_000, np.uint64)
    counts = pairs_seen(keys, n, 0, n // 2)
    expected, degrees = keys.size / (n * (n - 1)), n * (n - 1) - 1
    excess = ((counts[~np.eye(n, dtype=bool)] - expected) ** 2 / expected).sum() - degrees
    uneven = np.sqrt(max(0.0, excess) / degrees / expected)
    verdict.at_most(f"unevenness of pairs among {n}", "root mean square, relative", uneven, most)


def test_the_shipped_regions_orders_are_long_enough(verdict: Judge) -> None:
    homes = real_world().homes
    blocks = np.diff(homes.district_start) // homes.households.sum(1)[homes.district_cohort]
    own = real_world().hosts.row[2, :, -1]
    verdict.at_least(
        "smallest order in the shipped region",
        "kin blocks, people on their own",
        min(blocks.min(), own[own > 0].min()),
        211,
    )
