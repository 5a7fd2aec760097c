import numpy as np
import pytest
from scipy.stats import binom

from counterflow.people.homes import KIN, kin_slot, relative
from counterflow.people.journeys import Stay, new_scratch, stay_at
from counterflow.people.packed import pack
from counterflow.people.register import empty_register, enter
from counterflow.people.ties import _LOOK_BACK as LIFETIMES
from counterflow.people.ties import (
    HOME_TIES,
    community,
    community_support,
    isolation_of,
    kept_ties,
    kin_mark,
    kin_present,
)
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
    persons = ((who, person_of(inhabited.world, inhabited.luck, who)) for who in inhabited.everybody())
    return [stay_at(inhabited.world, inhabited.luck, who, person, t, scratch) for who, person in persons]


def a_stay(place: int, since: float = -EARLY, number: int = 0) -> Stay:
    return Stay(place, since, number, -2.0, 1, 1e9)


def test_mentors_at_home_number_births_times_lifetime_and_a_share_is_of_the_other_sign() -> None:
    """Ties are born since -EARLY and live an exponential time, forgotten after some mean lifetimes."""
    world = with_ties(still_world(PEOPLE), lifetime=0.8, other_sign=np.array([0.0, 0.3]))
    inhabited = Inhabited(world)
    whos = [who for who in inhabited.everybody() if who.district == 0]
    stay = a_stay(0)
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
        stay = a_stay(place, since, 3)
        count = [kept_ties(inhabited.world, inhabited.luck, who, stay, T) for who in whos]
        share = expected / 8
        assert abs(np.mean(count) - expected) < 4 * np.sqrt(8 * share * (1 - share) / len(whos))


def test_home_ties_only_fall_within_a_stay() -> None:
    inhabited = Inhabited(homes_for(3))
    stay = a_stay(5, 0.0, 2)
    for who in inhabited.everybody():
        counts = [kept_ties(inhabited.world, inhabited.luck, who, stay, t) for t in (0.0, 0.4, 1.0, 2.9)]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_home_ties_are_eight_independent_marks(share: float) -> None:
    """Their number is binomial: the variance of a sample variance is (fourth moment - variance^2) / n."""
    inhabited = Inhabited(with_ties(homes_for(3, PEOPLE), home_ties=HOME_TIES * share))
    stay = a_stay(0)
    count = np.array([kept_ties(inhabited.world, inhabited.luck, w, stay, T) for w in inhabited.everybody()])
    law = binom(HOME_TIES, share)
    variance = law.var()
    fourth = sum((k - law.mean()) ** 4 * law.pmf(k) for k in range(HOME_TIES + 1))
    assert abs(count.mean() - law.mean()) <= 4 * np.sqrt(variance / count.size)
    assert abs(count.var() - variance) <= 4 * np.sqrt((fourth - variance**2) / count.size)


def test_every_stay_keeps_home_ties_of_its_own() -> None:
    inhabited = Inhabited(with_ties(homes_for(3, PEOPLE), home_ties=4.0))
    first, second = (
        [kept_ties(inhabited.world, inhabited.luck, w, a_stay(0, number=n), T) for w in inhabited.everybody()]
        for n in (2, 3)
    )
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(len(first))


def test_both_ends_of_a_kin_tie_see_the_same_mark() -> None:
    for who in Inhabited(homes_for(3)).everybody():
        for slot in (kin_slot(who, number) for number in range(KIN)):
            assert kin_mark(who, slot) == kin_mark(relative(who, slot), who.slot)


def test_marks_of_kin_ties_are_uniform_and_independent_between_pairs() -> None:
    """Within a block of seven all 21 pairs are kin; whether a pair recruits says nothing of another, in the block or the next."""
    whos = [who for who in Inhabited(homes_for(3, 20_000)).everybody() if who.size == 7 and who.slot == 0]
    pairs = [(one, other) for one in range(7) for other in range(one)]
    marks = np.array([[kin_mark(relative(who, one), other) for one, other in pairs] for who in whos])
    assert 0.0 < marks.min() < marks.max() < 1.0
    observed = np.bincount((marks.ravel() * 20).astype(int), minlength=20)
    expected = marks.size / 20
    assert ((observed - expected) ** 2 / expected).sum() < 43.8  # chi square, 19 degrees, 0.1 percent
    blocks = len(whos) - 1
    beside = np.corrcoef(np.concatenate([marks[:-1], marks[1:]], axis=1).T)
    assert abs(beside[np.triu_indices(2 * len(pairs), 1)]).max() < 4.8 / np.sqrt(
        blocks
    )  # of 861 correlations
    recruiting = (marks < 0.3).sum(1)
    law = binom(len(pairs), 0.3)
    fourth = sum((k - law.mean()) ** 4 * law.pmf(k) for k in range(len(pairs) + 1))
    assert abs(recruiting.mean() - law.mean()) < 4 * np.sqrt(law.var() / len(whos))
    assert abs(recruiting.var() - law.var()) < 4 * np.sqrt((fourth - law.var() ** 2) / len(whos))


def test_kin_at_home_all_count_unless_they_are_gone() -> None:
    world = with_ties(still_world(300), other_sign=np.zeros(2))
    inhabited = Inhabited(world)
    scratch, register = new_scratch(), empty_register(8)
    who = inhabited.who(20)
    stay = a_stay(who.district)
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
        kin = kin_present(inhabited.world, inhabited.luck, register, who, stay, T, scratch)
        rest = community_support(inhabited.world, inhabited.arm, inhabited.luck, who, stay, T)
        alone = isolation_of(inhabited.world, kin, rest)
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
    stay = a_stay(0)
    whos = [who for who in inhabited.everybody() if who.district == 0]
    before, after = (
        np.array([community(inhabited.world, taken, inhabited.luck, who, stay, T)[1] for who in whos])
        for taken in (inhabited.arm, harmful)
    )
    assert (after <= before).all()
    assert after.sum() == pytest.approx(before.sum() / 2, abs=4 * np.sqrt(before.sum() / 4))
