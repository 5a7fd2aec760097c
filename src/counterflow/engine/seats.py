"""Seats of programmes that can serve only so many engaged people at once: taken and given back in event order (world.Arm)."""

from counterflow.engine.state import State
from counterflow.people.compiled import kernel
from counterflow.people.luck import Luck
from counterflow.people.programmes import is_covered
from counterflow.world import Arm


@kernel
def take_seats(arm: Arm, luck: Luck, state: State, row: int, place: int, t: float) -> None:
    """Somebody who engages at a place takes a seat of each programme that covers there and then and has one free."""
    seats = state.seats
    for j in range(arm.key.shape[0]):
        if arm.seats[j] >= 0 and is_covered(arm, luck.key, j, state.ledger.person[row], place, t):
            if seats.taken[j] < arm.seats[j]:
                seats.taken[j] += 1
                seats.served[j] += 1
                seats.years[j] -= t
                state.ledger.seats[row] |= 1 << j
            else:
                seats.refused[j] += 1


@kernel
def give_back_seats(arm: Arm, state: State, row: int, t: float) -> None:
    """Somebody turns away, leaves or is stopped: the seats are free again."""
    held = state.ledger.seats[row]
    if held == 0:
        return
    for j in range(arm.key.shape[0]):
        if (held >> j) & 1 == 1:
            state.seats.taken[j] -= 1
            state.seats.years[j] += min(t, arm.end[j])
    state.ledger.seats[row] = 0
