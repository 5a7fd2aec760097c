"""Ties, mentors, kin and isolation, against births and deaths in equilibrium and sums over all combinations."""

import numpy as np
import pytest
from scipy import stats

from counterflow.people.homes import KIN
from counterflow.world import EARLY, Floats, Ints, World
from tests.judge import Judge
from tests.simple_worlds import KEY, still_world
from tests.verification.asking import SUPPORT, ask, drivers_of_the_engine, hosts_of, stays_at
from tests.verification.test_spells import HOST, gamma_travellers, law_of
from tests.worlds import no_programme

SIZES = [8_000, pytest.param(500_000, marks=pytest.mark.verification)]
T = 2.3
LIFETIME = 1.2  # years: all ties since the start are looked back upon
POSSIBLE = 8
HOME_TIES, BIRTHS, MENTORS, OTHER, RECRUIT = 5.0, 0.7, 0.5, 0.3, 0.15
UNCAPPED = 1e9


def tied(world: World, *, cap: float = UNCAPPED) -> World:
    """The same births of ties and mentors everywhere; some mentors and kin are of the other sign."""
    places = world.places._replace(
        tie_births=np.full(8, BIRTHS), mentor_births=np.full(8, MENTORS), ghetto=np.zeros(8)
    )
    ties = world.ties._replace(
        home_ties=HOME_TIES, kept=0.6, decay=0.8, lifetime=LIFETIME, kin=0.8, mentor=1.3,
        scale=4.0, cap=cap, other_sign=np.array([RECRUIT, OTHER]),
    )  # fmt: skip
    parameters = world.parameters._replace(kin_recruit=1.0, fixed=np.full(6, np.nan))
    return world._replace(places=places, ties=ties, parameters=parameters)


def isolation_law(world: World, ties: Floats, mentors: float, kin: Floats) -> float:
    """Mean isolation for the laws of community ties (by number) and of kin (by number, from -KIN on), and mentors' births alive."""
    cap, number = world.ties.cap, np.arange(24)
    supporting, opposing = (stats.poisson.pmf(number, mentors * share) for share in (1 - OTHER, OTHER))
    balance = np.minimum(cap, number[:, np.newaxis]) - np.minimum(cap, number)
    weight = supporting[:, np.newaxis] * opposing
    support = (
        world.ties.mentor * balance[:, :, np.newaxis, np.newaxis]
        + np.minimum(cap, np.arange(ties.size))[:, np.newaxis]
        + world.ties.kin * (np.arange(kin.size) - KIN)
    )
    lonely = np.exp(-np.maximum(support, 0.0) / world.ties.scale)
    return float(np.einsum("mo,t,k,motk->", weight, ties, kin, lonely))


def tie_law(share: float, births: float) -> Floats:
    """Community ties: those of POSSIBLE that are there, and those born and still alive."""
    kept = stats.binom.pmf(np.arange(POSSIBLE + 1), POSSIBLE, share)
    return np.convolve(kept, stats.poisson.pmf(np.arange(30), births))


def alive(births: float, age: Floats | float) -> Floats:
    """Births within some time that are still alive, expected."""
    return np.asarray(births * LIFETIME * -np.expm1(-np.asarray(age) / LIFETIME))


KIN_LAW = np.zeros(2 * KIN + 1)
KIN_LAW[::2] = stats.binom.pmf(np.arange(KIN + 1), KIN, 1 - RECRUIT)
"""Of kin who recruit counted negative, all of them there, from -KIN to KIN."""


def block_error(off: Floats, person: Ints, world: World) -> float:
    """Standard error of a mean over people who share ties with those of their kin block."""
    block = _block_of(person, world)
    sums = np.bincount(block, weights=off - off.mean())
    return float(np.sqrt((sums**2).sum())) / off.size


def _block_of(person: Ints, world: World) -> Ints:
    homes = world.homes
    district = np.searchsorted(homes.district_start, person, side="right") - 1
    size = homes.households.sum(1)[homes.district_cohort[district]]
    number = (person - homes.district_start[district]) // size
    _, found = np.unique(district * 10**9 + number, return_inverse=True)
    return found


@pytest.mark.parametrize("people", SIZES)
def test_at_home(people: int, verdict: Judge) -> None:
    world = tied(still_world(people))
    everybody = np.arange(int(world.homes.cohort_start[-1]))
    rows = ask(world, no_programme(world), KEY, everybody, np.full(everybody.size, T)).rows
    law = tie_law(HOME_TIES / POSSIBLE, float(alive(BIRTHS, T + EARLY)))
    compare_counts(verdict, "community ties at home", rows.ties, law, 0)
    mean = float(alive(MENTORS, T + EARLY))
    offsets = np.arange(-12, 13)
    law = stats.skellam.pmf(offsets, mean * (1 - OTHER), mean * OTHER)
    compare_counts(verdict, "mentors less those of the other sign", rows.mentors, law, -12)
    signs = np.where(rows.kin < RECRUIT, -1.0, 1.0).sum(1)
    expected = KIN * (1 - 2 * RECRUIT)
    error = block_error(signs, rows.person, world)
    verdict.errors("kin less those who recruit", "six kin", signs.mean(), expected, error)
    verdict.none("kin who are not there", "people who never move", np.isnan(rows.kin).sum())


