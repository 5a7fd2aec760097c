"""Ties and support: all ties of all lives up front, then counted at a time."""

import math

from counterflow.people.ties import _LOOK_BACK as LIFETIMES
from counterflow.people.ties import HOME_TIES, MENTOR_STRIP, TIE_STRIP
from counterflow.world import EARLY
from tests.reference.arithmetic import exp
from tests.reference.draws import KEPT_TIES, MENTORS, TIES, coarse, exponential
from tests.reference.hardship import Hardship
from tests.reference.people import Person, Tie
from tests.reference.permutation import mix
from tests.reference.points import ROUNDING, Point


class Ties(Hardship):
    """Kin, community, mentors."""

    def tie(self) -> None:
        ties: dict[int, list[Point]] = {person.number: [] for person in self.people}
        mentors: dict[int, list[Point]] = {person.number: [] for person in self.people}
        for year in range(-int(EARLY), math.ceil(self.world.years)):
            self._bear(year, TIES, TIE_STRIP, self.highest_births("ties"), 0, ties)
            self._bear(year, MENTORS, MENTOR_STRIP, self.highest_births("mentors"), 2, mentors)
        for person in self.people:
            person.ties = self._formed(person, "ties", ties[person.number])
            person.mentors = self._formed(person, "mentors", mentors[person.number])
            person.home_ties = [self._home_ties(person, spell.number) for spell in person.life]
            person.recruiting_kin = {kin.number for kin in person.kin if self.kin_recruits(person, kin)}

    def _bear(
        self, year: int, purpose: int, r0: float, highest: float, word: int, into: dict[int, list[Point]]
    ) -> None:
        """The points of a year; two strips share a draw of counts, and so do ties and mentors."""
        for strip in range(self.strips_below(r0, highest)):
            words = self.counts(list(into), TIES, strip // 2, year)
            own = {number: drawn[word + strip % 2] for number, drawn in words.items()}
            for number, points in self.counted(own, purpose, r0, strip, year).items():
                into[number] += points

    def base_births(self, effect: str, place: int) -> float:
        places = self.world.places
        if effect == "mentors":
            return places.mentor_births[place]
        return places.tie_births[place] * (1.0 + self.world.ties.ghetto * places.ghetto[place])

    def highest_births(self, effect: str) -> float:
        return max(self.base_births(effect, place) for place in range(self.places)) + self.highest(effect)

    def _formed(self, person: Person, effect: str, points: list[Point]) -> list[list[Tie]]:
        """The ties that form, by spell of the life."""
        highest = self.highest_births(effect)
        formed: list[list[Tie]] = [[] for _ in person.life]
        for point in points:
            number = self.spell_number(person, point.time)
            place = person.life[number].place
            rate = self.base_births(effect, place) + self.addition(effect, person, place, point.time)
            assert rate <= highest * ROUNDING
            if point.height < rate:
                lasts = self.world.ties.lifetime * exponential(coarse(point.mark))
                formed[number].append(Tie(point.time, lasts, point.sign))
        return formed

    def _home_ties(self, person: Person, spell: int) -> list[float]:
        halves = [
            half
            for word in self.words(person.number, KEPT_TIES, spell)
            for half in (word >> 16, word & 0xFFFF)
        ]
        return [(half + 0.5) / 65536.0 for half in halves]

    def kin_recruits(self, one: Person, other: Person) -> bool:
        return self.kin_mark(one, other) < self.world.ties.other_sign[0] * self.world.parameters.kin_recruit

    def kin_mark(self, one: Person, other: Person) -> float:
        low, high = sorted((one.slot, other.slot))
        first = one.number - one.slot
        return coarse(mix(one.signs << 32 ^ mix((first * 1024 + 32 * low + high) % 2**64)) >> 32)

    def is_absent(self, person: Person) -> bool:
        """Gone, detained or dead."""
        return person.absent

    def kin_present(self, person: Person, t: float) -> int:
        place = self.spell_at(person, t).place
        count = 0
        for kin in person.kin:
            if self.spell_at(kin, t).place == place and not self.is_absent(kin):
                recruits = kin.number in person.recruiting_kin
                count += -1 if recruits else 1
                self.fired.add("kin who recruit" if recruits else "kin who hold")
        return count

    def alive(self, formed: list[Tie], t: float) -> list[Tie]:
        """Ties of the present stay that still hold; none is remembered beyond some mean lifetimes."""
        oldest = t - LIFETIMES * self.world.ties.lifetime
        return [tie for tie in formed if oldest <= tie.time <= t and t - tie.time < tie.lasts]

    def kept(self, person: Person, t: float) -> int:
        number = self.spell_number(person, t)
        spell = person.life[number]
        share = self.world.ties.home_ties / HOME_TIES
        if self.is_away(spell.place):
            since = t - max(spell.begin, -EARLY)
            share *= self.world.ties.kept * exp(-self.world.ties.decay * since)
        return len([mark for mark in person.home_ties[number] if mark < share])

    def community(self, person: Person, t: float) -> tuple[float, float, float]:
        """(community ties, mentors, mentors of the other sign), each at most the cap."""
        cap = self.world.ties.cap
        number = self.spell_number(person, t)
        ties = self.kept(person, t) + len(self.alive(person.ties[number], t))
        mentors = self.alive(person.mentors[number], t)
        opposed = len([tie for tie in mentors if tie.sign < self.world.ties.other_sign[1]])
        if opposed:
            self.fired.add("mentors of the other sign")
        return min(cap, float(ties)), min(cap, float(len(mentors) - opposed)), min(cap, float(opposed))

    def isolation(self, person: Person, t: float) -> float:
        weights = self.world.ties
        ties, mentors, opposed = self.community(person, t)
        support = weights.kin * self.kin_present(person, t) + (ties + weights.mentor * (mentors - opposed))
        return exp(-max(support, 0.0) / weights.scale)
