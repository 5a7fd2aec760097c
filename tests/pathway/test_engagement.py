import numpy as np
import pytest

from counterflow.pathway.drivers import all_drivers, new_drivers, plain_drivers
from counterflow.pathway.engagement import ENGAGING, engages, engaging_odds
from counterflow.people.arithmetic import logistic
from counterflow.people.journeys import REMEMBERED, stay_at
from counterflow.people.packed import pack, unpack
from counterflow.people.programmes import factor
from counterflow.people.register import empty_register
from counterflow.people.traits import person_of, social_of
from counterflow.world import EFFECTS
from tests.reference.comparison import random_case
from tests.simple_worlds import Inhabited


@pytest.mark.parametrize("seed", range(8))
def test_computing_the_dear_drivers_only_where_they_decide_gives_what_all_of_them_give(seed: int) -> None:
    """Marks just below and just above the full probability, and far from it, are told apart."""
    world, arm = random_case(seed, most=150)
    inhabited, packed_arm, register = Inhabited(world), pack(arm), pack(empty_register(4))
    scratch, drivers = np.zeros((2, REMEMBERED, 5)), new_drivers()
    rng = np.random.default_rng(seed)
    for who in inhabited.everybody()[::3]:
        t, channel = float(rng.uniform(0, world.years)), int(rng.integers(0, 6))
        person = person_of(inhabited.world, inhabited.luck, who)
        social = social_of(inhabited.traits, inhabited.luck, who, person.age + t)
        here = inhabited.world, packed_arm, inhabited.luck
        all_drivers(*here, register, who, person, t, scratch, drivers)
        odds = engaging_odds(inhabited.world, channel, drivers)
        stay = stay_at(inhabited.world, inhabited.luck, who, person, t, scratch[0])
        effect = factor(
            packed_arm, unpack(inhabited.luck).key, EFFECTS.index("engaging"), who.person, stay.place, t
        )
        p = world.steps.highest[ENGAGING] * effect * logistic(odds)
        for mark in (0.01 * p, (1 - 1e-12) * p, (1 + 1e-12) * p, p + 0.9 * (1 - p)):
            plain_drivers(*here, who, social, stay, t, drivers)
            assert engages(*here, register, who, stay, t, channel, mark, scratch, drivers) == (mark < p)
