from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.people import keys

WORD = st.integers(0, 2**32 - 1).map(np.uint64)
PROCESSES = (
    *("TIES", "MENTORS", "HARDSHIP", "STREET", "ONLINE", "BROADCAST", "SELF_START"),
    *("CONTACT", "DISENGAGE", "COMMIT", "LEAVE"),
)
MARKS = (
    *("TRAITS", "SOCIAL", "JOURNEY", "BLOCK_ORDER", "SHUFFLE", "KEPT_TIES"),
    *("COVERAGE", "INTENSITY", "TRAVEL", "FAMILY", "EXIT", "REBRAND"),
)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, 0xFFFFFFFFFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0A4093822,
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
    ids=["zeros", "ones", "digits of pi"],
)
def test_philox_gives_the_known_answers_of_random123(
    counter: tuple[int, ...], key: int, expected: tuple[int, ...]
) -> None:
    assert keys.philox(np.uint64(key), *(np.uint64(c) for c in counter)) == expected


def test_no_two_purposes_share_a_number() -> None:
    numbers = {name: int(getattr(keys, name)) for name in (*PROCESSES, *MARKS)}
    sources = {numbers["HARDSHIP"] + source for source in (1, 2)}
    assert len({*numbers.values(), *sources}) == len(numbers) + len(sources)
    assert max(numbers.values()) < 256


def test_every_purpose_is_named_here() -> None:
    named = {*PROCESSES, *MARKS, "MARKS", "COUNTS", "PERSON", "PLACE", "COHORT", "BLOCK", "GROUP"}
    assert {
        name for name, value in vars(keys).items() if name.isupper() and name[0] != "_" and value is not None
    } == named


@given(WORD, WORD)
def test_uniforms_lie_strictly_between_0_and_1(high: np.uint64, low: np.uint64) -> None:
    assert 0.0 < keys.fine(high, low) < 1.0
    assert 0.0 < keys.coarse(high) < 1.0
    assert 0.0 < keys.spare(low) < 1.0


def test_the_largest_and_smallest_words_give_uniforms_inside() -> None:
    top, bottom = np.uint64(0xFFFFFFFF), np.uint64(0)
    assert keys.fine(top, top) < 1.0
    assert keys.fine(bottom, bottom) > 0.0
    assert int(keys.fine(top, top) * 68_000_000) == 67_999_999


@given(WORD, st.integers(1, 2**31 - 1))
def test_below_stays_below(mark: np.uint64, n: int) -> None:
    assert 0 <= keys.below(mark, n) < n


@given(st.integers(0, 15), st.integers(-16, 238), st.integers(0, 2**20 - 1))
def test_a_points_index_can_be_taken_apart(strip: int, year: int, number: int) -> None:
    index = int(keys.point_index(strip, year, number))
    assert (index >> 28, (index >> 20 & 0xFF) - 16, index & 0xFFFFF) == (strip, year, number)


def test_what_an_entity_is_stands_above_any_number() -> None:
    kinds = [int(kind) for kind in (keys.PERSON, keys.PLACE, keys.COHORT, keys.BLOCK, keys.GROUP)]
    assert all(other - one == 2**60 for one, other in pairwise(kinds))
