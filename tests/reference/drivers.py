"""The six drivers, always all of them, and the log odds that they make."""

from counterflow.world import DRIVERS, STAGES
from tests.reference.arithmetic import logistic
from tests.reference.people import Person
from tests.reference.points import ROUNDING
from tests.reference.tables import daily
from tests.reference.ties import Ties

SUPPORT, GRIEVANCE = DRIVERS.index("support"), DRIVERS.index("grievance")
STAGE = {stage: number for number, stage in enumerate(STAGES)}


class Drivers(Ties):
    """Standardised drivers and bounded probabilities."""

    def drivers(self, person: Person, t: float) -> list[float]:
        parameters = self.world.parameters
        self._witness(person, t)
        raw = (
            self.isolation(person, t),
            min(self.world.hardship.cap, self.grievance(person, t)),
            self.ideology(person, t),
            self.world.levels.repression[person.cohort],
            self._precarity(person, t),
            person.belonging + parameters.selection[1] * person.mobile,
        )
        values = []
        for k, value in enumerate(raw):
            fixed = parameters.fixed[k]
            standard = (value - self.world.levels.centre[k]) / self.world.levels.spread[k]
            values.append(standard if fixed != fixed else fixed)  # noqa: PLR0124 (nan: not held)
            if fixed == fixed:  # noqa: PLR0124
                self.fired.add("driver held fixed")
        return values

    def _witness(self, person: Person, t: float) -> None:
        """Note what has come together in somebody for whom something is decided."""
        spell = self.spell_at(person, t)
        self.fired |= person.effects
        if self.is_away(spell.place):
            seat = "chain seat" if person.chain else "own seat"
            self.fired.add(seat if spell.place == person.host else "third country")
            if spell.margin >= 0.0 and person.regular[self.spell_number(person, t)]:
                self.fired.add("legal help")
        if spell.waits:
            self.fired.add("waiting out a ban")

    def ideology(self, person: Person, t: float) -> float:
        levels = self.world.levels
        reach = daily(levels.message[self.country(person, t)], t)
        if self.is_online(person, t):
            reach *= 1.0 + levels.message_online
        self.fired.add("practising" if person.practising else "not practising")
        return (
            reach * levels.message_schooling[person.schooling] * levels.message_practising[person.practising]
        )

    def country(self, person: Person, t: float) -> int:
        return self.world.places.country[self.spell_at(person, t).place]

    def _precarity(self, person: Person, t: float) -> float:
        levels = self.world.levels
        selection = self.world.parameters.selection[0] * person.mobile
        value = person.precarity + selection + daily(levels.precarity[self.country(person, t)], t)
        number = self.spell_number(person, t)
        if self.is_away(person.life[number].place):
            value += levels.irregular * (1 - person.regular[number])
        return value

    def log_odds(self, stage: str, drivers: list[float]) -> float:
        total = self.world.parameters.intercepts[STAGE[stage]]
        for weight, driver in zip(self.world.parameters.weights[STAGE[stage]], drivers, strict=True):
            total += weight * driver
        return total

    def probability(self, stage: str, odds: float) -> float:
        """Highest x logistic(odds)."""
        highest = self.world.steps.highest[STAGE[stage]]
        value = highest * logistic(odds)
        assert 0.0 <= value <= highest * ROUNDING
        return value
