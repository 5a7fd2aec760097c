"""Keys, written down once: every random number is Philox4x32-10 of (seed, run, entity, purpose, index).

Key     = run << 32 | seed, 32 bits each.
Entity  = 64 bits; the top four say what it is (person, place, ...), so that a place never meets a person.
Purpose = process number | candidate << 8 | mark << 16.
Index   = for points: strip 4 bits | year cell + 16, 8 bits | point 20 bits; for marks: whatever numbers them.

Philox: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11.
"""

import numpy as np

from counterflow.people.arithmetic import log
from counterflow.people.compiled import inlined, kernel

# What an entity is.
PERSON = np.uint64(0)
PLACE = np.uint64(1 << 60)
COHORT = np.uint64(2 << 60)
BLOCK = np.uint64(3 << 60)
GROUP = np.uint64(4 << 60)  # a unit of an armed group

# Purposes: marks (one or a few draws) and processes (points in the plane).
TRAITS = np.uint64(1)
SOCIAL = np.uint64(2)
JOURNEY = np.uint64(3)
BLOCK_ORDER = np.uint64(4)
SHUFFLE = np.uint64(5)
KEPT_TIES = np.uint64(6)
COVERAGE = np.uint64(8)
INTENSITY = np.uint64(9)
TRAVEL = np.uint64(10)
FAMILY = np.uint64(11)
EXIT = np.uint64(12)
REBRAND = np.uint64(13)
TIES = np.uint64(32)
MENTORS = np.uint64(33)
HARDSHIP = np.uint64(34)  # 34, 35, 36 by source
STREET = np.uint64(40)
ONLINE = np.uint64(41)
BROADCAST = np.uint64(42)
SELF_START = np.uint64(43)
CONTACT = np.uint64(44)
DISENGAGE = np.uint64(48)
COMMIT = np.uint64(49)
LEAVE = np.uint64(50)

MARKS = np.uint64(1 << 16)
"""Added to a process's purpose: the marks of one of its points."""
COUNTS = np.uint64(1 << 17)
"""Added to a process's purpose: how many points its cells hold."""

_LOW = np.uint64(0xFFFFFFFF)
_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_32 = np.uint64(32)
_12 = np.uint64(12)
_20 = np.uint64(20)
_28 = np.uint64(28)


Word = np.uint64
Words4 = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


@kernel
def signed(number: Word) -> int:
    """A word below 2^63 as a signed integer."""
    return np.int64(number)  # type: ignore[return-value]  # kernels know NumPy's integers only


@inlined
def philox(key: Word, c0: Word, c1: Word, c2: Word, c3: Word) -> Words4:
    """Four 32-bit words (as uint64) of Philox4x32-10 for a 64-bit key (low word first) and four counter words."""
    k0 = key & _LOW
    k1 = key >> _32
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _32) ^ c1 ^ k0
        c1 = p1 & _LOW
        c2 = (p0 >> _32) ^ c3 ^ k1
        c3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@inlined
def words(key: Word, entity: Word, purpose: Word, index: Word) -> Words4:
    """Four random 32-bit words: the only place where a counter is made."""
    return philox(key, entity & _LOW, entity >> _32, purpose, index)


@inlined
def word(number: int) -> Word:
    """A non-negative integer as a word; kernels never mix the two (int64 with uint64 silently gives float64)."""
    return np.uint64(number)


@inlined
def fine(high: Word, low: Word) -> float:
    """A uniform of 52 bits in (0, 1) from two words; the low 12 bits of `low` stay free for `spare`.

    53 bits would round the top value to 1.0, and a member's index out of range.
    """
    return (np.float64((high << _20) | (low >> _12)) + 0.5) * 2.220446049250313e-16


@inlined
def spare(low: Word) -> float:
    """A uniform of 12 bits from what `fine` left."""
    return (np.float64(low & np.uint64(0xFFF)) + 0.5) / 4096.0


@inlined
def high(mark: Word) -> float:
    """A uniform of 20 bits in (0, 1) from the bits of a word that `spare` leaves."""
    return (np.float64(mark >> _12) + 0.5) / 1048576.0


@inlined
def coarse(mark: Word) -> float:
    """A uniform of 32 bits in (0, 1)."""
    return (np.float64(mark) + 0.5) * 2.3283064365386963e-10


@inlined
def below(mark: Word, n: int) -> int:
    """An integer in [0, n) from one 32-bit word, n < 2^31 (multiply-shift)."""
    return signed((mark * word(n)) >> _32)


@inlined
def exponential(uniform: float) -> float:
    """A standard exponential from a uniform in (0, 1)."""
    return -log(uniform)


@inlined
def point_index(strip: int, year: int, number: int) -> Word:
    """The index of a point: strip (4 bits), calendar year cell (8 bits, -16..239), number in the cell (20 bits)."""
    return (word(strip) << _28) | (word(year + 16) << _20) | word(number)


@kernel
def year_of(index: Word) -> int:
    """The calendar year cell of a point's index."""
    return signed((index >> _20) & np.uint64(0xFF)) - 16
