"""A fixed keyed sample of synthetic people at moments of the history, each standing for so many person-years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterflow.engine.survey import Survey, mobile_flags, survey
from counterflow.world import DAYS_PER_YEAR, EARLY, EFFECTS, Arm, Floats, Ints, World

SAMPLE_KEY = np.uint64(0x5EED_0001)
"""One key for all samples: the people of a sample are the same in every arm, account and draw."""


@dataclass(frozen=True, slots=True)
class Sample:
    """People asked at times drawn in proportion to salience; `weight` is what each stands for."""

    survey: Survey
    cohort: Ints
    kind: Ints
    """Kind of place: 0 home, 1 in Russia, 2 elsewhere outside the region, 3 a host place inside it."""
    weight: Floats
    """Person-years at full salience; 0 for people too young to be approached."""

    def __len__(self) -> int:
        return int(self.cohort.size)


def no_programmes(world: World) -> Arm:
    """The arm in which nothing is done."""
    return Arm(
        key=np.zeros(0, np.uint64),
        effect=np.zeros((0, len(EFFECTS))),
        cover=np.zeros((0, world.places.country.size)),
        start=np.zeros(0),
        ramp=np.zeros(0),
        end=np.zeros(0),
        seats=np.zeros(0, np.int64),
    )


def draw_sample(world: World, *, mobile: int, immobile: int) -> Sample:
    """A sample of each cohort: so many mobile and so many immobile people (fewer where there are not as many)."""
    rng = np.random.Generator(np.random.Philox(key=int(SAMPLE_KEY)))
    persons, groups = [], []
    for cohort in range(world.homes.country.size):
        start, end = world.homes.cohort_start[cohort], world.homes.cohort_start[cohort + 1]
        asked = (
            np.sort(rng.choice(end - start, size=min(end - start, 60 * (mobile + immobile)), replace=False))
            + start
        )
        asked = rng.permutation(asked)
        flags = mobile_flags(world, SAMPLE_KEY, asked)
        for flag, number in ((1, mobile), (0, immobile)):
            chosen = asked[flags == flag][:number]
            persons.append(chosen)
            share = float(np.mean(flags == flag)) * (end - start)
            groups.append((cohort, chosen.size, share / chosen.size if chosen.size else 0.0))
    person = np.concatenate(persons)
    times, span = _times(world, person.size, rng)
    rows = survey(world, no_programmes(world), SAMPLE_KEY, person, times)
    weight = np.concatenate([np.full(number, stands_for) for _, number, stands_for in groups]) * span
    return Sample(
        survey=rows,
        cohort=np.concatenate([np.full(number, cohort, np.int64) for cohort, number, _ in groups]),
        kind=world.places.abroad[rows.place],
        weight=np.where(rows.age >= world.approaches.least_age, weight, 0.0),
    )


def again(world: World, sample: Sample, arm: Arm | None = None) -> Sample:
    """The same people at the same moments in another world of the same people, or under programmes."""
    arm = no_programmes(world) if arm is None else arm
    rows = survey(world, arm, SAMPLE_KEY, sample.survey.person, sample.survey.time)
    return Sample(
        survey=rows, cohort=sample.cohort, kind=world.places.abroad[rows.place], weight=sample.weight
    )


def read_daily(table: Floats, times: Floats) -> Floats:
    """Values of a daily table at these times, as the engine reads it."""
    days = ((times + EARLY) * DAYS_PER_YEAR + 1e-6).astype(np.int64)
    return np.asarray(table[np.clip(days, 0, table.size - 1)])


def salience_of(world: World) -> Floats:
    """Salience on each day of the history."""
    first = int(EARLY * DAYS_PER_YEAR)
    return world.approaches.salience[first : first + int(world.years * DAYS_PER_YEAR)]


def salience_years(world: World) -> float:
    """The history's length in years at full salience."""
    return float(salience_of(world).sum() / DAYS_PER_YEAR)


def _times(world: World, number: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Times with the salience's density, one in each of `number` equal parts, shuffled; and its integral in years."""
    daily = salience_of(world)
    total = np.concatenate([[0.0], np.cumsum(daily)]) / DAYS_PER_YEAR
    at = (np.arange(number) + rng.random(number)) / number * total[-1]
    times = np.interp(at, total, np.arange(total.size) / DAYS_PER_YEAR)
    return rng.permutation(np.minimum(times, world.years - 1e-6)), float(total[-1])
