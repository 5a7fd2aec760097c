"""A census that adds up, over everything that might have happened next, the probability that it would."""

from collections import Counter

from counterflow.pathway.steps import STEP_STRIP
from counterflow.world import Arm, World
from tests.reference.census import Census
from tests.reference.comparison import RUN, random_case
from tests.reference.people import Person
from tests.reference.points import Point

STAGES = ("engaging", "disengaging", "committing", "leaving")


class Reckoned(Census):
    """Of each stage: how often it happened, and the sums of p and of p (1 - p) over its proposals."""

    def __init__(self, world: World, arm: Arm, seed: int, run: int) -> None:
        super().__init__(world, arm, seed, run)
        self.happened: Counter[str] = Counter()
        self.expected: Counter[str] = Counter()
        self.variance: Counter[str] = Counter()
        self.p: float | None = None

    def below(self, highest: float) -> float:
        """The height below which points are proposed: the end of the last strip."""
        return self.strip(STEP_STRIP, self.strips_below(STEP_STRIP, highest) - 1)[1]

    def probability_of_engaging(self, person: Person, t: float, channel: str) -> float:
        self.p = min(1.0, super().probability_of_engaging(person, t, channel))
        return self.p

    def hazard(self, stage: str, person: Person, t: float) -> float:
        found = super().hazard(stage, person, t)
        self.p = found / self.below(self.highest_hazard(stage))
        return found

    def disengaging(self, person: Person, t: float) -> float:
        found = super().disengaging(person, t)
        self.p = found / self.below(self.highest_disengaging())
        return found

    def meet(self, point: Point, channel: str, target: Person, caller: int, mark: float) -> None:
        before = self.before(target)
        super().meet(point, channel, target, caller, mark)
        self.note_proposal("engaging", target, before)

    def disengage(self, person: Person, point: Point) -> None:
        before = self.before(person)
        super().disengage(person, point)
        self.note_proposal("disengaging", person, before)

    def commit(self, person: Person, point: Point) -> None:
        before = self.before(person)
        super().commit(person, point)
        self.note_proposal("committing", person, before)

    def leave(self, person: Person, point: Point) -> None:
        before = self.before(person)
        super().leave(person, point)
        self.note_proposal("leaving", person, before)

    def before(self, person: Person) -> str:
        """Forget the last probability; the state to compare with."""
        self.p = None
        return person.state

    def note_proposal(self, stage: str, person: Person, before: str) -> None:
        """Nothing was proposed where no probability was asked for: self-starters, people for whom it was too late."""
        if self.p is not None:
            self.happened[stage] += person.state != before
            self.expected[stage] += self.p
            self.variance[stage] += self.p * (1.0 - self.p)


def reckoned(seed: int) -> list[tuple[int, float, float]]:
    """Of each of STAGES in the random world of a seed: how often, the sum of p, and that of p (1 - p)."""
    world, arm = random_case(seed)
    census = Reckoned(world, arm, seed, RUN)
    census.walk()
    return [(census.happened[one], census.expected[one], census.variance[one]) for one in STAGES]
