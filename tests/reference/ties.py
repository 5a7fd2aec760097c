"""Ties and support: all ties of all lives up front, then counted at a time."""

import math

from counterflow.people.ties import _LOOK_BACK as LIFETIMES
from counterflow.people.ties import HOME_TIES, MENTOR_STRIP, TIE_STRIP
from counterflow.world import EARLY
from tests.reference.arithmetic import exp
from tests.reference.draws import EDGE, KEPT_TIES, KIN_SIGN, MENTORS, TIES, coarse, exponential
from tests.reference.hardship import Hardship
from tests.reference.people import Person, Tie
from tests.reference.points import ROUNDING, Point


class Ties(Hardship):
    """Kin, community, mentors."""

    def tie(self) -> None:
        numbers = [person.number for person in self.people]
        years = range(-int(EARLY), math.ceil(self.world.years))
        ties = self.points(numbers, TIES, TIE_STRIP, self.highest_births("ties"), years)
        mentors = self.points(numbers, MENTORS, MENTOR_STRIP, self.highest_births("mentors"), years)
        for person in self.people:
            person.ties = self._formed(person, "ties", ties[person.number])
            person.mentors = self._formed(person, "mentors", mentors[person.number])
            person.home_ties = [self._home_ties(person, spell.number) for spell in person.life]
            person.recruiting_kin = {kin.number for kin in person.kin if self.kin_recruits(person, kin)}

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
        words = self.words(person.number, KEPT_TIES, 2 * spell) + self.words(
            person.number, KEPT_TIES, 2 * spell + 1
        )
        return [coarse(word) for word in words]

    def kin_recruits(self, one: Person, other: Person) -> bool:
        low, high = sorted((one.number, other.number))
        mark = coarse(self.words(EDGE | low, KIN_SIGN, high - low)[0])
        return mark < self.world.ties.other_sign[0] * self.world.parameters.kin_recruit

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
        support = weights.kin * self.kin_present(person, t) + ties + weights.mentor * (mentors - opposed)
        return exp(-max(support, 0.0) / weights.scale)
