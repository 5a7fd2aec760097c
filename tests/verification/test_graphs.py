"""Implicit graphs: degrees, symmetry, clustering, who is joined with whom; seats and their holders."""

from itertools import combinations

import numpy as np
import pytest

from counterflow.people.homes import KIN
from counterflow.people.luck import FRIENDSHIPS
from counterflow.scenario import compile_world, scaled
from counterflow.world import Floats, Ints, World
from tests.experiment.worlds import library_salience
from tests.judge import Judge
from tests.scenario.builders import real, real_world
from tests.simple_worlds import KEY
from tests.verification.graphs import (
    CREW,
    THIRD,
    crews_of,
    friends_of,
    kin_of,
    movers_of,
    pairs_seen,
    seats_of,
)
from tests.worlds import random_world

BLOCKS = 60
"""Kin blocks of each cohort whose clustering is computed; they are all alike."""
LEAST = 405
"""Members of the shortest keyed order in the shipped region: kin blocks of its smallest district."""
SCALES = [0.002, pytest.param(0.02, marks=pytest.mark.verification)]


def region(scale: float) -> World:
    """The shipped region with fewer people: six cohorts with kin blocks of six sizes."""
    return compile_world(scaled(real(), scale), library_salience())


def everybody(world: World) -> Ints:
    return np.arange(int(world.homes.cohort_start[-1]))


def one_sided(edges: Ints, own: Ints) -> int:
    """Places in which the sorted edges and the sorted edges turned round differ: 0 iff each has its counterpart."""
    ends = np.repeat(own, edges.shape[1]), edges.ravel()
    there, back = (np.sort(one * 10**10 + other) for one, other in (ends, ends[::-1]))
    return int((there != back).sum())


def clustering(edges: Ints) -> float:
    """Share of pairs of neighbours who are neighbours; row i is that of person i, without loops or doubles."""
    closed = np.zeros(edges.shape[0])
    pairs = list(combinations(range(edges.shape[1]), 2))
    for one, other in pairs:
        closed += (edges[edges[:, one]] == edges[:, [other]]).any(1)
    return float(closed.mean() / len(pairs))


def ring(neighbours: int) -> float:
    """Clustering of a ring in which everybody is joined with so many nearest (Watts and Strogatz 1998)."""
    return 3 * (neighbours - 2) / (4 * (neighbours - 1))


@pytest.mark.parametrize("scale", SCALES)
def test_kin(scale: float, verdict: Judge) -> None:
    world = region(scale)
    edges = kin_of(world, KEY, everybody(world))
    ordered = np.sort(edges, axis=1)
    wrong = (np.diff(ordered, axis=1) == 0).any(1) | (edges == everybody(world)[:, np.newaxis]).any(1)
    verdict.none("people without six different kin", f"of {edges.shape[0]:,}", wrong.sum())
    verdict.none("kin who do not call one another kin", "edges", one_sided(edges, everybody(world)))
    sizes = BLOCKS * world.homes.households.sum(1)
    starts = world.homes.cohort_start[:-1]
    found = [clustering(edges[low : low + n] - low) for low, n in zip(starts, sizes, strict=True)]
    off = np.abs(np.array(found) - ring(KIN)).max()
    verdict.at_most("clustering of kin", f"{found[0]:.3f} against {ring(KIN):.3f} of a ring", off, 1e-12)


@pytest.mark.parametrize("scale", SCALES)
def test_mobile_kin(scale: float, verdict: Judge) -> None:
    """Ranks are a sharply 2-transitive draw: every two members are equally likely to be the mobile ones."""
    world = region(scale)
    homes, people = world.homes, everybody(world)
    mobile = movers_of(world, KEY, people).place >= 0
    together = (mobile[:, np.newaxis] & mobile[kin_of(world, KEY, people)]).sum(1) / 2
    for cohort in range(homes.country.size - 1):  # nobody of the last is mobile
        size = homes.households[cohort].sum()
        low, high = homes.cohort_start[cohort : cohort + 2]
        number = mobile[low:high].reshape(-1, size).sum(1)
        pairs = together[low:high].reshape(-1, size).sum(1)
        expected = KIN / 2 * number * (number - 1) / (size - 1)
        spread = np.sqrt(max(((pairs - expected) ** 2).sum(), 1.0))
        described = "kin both of whom are mobile, block by block"
        verdict.errors(f"mobile kin, cohort {cohort}", described, pairs.sum(), expected.sum(), spread)


@pytest.mark.parametrize("scale", SCALES)
def test_kin_who_go_to_one_neighbourhood(scale: float, verdict: Judge) -> None:
    """Chain migrants of a block go together; two others of a district meet by the district's counts alone."""
    world = region(scale)
    homes, people = world.homes, everybody(world)
    place, kin = movers_of(world, KEY, people).place, kin_of(world, KEY, people)
    both = (place[:, np.newaxis] >= 0) & (place[kin] >= 0)
    same = (both & (place[:, np.newaxis] == place[kin])).sum(1) / 2
    found, expected, variance = np.zeros((3, homes.country.size))
    for district, cohort in enumerate(homes.district_cohort.tolist()):
        low, high = homes.district_start[district : district + 2]
        size = int(homes.households[cohort].sum())
        blocks = (high - low) // size
        together = same[low:high].reshape(blocks, size).sum(1)
        mean = expected_together(world, district, cohort, size)
        found[cohort] += together.sum()
        expected[cohort] += blocks * mean
        variance[cohort] += ((together - mean) ** 2).sum()
    used = expected > 50
    verdict.all_errors(
        f"kin in one neighbourhood, {used.sum()} cohorts",
        "pairs",
        found[used],
        expected[used],
        np.sqrt(variance[used]),
    )