def compare_counts(verdict: Judge, name: str, found: Floats, law: Floats, first: int) -> None:
    """A chi square over the values that are expected at least ten times; the others together."""
    expected = law * found.size
    counts = np.bincount((found - first).astype(int), minlength=law.size)[: law.size]
    seen = expected >= 10
    rest = np.array([found.size - counts[seen].sum(), found.size - expected[seen].sum()])
    statistic = ((counts[seen] - expected[seen]) ** 2 / expected[seen]).sum()
    statistic += (rest[0] - rest[1]) ** 2 / max(rest[1], 1.0)
    verdict.chi_square(name, "counts of people and their law", statistic, int(seen.sum()))


@pytest.mark.parametrize("cap", [UNCAPPED, 6.0])
@pytest.mark.parametrize("people", SIZES)
def test_isolation_at_home(people: int, cap: float, verdict: Judge) -> None:
    world = tied(still_world(people), cap=cap)
    everybody = np.arange(int(world.homes.cohort_start[-1]))
    asked = ask(world, no_programme(world), KEY, everybody, np.full(everybody.size, T))
    engine = drivers_of_the_engine(world, no_programme(world), KEY, asked.rows)
    verdict.at_most(
        "engine's drivers and the survey's", "largest difference", np.abs(engine - asked.drivers).max(), 1e-9
    )
    found = engine[:, SUPPORT] * world.levels.spread[SUPPORT] + world.levels.centre[SUPPORT]
    ties = tie_law(HOME_TIES / POSSIBLE, float(alive(BIRTHS, T + EARLY)))
    expected = isolation_law(world, ties, float(alive(MENTORS, T + EARLY)), KIN_LAW)
    error = block_error(found, asked.rows.person, world)
    verdict.errors(
        f"isolation at home, {'uncapped' if cap == UNCAPPED else 'capped'}",
        "sum over laws",
        found.mean(),
        expected,
        error,
    )


@pytest.mark.parametrize("people", [20_000, pytest.param(1_000_000, marks=pytest.mark.verification)])
def test_abroad(people: int, verdict: Judge) -> None:
    """In equilibrium the age of a stay has the survival of spells as its density, over their mean."""
    world = tied(gamma_travellers(people))
    world = world._replace(ties=world.ties._replace(kin=0.0))
    everybody = np.arange(int(world.homes.cohort_start[-1]))
    away = everybody[stays_at(world, KEY, everybody, T).place >= world.homes.district_cohort.size]
    asked = ask(world, no_programme(world), KEY, away, np.full(away.size, T))
    engine = drivers_of_the_engine(world, no_programme(world), KEY, asked.rows)
    found = engine[:, SUPPORT] * world.levels.spread[SUPPORT] + world.levels.centre[SUPPORT]
    law = law_of(*HOST)
    age = (np.arange(150) + 0.5) / 150 * float(law.ppf(1 - 1e-7))
    weight = law.sf(age) / law.sf(age).sum()
    share = HOME_TIES / POSSIBLE * world.ties.kept * np.exp(-world.ties.decay * age)
    expected = weight @ (POSSIBLE * share + alive(BIRTHS, age))
    root = np.sqrt(away.size)
    ties = asked.rows.ties
    verdict.errors("community ties abroad", "kept, decayed, born", ties.mean(), expected, ties.std() / root)
    no_kin = np.zeros(2 * KIN + 1)
    no_kin[KIN] = 1.0
    by_age = [
        isolation_law(world, tie_law(s, float(alive(BIRTHS, a))), float(alive(MENTORS, a)), no_kin)
        for s, a in zip(share, age, strict=True)
    ]
    verdict.errors("isolation abroad", "sum over laws", found.mean(), weight @ by_age, found.std() / root)


@pytest.mark.parametrize("people", [20_000, pytest.param(1_000_000, marks=pytest.mark.verification)])
def test_kin_abroad_and_at_home(people: int, verdict: Judge) -> None:
    """Kin are abroad together where both go to the same neighbourhood and are away at that moment; their journeys are their own."""
    world = tied(gamma_travellers(people))
    everybody = np.arange(int(world.homes.cohort_start[-1]))
    hosts = hosts_of(world, KEY, everybody)
    rows = ask(world, no_programme(world), KEY, everybody, np.full(everybody.size, T)).rows
    away = rows.place >= world.homes.district_cohort.size
    host, home = law_of(*HOST).mean(), law_of(2.5 / 12, 1.5).mean()
    share = host / (host + home)
    same = share * ((hosts[:, 1:] == hosts[:, :1]) & (hosts[:, 1:] >= 0)).sum(1)
    with_home = (hosts[:, 1:] < 0).sum(1) + (1 - share) * (hosts[:, 1:] >= 0).sum(1)
    present = (~np.isnan(rows.kin)).sum(1)
    for chosen, expected, name in ((away, same, "abroad"), (~away, with_home, "at home")):
        off = np.where(chosen, present - expected, 0.0)
        error = block_error(off, rows.person, world) * off.size
        verdict.errors(
            f"kin in the same place, {name}",
            "share away, kin by kin",
            present[chosen].sum(),
            expected[chosen].sum(),
            error,
        )
