"""What the programmes of an arm change for one person at one place and time.

Coverage is a mark, not an event: a person is covered by a programme at t iff a fixed mark lies below the coverage there and then.
Ramps and ends need no draws, and an old incident is judged with the coverage of its own time. The mark's key is a hash of the
programme's id, so that adding one renumbers nobody.

A programme with seats reaches those who hold one, and nobody else (world.Arm). The seats that a person holds are a set of bits,
bit j for programme j, kept in the ledger; `held` is 0 wherever a programme with seats changes nothing.
"""

from counterflow.people.compiled import kernel
from counterflow.people.keys import COVERAGE, Word, coarse, word, words
from counterflow.world import Arm


@kernel
def coverage(arm: Arm, programme: int, place: int, t: float) -> float:
    """Share covered by a programme among those at a place, at time t."""
    if t < arm.start[programme] or t >= arm.end[programme]:
        return 0.0
    full = arm.cover[programme, place]
    since = t - arm.start[programme]
    if since < arm.ramp[programme]:
        full = full * since / arm.ramp[programme]
    return full


@kernel
def is_covered(arm: Arm, key: Word, programme: int, person: int, place: int, t: float) -> bool:
    """Whether a programme reaches this person."""
    share = coverage(arm, programme, place, t)
    if share <= 0.0:
        return False
    w0, _, _, _ = words(key, word(person), COVERAGE, arm.key[programme])
    return coarse(w0) < share


@kernel
def is_served(arm: Arm, key: Word, programme: int, person: int, place: int, t: float, held: int) -> bool:
    """Whether a programme reaches this person, who holds these seats."""
    if arm.seats[programme] < 0:
        return is_covered(arm, key, programme, person, place, t)
    return (held >> programme) & 1 == 1 and t < arm.end[programme]


@kernel
def factor_with_seats(
    arm: Arm, key: Word, effect: int, person: int, place: int, t: float, held: int
) -> float:
    """Product of the programmes' factors for one effect on somebody who holds these seats."""
    product = 1.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] != 1.0 and is_served(arm, key, j, person, place, t, held):
            product *= arm.effect[j, effect]
    return product


@kernel
def factor(arm: Arm, key: Word, effect: int, person: int, place: int, t: float) -> float:
    """The same for an effect that programmes with seats do not have."""
    return factor_with_seats(arm, key, effect, person, place, t, 0)


@kernel
def addition_with_seats(
    arm: Arm, key: Word, effect: int, person: int, place: int, t: float, held: int
) -> float:
    """Sum of the programmes' additions for one effect on somebody who holds these seats."""
    total = 0.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] != 0.0 and is_served(arm, key, j, person, place, t, held):
            total += arm.effect[j, effect]
    return total


@kernel
def addition(arm: Arm, key: Word, effect: int, person: int, place: int, t: float) -> float:
    """The same for an effect that programmes with seats do not have."""
    return addition_with_seats(arm, key, effect, person, place, t, 0)


@kernel
def highest_factor(arm: Arm, effect: int) -> float:
    """A bound on `factor` over all people, places and times."""
    product = 1.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] > 1.0:
            product *= arm.effect[j, effect]
    return product


@kernel
def highest_addition(arm: Arm, effect: int) -> float:
    """A bound on `addition` over all people, places and times."""
    total = 0.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] > 0.0:
            total += arm.effect[j, effect]
    return total


@kernel
def lowest_addition(arm: Arm, effect: int) -> float:
    """A bound on `addition` from below: what programmes that take away leave at least; 0 if none does."""
    total = 0.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] < 0.0:
            total += arm.effect[j, effect]
    return total
