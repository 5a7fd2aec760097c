"""Two arms share their luck: what a programme prevents is a subset, and effects are known the more exactly for it."""

from collections import defaultdict

import numpy as np
import pytest

from benchmarks.record import update
from counterflow.engine import codes
from counterflow.engine.run import History, run_key, simulate
from counterflow.engine.survey import survey
from counterflow.world import ADDITIONS, CHANNELS, DRIVERS, EFFECTS, STAGES, Arm, World
from tests.engine.test_pairing import without_feedback
from tests.judge import Judge
from tests.verification.asking import GRIEVANCE
from tests.verification.pairing import (
    PREVENTS,
    RUNS,
    SHIPPED,
    SUPPORTS,
    Case,
    Gain,
    figures_of,
    gain_of,
    runs_of,
)
from tests.verification.pool import spread
from tests.verification.subsets import subsets
from tests.worlds import no_programme, random_world

SEED = 9
SIZES = [8_000, pytest.param(100_000, marks=pytest.mark.verification)]
SOON = 200.0  # per year: who engages is free again after some two days
Identity = tuple[int, int, int]


def everybody_engages(people: int) -> World:
    """Every approach makes its target engage for some two days, so that the log names each one; nobody calls."""
    world = without_feedback(random_world(np.random.default_rng(31), people, rate=0.3))
    weights = world.parameters.weights.copy()
    weights[STAGES.index("engaging")] = 0.0
    intercepts = np.array([0.0, 60.0, 0.0, 0.0])
    return world._replace(
        parameters=world.parameters._replace(weights=weights, intercepts=intercepts),
        approaches=world.approaches._replace(offset=np.zeros(len(CHANNELS))),
        steps=world.steps._replace(highest=np.array([0.9, 1.0, 0.0, 0.0]), disengage=SOON),
    )


def changing(world: World, factor: float) -> Arm:
    """Everything that a programme can multiply, times a factor, for some."""
    effect = np.array([[0.0 if name in ADDITIONS else factor for name in EFFECTS]])
    effect[0, EFFECTS.index("disengaging")] = 1.0
    places = world.places.country.size
    always = np.array([0.4]), np.array([0.8]), np.array([2.6]), np.array([-1])
    return Arm(np.array([77], np.uint64), effect, np.full((1, places), 0.3), *always)


def approached(history: History) -> dict[Identity, tuple[float, int]]:
    """(time, target) of each approach, by the point that it is."""
    rows = history.kind == codes.ENGAGE
    points = map(tuple, history.cause[rows].tolist())
    return dict(
        zip(points, zip(history.time[rows].tolist(), history.person[rows].tolist(), strict=True), strict=True)
    )


def engaged_spans(history: History) -> dict[int, list[tuple[float, float]]]:
    """When each person was engaged."""
    spans, since = defaultdict(list), {}
    rows = zip(history.time.tolist(), history.kind.tolist(), history.person.tolist(), strict=True)
    for t, kind, person in rows:
        if kind == codes.ENGAGE:
            since[person] = t
        elif kind == codes.DISENGAGE:
            spans[person].append((since.pop(person), t))
    for person, t in since.items():
        spans[person].append((t, np.inf))
    return spans


@pytest.mark.parametrize("people", SIZES)
def test_no_approach_comes_that_the_baseline_did_not_have(people: int, verdict: Judge) -> None:
    world = everybody_engages(people)
    without, under = (simulate(world, arm, SEED) for arm in (no_programme(world), changing(world, 0.5)))
    before, after = approached(without), approached(under)
    spans = engaged_spans(without)
    # An approach that meets somebody already engaged is void; a programme may have prevented what engaged them.
    new = [
        point
        for point, (t, person) in after.items()
        if point not in before and not any(begin <= t <= end for begin, end in spans[person])
    ]
    verdict.none("approaches that only the programme's arm has", f"of {len(after):,}", len(new))
    prevented = 1 - len(after) / len(before)
    verdict.at_least("approaches prevented", "share, so that there is something to see", prevented, 0.05)
    moved = sum(before[point] != after[point] for point in before.keys() & after.keys())
    verdict.none("approaches at another time or to another person", "in both arms", moved)


@pytest.mark.parametrize("people", SIZES)
def test_points_stay_where_they_are_when_rates_rise(people: int, verdict: Judge) -> None:
    world = everybody_engages(people)
    without, under = (simulate(world, arm, SEED) for arm in (no_programme(world), changing(world, 2.5)))
    before, after = approached(without), approached(under)
    shared = before.keys() & after.keys()
    moved = sum(before[point] != after[point] for point in shared)
    verdict.none("points at another time or to another person", f"of {len(shared):,} in both arms", moved)
    verdict.at_least("approaches added", "share", len(after) / len(before) - 1, 0.1)
    verdict.at_least("approaches that stay", "share", len(shared) / len(before), 0.99)


