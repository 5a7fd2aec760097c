import numpy as np
import pytest

from counterflow.people.journeys import Stay, new_scratch, stay_at
from counterflow.people.packed import pack
from counterflow.people.register import empty_register, enter
from counterflow.people.ties import _LOOK_BACK as LIFETIMES
from counterflow.people.ties import community, isolation_at, kept_ties, kin_present
from counterflow.people.traits import person_of
from counterflow.world import EARLY, EFFECTS, Arm, World
from tests.simple_worlds import Inhabited, homes_for, still_world
from tests.worlds import random_arm

PEOPLE = 8_000
T = 2.3
UNCAPPED = 1e9


def with_ties(world: World, **changes: object) -> World:
    return world._replace(ties=world.ties._replace(cap=UNCAPPED, **changes))


def stays(inhabited: Inhabited, t: float = T) -> list[Stay]:
    scratch = new_scratch()
    persons = ((who, person_of(inhabited.traits, inhabited.luck, who)) for who in inhabited.everybody())
    return [stay_at(inhabited.world, inhabited.luck, who, person, t, scratch) for who, person in persons]


def test_mentors_at_home_number_births_times_lifetime_and_a_share_is_of_the_other_sign() -> None:
    """Ties are born since -EARLY and live an exponential time, forgotten after some mean lifetimes."""
    world = with_ties(still_world(PEOPLE), lifetime=0.8, other_sign=np.array([0.0, 0.3]))
    inhabited = Inhabited(world)
    whos = [who for who in inhabited.everybody() if who.district == 0]
    stay = Stay(0, -EARLY, 0, 1, 1, 1e9)
    found = np.array(
        [community(inhabited.world, inhabited.arm, inhabited.luck, who, stay, T)[1:] for who in whos]
    )
    expected = world.places.mentor_births[0] * 0.8 * (1 - np.exp(-min(T + EARLY, LIFETIMES * 0.8) / 0.8))
    for column, share in ((0, 0.7), (1, 0.3)):
        assert abs(found[:, column].mean() - share * expected) < 4 * np.sqrt(share * expected / len(whos))


def test_home_ties_are_kept_in_part_and_decay_abroad() -> None:
    world = with_ties(homes_for(3, PEOPLE), home_ties=5.0, kept=0.6, decay=0.7)
    inhabited = Inhabited(world)
    away = len(world.homes.district_cohort)
    whos = inhabited.everybody()
    for place, since, expected in ((0, -EARLY, 5.0), (away, T, 3.0), (away, T - 1.0, 3.0 * np.exp(-0.7))):
        stay = Stay(place, since, 3, 1, 1, 1e9)
        count = [kept_ties(inhabited.world, inhabited.luck, who, stay, T) for who in whos]
        share = expected / 8
        assert abs(np.mean(count) - expected) < 4 * np.sqrt(8 * share * (1 - share) / len(whos))


def test_home_ties_only_fall_within_a_stay() -> None:
    inhabited = Inhabited(homes_for(3))
    stay = Stay(5, 0.0, 2, 1, 1, 1e9)
    for who in inhabited.everybody():
        counts = [kept_ties(inhabited.world, inhabited.luck, who, stay, t) for t in (0.0, 0.4, 1.0, 2.9)]
        assert counts == sorted(counts, reverse=True)


def test_kin_at_home_all_count_unless_they_are_gone() -> None:
    world = with_ties(still_world(300), other_sign=np.zeros(2))
    inhabited = Inhabited(world)
    scratch, register = new_scratch(), empty_register(8)
    who = inhabited.who(20)
    stay = Stay(who.district, -EARLY, 0, 1, 1, 1e9)
    packed = pack(register)
    assert kin_present(inhabited.world, inhabited.luck, packed, who, stay, T, scratch) == 6
    enter(packed, who.first + (who.slot + 1) % who.size, 0)
    assert kin_present(inhabited.world, inhabited.luck, packed, who, stay, T, scratch) == 6
    register.absent[0] = 1
    assert kin_present(inhabited.world, inhabited.luck, packed, who, stay, T, scratch) == 5


def test_kin_who_recruit_count_against() -> None:
    world = with_ties(still_world(PEOPLE), other_sign=np.array([0.25, 0.0]))
    world = world._replace(parameters=world.parameters._replace(kin_recruit=1.0))
    inhabited = Inhabited(world)
    scratch, register = new_scratch(), pack(empty_register(4))
    whos = inhabited.everybody()
    counts = [
        kin_present(inhabited.world, inhabited.luck, register, who, stay, T, scratch)
        for who, stay in zip(whos, stays(inhabited), strict=True)
    ]
    # Each edge is seen from both its ends: twice the variance of independent ones.
    assert abs(np.mean(counts) - 6 * (1 - 2 * 0.25)) < 4 * np.sqrt(2 * 6 * 4 * 0.1875 / len(whos))


def test_isolation_is_whole_without_support() -> None:
    world = with_ties(homes_for(2, 300), home_ties=0.0, kin=0.0, mentor=0.0)
    world = world._replace(places=world.places._replace(tie_births=np.zeros(8)))
    inhabited = Inhabited(world)
    scratch, register = new_scratch(), pack(empty_register(4))
    for who, stay in zip(inhabited.everybody(), stays(inhabited), strict=True):
        alone = isolation_at(inhabited.world, inhabited.arm, inhabited.luck, register, who, stay, T, scratch)
        assert alone == pytest.approx(1.0, abs=0)


def test_a_programme_that_takes_mentors_away_takes_some_of_those_there_are() -> None:
    world = with_ties(still_world(2_000), lifetime=0.8, other_sign=np.zeros(2))
    inhabited = Inhabited(world)
    arm = random_arm(np.random.default_rng(1), world, 1)
    effect = arm.effect.copy()
    effect[0, EFFECTS.index("mentors")] = -0.5 * world.places.mentor_births[0]
    harmful = pack(
        Arm(
            arm.key,
            effect,
            np.ones_like(arm.cover),
            np.array([-9.0]),
            np.zeros(1),
            np.array([9.0]),
            np.array([-1]),
        )
    )
    stay = Stay(0, -EARLY, 0, 1, 1, 1e9)
    whos = [who for who in inhabited.everybody() if who.district == 0]
    before, after = (
        np.array([community(inhabited.world, taken, inhabited.luck, who, stay, T)[1] for who in whos])
        for taken in (inhabited.arm, harmful)
    )
    assert (after <= before).all()
    assert after.sum() == pytest.approx(before.sum() / 2, abs=4 * np.sqrt(before.sum() / 4))
