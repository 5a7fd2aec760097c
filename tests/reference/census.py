"""The census: everybody with a whole life, every point of every process, walked in order.

    log = Census(world, arm, seed, run).walk()

The same rules as the engine in another structure: people are looked up in lists, not found by permutations; nothing is left out
because it cannot matter; no queue but one sorted list. Each file of this folder adds a layer of methods, and a mutant
(`mutants.py`) overrides one of them. Whatever the engine relies on as a bound is asserted where the rate is computed.
"""

import math
from bisect import insort
from collections import Counter
from typing import NamedTuple

from counterflow.engine.codes import EVENTS
from counterflow.pathway.contacts import CONTACT_STRIP
from counterflow.pathway.steps import STEP_STRIP
from counterflow.world import THEATRES, Arm, World
from tests.reference.approaches import CHANNEL, Stream
from tests.reference.draws import (
    COMMIT,
    CONTACT,
    DISENGAGE,
    EXIT,
    GROUP,
    LEAVE,
    MARKS,
    REBRAND,
    TRAVEL,
    Words4,
    coarse,
    fine,
    point_index,
)
from tests.reference.people import Person
from tests.reference.points import ROUNDING, Point
from tests.reference.steps import Steps

KIND = {event: number for number, event in enumerate(EVENTS)}


class Event(NamedTuple):
    """A row of the log."""

    time: float
    kind: int
    person: int
    place: int
    channel: int
    extra: int
    cause: tuple[int, int, int]


