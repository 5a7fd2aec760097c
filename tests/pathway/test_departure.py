import numpy as np
import pytest

from counterflow.pathway.departure import (
    BLOCKED,
    CHILD,
    DETAINED,
    GONE,
    SPOUSE,
    attempt,
    is_family,
    takes_family,
)
from counterflow.people.homes import household_bounds, relative
from counterflow.people.traits import Person, person_of
from tests.simple_worlds import Inhabited, homes_for

T = 1.0


def test_attempts_are_stopped_and_detained_and_sent_in_the_scenarios_shares() -> None:
    inhabited = Inhabited(homes_for(1))
    travel, n = inhabited.plain.travel, 20_000
    found = [
        attempt(inhabited.world, inhabited.arm, inhabited.luck, p, 0, T, np.uint64(p % 7), 0)
        for p in range(n)
    ]
    stopped = travel.blocked[0, 0]
    gone = (1 - stopped) * np.array([travel.attraction[0], 1 - travel.attraction[0]])
    for outcome, expected in (
        ((BLOCKED, 0), stopped * (1 - travel.detained)),
        ((DETAINED, 0), stopped * travel.detained),
        ((GONE, 0), gone[0]),
        ((GONE, 1), gone[1]),
    ):
        share = np.mean([f == outcome for f in found])
        assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / n)


def test_a_second_attempt_has_its_own_luck() -> None:
    inhabited = Inhabited(homes_for(1))
    first, second = (
        [
            attempt(inhabited.world, inhabited.arm, inhabited.luck, p, 0, T, np.uint64(i), 0)[0] == GONE
            for p in range(5_000)
        ]
        for i in range(2)
    )
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(5_000)


def test_women_take_no_family_along_and_men_in_the_cohorts_share() -> None:
    inhabited = Inhabited(homes_for(1, 6_000))
    whos = [who for who in inhabited.everybody() if who.cohort == 1]
    assert not any(takes_family(inhabited.world, inhabited.luck, who, Person(30.0, 1, 0.5)) for who in whos)
    share = np.mean(
        [takes_family(inhabited.world, inhabited.luck, who, Person(30.0, 0, 0.5)) for who in whos]
    )
    expected = inhabited.plain.travel.family[1]
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / len(whos)))


def test_a_family_is_one_spouse_of_a_like_age_and_children() -> None:
    inhabited = Inhabited(homes_for(1, 1_000))
    relations = []
    for who in inhabited.everybody():
        man = Person(person_of(inhabited.world, inhabited.luck, who).age, 0, 0.5)
        has_spouse = False
        for slot in range(*household_bounds(inhabited.homes, who)):
            relation = is_family(inhabited.world, inhabited.luck, who, man, slot, T, has_spouse)
            other = person_of(inhabited.world, inhabited.luck, relative(who, slot))
            relations.append(relation)
            if relation == SPOUSE:
                assert not has_spouse
                assert other.female == 1
                assert abs(other.age - man.age) <= 15
                has_spouse = True
            if relation == CHILD:
                assert other.age + T < 16 < man.age - other.age
            assert slot != who.slot or relation == 0
    assert {CHILD, SPOUSE} <= set(relations)
