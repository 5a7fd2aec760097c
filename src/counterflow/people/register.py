"""A hash table of the few people whom the run remembers: who is registered, and who is away for good or in detention."""

from typing import NamedTuple

import numpy as np

from counterflow.people.compiled import kernel
from counterflow.people.keys import signed, word
from counterflow.people.permutation import mix
from counterflow.world import Ints

EMPTY = -1


class Register(NamedTuple):
    """Open addressing: persons and their rows; `absent[row]` is 1 while the person is gone, detained or dead."""

    persons: Ints  # [a power of two] person or EMPTY
    rows: Ints  # [same]
    absent: Ints  # [capacity in rows]


def empty_register(rows: int) -> Register:
    """A register that holds up to `rows` people, at most half full."""
    size = 1 << max(2, (2 * rows - 1).bit_length())
    return Register(np.full(size, EMPTY), np.zeros(size, np.int64), np.zeros(rows, np.int64))


@kernel
def _slot(register: Register, person: int) -> int:
    size = register.persons.shape[0]
    i = signed(mix(word(person)) >> np.uint64(1)) & (size - 1)
    while register.persons[i] != EMPTY and register.persons[i] != person:
        i = (i + 1) & (size - 1)
    return i


@kernel
def find(register: Register, person: int) -> int:
    """The person's row, or -1."""
    i = _slot(register, person)
    return register.rows[i] if register.persons[i] == person else EMPTY


@kernel
def enter(register: Register, person: int, row: int) -> None:
    """Register a person under a row; the caller keeps the table at most half full."""
    i = _slot(register, person)
    register.persons[i] = person
    register.rows[i] = row


@kernel
def is_absent(register: Register, person: int) -> bool:
    """Whether a registered person is gone, detained or dead; people not registered are not."""
    row = find(register, person)
    return row >= 0 and register.absent[row] == 1
