"""One person of one run, as the engine's kernels take them; and the points of a process of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from counterflow.people.homes import KIN, Who, kin_slot, relative, who_is
from counterflow.people.keys import COUNTS, point_index, words
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.people.points import count, counted_point, mean_row, strips_needed
from counterflow.people.traits import Person, person_of
from counterflow.world import Arm, Homes, World


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
    luck: Luck


def scene(world: World, arm: Arm, key: np.uint64) -> Scene:
    """The scene of the run with this key."""
    packed = pack(world)
    luck = draw_luck(packed, key)
    return Scene(world, arm, key, packed, pack(arm), pack(world.homes), luck)


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
    return Subject(scene, who, person_of(scene.world, scene.luck, who))


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a process: it happens where its height lies below the rate."""

    time: float
    height: float
    mark: np.uint64
    sign: float
    index: int


@dataclass(frozen=True, slots=True)
class Process:
    """A counted process of a person: where its points and their numbers come from."""

    purpose: np.uint64
    lowest_strip: float
    row: int
    """Row of means of the lowest strip."""
    counts: np.uint64
    """Purpose that its counts are drawn under."""
    word: int
    """First of the four words of a draw that is its own."""
    strips: int
    """Strips that share a draw of counts."""


def points(subject: Subject, process: Process, highest: float, since: float) -> Iterator[Dot]:
    """The points of a process that lie below a rate, from the year of a time to the end of the history, cell by cell."""
    for year in range(floor(since), ceil(subject.years)):
        for strip in range(strips_needed(process.lowest_strip, highest)):
            yield from _cell(subject, process, strip, year)


def _cell(subject: Subject, process: Process, strip: int, year: int) -> Iterator[Dot]:
    key, entity = subject.scene.key, np.uint64(subject.who.person)
    group, own = divmod(strip, process.strips)
    drawn = words(key, entity, process.counts + COUNTS, np.uint64(point_index(group, year, 0)))
    row = mean_row(process.row, strip)
    for number in range(count(row, np.uint64(drawn[process.word + own]))):
        at, height, mark, sign = counted_point(
            key, entity, process.purpose, process.lowest_strip, strip, year, number
        )
        if at < subject.years:
            yield Dot(at, height, np.uint64(mark), sign, int(point_index(strip, year, number)))
