"""Stages, departures, families and what follows, against Kolmogorov's equation and sums over households."""

from itertools import pairwise, product

import numpy as np
import pytest
from scipy.linalg import expm

from counterflow.engine import codes
from counterflow.engine.run import History, run_key, simulate
from counterflow.engine.survey import survey
from counterflow.world import DAYS_PER_YEAR, EARLY, THEATRES, Floats, World
from tests.judge import Judge
from tests.simple_worlds import KEY, still_world
from tests.verification.families import family_of
from tests.worlds import no_programme

SIZES = [30_000, pytest.param(1_500_000, marks=pytest.mark.verification)]
STATES = (
    *("free", "engaged", "committed", "blocked", "detained"),
    *(f"in {theatre}" for theatre in THEATRES),
    *("dead", "returned", "detained abroad"),
)
FREE, ENGAGED, COMMITTED, BLOCKED, DETAINED, AWAY, DEAD = range(7)
DEAD = AWAY + len(THEATRES)
CHANGE = 548.5 / DAYS_PER_YEAR  # the day at which borders and theatres change
ENGAGING, COMMITTING, LEAVING, DISENGAGING = 0.5, 1.5, 2.0, 0.7  # of those approached; per year
"""With no weights, half of the highest probability or hazard."""


def staged(people: int) -> World:
    """Constant hazards; blocked shares, attraction and what follows change by date, women leave at a rate of their own."""
    world = still_world(people, seed=6)
    days = np.arange(world.approaches.salience.size) / DAYS_PER_YEAR - EARLY
    late = days >= CHANGE - 0.25 / DAYS_PER_YEAR
    rng = np.random.default_rng(7)
    travel = world.travel._replace(
        blocked=np.ascontiguousarray(np.where(late, 0.55, 0.2) + np.zeros((5, 1))),
        detained=0.3,
        family=np.zeros(3),
        women_alone=np.array([0.4, 1.6, 1.0]),
        attraction=np.where(late, 0.35, 0.9),
    )
    aftermath = world.aftermath._replace(hazard=rng.uniform(0.1, 0.9, world.aftermath.hazard.shape))
    return world._replace(
        steps=world.steps._replace(highest=np.array([1.0, 1.0, 3.0, 4.0]), disengage=DISENGAGING),
        travel=travel,
        aftermath=aftermath,
        approaches=world.approaches._replace(least_age=0.0, home_rate=0.3),
    )


def generator(world: World, district: int, women: int, t: float) -> Floats:
    """Rates from state to state of one person at time t."""
    cohort = world.homes.district_cohort[district]
    travel, day = world.travel, int((t + EARLY) * DAYS_PER_YEAR)
    found = np.zeros((len(STATES), len(STATES)))
    found[FREE, ENGAGED] = ENGAGING * world.approaches.home_rate * world.places.street[district]
    found[ENGAGED, COMMITTED] = COMMITTING
    found[[ENGAGED, COMMITTED], FREE] = DISENGAGING
    leaving = LEAVING * (travel.women_alone[cohort] if women else 1.0)
    stopped, first = travel.blocked[world.places.country[district], day], travel.attraction[day]
    found[COMMITTED, BLOCKED] = leaving * stopped * (1 - travel.detained)
    found[COMMITTED, DETAINED] = leaving * stopped * travel.detained
    for theatre, share in enumerate((first, 1 - first)):
        found[COMMITTED, AWAY + theatre] = leaving * (1 - stopped) * share
        found[AWAY + theatre, DEAD : DEAD + 3] = world.aftermath.hazard[theatre, 0, :, int(t)]
    np.fill_diagonal(found, -found.sum(1))
    return found


def expected_states(world: World, district: int, women: int, times: Floats) -> Floats:
    """[times, states] probabilities of one person."""
    edges = np.unique([0.0, CHANGE, 1.0, 2.0, *times])
    now, found = np.eye(len(STATES))[FREE], {}
    for begin, end in pairwise(edges):
        now = now @ expm(generator(world, district, women, (begin + end) / 2) * (end - begin))
        found[end] = now
    return np.array([found[t] for t in times])


def states_in(history: History, people: int, t: float) -> Floats:
    """How many are in each state at time t."""
    before = history.time < t
    last = np.full(people, -1)
    last[history.person[before]] = np.flatnonzero(before)
    row = last[last >= 0]
    kind = history.kind[row]
    state = np.zeros(row.size, np.int64)
    plain = {codes.ENGAGE: ENGAGED, codes.COMMIT: COMMITTED, codes.BLOCK: BLOCKED, codes.DETAIN: DETAINED}
    ends = {codes.DIE: DEAD, codes.RETURN: DEAD + 1, codes.DETAIN_ABROAD: DEAD + 2}
    for event, number in (plain | ends).items():
        state[kind == event] = number
    gone = kind == codes.DEPART
    state[gone] = AWAY + history.extra[row][gone]
    counts = np.bincount(state, minlength=len(STATES)).astype(float)
    counts[FREE] += people - row.size
    return counts


