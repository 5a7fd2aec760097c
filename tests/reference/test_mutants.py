"""The comparison notices what is wrong: each mutant of the census, and of the data that the engine gets, makes it fail."""

from collections.abc import Callable

import pytest

from counterflow.world import World
from tests.reference.census import Census
from tests.reference.comparison import RUN, compare, compared, random_case
from tests.reference.mutants import MUTANTS, WRONG_WORLDS

SEEDS = range(30)
FEW = 130


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_wrong_census_is_caught(mutant: type[Census]) -> None:
    assert any(compared(seed, mutant, most=FEW).difference for seed in SEEDS)


@pytest.mark.parametrize("wrong", WRONG_WORLDS, ids=lambda wrong: wrong.__name__)
def test_an_engine_with_wrong_data_is_caught(wrong: Callable[[World], World]) -> None:
    for seed in SEEDS:
        world, arm = random_case(seed, most=FEW)
        if compare(wrong(world), arm, seed, Census(world, arm, seed, RUN)).difference:
            return
    raise AssertionError


def test_the_right_census_is_not_caught() -> None:
    assert not any(compared(seed, most=FEW).difference for seed in SEEDS[:10])
