"""Grievance: every incident of every life up front, then sums over the remembered ones."""

import math

from counterflow.people.hardship import HALF_LIVES, INCIDENT_STRIP
from counterflow.world import SOURCES
from tests.reference.arithmetic import exp
from tests.reference.draws import HARDSHIP, JOURNEY, MARKS, coarse, exponential, fine
from tests.reference.people import Person, Spell
from tests.reference.points import ROUNDING, Point
from tests.reference.programmes import Programmes

LN2 = 0.6931471805599453
BAN = 3


class Hardship(Programmes):
    """Legal status and incidents."""

    def befall(self) -> None:
        """Legal status of every spell, then the incidents that happen, by source, in the order (year, strip, number)."""
        for person in self.people:
            person.regular = [self.is_regular(person, spell) for spell in person.life]
        numbers = [person.number for person in self.people]
        first = math.floor(-HALF_LIVES * self.world.hardship.half_life)
        for source, effect in enumerate(SOURCES):
            highest = self.highest_incidents(source, effect)
            years = range(first, math.ceil(self.world.years))
            drawn = self.points(numbers, self.incident_purpose(source), INCIDENT_STRIP, highest, years)
            for person in self.people:
                person.incidents.append(self._felt(person, source, effect, drawn[person.number]))

    def incident_purpose(self, source: int) -> int:
        return HARDSHIP + source

    def is_regular(self, person: Person, spell: Spell) -> bool:
        """A stay's legal status with the programmes' help, given on arrival."""
        if spell.regular or not self.programmes:
            return spell.regular
        w0, w1, _, _ = self.words(person.number, JOURNEY + MARKS, spell.number)
        return fine(w0, w1) < self.addition("legal", person, spell.place, spell.begin)

    def highest_incidents(self, source: int, effect: str) -> float:
        irregular = self.world.hardship.irregular if source else 1.0
        return max(self.world.places.hardship[source]) * max(1.0, irregular) * self.highest(effect)

    def _felt(
        self, person: Person, source: int, effect: str, points: list[Point]
    ) -> list[tuple[float, float]]:
        rates, size = self.world.places.hardship[source], self.world.hardship.size[source]
        highest = self.highest_incidents(source, effect)
        felt = []
        for point in points:
            number = self.spell_number(person, point.time)
            place = person.life[number].place
            rate = rates[place]
            if not person.regular[number] and source:
                rate *= self.world.hardship.irregular
            rate *= self.factor(effect, person, place, self.judged_at(point.time))
            assert rate <= highest * ROUNDING
            if point.height < rate:
                felt.append((point.time, size * exponential(coarse(point.mark))))
        return felt

    def judged_at(self, t: float) -> float:
        """An old incident is judged with the coverage of its own time."""
        return t

    def grievance(self, person: Person, t: float) -> float:
        half_life = self.world.hardship.half_life
        oldest, decay = t - HALF_LIVES * half_life, LN2 / half_life
        total = 0.0
        for source, incidents in zip(SOURCES, person.incidents, strict=True):
            for at, size in incidents:
                if oldest <= at <= t:
                    total += size * exp(-decay * (t - at))
                    self.fired.add(f"hardship by {source}")
        bans = 0.0
        for spell in person.life[: self.spell_number(person, t)]:
            if spell.banned and oldest <= spell.end <= t:
                bans += self.world.hardship.size[BAN] * exp(-decay * (t - spell.end))
                self.fired.add("hardship by a ban")
        return total + bans
