"""From committed to gone: whether the journey is stopped, where it leads, who comes along."""

from counterflow.people.compiled import kernel
from counterflow.people.homes import Who, relative
from counterflow.people.keys import FAMILY, TRAVEL, Word, coarse, word, words
from counterflow.people.luck import Luck
from counterflow.people.programmes import addition_with_seats
from counterflow.people.tables import daily
from counterflow.people.traits import Person, person_of
from counterflow.world import Arm, World

GONE, BLOCKED, DETAINED = 0, 1, 2
CHILD, SPOUSE = 1, 2
_BLOCKED_EFFECT = 13
_SPOUSE_AGES = 15.0
_CHILD_AGE = 16.0


@kernel
def attempt(
    world: World, arm: Arm, luck: Luck, person: int, place: int, t: float, index: Word, held: int
) -> tuple[int, int]:
    """(GONE, BLOCKED or DETAINED; theatre) of an attempt to leave: the point `index` of the leaving process.

    `held`: the seats that the person holds.
    """
    w0, w1, w2, _ = words(luck.key, word(person), TRAVEL, index)
    stopped = daily(world.travel.blocked[world.places.country[place]], t)
    stopped += addition_with_seats(arm, luck.key, _BLOCKED_EFFECT, person, place, t, held)
    if coarse(w0) < stopped:
        return (DETAINED if coarse(w1) < world.travel.detained else BLOCKED), 0
    return GONE, 0 if coarse(w2) < daily(world.travel.attraction, t) else 1


@kernel
def takes_family(world: World, luck: Luck, who: Who, person: Person) -> bool:
    """Whether a man who leaves takes his household's spouse and children along."""
    if person.female == 1:
        return False
    w0, _, _, _ = words(luck.key, word(who.person), FAMILY, word(0))
    return coarse(w0) < world.travel.family[who.cohort]


@kernel
def is_family(
    world: World, luck: Luck, who: Who, person: Person, slot: int, t: float, has_spouse: bool
) -> int:
    """Of a household slot: 0 stays, 1 is taken along as a child, 2 as the spouse (the first woman of a like age)."""
    if slot == who.slot:
        return 0
    other = person_of(world, luck, relative(who, slot))
    if other.age + t < _CHILD_AGE:
        return CHILD if person.age - other.age > _CHILD_AGE else 0
    if other.female == 1 and not has_spouse and abs(other.age - person.age) <= _SPOUSE_AGES:
        return SPOUSE
    return 0
