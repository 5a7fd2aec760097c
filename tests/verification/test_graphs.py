"""Implicit graphs: degrees, symmetry, clustering of kin and crews, who goes where with whom; seats and their holders."""

from itertools import combinations

import numpy as np
import pytest

from counterflow.people.homes import KIN
from counterflow.scenario import compile_world, scaled
from counterflow.world import Ints, World
from tests.experiment.worlds import library_salience
from tests.judge import Judge
from tests.scenario.builders import real, real_world
from tests.simple_worlds import KEY
from tests.verification.graphs import (
    CREW,
    THIRD,
    crews_of,
    kin_of,
    movers_of,
    seats_of,
)

BLOCKS = 60
"""Kin blocks of each cohort whose clustering is computed; they are all alike."""
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
