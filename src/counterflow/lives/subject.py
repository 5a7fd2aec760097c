"""One person of one run, as the engine's kernels take them; and the points of a process of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from counterflow.people.homes import KIN, Who, kin_slot, relative, who_is
from counterflow.people.keys import point_index
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.people.points import point, strips_needed
from counterflow.people.traits import Person, person_of
from counterflow.world import Arm, Homes, Traits, World


@dataclass(frozen=True, slots=True)
class Scene:
    """An arm of a world with the luck of a run."""

    plain: World
    programmes: Arm
    key: np.uint64
    world: World
    """Packed, as are the following."""
    arm: Arm
    homes: Homes
    traits: Traits
    luck: Luck


def scene(world: World, arm: Arm, key: np.uint64) -> Scene:
    """The scene of the run with this key."""
    packed = pack(world)
    luck = draw_luck(packed, key)
    return Scene(world, arm, key, packed, pack(arm), pack(world.homes), pack(world.traits), luck)


@dataclass(frozen=True, slots=True)
class Subject:
    """A person in a scene."""

    scene: Scene
    who: Who
    traits: Person

    @property
    def years(self) -> float:
        """Length of the history."""
        return self.scene.plain.years

    def kin(self) -> tuple[Subject, ...]:
        """The person's relatives, in the order of their numbers."""
        slots = (kin_slot(self.who, number) for number in range(KIN))
        return tuple(_of(self.scene, relative(self.who, slot)) for slot in slots)


def subject(scene: Scene, person: int) -> Subject:
    """The person with this number."""
    return _of(scene, who_is(scene.homes, scene.luck, person))


def _of(scene: Scene, who: Who) -> Subject:
    return Subject(scene, who, person_of(scene.traits, scene.luck, who))


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a process: it happens where its height lies below the rate."""

    time: float
    height: float
    mark: np.uint64
    sign: float
    index: int


def points(subject: Subject, purpose: np.uint64, r0: float, highest: float, since: float) -> Iterator[Dot]:
    """The points of one of the person's processes that lie below a rate, from the year of a time to the end of the history."""
    for year in range(floor(since), ceil(subject.years)):
        for strip in range(strips_needed(r0, highest)):
            yield from _cell(subject, purpose, r0, strip, year)


def _cell(subject: Subject, purpose: np.uint64, r0: float, strip: int, year: int) -> Iterator[Dot]:
    key, entity = subject.scene.key, np.uint64(subject.who.person)
    at, number = float(year), 0
    while True:
        gap, height, mark, sign = point(key, entity, purpose, r0, strip, year, number)
        at += gap
        if at >= min(year + 1.0, subject.years):
            return
        yield Dot(at, height, np.uint64(mark), sign, int(point_index(strip, year, number)))
        number += 1