@pytest.mark.parametrize("people", SIZES)
def test_states_at_six_dates(people: int, verdict: Judge) -> None:
    world, times = staged(people), np.linspace(0.5, 3.0, 6)
    mean, variance = np.zeros((2, times.size, len(STATES)))
    departed = np.zeros(2)
    for district, women in product(range(4), range(2)):
        cohort = world.homes.district_cohort[district]
        share = np.diff(world.traits.age_sex[cohort, 0], prepend=0.0).reshape(2, -1).sum(1)[women]
        members = world.homes.district_start[district + 1] - world.homes.district_start[district]
        p = expected_states(world, district, women, times) * share
        mean += members * p
        departed[women] += members * p[-1, AWAY:].sum()
        variance += members * p  # at most
    history = simulate(world, no_programme(world), 1)
    number = int(world.homes.cohort_start[-1])
    found = np.array([states_in(history, number, t) for t in times])
    for i, t in enumerate(times):
        verdict.all_errors(f"states after {t:g} years", "ten states", found[i], mean[i], np.sqrt(variance[i]))
    went = history.person[history.kind == codes.DEPART]
    female = survey(world, no_programme(world), run_key(1, 0), went, np.zeros(went.size)).female
    for women, name in enumerate(("men", "women")):
        counted = int((female == women).sum())
        verdict.errors(f"departures of {name}", "in all", counted, departed[women], np.sqrt(departed[women]))
    verdict.at_least("people in the rarest state", "expected", mean[-1].min(), 20)


@pytest.mark.parametrize("people", [20_000, pytest.param(600_000, marks=pytest.mark.verification)])
def test_households_of_men(people: int, verdict: Judge) -> None:
    """Every man's spouse and children, against a sum over all orders in which a kin block can stand."""
    world, t = still_world(people, seed=6), 1.0
    number = int(world.homes.cohort_start[-1])
    rows = survey(world, no_programme(world), KEY, np.arange(number), np.full(number, t))
    cohort = np.searchsorted(world.homes.cohort_start, rows.person, side="right") - 1
    for c in range(3):
        man = (cohort == c) & (rows.female == 0)
        size = int(world.homes.households[c].sum())
        blocks = np.bincount((rows.person[man] - world.homes.cohort_start[c]) // size, rows.household[man])
        expected = family_of(world, c, t) * blocks.size
        error = blocks.std() * np.sqrt(blocks.size)
        described = f"spouses and children of {man.sum():,} men"
        verdict.errors(f"households of cohort {c}", described, blocks.sum(), expected, error)


@pytest.mark.parametrize("people", [40_000, pytest.param(1_500_000, marks=pytest.mark.verification)])
def test_families_that_go_along(people: int, verdict: Judge) -> None:
    """Fighters are men and women by their hazards; each man takes his household with the cohort's probability."""
    world = staged(people)
    travel = world.travel._replace(family=np.array([0.3, 0.8, 0.5]))
    world = world._replace(travel=travel, approaches=world.approaches._replace(home_rate=0.04))
    history = simulate(world, no_programme(world), 2)
    departed = history.kind == codes.DEPART
    rows = survey(world, no_programme(world), np.uint64(2), history.person[departed], history.time[departed])
    cohort = np.searchsorted(world.homes.cohort_start, rows.person, side="right") - 1
    chance = travel.family[cohort] * (rows.female == 0)
    taken, variance = (chance * rows.household).sum(), (chance * (1 - chance) * rows.household**2).sum()
    family = history.kind == codes.FAMILY_DEPART
    # Who is already gone is not taken along again: fewer than one in a hundred families.
    verdict.errors(
        "family members gone along",
        "households of those who left x share who take them",
        family.sum(),
        taken,
        np.sqrt(variance) + 0.01 * taken / 4.5,
    )
    times, persons = history.time[departed], history.person[departed]
    leaders = {(t, int(c)) for t, c in zip(times.tolist(), cohort.tolist(), strict=True)}
    own = np.searchsorted(world.homes.cohort_start, history.person[family], side="right") - 1
    alone = sum(
        (t, int(c)) not in leaders for t, c in zip(history.time[family].tolist(), own.tolist(), strict=True)
    )
    verdict.none("families without a man who leaves at that moment", "instant and cohort", alone)
    both = np.intersect1d(persons, history.person[family]).size
    verdict.at_most("people gone twice", "share of those gone", both / persons.size, 0.01)
