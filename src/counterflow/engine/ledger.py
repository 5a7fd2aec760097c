"""Writing down what happened: people into the ledger, events into the tally, everybody approached into a set."""

import numpy as np

from counterflow.engine.codes import PEOPLE, ROWS, TOUCHED
from counterflow.engine.state import State
from counterflow.people.compiled import kernel
from counterflow.people.keys import Word, signed, word
from counterflow.people.permutation import mix
from counterflow.people.register import enter, find
from counterflow.world import Ints


@kernel
def enrol(state: State, person: int) -> int:
    """The person's ledger row, made if there is none."""
    row = find(state.register, person)
    if row < 0:
        row = state.counters[PEOPLE]
        state.counters[PEOPLE] = row + 1
        state.ledger.person[row] = person
        enter(state.register, person, row)
    return row


@kernel
def note(
    state: State,
    t: float,
    kind: int,
    person: int,
    place: int,
    channel: int,
    extra: int,
    entity: Word,
    purpose: Word,
    index: Word,
) -> None:
    """Append an event row."""
    n = state.counters[ROWS]
    state.counters[ROWS] = n + 1
    state.tally.time[n] = t
    row = state.tally.row[n]
    row[0], row[1], row[2], row[3], row[4] = kind, person, place, channel, extra
    cause = state.tally.cause[n]
    cause[0], cause[1], cause[2] = entity, purpose, index


@kernel
def touch(touched: Ints, person: int) -> bool:
    """Enter a person into the set of those ever approached; True if new. The caller keeps it at most half full."""
    size = touched.shape[0]
    i = signed(mix(word(person)) >> np.uint64(1)) & (size - 1)
    while touched[i] != -1:
        if touched[i] == person:
            return False
        i = (i + 1) & (size - 1)
    touched[i] = person
    return True


@kernel
def touch_again(old: Ints, new: Ints) -> None:
    """Enter everybody of an old set into a larger one."""
    for i in range(old.shape[0]):
        if old[i] != -1:
            touch(new, old[i])


@kernel
def enrol_again(state: State) -> None:
    """Enter everybody of the ledger into a larger, empty register."""
    for row in range(state.counters[PEOPLE]):
        enter(state.register, state.ledger.person[row], row)


@kernel
def count_touched(state: State, person: int) -> None:
    """Remember that somebody was approached."""
    if touch(state.touched, person):
        state.counters[TOUCHED] += 1
