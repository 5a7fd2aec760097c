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
        self.served, self.refused = [0] * len(self.arm.key), [0] * len(self.arm.key)
        numbers = [person.number for person in self.people]
        for j in self.programmes:
            drawn = self.words_of_many(numbers, COVERAGE, self.mark_key(j))
            for person, words in zip(self.people, drawn, strict=True):
                person.cover.append(coarse(words[0]))

    def mark_key(self, programme: int) -> int:
        return self.arm.key[programme]

    def serves(self, programme: int, person: Person, place: int, t: float) -> bool:
        """A programme with seats serves those who hold one, wherever they are; any other all whom it covers."""
        if self.arm.seats[programme] >= 0:
            return programme in person.seats and t < self.arm.end[programme]
        return self.covers(programme, person, place, t)

    def take_seats(self, person: Person, place: int, t: float) -> None:
        """On engaging: a seat of each programme that covers there and then, if one is free."""
        for j in self.programmes:
            if self.arm.seats[j] < 0 or not self.covers(j, person, place, t):
                continue
            taken = len([other for other in self.people if j in other.seats])
            if taken < self.arm.seats[j]:
                person.seats.add(j)
                self.served[j] += 1
                self.fired.add("seat taken")
            else:
                self.refused[j] += 1
                self.fired.add("no seat free")

    def give_back_seats(self, person: Person) -> None:
        """On turning away, leaving or being stopped."""
        if person.seats:
            self.fired.add("seat given back")
        person.seats.clear()

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
            if value != 1.0 and self.serves(j, person, place, t):
                product *= value
                person.effects.add(self._name(j, effect))
        return product

    def addition(self, effect: str, person: Person, place: int, t: float) -> float:
        total = 0.0
        for j in self.programmes:
            value = self.arm.effect[j][NUMBER[effect]]
            if value != 0.0 and self.serves(j, person, place, t):
                total += value
                person.effects.add(self._name(j, effect))
        return total

    def _name(self, programme: int, effect: str) -> str:
        return f"effect {effect}" if self.arm.seats[programme] < 0 else f"effect {effect} by seat"

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
