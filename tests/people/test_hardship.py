import numpy as np
import pytest

from counterflow.people.hardship import HALF_LIVES, grievance_at
from counterflow.people.journeys import new_scratch, stay_at
from counterflow.people.packed import pack
from counterflow.people.traits import person_of
from counterflow.world import EFFECTS, SOURCES, Arm, World
from tests.simple_worlds import Inhabited, still_world
from tests.worlds import random_arm

PEOPLE = 6_000
T = 2.4


def grievances(inhabited: Inhabited, arm: Arm | None = None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scratch = new_scratch()
    found = []
    for who in inhabited.everybody():
        person = person_of(inhabited.world, inhabited.luck, who)
        stay = stay_at(inhabited.world, inhabited.luck, who, person, T, scratch)
        taken = arm or inhabited.arm
        found.append(grievance_at(inhabited.world, taken, inhabited.luck, who, stay, T, scratch))
    return np.array(found)


def with_rates(*rates: float, cap: float = np.inf) -> World:
    """Incidents at the same rates everywhere, one size for all sources."""
    world = still_world(PEOPLE)
    places = world.places._replace(hardship=np.tile(np.array([rates]).T, (1, 8)))
    hardship = world.hardship._replace(half_life=0.6, size=np.full(4, 0.9), cap=cap)
    return world._replace(places=places, hardship=hardship)


@pytest.mark.parametrize("source", range(3))
def test_grievance_from_each_source_has_the_mean_and_variance_of_shot_noise(source: int) -> None:
    """Mean = rate x size x integral of the decay; variance = rate x 2 size^2 x integral of its square, over five half-lives."""
    rate, size, decay = 1.7, 0.9, np.log(2) / 0.6
    found = grievances(Inhabited(with_rates(*(rate * (s == source) for s in range(3)))))
    back = HALF_LIVES * 0.6
    mean = rate * size * (1 - np.exp(-decay * back)) / decay
    variance = rate * 2 * size**2 * (1 - np.exp(-2 * decay * back)) / (2 * decay)
    assert abs(found.mean() - mean) < 4 * np.sqrt(variance / PEOPLE)
    assert found.var() == pytest.approx(variance, rel=0.15)


def test_grievance_stops_at_the_cap() -> None:
    """Older incidents are not looked at once it is reached: that changes nothing else."""
    whole, capped = (grievances(Inhabited(with_rates(1.5, 0.8, 0.4, cap=cap))) for cap in (np.inf, 2.5))
    assert 0.2 < (whole > 2.5).mean() < 0.8
    assert np.allclose(capped, np.minimum(whole, 2.5), rtol=1e-12)


def test_sources_have_their_own_luck() -> None:
    one, other = (grievances(Inhabited(with_rates(*rates))) for rates in ((1.5, 0, 0), (0, 1.5, 0)))
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(PEOPLE)


def test_a_higher_rate_keeps_the_incidents_of_a_lower_one() -> None:
    lower, higher = (grievances(Inhabited(with_rates(rate, 0, 0))) for rate in (0.8, 2.9))
    assert (higher >= lower).all()
    assert (higher > lower).mean() > 0.5


def test_a_programme_that_halves_incidents_takes_some_away_and_adds_none() -> None:
    world = with_rates(1.0, 1.0, 1.0)
    inhabited = Inhabited(world)
    arm = random_arm(np.random.default_rng(1), world, 1)
    effect = arm.effect.copy()
    effect[0, [EFFECTS.index(source) for source in SOURCES]] = 0.5
    arm = arm._replace(effect=effect, start=np.array([-9.0]), ramp=np.zeros(1), end=np.array([9.0]))
    before = grievances(inhabited)
    after = grievances(inhabited, pack(arm._replace(cover=np.full((1, 8), 1.0))))
    assert (after <= before).all()
    assert after.mean() == pytest.approx(before.mean() / 2, rel=0.05)
