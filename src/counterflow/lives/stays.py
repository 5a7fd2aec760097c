"""Where a person lives from when to when, with what status, and which relatives are there too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.lives.subject import Subject
from counterflow.people.hardship import is_regular
from counterflow.people.homes import is_mobile
from counterflow.people.journeys import BANNED, NEVER, REMEMBERED, new_scratch, stay_at
from counterflow.people.seats import NONE, neighbourhood, third_place
from counterflow.people.ties import kin_mark
from counterflow.world import EARLY


@dataclass(frozen=True, slots=True)
class Stay:
    """A spell as the engine numbers it. The first begins EARLY years before the start, the last may end after the history."""

    begin: float
    end: float
    place: int
    number: int
    regular: bool
    """With legal status, programmes' help included."""
    banned: bool
    third: bool


def stays_of(subject: Subject) -> tuple[Stay, ...]:
    """All stays of a life up to the end of the history, in order and without gaps."""
    stays = [_stay_at(subject, -EARLY)]
    while stays[-1].end < subject.years:
        stays.append(_stay_at(subject, stays[-1].end))
    return tuple(stays)


def _stay_at(subject: Subject, t: float) -> Stay:
    scratch = new_scratch()
    found = stay_at(subject.scene.world, subject.scene.luck, subject.who, subject.traits, t, scratch)
    row = scratch[(found.spells - 1) % REMEMBERED]
    regular = is_regular(
        subject.scene.world,
        subject.scene.arm,
        subject.scene.luck,
        subject.who,
        found.place,
        found.mark,
        found.since,
    )
    return Stay(
        begin=t,
        end=found.until if found.number > 0 else _first_work(subject),
        place=found.place,
        number=found.number,
        regular=regular == 1,
        banned=bool(row[BANNED] == 1.0),
        third=is_third(subject, found.place),
    )


def _first_work(subject: Subject) -> float:
    """When somebody who is not yet old enough begins to alternate; NEVER for those who never move."""
    journeys = subject.scene.plain.journeys
    first, last = (age - subject.traits.age for age in (journeys.first_age, journeys.last_age))
    ever = (
        is_mobile(subject.scene.homes, subject.scene.luck, subject.who) == 1
        and first < last
        and last > -EARLY
    )
    return first if ever and first > -EARLY else NEVER


def is_away(subject: Subject, place: int) -> bool:
    """Whether a place is a host neighbourhood."""
    return place >= subject.scene.plain.homes.district_cohort.size


def is_third(subject: Subject, place: int) -> bool:
    """Whether a place is where the person lives only while a ban holds."""
    if not is_away(subject, place):
        return False
    number = place - subject.scene.plain.homes.district_cohort.size
    if number == neighbourhood(subject.scene.world, subject.scene.luck, subject.who):
        return False
    third = third_place(subject.scene.world, subject.scene.luck, subject.who)
    return third != NONE and number == third


def stay_then(stays: Sequence[Stay], t: float) -> Stay:
    """The stay that holds a time; what lies before the first is counted to it."""
    begins = [stay.begin for stay in stays]
    return stays[max(0, int(np.searchsorted(begins, t, side="right")) - 1)]


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which somebody is gone, detained or dead."""

    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Together:
    """A relative in the same place."""

    begin: float
    end: float
    number: int
    recruits: bool


def together(
    subject: Subject, stays: Sequence[Stay], absences: Sequence[Sequence[Absence]]
) -> tuple[Together, ...]:
    """When each relative is in the same place, at home too; `absences` by relative, as recruitment made them."""
    found = []
    share = subject.scene.plain.ties.other_sign[0] * subject.scene.plain.parameters.kin_recruit
    for number, kin in enumerate(subject.kin()):
        recruits = kin_mark(subject.who, kin.who.slot) < share
        spans = [
            (max(one.begin, other.begin), min(one.end, other.end))
            for other in stays_of(kin)
            for one in stays
            if one.place == other.place
        ]
        for absence in absences[number]:
            spans = [part for span in spans for part in _without(span, absence)]
        found += [
            Together(begin, end, number, bool(recruits)) for begin, end in _joined(spans) if begin < end
        ]
    return tuple(sorted(found, key=lambda one: (one.begin, one.number)))


def _without(span: tuple[float, float], absence: Absence) -> list[tuple[float, float]]:
    begin, end = span
    return [(begin, min(end, absence.begin)), (max(begin, absence.end), end)]


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans in order, those that touch made one."""
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