class Census(Steps):
    """A run."""

    def __init__(self, world: World, arm: Arm, seed: int, run: int) -> None:
        super().__init__(world, arm, seed, run)
        self.tell_lives()
        self.befall()
        self.tie()
        self.log: list[Event] = []
        self.approaches: Counter[tuple[int, int, int, int]] = Counter()
        self.exits: list[Point] = []
        self.establish()
        self.processes = {(stream.purpose, stream.entity): stream for stream in self.streams()}
        self.handlers = {
            CONTACT: self.call,
            DISENGAGE: self.disengage,
            COMMIT: self.commit,
            LEAVE: self.leave,
        }

    def walk(self) -> list[Event]:
        """The event log of the whole history; points beyond its end, in the last year's cell, do not count."""
        for point in self.in_order([*self.points_of_streams(), *self.points_of_persons()]):
            if point.time >= self.world.years:
                break
            while self.exits and self.exits[0] < point:
                self.come_to_an_end(self.exits.pop(0))
            if point.purpose in self.handlers:
                self.handlers[point.purpose](self.people[point.entity], point)
            else:
                self.approach(self.processes[point.purpose, point.entity], point)
        while self.exits:
            self.come_to_an_end(self.exits.pop(0))
        return self.log

    def establish(self) -> None:
        """The units of the established group that will take the stronger label."""
        for unit in range(self.world.aftermath.units):
            at = self.rebrands_at(unit)
            if at < self.world.years:
                self.expect(Point(at, REBRAND, GROUP | unit, point_index(0, 0, 0), 0.0, 0, 0.0))

    def in_order(self, points: list[Point]) -> list[Point]:
        return sorted(points)

    def points_of_streams(self) -> list[Point]:
        return [point for stream in self.processes.values() for point in self.stream_points(stream)]

    def points_of_persons(self) -> list[Point]:
        """Everybody's points, engaged or not: a later engagement meets the same ones."""
        processes = (
            (CONTACT, CONTACT_STRIP, self.highest_contacts()),
            (DISENGAGE, STEP_STRIP, self.highest_disengaging()),
            (COMMIT, STEP_STRIP, self.highest_hazard("committing")),
            (LEAVE, STEP_STRIP, self.highest_hazard("leaving")),
        )
        numbers = [person.number for person in self.people]
        found = []
        for purpose, strip, highest in processes:
            drawn = self.points(numbers, purpose, strip, highest, range(math.ceil(self.world.years)))
            found += [point for points in drawn.values() for point in points]
        return found

    def note(self, point: Point, kind: str, person: Person, place: int, extra: int) -> None:
        cause = point.entity, point.purpose, point.index
        event = Event(point.time, KIND[kind], person.number, place, person.channel, extra, cause)
        self.log.append(event)
        self.fired |= {f"event {kind}", *person.effects}

    def approach(self, stream: Stream, point: Point) -> None:
        """A point of a place's or a cohort's process: the first candidate who is there and chosen is approached."""
        rate = stream.rate * self.level(stream.channel, point.time)
        for candidate in range(self.world.approaches.candidates):
            w0, w1, mark, _ = self.candidate_words(point, candidate)
            target, pick = self.picked(stream, point.year, fine(w0, w1))
            if target is None or not self.is_open(target, point.time, stream.place):
                continue
            wanted = rate * pick
            wanted *= self.reach(target, point.time)
            wanted *= self.answer(stream.channel, target, point.time)
            if wanted and self.happens(stream, target, point, wanted):
                most = stream.most[point.year] * stream.programmes
                assert point.height < rate * stream.intense * most * ROUNDING
                self.fired.add("substitution" if candidate else f"channel {stream.channel}")
                self.meet(point, stream.channel, target, -1, coarse(mark))
                return

    def happens(self, stream: Stream, target: Person, point: Point, wanted: float) -> bool:
        """Recruiters choose whom they approach; self-starters are chosen by nobody."""
        if stream.channel == "self-start":
            return point.height < wanted
        return self.is_chosen(target, point.time, point.height / wanted)

    def candidate_words(self, point: Point, candidate: int) -> Words4:
        return self.words(point.entity, point.purpose + MARKS + (candidate << 8), point.index)

    def is_open(self, target: Person, t: float, place: int | None) -> bool:
        """Old enough, neither engaged nor gone nor stopped, and present where that is asked."""
        old_enough = target.age + t >= self.world.approaches.least_age
        present = place is None or self.spell_at(target, t).place == place
        return old_enough and target.state in {"", "disengaged"} and present

    def meet(self, point: Point, channel: str, target: Person, caller: int, mark: float) -> None:
        """An approach that reaches somebody, who may engage."""
        t, place = point.time, self.spell_at(target, point.time).place
        month = min(int(t * 12.0), 12 * math.ceil(self.world.years) - 1)
        kind_of_place = self.world.places.abroad[place]
        self.approaches[month, target.cohort, CHANNEL[channel], kind_of_place] += 1
        if channel == "self-start" or mark < self.probability_of_engaging(target, t, channel):
            self.fired.add("engaged again" if target.state == "disengaged" else "engaged")
            target.state, target.since = "engaged", t
            target.engaged_at, target.channel = place, CHANNEL[channel]
            self.take_seats(target, place, t)
            self.note(point, "engaged", target, place, caller)

    def call(self, caller: Person, point: Point) -> None:
        """A point of a person's calls: made by the engaged, the committed, and fighters who came back."""
        returnee = caller.state == "returned" and caller.fighter
        if not (returnee or caller.state in {"engaged", "committed"}) or point.time <= caller.since:
            return
        w0, w1, mark, w3 = self.words(point.entity, point.purpose + MARKS, point.index)
        edge = self.edge_called(caller, point.time, point.height, coarse(w3))
        target = self.called(caller, point.time, edge, fine(w0, w1)) if edge else None
        if target is None or target is caller:
            return
        place = self.spell_at(caller, point.time).place if edge in {"crew", "tie"} else None
        if self.is_open(target, point.time, place):
            channel = "returnee" if returnee else "peer"
            self.fired |= {f"channel {channel}", f"edge {edge}"}
            self.meet(point, channel, target, caller.number, coarse(mark))

    def disengage(self, person: Person, point: Point) -> None:
        if person.state not in {"engaged", "committed"} or point.time <= person.since:
            return
        if point.height < self.disengaging(person, point.time):
            person.state = "disengaged"
            self.give_back_seats(person)
            self.note(point, "disengaged", person, self.spell_at(person, point.time).place, 0)

    def commit(self, person: Person, point: Point) -> None:
        if person.state != "engaged" or point.time <= person.since:
            return
        if point.height < self.hazard("committing", person, point.time):
            person.state, person.committed = "committed", point.time
            self.note(point, "committed", person, person.engaged_at, 0)

    def leave(self, person: Person, point: Point) -> None:
        if person.state != "committed" or point.time <= person.committed:
            return
        if point.height >= self.hazard("leaving", person, point.time):
            return
        place = self.spell_at(person, point.time).place
        outcome, theatre = self.attempt(person, point.time, self.travel_words(point))
        if outcome != "departed":
            self.give_back_seats(person)
            person.state, person.absent = outcome, outcome == "detained"
            self.note(point, outcome, person, place, 0)
            return
        family = self.family(person, point.time)
        self.depart(point, person, person, place, theatre)
        for member in family:
            self.depart(point, member, person, person.engaged_at, theatre)

    def travel_words(self, point: Point) -> Words4:
        return self.words(point.entity, TRAVEL, point.index)

    def depart(self, point: Point, person: Person, leader: Person, place: int, theatre: int) -> None:
        """Somebody goes, as a fighter or taken along by the leader."""
        self.give_back_seats(person)
        person.state, person.absent = "gone", True
        person.theatre, person.fighter = theatre, person is leader
        person.engaged_at, person.channel = leader.engaged_at, leader.channel
        self.note(point, "departed" if person is leader else "departed with family", person, place, theatre)
        self.fired.add(f"theatre {THEATRES[theatre]}")
        end, person.exit = self.exit_of(person, point.time)
        if end < self.world.years:
            self.expect(Point(end, EXIT, person.number, point_index(0, 0, 0), 0.0, 0, 0.0))

    def expect(self, end: Point) -> None:
        """Put an end into the list of those to come."""
        insort(self.exits, end)

    def come_to_an_end(self, point: Point) -> None:
        """Death, return or detention in a theatre; or a unit of a group goes over."""
        if point.purpose == REBRAND:
            cause = point.entity, point.purpose, point.index
            self.log.append(Event(point.time, KIND["rebranded"], -1, -1, -1, point.entity - GROUP, cause))
            self.fired.add("event rebranded")
            return
        person = self.people[point.entity]
        person.state, person.since = ("dead", "returned", "detained abroad")[person.exit], point.time
        person.absent = person.state != "returned"
        self.note(point, person.state, person, person.engaged_at, person.theatre)
