"""Asking many synthetic people at once, through the engine's own functions for places, seats, friends and programmes."""

from typing import NamedTuple

import numpy as np

from counterflow.engine.survey import Survey, survey
from counterflow.pathway.drivers import SLOTS, all_drivers
from counterflow.people.compiled import kernel
from counterflow.people.homes import KIN, is_mobile, kin_slot, relative, who_is
from counterflow.people.journeys import BEGIN, END, PLACE, REMEMBERED, stay_at
from counterflow.people.keys import Word
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack, unpack
from counterflow.people.programmes import factor
from counterflow.people.register import Register, empty_register
from counterflow.people.seats import neighbourhood, third_place
from counterflow.people.traits import person_of
from counterflow.world import DAYS_PER_YEAR, DRIVERS, EARLY, EFFECTS, Arm, Floats, Ints, World

SUPPORT, GRIEVANCE = DRIVERS.index("support"), DRIVERS.index("grievance")
FACTORS = ("street", "online", "engaging", "committing", "leaving")


class Asked(NamedTuple):
    """People at moments: what the survey says of them, their drivers in standard deviations, and what programmes make of them."""

    rows: Survey
    drivers: Floats  # [rows, K]
    cohort: Ints
    seats: Ints  # seats held at the place, 1 at home
    place_luck: Floats  # standard normal behind the place's recruiting intensity
    factor: dict[str, Floats]  # by effect
    day: Ints  # row of a daily table


@kernel
def _seats(world: World, luck: Luck, rows: Survey, into: Ints) -> None:
    districts = world.homes.district_cohort.shape[0]
    for i in range(into.shape[0]):
        who = who_is(world.homes, luck, rows.person[i])
        into[i] = 1
        if rows.place[i] >= districts and is_mobile(world.homes, luck, who) == 1:
            host = rows.place[i] - districts
            into[i] = (neighbourhood(world, luck, who) == host) + (third_place(world, luck, who) == host)


@kernel
def _factors(arm: Arm, key: Word, effect: int, rows: Survey, into: Floats) -> None:
    for i in range(into.shape[0]):
        into[i] = factor(arm, key, effect, rows.person[i], rows.place[i], rows.time[i])


def ask(world: World, arm: Arm, key: np.uint64, persons: Ints, times: Floats) -> Asked:
    """Ask these people at these times, in the life that the run with this key gives them, nobody being gone."""
    rows = survey(world, arm, key, persons, times)
    packed, packed_arm, packed_rows = pack(world), pack(arm), pack(rows)
    luck, seats = draw_luck(packed, key), np.zeros(persons.size, np.int64)
    _seats(packed, luck, packed_rows, seats)
    factors = np.zeros((len(FACTORS), persons.size))
    for name, into in zip(FACTORS, factors, strict=True):
        _factors(packed_arm, key, EFFECTS.index(name), packed_rows, into)
    return Asked(
        rows=rows,
        drivers=standardised(world, rows),
        cohort=np.searchsorted(world.homes.cohort_start, persons, side="right") - 1,
        seats=seats,
        place_luck=unpack(luck).place[rows.place],
        factor=dict(zip(FACTORS, factors, strict=True)),
        day=((times + EARLY) * DAYS_PER_YEAR).astype(np.int64),
    )


def standardised(world: World, rows: Survey) -> Floats:
    """All drivers in standard deviations, with selection into migration; a driver held fixed is its value."""
    parameters, levels, ties = world.parameters, world.levels, world.ties
    raw = rows.raw.copy()
    signs = np.where(rows.kin < ties.other_sign[0] * parameters.kin_recruit, -1.0, 1.0)
    kin = np.where(np.isnan(rows.kin), 0.0, signs).sum(1)
    support = ties.kin * kin + rows.ties + ties.mentor * rows.mentors
    raw[:, SUPPORT] = np.exp(-np.maximum(support, 0.0) / ties.scale)
    raw[:, DRIVERS.index("precarity")] += parameters.selection[0] * rows.mobile
    raw[:, DRIVERS.index("belonging")] += parameters.selection[1] * rows.mobile
    free = (raw - levels.centre) / levels.spread
    return np.where(np.isnan(parameters.fixed), free, parameters.fixed)