@pytest.mark.parametrize("people", SIZES)
def test_nobody_engages_who_would_not_have(people: int, verdict: Judge) -> None:
    world = without_feedback(random_world(np.random.default_rng(32), people, rate=0.05))
    without, under = (simulate(world, arm, SEED) for arm in (no_programme(world), changing(world, 0.4)))

    def first(history: History) -> dict[int, float]:
        rows = history.kind == codes.ENGAGE
        person, at = np.unique(history.person[rows], return_index=True)
        return dict(zip(person.tolist(), history.time[rows][at].tolist(), strict=True))

    before, after = first(without), first(under)
    verdict.none(
        "people who engage only under the programme", f"of {len(after):,}", len(after.keys() - before.keys())
    )
    earlier = sum(t < before.get(person, t) for person, t in after.items())
    verdict.none("people who engage earlier under it", f"of {len(after):,}", earlier)
    verdict.at_least("engagements prevented", "share", 1 - len(after) / len(before), 0.02)


@pytest.mark.parametrize("people", SIZES)
def test_nobody_is_aggrieved_the_more_or_lives_elsewhere(people: int, verdict: Judge) -> None:
    world = random_world(np.random.default_rng(33), people)
    rng = np.random.default_rng(2)
    persons = rng.integers(0, int(world.homes.cohort_start[-1]), people)
    times = rng.uniform(0, world.years, people)
    without, under = (
        survey(world, arm, run_key(SEED, 0), persons, times)
        for arm in (no_programme(world), changing(world, 0.4))
    )
    one, other = without.raw[:, GRIEVANCE], under.raw[:, GRIEVANCE]
    verdict.none("people with more grievance under the programme", f"of {people:,}", (other > one).sum())
    verdict.at_least("people with less", "share", (other < one).mean(), 0.1)
    for name in ("place", "since", "kin", "ties", "mentors", "household"):
        pair = (getattr(rows, name) for rows in (without, under))
        verdict.none(
            f"differences in {name}", "rows of the survey", not np.array_equal(*pair, equal_nan=True)
        )
    plain = [DRIVERS.index(name) for name in ("ideology", "repression", "precarity", "belonging")]
    verdict.none("other drivers that changed", "people", (without.raw[:, plain] != under.raw[:, plain]).sum())


@pytest.mark.parametrize("worlds", [4, pytest.param(120, marks=pytest.mark.verification)])
def test_incidents_and_approaches_of_the_census(worlds: int, verdict: Judge) -> None:
    """As sets of identities, in the plain-Python census of random worlds: every incident, and every approach."""
    seeds = range(2_000, 2_000 + worlds)
    found = spread(subsets, seeds) if worlds > 10 else [subsets(seed) for seed in seeds]
    incidents, approaches = sum(f.incidents for f in found), sum(f.approaches for f in found)
    fewer, prevented = sum(f.fewer_incidents for f in found), sum(f.fewer_approaches for f in found)
    verdict.none(
        "incidents that the baseline did not have",
        f"of {incidents:,} in {worlds} worlds",
        sum(f.new_incidents for f in found),
    )
    verdict.none(
        "approaches that the baseline did not have, but to those kept from engaging",
        f"of {approaches:,}",
        sum(f.new_approaches for f in found),
    )
    verdict.at_least("incidents and approaches prevented", "counted", min(fewer, prevented), worlds)


def compare_gains(verdict: Judge, case: Case, name: str, runs: int, least: float) -> Gain:
    """The gain in engagements and in departures averted; given is the latter."""
    counts = runs_of(case, runs)
    for outcome, what in enumerate(("engagements", "departures")):
        gain = gain_of(*counts[:, :, outcome].T)
        described = (
            f"standard error unpaired over paired, {runs:,} runs, {gain.share:.1%} prevented, "
            f"at most {gain.limit:.1f}, itself +- {gain.error:.1f}"
        )
        verdict.at_least(f"gain in {what} averted, {name}", described, gain.gain, least * gain.limit)
    return gain


def test_pairing_makes_effects_more_exact(verdict: Judge) -> None:
    compare_gains(verdict, PREVENTS, "peers off", 50, 0.5)


@pytest.mark.verification
def test_pairing_makes_effects_eight_times_more_exact(verdict: Judge) -> None:
    """Sharing luck gains at most the root of (2 - f) / f where counts are Poisson, f being the share prevented."""
    plain = compare_gains(verdict, PREVENTS, "peers off", RUNS, 0.8)
    verdict.at_most(
        "share of departures prevented, peers off", "off 3 percent", abs(plain.share - 0.03), 0.003
    )
    verdict.at_least("gain at about 3 percent, peers off", "departures averted", plain.gain, 6.5)
    compare_gains(verdict, SUPPORTS, "by support, peers off", RUNS, 0.8)
    shipped = compare_gains(verdict, SHIPPED, "peers on", RUNS, 0.8)
    update(figures_of(plain, shipped))
