"""Grievance: every incident of every life up front, then sums over the remembered ones."""

import math

from counterflow.people.hardship import HALF_LIVES, INCIDENT_STRIP
from counterflow.world import SOURCES
from tests.reference.arithmetic import exp
from tests.reference.draws import HARDSHIP, coarse, exponential
from tests.reference.people import Incident, Person, Spell
from tests.reference.points import ROUNDING, Point
from tests.reference.programmes import Programmes

LN2 = 0.6931471805599453
BAN = 3


class Hardship(Programmes):
    """Legal status and incidents."""

    def befall(self) -> None:
        """Legal status of every spell, then the incidents that happen, in the order (year, strip, source, number)."""
        for person in self.people:
            person.regular = [self.is_regular(person, spell) for spell in person.life]
        highest = [self.highest_incidents(source, effect) for source, effect in enumerate(SOURCES)]
        first = math.floor(-HALF_LIVES * self.world.hardship.half_life)
        for year in range(first, math.ceil(self.world.years)):
            for strip in range(self.strips_below(INCIDENT_STRIP, max(highest))):
                self._befall(year, strip, highest)

    def _befall(self, year: int, strip: int, highest: list[float]) -> None:
        words = self.counts([person.number for person in self.people], HARDSHIP, strip, year)
        for source, effect in enumerate(SOURCES):
            own = {number: drawn[source] for number, drawn in words.items()}
            points = self.counted(own, self.incident_purpose(source), INCIDENT_STRIP, strip, year)
            for person in self.people:
                felt = (
                    self._felt(person, source, effect, point, highest[source])
                    for point in points[person.number]
                )
                person.incidents += [incident for incident in felt if incident is not None]

    def incident_purpose(self, source: int) -> int:
        return HARDSHIP + source

    def is_regular(self, person: Person, spell: Spell) -> bool:
        """A stay's legal status with the programmes' help, given on arrival."""
        return spell.margin < self.addition("legal", person, spell.place, spell.begin)

    def highest_incidents(self, source: int, effect: str) -> float:
        irregular = self.world.hardship.irregular if source else 1.0
        return max(self.world.places.hardship[source]) * max(1.0, irregular) * self.highest(effect)

    def _felt(
        self, person: Person, source: int, effect: str, point: Point, highest: float
    ) -> Incident | None:
        """The incident of a point, if it happens where the person then lives."""
        number = self.spell_number(person, point.time)
        place = person.life[number].place
        rate = self.world.places.hardship[source][place]
        if not person.regular[number] and source:
            rate *= self.world.hardship.irregular
        rate *= self.factor(effect, person, place, self.judged_at(point.time))
        assert rate <= highest * ROUNDING
        if point.height >= rate:
            return None
        return Incident(
            point.time, self.world.hardship.size[source] * exponential(coarse(point.mark)), SOURCES[source]
        )

    def judged_at(self, t: float) -> float:
        """An old incident is judged with the coverage of its own time."""
        return t

    def grievance(self, person: Person, t: float) -> float:
        half_life = self.world.hardship.half_life
        oldest, decay = t - HALF_LIVES * half_life, LN2 / half_life
        total = 0.0
        for spell in person.life[: self.spell_number(person, t)]:
            if spell.banned and oldest <= spell.end <= t:
                total += self.world.hardship.size[BAN] * exp(-decay * (t - spell.end))
                self.fired.add("hardship by a ban")
        for incident in sorted(person.incidents, key=lambda incident: -math.floor(incident.time)):
            if oldest <= incident.time <= t:
                total += incident.size * exp(-decay * (t - incident.time))
                self.fired.add(f"hardship by {incident.source}")
        return total
