"""Those who departed in a history, one row each, with the marks that targets ask about."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from counterflow.engine import History, codes
from counterflow.inference.arrays import Bools
from counterflow.people.compiled import kernel
from counterflow.people.homes import is_mobile, who_is
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.people.traits import person_of, social_of
from counterflow.world import Floats, Ints, World

_GROWN = 30.0
"""Age at which traits are asked; schooling does not change with it."""
FEMALE, SCHOOLING, MOBILE = 0, 1, 2


class Departed(NamedTuple):
    """Departures in order of time."""

    cohort: Ints
    time: Floats
    family: Ints  # 1 for those taken along
    abroad: Ints  # kind of place where engaged; see Places.abroad
    female: Ints
    schooling: Ints  # 0 no or basic, 1 intermediate, 2 advanced
    mobile: Ints  # 1 for those who ever work abroad
    province: Ints
    district: Ints

    def where(self, chosen: Bools) -> Departed:
        """Some of them."""
        return Departed._make(column[chosen] for column in self)


class Ended(NamedTuple):
    """Stays in a theatre that ended, in order of time."""

    cohort: Ints
    time: Floats
    kind: Ints  # of event: dead, returned, detained abroad


@kernel
def _fill_marks(world: World, luck: Luck, persons: Ints, marks: Ints) -> None:
    for i in range(persons.shape[0]):
        who = who_is(world.homes, luck, persons[i])
        marks[i, FEMALE] = person_of(world, luck, who).female
        marks[i, SCHOOLING] = social_of(world.traits, luck, who, _GROWN).schooling
        marks[i, MOBILE] = is_mobile(world.homes, luck, who)


def departed_of(world: World, history: History, key: np.uint64) -> Departed:
    """The departures of a history that was simulated with this key."""
    rows = np.flatnonzero(np.isin(history.kind, (codes.DEPART, codes.FAMILY_DEPART)))
    person = history.person[rows]
    packed = pack(world)
    marks = np.zeros((person.size, 3), np.int64)
    _fill_marks(packed, draw_luck(packed, key), person, marks)
    district = np.searchsorted(world.homes.district_start, person, side="right") - 1
    return Departed(
        cohort=cohorts_of(world, person),
        time=history.time[rows],
        family=(history.kind[rows] == codes.FAMILY_DEPART).astype(np.int64),
        abroad=world.places.abroad[history.place[rows]],
        female=marks[:, FEMALE],
        schooling=marks[:, SCHOOLING],
        mobile=marks[:, MOBILE],
        province=world.homes.district_province[district],
        district=district,
    )


def ended_of(world: World, history: History) -> Ended:
    """How stays in a theatre ended."""
    rows = np.flatnonzero(np.isin(history.kind, (codes.DIE, codes.RETURN, codes.DETAIN_ABROAD)))
    return Ended(cohorts_of(world, history.person[rows]), history.time[rows], history.kind[rows])


def cohorts_of(world: World, person: Ints) -> Ints:
    """The cohort of each person."""
    return np.asarray(np.searchsorted(world.homes.cohort_start, person, side="right") - 1)
