"""What the programmes of an arm change for one person at one place and time.

Coverage is a mark, not an event: a person is covered by a programme at t iff a fixed mark lies below the coverage there and then.
Ramps and ends need no draws, and an old incident is judged with the coverage of its own time. The mark's key is a hash of the
programme's id, so that adding one renumbers nobody.
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
def factor(arm: Arm, key: Word, effect: int, person: int, place: int, t: float) -> float:
    """Product of the covering programmes' factors for one effect."""
    product = 1.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] != 1.0 and is_covered(arm, key, j, person, place, t):
            product *= arm.effect[j, effect]
    return product


@kernel
def addition(arm: Arm, key: Word, effect: int, person: int, place: int, t: float) -> float:
    """Sum of the covering programmes' additions for one effect."""
    total = 0.0
    for j in range(arm.key.shape[0]):
        if arm.effect[j, effect] != 0.0 and is_covered(arm, key, j, person, place, t):
            total += arm.effect[j, effect]
    return total


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
