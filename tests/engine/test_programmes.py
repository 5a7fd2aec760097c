"""Every effect of a programme acts in a run, for better and for worse, from its start, along its ramp, until its end."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from counterflow.engine import codes
from counterflow.engine.run import History, simulate
from counterflow.world import ADDITIONS, CHANNELS, DRIVERS, EFFECTS, Arm, World
from tests.worlds import no_programme, random_world

SEED = 3
NEVER = 1e9
WEIGHTED = ("support", "grievance", "precarity")
Count = Callable[[History], int]


@cache
def world() -> World:
    """Support, grievance and precarity all weigh on engaging; nobody targets, holds a driver fixed or moves on to others.

    No calls run along ties of the place, and no mentor recruits: either would leave the sign of a programme that adds ties open.
    """
    found = random_world(np.random.default_rng(8), 6_000)
    weights = np.zeros((4, len(DRIVERS)))
    weights[1, [DRIVERS.index(name) for name in WEIGHTED]] = 1.2
    parameters = found.parameters._replace(
        weights=weights, interaction=0.0, fixed=np.full(len(DRIVERS), np.nan), contact_rate=1.0
    )
    return found._replace(
        parameters=parameters,
        approaches=found.approaches._replace(candidates=1),
        contacts=found.contacts._replace(tie_edge=0.0),
        ties=found.ties._replace(other_sign=np.zeros(2)),
    )


def programme(name: str, value: float, *, start: float = 0.0, ramp: float = 0.0, end: float = NEVER) -> Arm:
    """Covers everybody."""
    effect = np.array([[0.0 if other in ADDITIONS else 1.0 for other in EFFECTS]])
    effect[0, EFFECTS.index(name)] = value
    cover = np.ones((1, world().places.country.size))
    dates = (np.array([x]) for x in (start, ramp, end))
    return Arm(np.array([7], np.uint64), effect, cover, *dates, np.array([-1]))


def run(arm: Arm) -> History:
    return simulate(world(), arm, SEED)


@cache
def without() -> History:
    return run(no_programme(world()))


def events(*kinds: int) -> Count:
    return lambda history: int(np.isin(history.kind, kinds).sum())


def approached(channel: str) -> Count:
    return lambda history: int(history.approaches[:, :, CHANNELS.index(channel)].sum())


ENGAGED, STOPPED = events(codes.ENGAGE), events(codes.BLOCK, codes.DETAIN)
LESS: dict[str, tuple[float, float | None, Count]] = {
    "ties": (1.5, -1.5, ENGAGED),
    "mentors": (1.5, -0.7, ENGAGED),
    "public": (0.2, 1.8, ENGAGED),
    "authorities": (0.2, 1.8, ENGAGED),
    "employers": (0.2, 1.8, ENGAGED),
    "legal": (0.8, None, ENGAGED),
    "street": (0.5, 1.5, approached("street")),
    "online": (0.5, 1.5, approached("online")),
    "engaging": (0.5, 1.2, ENGAGED),
    "committing": (0.3, 1.8, events(codes.COMMIT)),
    "leaving": (0.2, 2.0, events(codes.DEPART, codes.BLOCK, codes.DETAIN)),
    "disengaging": (0.4, 2.0, events(codes.DISENGAGE)),
    "contact": (0.2, 2.0, approached("peer")),
    "blocked": (-0.2, 0.4, STOPPED),
}
"""Effect: the value that makes less of something, the one that makes more of it, and of what."""


def test_every_effect_is_asked_about() -> None:
    assert set(LESS) == set(EFFECTS)


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_and_its_opposite_act_on_what_they_should(name: str) -> None:
    less, more, count = LESS[name]
    before = count(without())
    assert count(run(programme(name, less))) < before
    assert more is None or count(run(programme(name, more))) > before


@pytest.mark.parametrize("name", ["public", "street", "disengaging", "blocked"])
def test_nothing_changes_before_the_start(name: str) -> None:
    under = run(programme(name, 0.0 if name != "blocked" else 1.0, start=1.3))
    early, early_without = (history.time < 1.3 for history in (under, without()))
    assert under.person[early].tolist() == without().person[early_without].tolist()
    assert under.kind[early].tolist() == without().kind[early_without].tolist()
    assert under.kind.tolist() != without().kind.tolist()


def test_in_a_ramp_the_share_that_is_reached_grows_and_at_the_end_it_falls_to_nothing() -> None:
    """Street approaches of those covered never go ahead: half of them on average in the year of the ramp, then all, then none."""
    under = run(programme("street", 0.0, start=0.0, ramp=1.0, end=2.0))
    by_year = under.approaches[:, :, CHANNELS.index("street")].sum(axis=(1, 2)).reshape(3, 12).sum(axis=1)
    before = without().approaches[:, :, CHANNELS.index("street")].sum(axis=(1, 2)).reshape(3, 12).sum(axis=1)
    assert by_year[1] == 0
    assert by_year[2] > 0.9 * before[2]
    months = under.approaches[:12, :, CHANNELS.index("street")].sum(axis=(1, 2))
    were = without().approaches[:12, :, CHANNELS.index("street")].sum(axis=(1, 2))
    assert 0.4 < by_year[0] / before[0] < 0.6
    assert months[:3].sum() / were[:3].sum() > 0.75
    assert months[-3:].sum() / were[-3:].sum() < 0.25