def expected_together(world: World, district: int, cohort: int, size: int) -> float:
    """Pairs of kin of one block who go to the same neighbourhood, expected, by the district's four rows of counts."""
    homes, row = world.homes, world.hosts.row[:, district]
    blocks = (homes.district_start[district + 1] - homes.district_start[district]) // size
    own = np.diff(row[2]).astype(float)
    more, few = int(homes.mobile_more[district]), int(homes.mobile[district])
    total = 0.0
    for part, number, mobile in ((0, more, few + 1), (1, blocks - more, few)):
        chain = int(homes.chain[cohort, mobile])
        alone = mobile - chain
        linked = np.diff(row[part]).astype(float)
        meet = 0.0
        if own.sum() > 1 and linked.sum() > 0:
            meet = chain * alone * (linked @ own) / (linked.sum() * own.sum())
        if own.sum() > 1:
            meet += alone * (alone - 1) / 2 * (own @ (own - 1)) / (own.sum() * (own.sum() - 1))
        pairs = chain * (chain - 1) / 2 + meet
        total += number * pairs
    # A pair of members is a pair of kin for one in (size - 1) / KIN.
    return float(total / blocks * KIN / (size - 1))


@pytest.mark.parametrize("scale", SCALES)
def test_crews(scale: float, verdict: Judge) -> None:
    world = region(scale)
    districts = world.homes.district_cohort.size
    wrong, sided, rings, strange = 0, 0, [], 0
    for place in range(districts, world.places.country.size):
        if world.places.abroad[place] != 1:
            continue
        holders = seats_of(world, KEY, place - districts, np.arange(world.places.members[place])).holder
        edges = crews_of(world, KEY, place - districts, holders)
        wrong += int((np.diff(np.sort(edges, axis=1), axis=1) == 0).any(1).sum())
        sided += one_sided(edges, holders)
        rank = np.zeros(int(world.homes.cohort_start[-1]), np.int64)
        rank[holders] = np.arange(holders.size)
        rings.append(clustering(rank[edges]))
        # Seats of one district stand together; the counts say where the seams are.
        seams = np.unique(world.hosts.column[place - districts], return_counts=False)
        home = np.searchsorted(world.homes.district_start, holders, side="right") - 1
        parts = np.searchsorted(seams, np.arange(holders.size), side="right")
        strange += int((np.diff(home)[np.diff(parts) == 0] != 0).sum())
    verdict.none("people without four different crew mates", "neighbourhoods in Russia", wrong)
    verdict.none("crew mates who do not call one another so", "edges", sided)
    verdict.none("neighbours in one segment from two districts", "seats", strange)
    off = np.abs(np.array(rings) - ring(CREW)).max()
    verdict.at_most("clustering of crews", f"{rings[0]:.3f} against {ring(CREW):.3f} of a ring", off, 1e-12)


@pytest.mark.parametrize("scale", SCALES)
def test_every_seat_has_one_holder(scale: float, verdict: Judge) -> None:
    world = region(scale)
    districts = world.homes.district_cohort.size
    mobile = movers_of(world, KEY, everybody(world))
    found = [
        seats_of(world, KEY, place - districts, np.arange(world.places.members[place]))
        for place in range(districts, world.places.country.size)
    ]
    holder, part, back = (
        np.concatenate([getattr(s, name) for s in found]) for name in ("holder", "part", "back")
    )
    verdict.none("seats whose holder has another seat", f"of {holder.size:,}", (back == 0).sum())
    own, ban = np.sort(holder[part < THIRD]), np.sort(holder[part == THIRD])
    wrong = np.setxor1d(own, np.flatnonzero(mobile.place >= 0)).size + (np.diff(own) == 0).sum()
    verdict.none("mobile people without one seat of their own", f"of {own.size:,}", wrong)
    wrong = np.setxor1d(ban, np.flatnonzero(mobile.third >= 0)).size + (np.diff(ban) == 0).sum()
    verdict.none("people without one seat for the time of a ban", f"of {ban.size:,}", wrong)
    verdict.none(
        "mobile people whose seat is held by another", "people", (mobile.back[mobile.place >= 0] == 0).sum()
    )


@pytest.mark.verification
def test_seats_of_the_whole_region(verdict: Judge) -> None:
    """At 68 million people, a sample from either end."""
    world, rng = real_world(), np.random.default_rng(1)
    districts = world.homes.district_cohort.size
    persons = rng.integers(0, int(world.homes.cohort_start[-1]), 3_000_000)
    movers = movers_of(world, KEY, persons)
    mobile = movers.place >= 0
    verdict.none("people whose seat is another's", f"of {mobile.sum():,}", (movers.back[mobile] == 0).sum())
    wrong = seats = 0
    for place in range(districts, world.places.country.size):
        chosen = rng.integers(0, world.places.members[place], 5_000)
        wrong += int((seats_of(world, KEY, place - districts, chosen).back == 0).sum())
        seats += chosen.size
    verdict.none("seats whose holder has another", f"of {seats:,}", wrong)


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
    people = everybody(world)
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
