"""Expected approaches and engagements where nobody moves, calls or is chosen: sums over what decides who is reached.

From the world's tables alone, without any person of the engine's. Half-day cells, on which the daily tables are level; an age
group is cut in two. What is left out by that is below a thousandth of what is counted.
"""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from counterflow.world import AGE_GROUP, CHANNELS, DAYS_PER_YEAR, EARLY, Floats, World

PARTS = 2
FORTY = 40.0
STREET, ONLINE, BROADCAST, SELF_START = (
    CHANNELS.index(name) for name in ("street", "online", "broadcast", "self-start")
)


class Cells(NamedTuple):
    """Stretches of time on which the daily tables do not change."""

    middle: Floats
    length: Floats
    day: np.ndarray[tuple[int], np.dtype[np.int64]]  # row of a daily table


class Group(NamedTuple):
    """People alike in everything that counts, by age."""

    cohort: int
    district: int
    female: int
    share: Floats  # [ages] of the district's people
    age: Floats  # [ages] at the start
    online: tuple[bool, bool]  # before and from forty on
    schooling: int
    practising: int


def cells_of(world: World) -> Cells:
    """Half days from the start to the end of the history, cut where a month ends."""
    half_days = np.arange(int(2 * world.years * DAYS_PER_YEAR) + 1) / (2 * DAYS_PER_YEAR)
    edges = np.union1d(half_days, np.arange(round(12 * world.years) + 1) / 12)
    middle = (edges[1:] + edges[:-1]) / 2
    return Cells(middle, np.diff(edges), ((middle + EARLY) * DAYS_PER_YEAR).astype(np.int64))


def groups_of(world: World) -> Iterator[Group]:
    """Every group of people in a world where nobody is mobile."""
    for district, cohort in enumerate(world.homes.district_cohort.tolist()):
        young, old = world.traits.online[cohort]
        # One mark decides on being online before and after forty.
        spans = list(pairwise(sorted((0.0, young, old, 1.0))))
        schooling = np.diff(world.traits.schooling[cohort], prepend=0.0)
        practising = 1 - world.traits.practising[cohort], world.traits.practising[cohort]
        for female, (low, high), level, practises in product(range(2), spans, range(3), range(2)):
            share, age = _ages(world.traits.age_sex[cohort, 0], female)
            those = share * (high - low) * schooling[level] * practising[practises]
            yield Group(cohort, district, female, those, age, (low < young, low < old), level, practises)


def _ages(cumulative: Floats, female: int) -> tuple[Floats, Floats]:
    """(shares, ages) of one sex."""
    groups = cumulative.size // 2
    share = np.diff(cumulative, prepend=0.0).reshape(2, groups)[female]
    age = AGE_GROUP * (np.arange(groups * PARTS) + 0.5) / PARTS
    return np.repeat(share / PARTS, PARTS), age


def rates(world: World, group: Group, cells: Cells) -> Floats:
    """[channels, ages, cells] approaches per year of one person of the group, at home and not engaged.

    Whom approaches reach, and who is online, changes at the edges of age groups alone: of half a group a share has passed one.
    """
    assert world.approaches.least_age % AGE_GROUP == 0.0
    width = AGE_GROUP / PARTS
    oldest = (group.age[:, np.newaxis] + cells.middle + width / 2) / AGE_GROUP
    older = oldest.astype(np.int64)
    passed = np.minimum((oldest - older) * PARTS, 1.0)
    by_group = _rates_by_age_group(world, group, cells, int(older.max()) + 1)
    cell = np.arange(cells.middle.size)
    younger = np.maximum(older - 1, 0)
    found: Floats = by_group[:, younger, cell] * (1 - passed) + by_group[:, older, cell] * passed
    return found


def _rates_by_age_group(world: World, group: Group, cells: Cells, ages: int) -> Floats:
    """[channels, age groups, cells] the same for people of one age group."""
    approaches, parameters, levels = world.approaches, world.parameters, world.levels
    age = AGE_GROUP * np.arange(ages)[:, np.newaxis]
    reach = approaches.reach[group.female, np.minimum(np.arange(ages), approaches.reach.shape[1] - 1)]
    reached = reach[:, np.newaxis] * (age >= approaches.least_age)
    online = np.where(age < FORTY, *group.online)
    found = np.zeros((len(CHANNELS), ages, cells.middle.size))
    salience = parameters.cohort_intensity[group.cohort] * approaches.salience[cells.day] * reached
    found[STREET] = approaches.home_rate * world.places.street[group.district] * salience
    found[ONLINE] = approaches.online_rate[group.cohort] * salience * online
    since = cells.middle - approaches.broadcast_at
    decay = np.where(since < 0, 0.0, np.exp(-approaches.broadcast_decay * np.maximum(since, 0.0)))
    broadcast = approaches.broadcast_rate[group.cohort] * parameters.bridge_jump
    found[BROADCAST] = broadcast * parameters.cohort_intensity[group.cohort] * decay * reached * online
    message = levels.message[world.places.country[group.district], cells.day]
    raw = message * (1 + levels.message_online * online) * levels.message_schooling[group.schooling]
    raw = raw * levels.message_practising[group.practising]
    start = approaches.self_start[group.cohort] * parameters.self_start
    found[SELF_START] = start * salience * np.minimum(1.0, raw / approaches.ideology_cap)
    return found


def engaging(world: World) -> Floats:
    """[channels] probability of engaging, no driver having a weight; who starts by himself does."""
    odds = world.parameters.intercepts[1] + world.approaches.offset
    probability = world.steps.highest[1] / (1 + np.exp(-odds))
    probability[SELF_START] = 1.0
    return probability


class Expected(NamedTuple):
    """Mean and variance of counts, [channels, cohorts]."""

    mean: Floats
    variance: Floats


def expected_approaches(world: World) -> Expected:
    """Approaches to people of whom none ever engages: Poisson given the group, so the groups' spread adds to the variance."""
    cells = cells_of(world)
    shape = (len(CHANNELS), world.homes.district_cohort.size)
    first, second = np.zeros((2, *shape))
    for group in groups_of(world):
        number = rates(world, group, cells) @ cells.length
        first[:, group.district] += number @ group.share
        second[:, group.district] += number**2 @ group.share
    return _by_cohort(world, first, first + second - first**2)


def expected_engaged(world: World) -> Expected:
    """People whom each channel makes engage, for the first and only time."""
    cells, probability = cells_of(world), engaging(world)[:, np.newaxis, np.newaxis]
    first = np.zeros((len(CHANNELS), world.homes.district_cohort.size))
    for group in groups_of(world):
        hazard = probability * rates(world, group, cells) * cells.length
        together = hazard.sum(0)
        still_free = np.exp(-(np.cumsum(together, axis=1) - together / 2))
        first[:, group.district] += (hazard * still_free).sum(2) @ group.share
    return _by_cohort(world, first, first - first**2)


def _by_cohort(world: World, mean: Floats, variance: Floats) -> Expected:
    """Sums over districts, of means and variances per person."""
    members = np.diff(world.homes.district_start)
    which = np.eye(world.homes.country.size)[world.homes.district_cohort]
    return Expected((mean * members) @ which, (variance * members) @ which)
