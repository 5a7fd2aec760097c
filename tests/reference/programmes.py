"""What programmes change, and a note of every mechanism that fires."""

from counterflow.world import ADDITIONS, EFFECTS, Arm, World
from tests.reference.draws import COVERAGE, coarse
from tests.reference.lives import Lives
from tests.reference.people import Person
from tests.reference.tables import plain

NUMBER = {effect: number for number, effect in enumerate(EFFECTS)}


class Programmes(Lives):
    """Coverage, factors, additions."""

    def __init__(self, world: World, arm: Arm, seed: int, run: int) -> None:
        super().__init__(world, seed, run)
        self.arm = plain(arm)
        self.programmes = range(len(self.arm.key))
        self.fired: set[str] = set()
        numbers = [person.number for person in self.people]
        for j in self.programmes:
            drawn = self.words_of_many(numbers, COVERAGE, self.mark_key(j))
            for person, words in zip(self.people, drawn, strict=True):
                person.cover.append(coarse(words[0]))

    def mark_key(self, programme: int) -> int:
        return self.arm.key[programme]

    def covers(self, programme: int, person: Person, place: int, t: float) -> bool:
        return person.cover[programme] < self.coverage(programme, place, t)

    def coverage(self, programme: int, place: int, t: float) -> float:
        start, ramp, end = self.arm.start[programme], self.arm.ramp[programme], self.arm.end[programme]
        if not start <= t < end:
            return 0.0
        full = self.arm.cover[programme][place]
        return full * (t - start) / ramp if t - start < ramp else full

    def factor(self, effect: str, person: Person, place: int, t: float) -> float:
        product = 1.0
        for j in self.programmes:
            value = self.arm.effect[j][NUMBER[effect]]
            if value != 1.0 and self.covers(j, person, place, t):
                product *= value
                person.effects.add(f"effect {effect}")
        return product

    def addition(self, effect: str, person: Person, place: int, t: float) -> float:
        total = 0.0
        for j in self.programmes:
            value = self.arm.effect[j][NUMBER[effect]]
            if value != 0.0 and self.covers(j, person, place, t):
                total += value
                person.effects.add(f"effect {effect}")
        return total

    def highest(self, effect: str) -> float:
        """The most that all programmes together can make of one effect."""
        added = effect in ADDITIONS
        most = 0.0 if added else 1.0
        for j in self.programmes:
            value = self.arm.effect[j][NUMBER[effect]]
            if added:
                most += max(0.0, value)
            else:
                most *= max(1.0, value)
        return most
