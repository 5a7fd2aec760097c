import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterflow.people.packed import pack
from counterflow.people.register import EMPTY, empty_register, enter, find, is_absent


@given(st.sets(st.integers(0, 2**40), max_size=60))
def test_everybody_entered_is_found_and_nobody_else(persons: set[int]) -> None:
    register = pack(empty_register(max(1, len(persons))))
    for row, person in enumerate(persons):
        assert find(register, person) == EMPTY
        enter(register, person, row)
    assert [find(register, person) for person in persons] == list(range(len(persons)))


def test_only_who_is_marked_absent_is_absent() -> None:
    register = empty_register(4)
    packed = pack(register)
    enter(packed, 17, 0)
    enter(packed, 18, 1)
    register.absent[1] = 1
    assert [is_absent(packed, person) for person in (16, 17, 18)] == [False, False, True]


def test_a_register_is_at_most_half_full() -> None:
    assert all(empty_register(rows).persons.size >= 2 * rows for rows in (1, 2, 3, 100, 4096))
    assert all(np.log2(empty_register(rows).persons.size) % 1 == 0 for rows in (1, 5, 100))
