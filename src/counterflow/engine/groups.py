"""Units of an established armed group that take the stronger label: dated events of no person."""

from counterflow.engine import codes
from counterflow.engine.cursors import open_moment
from counterflow.engine.ledger import note
from counterflow.engine.state import State
from counterflow.pathway.aftermath import rebrands_at
from counterflow.people.compiled import kernel
from counterflow.people.keys import GROUP, REBRAND, point_index, word
from counterflow.people.luck import Luck
from counterflow.world import World


@kernel
def open_groups(world: World, luck: Luck, state: State) -> None:
    """Put the moments at which units take the label into the queue; there must be room for a cursor each."""
    for unit in range(world.aftermath.units):
        open_moment(state, REBRAND, GROUP | word(unit), unit, 0, rebrands_at(world, luck, unit), world.years)


@kernel
def rebrand_point(state: State, cursor: int) -> None:
    """A unit takes the stronger label."""
    c = state.cursors
    entity, index = c.entity[cursor], point_index(0, 0, 0)
    nobody = codes.NOBODY
    note(
        state, c.time[cursor], codes.REBRANDED, nobody, nobody, nobody, c.row[cursor], entity, REBRAND, index
    )