def logistic(odds: Floats) -> Floats:
    """1 / (1 + exp(-odds))."""
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def chance(world: World, asked: Asked, stage: int) -> Floats:
    """Highest x logistic(intercept + weights x drivers) of a stage, before channel, interaction and programmes."""
    parameters = world.parameters
    odds = parameters.intercepts[stage] + asked.drivers @ parameters.weights[stage]
    return world.steps.highest[stage] * logistic(odds)


@kernel
def _drivers(  # noqa: PLR0913, PLR0917  (kernels take records one by one)
    world: World, arm: Arm, luck: Luck, register: Register, rows: Survey, scratch: Floats, into: Floats
) -> None:
    for i in range(into.shape[0]):
        who = who_is(world.homes, luck, rows.person[i])
        person = person_of(world, luck, who)
        all_drivers(world, arm, luck, register, who, person, rows.time[i], scratch, into[i])


def drivers_of_the_engine(world: World, arm: Arm, key: np.uint64, rows: Survey) -> Floats:
    """[rows, K] the drivers as the engine computes them when somebody is approached, nobody being gone."""
    packed, register = pack(world), pack(empty_register(1))
    found = np.zeros((rows.person.size, SLOTS))
    scratch = np.zeros((2, REMEMBERED, 5))
    _drivers(packed, pack(arm), draw_luck(packed, key), register, pack(rows), scratch, found)
    return found[:, : len(DRIVERS)]


class Stays(NamedTuple):
    """Where people are at a moment, since when and until when, and how long their first whole spell abroad was (nan: none yet)."""

    place: Ints
    since: Floats
    until: Floats
    whole: Floats
    whole_since: Floats


@kernel
def _stays(world: World, luck: Luck, persons: Ints, t: float, spells: Floats, into: Stays) -> None:
    districts = world.homes.district_cohort.shape[0]
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        stay = stay_at(world, luck, who, person_of(world, luck, who), t, spells)
        into.place[i], into.since[i], into.until[i] = stay.place, stay.since, stay.until
        for row in range(1, min(stay.spells, REMEMBERED) - 1):
            if spells[row, PLACE] >= districts:
                into.whole[i] = spells[row, END] - spells[row, BEGIN]
                into.whole_since[i] = spells[row, BEGIN]
                break


def stays_at(world: World, key: np.uint64, persons: Ints, t: float) -> Stays:
    """Where these people are at time t; the walk must not be longer than the engine remembers."""
    packed = pack(world)
    n = persons.size
    stays = Stays(np.zeros(n, np.int64), np.zeros(n), np.zeros(n), np.full(n, np.nan), np.full(n, np.nan))
    scratch = np.zeros((REMEMBERED, 5))
    _stays(packed, draw_luck(packed, key), persons, t, scratch, pack(stays))
    return stays


@kernel
def _hosts(world: World, luck: Luck, persons: Ints, into: Ints) -> None:
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        if is_mobile(world.homes, luck, who) == 1:
            into[i, 0] = neighbourhood(world, luck, who)
        for number in range(KIN):
            kin = relative(who, kin_slot(who, number))
            if is_mobile(world.homes, luck, kin) == 1:
                into[i, 1 + number] = neighbourhood(world, luck, kin)


def hosts_of(world: World, key: np.uint64, persons: Ints) -> Ints:
    """[persons, 1 + KIN] neighbourhoods of people and of their kin; -1 for who is not mobile."""
    packed = pack(world)
    found = np.full((persons.size, 1 + KIN), -1)
    _hosts(packed, draw_luck(packed, key), persons, found)
    return found
