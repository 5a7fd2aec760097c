import numpy as np

from counterflow.people.homes import stratum_of
from counterflow.people.traits import person_of, social_of
from counterflow.world import AGE_GROUP
from tests.simple_worlds import Inhabited, homes_for

PEOPLE = 12_000
INHABITED = Inhabited(homes_for(2, PEOPLE))
EVERYBODY = INHABITED.everybody()
MOBILE = {who.person for who in INHABITED.mobile()}
PERSONS = [person_of(INHABITED.world, INHABITED.luck, who) for who in EVERYBODY]


def test_sex_and_age_follow_the_tables_for_the_mobile_and_the_others() -> None:
    for cohort in range(3):
        for mobile in range(2):
            table = INHABITED.plain.traits.age_sex[cohort, mobile]
            chosen = [
                person.female * (table.size // 2) + int(person.age / AGE_GROUP)
                for who, person in zip(EVERYBODY, PERSONS, strict=True)
                if who.cohort == cohort and (who.person in MOBILE) == mobile
            ]
            shares = np.bincount(chosen, minlength=table.size) / len(chosen)
            expected = np.diff(table, prepend=0.0)
            assert (
                abs(shares - expected) <= 4.5 * np.sqrt(expected * (1 - expected) / len(chosen)) + 1e-12
            ).all()


def test_those_of_a_block_who_never_move_share_the_law_of_age_and_sex_out_among_them() -> None:
    """Each falls in one of as many equal parts of the law, men first, by age, as the block has people of whom none need move."""
    seen: dict[int, list[int]] = {}
    for who, person in zip(EVERYBODY, PERSONS, strict=True):
        if who.person in MOBILE:
            continue
        table, parts, part = (
            INHABITED.plain.traits.age_sex[who.cohort, 0],
            who.size - who.few,
            stratum_of(who),
        )
        cell = person.female * (table.size // 2) + int(person.age / AGE_GROUP)
        assert table[cell] > part / parts
        assert cell == 0 or table[cell - 1] < (part + 1) / parts
        seen.setdefault(who.first, []).append(part)
    assert all(len(parts) == len(set(parts)) for parts in seen.values())


def test_ages_are_spread_evenly_within_their_groups() -> None:
    within = np.array([person.age / AGE_GROUP % 1.0 for person in PERSONS])
    assert abs(within.mean() - 0.5) < 4 / np.sqrt(12 * within.size)


def test_being_online_and_schooling_follow_the_cohort() -> None:
    traits = INHABITED.plain.traits
    social = [social_of(INHABITED.traits, INHABITED.luck, who, 30.0) for who in EVERYBODY if who.cohort == 0]
    n = len(social)
    for share, expected in (
        (np.mean([s.online for s in social]), traits.online[0, 0]),
        (np.mean([s.schooling == 0 for s in social]), traits.schooling[0, 0]),
        (np.mean([s.practising for s in social]), traits.practising[0]),
    ):
        assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / n)


def test_belonging_and_precarity_are_uncorrelated_draws_of_the_normal_table() -> None:
    normal = INHABITED.plain.traits.normal
    social = [social_of(INHABITED.traits, INHABITED.luck, who, 30.0) for who in EVERYBODY]
    values = np.array([(s.belonging, s.precarity) for s in social])
    assert (abs(values.mean(0) - normal.mean()) < 4.2 * normal.std() / np.sqrt(len(social))).all()
    assert abs(np.corrcoef(values.T)[0, 1]) < 4 / np.sqrt(len(social))


def test_crossing_forty_changes_only_the_share_online() -> None:
    for who in EVERYBODY[:200]:
        young = social_of(INHABITED.traits, INHABITED.luck, who, 39.9)
        old = social_of(INHABITED.traits, INHABITED.luck, who, 40.0)
        assert young._replace(online=0) == old._replace(online=0)
