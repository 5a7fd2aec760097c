"""A survey of synthetic people at given moments: the drivers' raw values, without recruitment.

What standardises the drivers, what expected outcomes are summed over, and what a test compares with theory.
"""

from typing import NamedTuple

import numpy as np

from counterflow.pathway.departure import SPOUSE, is_family
from counterflow.pathway.drivers import BELONGING, GRIEVANCE, IDEOLOGY, PRECARITY, REPRESSION, ideology_raw
from counterflow.people.compiled import kernel
from counterflow.people.hardship import grievance_at, is_regular
from counterflow.people.homes import KIN, Who, household_bounds, is_mobile, kin_slot, who_is
from counterflow.people.journeys import REMEMBERED, is_away, stay_at
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.people.register import Register, empty_register
from counterflow.people.tables import daily
from counterflow.people.ties import community, is_kin_present, kin_mark
from counterflow.people.traits import Person, person_of, social_of
from counterflow.world import DRIVERS, Arm, Floats, Ints, World


class Survey(NamedTuple):
    """One row per (person, time) asked. Raw drivers are before selection into migration and before standardising."""

    person: Ints
    time: Floats
    place: Ints
    since: Floats  # time of arrival
    mobile: Ints
    female: Ints
    age: Floats  # at that time
    online: Ints
    regular: Ints
    raw: Floats  # [., K]; the column of support stays 0: see kin, ties, mentors
    kin: Floats  # [., KIN] mark of each kin in the same place, nan for kin elsewhere
    ties: Floats  # community ties
    mentors: Floats  # mentors and leaders, those of the other sign counted negative
    household: Ints  # spouse and children whom the person would take along; 0 for women, who take nobody


@kernel
def _family(world: World, luck: Luck, who: Who, person: Person, t: float) -> int:
    if person.female == 1:
        return 0
    low, high = household_bounds(world.homes, who)
    count, has_spouse = 0, False
    for slot in range(low, high):
        relation = is_family(world, luck, who, person, slot, t, has_spouse)
        has_spouse = has_spouse or relation == SPOUSE
        count += relation != 0
    return count


@kernel
def _ask(world: World, arm: Arm, luck: Luck, register: Register, scratch: Floats, rows: Survey) -> None:
    for i in range(rows.person.shape[0]):
        t = rows.time[i]
        who = who_is(world.homes, luck, rows.person[i])
        person = person_of(world, luck, who)
        stay = stay_at(world, luck, who, person, t, scratch[0])
        social = social_of(world.traits, luck, who, person.age + t)
        country = world.places.country[stay.place]
        regular = is_regular(world, arm, luck, who, stay.place, stay.mark, stay.since)
        precarity = social.precarity + daily(world.levels.precarity[country], t)
        if is_away(world, stay.place):
            precarity += world.levels.irregular * (1 - regular)
        rows.place[i], rows.since[i] = stay.place, stay.since
        rows.mobile[i] = is_mobile(world.homes, luck, who)
        rows.female[i], rows.age[i], rows.online[i], rows.regular[i] = (
            person.female,
            person.age + t,
            social.online,
            regular,
        )
        raw = rows.raw[i]
        raw[GRIEVANCE] = grievance_at(world, arm, luck, who, stay, t, scratch[0])
        raw[IDEOLOGY] = ideology_raw(world, stay.place, t, social)
        raw[REPRESSION] = world.levels.repression[who.cohort]
        raw[PRECARITY], raw[BELONGING] = precarity, social.belonging
        rows.ties[i], rows.mentors[i], opposed = community(world, arm, luck, who, stay, t)
        rows.mentors[i] -= opposed
        rows.household[i] = _family(world, luck, who, person, t)
        for number in range(KIN):
            present = is_kin_present(world, luck, register, who, number, stay, t, scratch[1])
            rows.kin[i, number] = kin_mark(who, kin_slot(who, number)) if present else np.nan


def _room(persons: Ints, times: Floats) -> Survey:
    n = persons.size
    return Survey(
        person=persons,
        time=times,
        place=np.zeros(n, np.int64),
        since=np.zeros(n),
        mobile=np.zeros(n, np.int64),
        female=np.zeros(n, np.int64),
        age=np.zeros(n),
        online=np.zeros(n, np.int64),
        regular=np.zeros(n, np.int64),
        raw=np.zeros((n, len(DRIVERS))),
        kin=np.zeros((n, KIN)),
        ties=np.zeros(n),
        mentors=np.zeros(n),
        household=np.zeros(n, np.int64),
    )


def survey(world: World, arm: Arm, key: np.uint64, persons: Ints, times: Floats) -> Survey:
    """Ask these people at these times (years from the start), in the life that the run with this key gives them."""
    rows = _room(np.ascontiguousarray(persons, np.int64), np.ascontiguousarray(times, np.float64))
    packed_world, packed_arm = pack(world), pack(arm)
    luck = draw_luck(packed_world, key)
    _ask(packed_world, packed_arm, luck, pack(empty_register(1)), np.zeros((2, REMEMBERED, 5)), pack(rows))
    return rows


@kernel
def _flag(world: World, luck: Luck, persons: Ints, flags: Ints) -> None:
    for i in range(persons.shape[0]):
        flags[i] = is_mobile(world.homes, luck, who_is(world.homes, luck, persons[i]))


def mobile_flags(world: World, key: np.uint64, persons: Ints) -> Ints:
    """1 for those of these people who ever go abroad to work."""
    packed = pack(world)
    flags = np.zeros(persons.size, np.int64)
    _flag(packed, draw_luck(packed, key), persons, flags)
    return flags
