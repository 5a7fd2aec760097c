"""How many random worlds it takes until the comparison of engine and census notices something wrong."""

from collections.abc import Callable

from counterflow.world import World
from tests.reference.census import Census
from tests.reference.comparison import RUN, compare, compared, random_case
from tests.reference.mutants import MUTANTS, WRONG_WORLDS

MOST_WORLDS = 30
PEOPLE = 130
NEVER = MOST_WORLDS + 1
NAMES = [mutant.__name__ for mutant in MUTANTS] + [wrong.__name__ for wrong in WRONG_WORLDS]


def worlds_until_caught(number: int) -> int:
    """For the wrong census or wrong data of that number: 1 if the first world shows it, NEVER if none does."""
    if number < len(MUTANTS):
        return _first(lambda seed: _wrong_census(seed, MUTANTS[number]))
    return _first(lambda seed: _wrong_data(seed, WRONG_WORLDS[number - len(MUTANTS)]))


def _first(differs: Callable[[int], bool]) -> int:
    return next((seed + 1 for seed in range(MOST_WORLDS) if _is_noticed(differs, seed)), NEVER)


def _is_noticed(differs: Callable[[int], bool], seed: int) -> bool:
    """Whether logs differ, or the census itself finds a bound broken."""
    try:
        return differs(seed)
    except AssertionError:
        return True


def _wrong_census(seed: int, mutant: type[Census]) -> bool:
    return compared(seed, mutant, most=PEOPLE).difference is not None


def _wrong_data(seed: int, wrong: Callable[[World], World]) -> bool:
    world, arm = random_case(seed, most=PEOPLE)
    return compare(wrong(world), arm, seed, Census(world, arm, seed, RUN)).difference is not None
