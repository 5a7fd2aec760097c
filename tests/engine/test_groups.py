"""Units of an established group take the stronger label one by one."""

import numpy as np

from counterflow.engine import codes
from counterflow.engine.run import History, simulate
from counterflow.people.keys import GROUP
from counterflow.world import DAYS_PER_YEAR, EARLY, World
from tests.simple_worlds import still_world
from tests.worlds import no_programme

UNITS = 4_000


def rebranding(hazard: float, since: float = 0.0) -> World:
    world = still_world(200)
    t = (np.arange(world.aftermath.rebrand.size) + 0.5) / DAYS_PER_YEAR - EARLY
    table = np.where(t >= since, hazard, 0.0)
    approaches = world.approaches._replace(home_rate=0.0)
    aftermath = world.aftermath._replace(rebrand=table, units=UNITS)
    return world._replace(approaches=approaches, aftermath=aftermath)


def run(world: World, seed: int = 1) -> History:
    return simulate(world, no_programme(world), seed)


def test_units_go_over_at_the_hazard_and_each_once() -> None:
    world = rebranding(0.2)
    history = run(world)
    assert set(history.kind) == {codes.REBRANDED}
    assert len(set(history.extra)) == history.extra.size
    assert set(history.extra) <= set(range(UNITS))
    for t in (0.5, 1.7, world.years):
        share = 1 - np.exp(-0.2 * t)
        assert abs((history.time < t).mean() * history.time.size / UNITS - share) < 4 * np.sqrt(
            share * (1 - share) / UNITS
        )


def test_nobody_goes_over_before_the_date() -> None:
    history = run(rebranding(0.5, since=1.25))
    assert 1.25 <= history.time.min() < 1.27


def test_the_row_names_the_unit_and_nobody() -> None:
    history = run(rebranding(0.2))
    for column in (history.person, history.place, history.channel):
        assert set(column) == {codes.NOBODY}
    assert (history.cause[:, 0] == int(GROUP) + history.extra.astype(np.uint64)).all()


def test_a_higher_hazard_brings_every_unit_forward_and_no_other_luck() -> None:
    slow, fast = (run(rebranding(hazard)) for hazard in (0.1, 0.2))
    at_slow = dict(zip(slow.extra.tolist(), slow.time.tolist(), strict=True))
    at_fast = dict(zip(fast.extra.tolist(), fast.time.tolist(), strict=True))
    for unit, at in at_slow.items():
        assert abs(at_fast[unit] - at / 2) < 1e-6
