"""Who is chosen, engages, commits and sets out with all drivers at work, against a survey of the same people."""

import numpy as np
import pytest

from counterflow.engine import codes
from counterflow.engine.run import History, run_key, simulate
from counterflow.world import AGE_GROUP, CHANNELS, DRIVERS, STAGES, Arm, Floats, Ints, World
from tests.judge import Judge
from tests.verification.asking import GRIEVANCE, SUPPORT, Asked, ask, chance, logistic
from tests.worlds import random_arm, random_world

SEED = 5
SAMPLE = 4  # moments asked per person
STREET, ONLINE, BROADCAST, SELF_START = (
    CHANNELS.index(name) for name in ("street", "online", "broadcast", "self-start")
)
USED = (STREET, ONLINE, BROADCAST, SELF_START)
COMMITTING, LEAVING = STAGES.index("committing"), STAGES.index("leaving")
AT_ONCE = 3_000.0  # per year: who engages is free again after some three hours
SIZES = [15_000, pytest.param(400_000, marks=pytest.mark.verification)]


def driven(people: int) -> tuple[World, Arm]:
    """A random world with every driver at every stage and targeting, one candidate, no calls, and a programme."""
    rng = np.random.default_rng(21)
    world = random_world(rng, people, rate=0.3)
    parameters = world.parameters._replace(
        weights=rng.normal(0, 0.6, (len(STAGES), len(DRIVERS))),
        interaction=0.4,
        contact_rate=0.0,
        fixed=np.full(len(DRIVERS), np.nan),
    )
    travel = world.travel._replace(blocked=np.ones_like(world.travel.blocked), detained=0.0)
    world = world._replace(
        parameters=parameters, travel=travel, approaches=world.approaches._replace(candidates=1)
    )
    aftermath = world.aftermath._replace(rebrand=np.zeros_like(world.aftermath.rebrand))
    arm = random_arm(rng, world, 1)._replace(seats=np.array([-1]))
    return world._replace(aftermath=aftermath), arm


def free_at_once(world: World) -> World:
    highest = world.steps.highest * np.array([1, 1, 0, 0])
    return world._replace(steps=world.steps._replace(highest=highest, disengage=AT_ONCE))


def approach_rates(world: World, asked: Asked) -> Floats:
    """[channels, rows] approaches per year of each person at each moment."""
    approaches, parameters, rows = world.approaches, world.parameters, asked.rows
    places, place, cohort = world.places, rows.place, asked.cohort
    group = np.minimum((rows.age / AGE_GROUP).astype(int), approaches.reach.shape[1] - 1)
    reached = approaches.reach[rows.female, group] * (rows.age >= approaches.least_age)
    intensity = parameters.cohort_intensity[cohort] * reached
    salience = intensity * approaches.salience[asked.day]
    chosen = chance(world, asked, 0) / parameters.place_mean[place]
    abroad = parameters.exposure_ratio * (1 + approaches.ghetto * places.ghetto[place])
    sd = parameters.place_sd
    there = np.where(places.abroad[place] > 0, abroad, 1.0) * np.exp(sd * asked.place_luck - sd * sd / 2)
    online = rows.online * asked.factor["online"]
    since = rows.time - approaches.broadcast_at
    decay = np.where(since < 0, 0.0, np.exp(-approaches.broadcast_decay * np.maximum(since, 0.0)))
    ideology = np.minimum(1.0, rows.raw[:, DRIVERS.index("ideology")] / approaches.ideology_cap)
    found = np.zeros((len(CHANNELS), place.size))
    street = approaches.home_rate * places.street[place] * there * asked.seats * asked.factor["street"]
    found[STREET] = salience * street * chosen
    found[ONLINE] = salience * approaches.online_rate[cohort] * online * chosen
    reach = approaches.broadcast_rate[cohort] * parameters.bridge_jump
    found[BROADCAST] = intensity * reach * decay * online * chosen
    found[SELF_START] = salience * approaches.self_start[cohort] * parameters.self_start * ideology
    return found


def engaging(world: World, asked: Asked) -> Floats:
    """[channels, rows] probability of engaging once approached."""
    parameters, drivers = world.parameters, asked.drivers
    interaction = drivers[:, SUPPORT] * drivers[:, GRIEVANCE] - world.levels.interaction_centre
    odds = parameters.intercepts[1] + drivers @ parameters.weights[1] + parameters.interaction * interaction
    found = (
        world.steps.highest[1]
        * asked.factor["engaging"]
        * logistic(odds + world.approaches.offset[:, np.newaxis])
    )
    found[SELF_START] = 1.0
    return np.asarray(found)


def total(values: Floats, whole: float) -> tuple[Floats, Floats]:
    """(integral, variance of it) over people and time, of values at moments drawn evenly from them."""
    return whole * values.mean(-1), whole**2 * values.var(-1) / values.shape[-1]


