"""Philox4x32-10 against the known answers of Random123, and against plain Python integers."""

import numpy as np
import pytest

from counterflow.people.compiled import kernel
from counterflow.people.keys import philox
from counterflow.world import Words
from tests.judge import Judge
from tests.reference import draws

KNOWN_ANSWERS = (
    ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, 0xFFFFFFFFFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        0x299F31D0A4093822,
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)
"""(counter, key with the low word first, answer): all that Random123 gives for ten rounds."""
SIZES = [2_000, pytest.param(200_000, marks=pytest.mark.verification)]


@kernel
def _draw(keys: Words, counters: Words, into: Words) -> None:
    for i in range(keys.shape[0]):
        c = counters[i]
        into[i, 0], into[i, 1], into[i, 2], into[i, 3] = philox(keys[i], c[0], c[1], c[2], c[3])


@pytest.mark.verification
def test_known_answers(verdict: Judge) -> None:
    wrong = sum(
        philox(np.uint64(key), *(np.uint64(c) for c in counter)) != answer
        for counter, key, answer in KNOWN_ANSWERS
    )
    verdict.none("known answers that differ", f"of {len(KNOWN_ANSWERS)} for Philox4x32-10", wrong)


@pytest.mark.parametrize("number", SIZES)
def test_plain_integers_give_the_same_words(number: int, verdict: Judge) -> None:
    rng = np.random.default_rng(1)
    keys = rng.integers(0, 2**64, number, np.uint64)
    counters = rng.integers(0, 2**32, (number, 4), np.uint64)
    found = np.zeros((number, 4), np.uint64)
    _draw(keys, counters, found)
    expected = [draws.philox(key, *c) for key, c in zip(keys.tolist(), counters.tolist(), strict=True)]
    wrong = (found != np.array(expected, np.uint64)).sum()
    verdict.none("words that differ from plain integers", f"of {4 * number:,}", wrong)
