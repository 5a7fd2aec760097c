"""Engaging, committing, leaving, and what follows: probabilities, hazards, and who comes along."""

import math

from counterflow.world import DAYS_PER_YEAR, EARLY
from tests.reference.approaches import CHANNEL
from tests.reference.arithmetic import logistic
from tests.reference.contacts import Contacts
from tests.reference.draws import EXIT, FAMILY, GROUP, REBRAND, Words4, coarse, exponential, fine
from tests.reference.drivers import GRIEVANCE, STAGE, SUPPORT
from tests.reference.people import Person
from tests.reference.points import ROUNDING
from tests.reference.tables import daily

SPOUSE_AGES = 15.0
CHILD_AGE = 16.0
NEVER = 1e9


class Steps(Contacts):
    """The stages of the pathway."""

    def probability_of_engaging(self, person: Person, t: float, channel: str) -> float:
        drivers = self.drivers(person, t)
        interaction = drivers[SUPPORT] * drivers[GRIEVANCE] - self.world.levels.interaction_centre
        odds = self.log_odds("engaging", drivers) + self.world.approaches.offset[CHANNEL[channel]]
        odds += self.world.parameters.interaction * interaction
        place = self.spell_at(person, t).place
        highest = self.world.steps.highest[STAGE["engaging"]] * self.factor("engaging", person, place, t)
        return highest * logistic(odds)

    def hazard(self, stage: str, person: Person, t: float) -> float:
        rate = self.probability(stage, self.log_odds(stage, self.drivers(person, t)))
        if stage == "leaving" and person.female:
            rate *= self.world.travel.women_alone[person.cohort]
        rate *= self.factor(stage, person, self.spell_at(person, t).place, t)
        assert rate <= self.highest_hazard(stage) * ROUNDING
        return rate

    def highest_hazard(self, stage: str) -> float:
        most = max(1.0, *self.world.travel.women_alone) if stage == "leaving" else 1.0
        return self.world.steps.highest[STAGE[stage]] * most * self.highest(stage)

    def disengaging(self, person: Person, t: float) -> float:
        place = self.spell_at(person, t).place
        rate = self.world.steps.disengage * self.factor("disengaging", person, place, t)
        assert rate <= self.highest_disengaging() * ROUNDING
        return rate

    def highest_disengaging(self) -> float:
        return self.world.steps.disengage * self.highest("disengaging")

    def attempt(self, person: Person, t: float, words: Words4) -> tuple[str, int]:
        """What becomes of an attempt to leave, and the theatre it leads to."""
        travel, place = self.world.travel, self.spell_at(person, t).place
        stopped = daily(travel.blocked[self.world.places.country[place]], t)
        stopped += self.addition("blocked", person, place, t)
        if coarse(words[0]) < stopped:
            return ("detained" if coarse(words[1]) < travel.detained else "blocked"), 0
        return "departed", 0 if coarse(words[2]) < daily(travel.attraction, t) else 1

    def family(self, person: Person, t: float) -> list[Person]:
        """Whom a man takes along: children, and the first woman of a like age in the household."""
        mark = coarse(self.words(person.number, FAMILY, 0)[0])
        if person.female or mark >= self.world.travel.family[person.cohort]:
            return []
        others = [other for other in person.household if other is not person and not self.is_absent(other)]
        women = [other for other in others if self._may_be_spouse(person, other, t)]
        return [other for other in others if other in women[:1] or self._may_be_child(person, other, t)]

    def _may_be_spouse(self, person: Person, other: Person, t: float) -> bool:
        return other.age + t >= CHILD_AGE and other.female and abs(other.age - person.age) <= SPOUSE_AGES

    def _may_be_child(self, person: Person, other: Person, t: float) -> bool:
        return other.age + t < CHILD_AGE < person.age - other.age

    def rebrands_at(self, unit: int) -> float:
        """When a unit of the established group takes the stronger label: its mark against the hazard, day by day."""
        w0, w1, _, _ = self.words(GROUP | unit, REBRAND, 0)
        left, t = exponential(fine(w0, w1)), 0.0
        days = enumerate(self.world.aftermath.rebrand)
        for day, hazard in days:
            end = (day + 1) / DAYS_PER_YEAR - EARLY
            if end <= 0.0:
                continue
            if hazard * (end - t) > left:
                return t + left / hazard
            left -= hazard * (end - t)
            t = end
        return NEVER

    def exit_of(self, person: Person, since: float) -> tuple[float, int]:
        """When and how the time in the theatre ends: the cumulative hazard passes the person's own exponential mark."""
        w0, w1, w2, _ = self.words(person.number, EXIT, 0)
        left = exponential(fine(w0, w1))
        hazard = self.world.aftermath.hazard[person.theatre][0 if person.fighter else 1]
        t = since
        later = math.nextafter(since, math.inf)  # an end lies strictly later than the departure
        for year in range(int(since), len(hazard[0])):
            dead, returned, detained = (by_year[year] for by_year in hazard)
            total = dead + returned + detained
            if total * (year + 1.0 - t) > left:
                uniform = coarse(w2) * total
                return max(
                    later, t + left / total
                ), 0 if uniform < dead else 1 if uniform < dead + returned else 2
            left -= total * (year + 1.0 - t)
            t = year + 1.0
        return NEVER, 0