def scores(asked: Asked) -> Floats:
    """[K + 1, rows] drivers, and isolation x grievance: what a wrong weight would shift among those to whom an event comes."""
    return np.vstack([asked.drivers.T, asked.drivers[:, SUPPORT] * asked.drivers[:, GRIEVANCE]])


def compare_scores(
    verdict: Judge, name: str, events: Asked, asked: Asked, rate: Floats, whole: float
) -> None:
    """Sums of drivers over events, against their integral; events come at these rates to those who were asked."""
    expected, variance = total(rate * scores(asked), whole)
    spread, _ = total(rate * scores(asked) ** 2, whole)
    described = f"sums over {events.day.size:,} events and integrals, six drivers and isolation x grievance"
    found = scores(events).sum(1)
    verdict.all_errors(f"drivers of those {name}", described, found, expected, np.sqrt(spread + variance))


@pytest.mark.parametrize("people", SIZES)
def test_approaches_and_engagements(people: int, verdict: Judge) -> None:
    world, arm = driven(people)
    world = free_at_once(world)
    number = int(world.homes.cohort_start[-1])
    history = simulate(world, arm, SEED)
    rng = np.random.default_rng(1)
    persons = rng.integers(0, number, SAMPLE * number)
    asked = ask(world, arm, run_key(SEED, 0), persons, rng.uniform(0, world.years, persons.size))
    rates, abroad = approach_rates(world, asked), world.places.abroad[asked.rows.place]
    for kind, name in enumerate(("at home", "in Russia", "elsewhere", "inside the region")):
        expected, variance = total(rates * (abroad == kind), number * world.years)
        found = history.approaches.sum((0, 1))[:, kind]
        error = np.sqrt(expected + variance)[list(USED)]
        described = f"{found.sum():,.0f} of {expected.sum():,.0f} expected, four channels"
        compared = found[list(USED)], expected[list(USED)], error
        verdict.all_errors(f"approaches to people chosen {name}", described, *compared)
    engaged = history.kind == codes.ENGAGE
    events = ask(world, arm, run_key(SEED, 0), history.person[engaged], history.time[engaged])
    hazard = rates * engaging(world, asked)
    compare_scores(verdict, "who engage", events, asked, hazard.sum(0), number * world.years)
    expected, variance = total(hazard, number * world.years)
    found = np.bincount(history.channel[engaged], minlength=len(CHANNELS))
    for channel in USED:
        error = np.sqrt(expected + variance)[channel]
        name = f"engagements by channel {CHANNELS[channel]}"
        verdict.errors(name, "counted and surveyed", found[channel], expected[channel], error)


def spans(history: History, begin: int, ends: set[int], years: float) -> tuple[Ints, Floats, Floats]:
    """(person, from, to) of everybody's time between an event of one kind and the next of some others."""
    open_, found = {}, []
    for t, kind, person in zip(
        history.time.tolist(), history.kind.tolist(), history.person.tolist(), strict=True
    ):
        if kind == begin:
            open_[person] = t
        elif kind in ends and person in open_:
            found.append((person, open_.pop(person), t))
    found += [(person, since, years) for person, since in open_.items()]
    columns = np.array(found).T
    return columns[0].astype(np.int64), columns[1], columns[2]


@pytest.mark.parametrize("people", SIZES)
def test_commitments_and_attempts_to_leave(people: int, verdict: Judge) -> None:
    """Events less the integral of their hazard over those who are in the stage: a martingale, its variance the events."""
    world, arm = driven(people)
    history = simulate(world, arm, SEED)
    rng = np.random.default_rng(2)
    sex = ask(world, arm, run_key(SEED, 0), history.person, history.time).rows.female
    for stage, begin, event in (
        (COMMITTING, codes.ENGAGE, codes.COMMIT),
        (LEAVING, codes.COMMIT, codes.BLOCK),
    ):
        person, since, until = spans(history, begin, {event, codes.DISENGAGE}, world.years)
        length = until - since
        which = rng.choice(person.size, 8 * person.size, p=length / length.sum())
        at = rng.uniform(since[which], until[which])
        asked = ask(world, arm, run_key(SEED, 0), person[which], at)
        hazard = chance(world, asked, stage) * asked.factor[STAGES[stage]]
        if stage == LEAVING:
            hazard *= np.where(asked.rows.female == 1, world.travel.women_alone[asked.cohort], 1.0)
        came = history.kind == event
        events = ask(world, arm, run_key(SEED, 0), history.person[came], history.time[came])
        name = "who commit" if stage == COMMITTING else "who leave"
        compare_scores(verdict, name, events, asked, hazard, length.sum())
        for woman, name in ((0, "men"), (1, "women")):
            expected, variance = total(hazard * (asked.rows.female == woman), length.sum())
            found = ((history.kind == event) & (sex == woman)).sum()
            described = "events and integral of the hazard"
            verdict.errors(
                f"{STAGES[stage]}, {name}", described, found, expected, np.sqrt(expected + variance)
            )
