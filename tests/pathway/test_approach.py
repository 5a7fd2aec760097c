import numpy as np
import pytest

from counterflow.pathway.approach import (
    ONLINE,
    SELF_START,
    STREET,
    broadcast_level,
    most_chosen,
    reach,
    salience,
    street_rate,
)
from counterflow.people.journeys import new_scratch, stay_at
from counterflow.people.traits import person_of, social_of
from counterflow.world import DRIVERS, STAGES, World
from tests.simple_worlds import Inhabited, homes_for

T = 1.0


def test_places_intensities_have_the_mean_one() -> None:
    """Log-normal factors over many runs, for a normal table of unit variance."""
    world = homes_for(1)
    normal = np.sort(np.random.default_rng(1).normal(size=(4_000, 1025)), axis=1).mean(0)
    parameters = world.parameters
    world = world._replace(
        traits=world.traits._replace(normal=normal), parameters=parameters._replace(place_sd=0.5)
    )
    flat = Inhabited(world._replace(parameters=parameters._replace(place_sd=0.0)))
    factors = []
    for run in range(400):
        lucky = Inhabited(world, np.uint64(run))
        rates = ((street_rate(i.world, i.luck, place) for i in (lucky, flat)) for place in range(8))
        factors += [rate / level for rate, level in rates]
    sd = np.sqrt(np.exp(0.25) - 1)
    assert abs(np.mean(factors) - 1.0) < 4 * sd / np.sqrt(len(factors))


def test_what_comes_online_reaches_nobody_offline_and_the_street_everybody() -> None:
    inhabited = Inhabited(homes_for(1))
    scratch = new_scratch()
    for who in inhabited.everybody()[:200]:
        person = person_of(inhabited.traits, inhabited.luck, who)
        stay = stay_at(inhabited.world, inhabited.luck, who, person, T, scratch)
        online = social_of(inhabited.traits, inhabited.luck, who, person.age + T).online
        here = inhabited.world, inhabited.arm, inhabited.luck
        assert reach(*here, ONLINE, who, person, stay, T) == online
        assert reach(*here, STREET, who, person, stay, T) == 1.0
        assert 0.0 < reach(*here, SELF_START, who, person, stay, T) <= 1.0


def test_salience_and_broadcast_at_their_dates() -> None:
    inhabited = Inhabited(homes_for(1))
    approaches = inhabited.plain.approaches
    assert salience(inhabited.world, -3.0) == approaches.salience[0]
    assert salience(inhabited.world, 99.0) == approaches.salience[-1]
    at = approaches.broadcast_at
    assert broadcast_level(inhabited.world, at - 1e-9) == 0.0
    assert broadcast_level(inhabited.world, at) == 1.0
    assert broadcast_level(inhabited.world, at + 0.5) == pytest.approx(
        np.exp(-0.5 * approaches.broadcast_decay)
    )


def test_without_weights_on_being_approached_nobody_chooses() -> None:
    def bound(weight: float) -> float:
        world: World = homes_for(1)
        weights = np.zeros((len(STAGES), len(DRIVERS)))
        weights[0, 5] = weight
        inhabited = Inhabited(world._replace(parameters=world.parameters._replace(weights=weights)))
        return most_chosen(inhabited.world, 2)

    world = homes_for(1)
    assert bound(0.0) == 1.0
    assert bound(-0.3) == world.steps.highest[0] / world.parameters.place_mean[2]
