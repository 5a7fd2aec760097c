"""What happens after departure: competing hazards of death, return and detention by theatre and calendar year; rebranding."""

import numpy as np

from counterflow.people.compiled import kernel
from counterflow.people.keys import EXIT, GROUP, REBRAND, coarse, exponential, fine, word, words
from counterflow.people.luck import Luck
from counterflow.people.tables import day_of
from counterflow.world import DAYS_PER_YEAR, EARLY, World

FIGHTER, FAMILY_MEMBER = 0, 1
STAYS = 1e9


@kernel
def exit_of(
    world: World, luck: Luck, person: int, theatre: int, role: int, since: float
) -> tuple[float, int]:
    """(time of the exit, later than `since`, which of EXITS) of somebody who left at `since`; STAYS if not within the tables.

    The cumulative hazard runs from departure until it passes the person's own exponential mark; a second mark picks the kind.
    """
    w0, w1, w2, _ = words(luck.key, word(person), EXIT, word(0))
    left = exponential(fine(w0, w1))
    table = world.aftermath.hazard[theatre, role]
    t = since
    for year in range(int(since), table.shape[1]):
        total = table[0, year] + table[1, year] + table[2, year]
        span = year + 1.0 - t
        if total * span > left:
            uniform = coarse(w2) * total
            kind = 0 if uniform < table[0, year] else (1 if uniform < table[0, year] + table[1, year] else 2)
            # Strictly later, even by rounding: the queue relies on it that no event opens one at its own time.
            return max(np.nextafter(since, np.inf), t + left / total), kind
        left -= total * span
        t = year + 1.0
    return STAYS, 0


@kernel
def rebrands_at(world: World, luck: Luck, unit: int) -> float:
    """When a unit of the established group takes the stronger label; STAYS if not within the tables.

    The cumulative hazard runs from the start of the history, day by day, until it passes the unit's own exponential mark.
    """
    w0, w1, _, _ = words(luck.key, GROUP | word(unit), REBRAND, word(0))
    left = exponential(fine(w0, w1))
    table = world.aftermath.rebrand
    t = 0.0
    for day in range(day_of(0.0, table.shape[0]), table.shape[0]):
        end = (day + 1) / DAYS_PER_YEAR - EARLY
        felt = table[day] * (end - t)
        if felt > left:
            return t + left / table[day]
        left -= felt
        t = end
    return STAYS
