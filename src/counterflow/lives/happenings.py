"""What happens to a person whether or not anybody recruits: incidents, and ties made and lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.lives.records import Point
from counterflow.lives.stays import Stay, stay_then
from counterflow.lives.subject import Dot, Process, Subject, points
from counterflow.people.hardship import HALF_LIVES, INCIDENT_ROW, INCIDENT_STRIP
from counterflow.people.keys import HARDSHIP, JOURNEY, MENTORS, TIES, coarse, exponential, word
from counterflow.people.programmes import addition, factor, highest_addition, highest_factor
from counterflow.people.ties import MENTOR_ROW, MENTOR_STRIP, TIE_ROW, TIE_STRIP
from counterflow.world import EARLY, EFFECTS, SOURCES

BAN = "ban"
COMMUNITY, MENTOR, RECRUITER = "community", "mentor", "mentor who recruits"
TIE_BIRTHS = Process(TIES, TIE_STRIP, TIE_ROW, TIES, 0, 2)
MENTOR_BIRTHS = Process(MENTORS, MENTOR_STRIP, MENTOR_ROW, TIES, 2, 2)
LIFETIMES = 4.0
"""Mean lives after which the engine looks no further back for a tie."""


@dataclass(frozen=True, slots=True)
class Suffered:
    """An incident: world.SOURCES, or a ban."""

    time: float
    source: str
    size: float
    stay: Stay
    point: Point


@dataclass(frozen=True, slots=True)
class Formed:
    """A tie made during a stay."""

    time: float
    end: float
    kind: str
    stay: Stay
    point: Point


def incidents_of(subject: Subject, stays: Sequence[Stay]) -> tuple[Suffered, ...]:
    """All incidents in order, back to the first that is remembered at the history's start."""
    found = [one for source in SOURCES for one in _incidents_by(subject, stays, source)]
    return tuple(sorted([*found, *_bans(subject, stays)], key=lambda one: one.time))


def _incidents_by(subject: Subject, stays: Sequence[Stay], source: str) -> Iterator[Suffered]:
    number, effect = SOURCES.index(source), EFFECTS.index(source)
    purpose = HARDSHIP + word(number)
    highest = max(incident_rate(subject, number, stay) for stay in stays)
    highest *= highest_factor(subject.scene.arm, effect)
    since = -HALF_LIVES * subject.scene.plain.hardship.half_life
    process = Process(purpose, INCIDENT_STRIP, INCIDENT_ROW, HARDSHIP, number, 1)
    for dot in points(subject, process, highest, since):
        stay = stay_then(stays, dot.time)
        helped = factor(
            subject.scene.arm, subject.scene.key, effect, subject.who.person, stay.place, dot.time
        )
        if dot.height < incident_rate(subject, number, stay) * helped:
            size = float(subject.scene.plain.hardship.size[number]) * exponential(coarse(dot.mark))
            yield Suffered(dot.time, source, size, stay, _point(subject, purpose, dot))


def incident_rate(subject: Subject, source: int, stay: Stay) -> float:
    """Incidents per year by a source during a stay, without programmes' direct effects."""
    rate = float(subject.scene.plain.places.hardship[source, stay.place])
    return rate if stay.regular or source == 0 else rate * subject.scene.plain.hardship.irregular


def _bans(subject: Subject, stays: Sequence[Stay]) -> Iterator[Suffered]:
    size = float(subject.scene.plain.hardship.size[len(SOURCES)])
    for stay in stays:
        if stay.banned and stay.end < subject.years:
            yield Suffered(stay.end, BAN, size, stay, (subject.who.person, int(JOURNEY), stay.number))


def ties_of(subject: Subject, stays: Sequence[Stay]) -> tuple[Formed, ...]:
    """Ties made to people of the place, in order; each ends with the stay at the latest."""
    found = [*_formed(subject, stays, mentors=False), *_formed(subject, stays, mentors=True)]
    return tuple(sorted(found, key=lambda one: one.time))


def _formed(subject: Subject, stays: Sequence[Stay], *, mentors: bool) -> Iterator[Formed]:
    process = MENTOR_BIRTHS if mentors else TIE_BIRTHS
    effect = EFFECTS.index("mentors" if mentors else "ties")
    highest = max(tie_rate(subject, stay, mentors=mentors) for stay in stays)
    highest += highest_addition(subject.scene.arm, effect)
    lifetime = subject.scene.plain.ties.lifetime
    for dot in points(subject, process, highest, -EARLY):
        stay = stay_then(stays, dot.time)
        added = addition(
            subject.scene.arm, subject.scene.key, effect, subject.who.person, stay.place, dot.time
        )
        if dot.height >= tie_rate(subject, stay, mentors=mentors) + added:
            continue
        lasts = lifetime * min(exponential(coarse(dot.mark)), LIFETIMES)
        kind = _kind(subject, dot) if mentors else COMMUNITY
        end = min(dot.time + lasts, stay.end)
        yield Formed(dot.time, end, kind, stay, _point(subject, process.purpose, dot))


def tie_rate(subject: Subject, stay: Stay, *, mentors: bool) -> float:
    """Ties made per year during a stay, without those that programmes add."""
    places = subject.scene.plain.places
    if mentors:
        return float(places.mentor_births[stay.place])
    return float(
        places.tie_births[stay.place] * (1.0 + subject.scene.plain.ties.ghetto * places.ghetto[stay.place])
    )


def _kind(subject: Subject, dot: Dot) -> str:
    return RECRUITER if dot.sign < subject.scene.plain.ties.other_sign[1] else MENTOR


def _point(subject: Subject, purpose: np.uint64, dot: Dot) -> Point:
    return subject.who.person, int(purpose), dot.index
