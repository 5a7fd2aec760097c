"""Random numbers in plain Python ints: Philox4x32-10 and what the engine makes of its words.

Counters that differ in the entity alone are computed side by side, each in a lane of 64 bits of one long int: the product of two
32-bit numbers fills its lane and never reaches the next. Twenty times faster than one by one.
"""

import struct
from collections.abc import Sequence

from counterflow.people import keys
from tests.reference.arithmetic import log

PERSON, PLACE, COHORT, BLOCK, GROUP = (number << 60 for number in range(5))
TRAITS, SOCIAL, JOURNEY = int(keys.TRAITS), int(keys.SOCIAL), int(keys.JOURNEY)
BLOCK_ORDER, SHUFFLE = int(keys.BLOCK_ORDER), int(keys.SHUFFLE)
KEPT_TIES, COVERAGE = int(keys.KEPT_TIES), int(keys.COVERAGE)
INTENSITY, TRAVEL, FAMILY, EXIT = int(keys.INTENSITY), int(keys.TRAVEL), int(keys.FAMILY), int(keys.EXIT)
REBRAND = int(keys.REBRAND)
TIES, MENTORS, HARDSHIP = int(keys.TIES), int(keys.MENTORS), int(keys.HARDSHIP)
STREET, ONLINE, BROADCAST = int(keys.STREET), int(keys.ONLINE), int(keys.BROADCAST)
SELF_START, CONTACT = int(keys.SELF_START), int(keys.CONTACT)
DISENGAGE, COMMIT, LEAVE = int(keys.DISENGAGE), int(keys.COMMIT), int(keys.LEAVE)
MARKS = 1 << 16
COUNTS = 1 << 17

LOW = 0xFFFFFFFF
Words4 = tuple[int, int, int, int]


def philox(key: int, c0: int, c1: int, c2: int, c3: int, ones: int = 1) -> Words4:
    """Four 32-bit words; with `ones` (1 in each lane), a counter and its words in each lane of 64 bits."""
    low = ones * LOW
    k0, k1 = key & LOW, key >> 32
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1 = ((p1 >> 32) & low) ^ c1 ^ (k0 * ones), p1 & low
        c2, c3 = ((p0 >> 32) & low) ^ c3 ^ (k1 * ones), p0 & low
        k0, k1 = (k0 + 0x9E3779B9) & LOW, (k1 + 0xBB67AE85) & LOW
    return c0, c1, c2, c3


def side_by_side(numbers: Sequence[int]) -> int:
    """Numbers of up to 64 bits as the lanes of one long int."""
    return int.from_bytes(struct.pack(f"<{len(numbers)}Q", *numbers), "little")


def apart(lanes: int, many: int) -> tuple[int, ...]:
    """The inverse of `side_by_side`."""
    return struct.unpack(f"<{many}Q", lanes.to_bytes(8 * many, "little"))


def fine(high: int, low: int) -> float:
    return ((high << 20 | low >> 12) + 0.5) / 4503599627370496.0


def spare(low: int) -> float:
    return ((low & 0xFFF) + 0.5) / 4096.0


def high(mark: int) -> float:
    return ((mark >> 12) + 0.5) / 1048576.0


def coarse(mark: int) -> float:
    return (mark + 0.5) / 4294967296.0


def below(mark: int, n: int) -> int:
    return mark * n >> 32


def exponential(uniform: float) -> float:
    return -log(uniform)


def point_index(strip: int, year: int, number: int) -> int:
    return strip << 28 | year + 16 << 20 | number


class Draws:
    """The words of one run."""

    def __init__(self, seed: int, run: int) -> None:
        self.key = run << 32 | seed

    def words(self, entity: int, purpose: int, index: int) -> Words4:
        return philox(self.key, entity & LOW, entity >> 32, purpose, index)

    def words_of_many(self, entities: Sequence[int], purpose: int, index: int) -> list[Words4]:
        """The words of several entities, in their order."""
        many = len(entities)
        ones = side_by_side([1] * many)
        c0, c1 = side_by_side([e & LOW for e in entities]), side_by_side([e >> 32 for e in entities])
        drawn = philox(self.key, c0, c1, purpose * ones, index * ones, ones)
        return list(zip(*(apart(words, many) for words in drawn), strict=True))
