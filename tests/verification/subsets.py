"""A programme that only lowers rates, in the census: how many incidents and approaches it takes away, and whether it adds any."""

from typing import NamedTuple

from tests.engine.test_pairing import Remembering, lowering, without_feedback
from tests.reference.census import Census
from tests.reference.comparison import random_case
from tests.worlds import no_programme


class Subsets(NamedTuple):
    """Counts of the baseline, of what the programme prevented, and of what it added."""

    incidents: int
    fewer_incidents: int
    new_incidents: int
    approaches: int
    fewer_approaches: int
    new_approaches: int


def incidents_of(census: Census) -> set[tuple[int, float, float, str]]:
    """(person, time, size, source) of every incident of everybody."""
    return {(person.number, *incident) for person in census.people for incident in person.incidents}


def subsets(seed: int) -> Subsets:
    """Compare the arms of one random world."""
    world = without_feedback(random_case(seed, most=160)[0])
    without = Remembering(world, no_programme(world), seed, 0)
    under = Remembering(world, lowering(world, seed), seed, 0)
    before, after = incidents_of(without), incidents_of(under)
    approached, engaged = without.walk_and_remember()
    then, _ = under.walk_and_remember()
    new = {target for *_, target in then - approached}
    return Subsets(
        len(before), len(before - after), len(after - before),
        len(approached), len(approached - then), len(new - set(engaged)),
    )  # fmt: skip
