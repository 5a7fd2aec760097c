"""Stays, relatives and what happens to a person are those of the census, to the last bit, and those that the engine counts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine.run import run_key
from counterflow.engine.survey import survey
from counterflow.lives.happenings import BAN, COMMUNITY, Formed, Suffered, incidents_of, ties_of
from counterflow.lives.reach import spans_of_reach
from counterflow.lives.stays import Absence, Stay, stays_of, together
from counterflow.lives.subject import Subject, scene, subject
from counterflow.pathway.drivers import GRIEVANCE
from counterflow.people.programmes import is_covered
from counterflow.world import EARLY
from tests.reference.census import Census
from tests.reference.comparison import RUN, random_case
from tests.reference.people import Person
from tests.worlds import no_programme

SEEDS = st.integers(0, 1_000)
SOME = 12
"""People looked at in a world."""


def cast(seed: int) -> tuple[Census, list[Subject]]:
    """The census of a random world, before anybody recruits, and some of its people as they are read one by one."""
    world, arm = random_case(seed, most=200)
    twin = Census(world, arm, seed, RUN)
    found = scene(world, arm, run_key(seed, RUN))
    chosen = np.random.default_rng(seed).choice(len(twin.people), SOME, replace=False)
    return twin, [subject(found, int(person)) for person in chosen]


def lives_of(person: Person, years: float) -> list[tuple[float, float, int, bool, bool]]:
    return [
        (max(spell.begin, -EARLY), spell.end, spell.place, regular, spell.banned)
        for spell, regular in zip(person.life, person.regular, strict=True)
        if spell.begin < years and spell.end > -EARLY
    ]


@settings(max_examples=15)
@given(SEEDS)
def test_stays_are_those_of_the_census(seed: int) -> None:
    twin, people = cast(seed)
    for one in people:
        stays = [(stay.begin, stay.end, stay.place, stay.regular, stay.banned) for stay in stays_of(one)]
        expected = lives_of(twin.people[one.who.person], one.years)
        assert (
            stays == expected
        )  # nothing of the census itself: a failure would write out everybody's kin of kin


@settings(max_examples=15)
@given(SEEDS)
def test_incidents_are_those_of_the_census(seed: int) -> None:
    twin, people = cast(seed)
    for one in people:
        person = twin.people[one.who.person]
        felt = sorted(
            (each.time, each.source, each.size) for each in person.incidents if each.time < one.years
        )
        found = incidents_of(one, stays_of(one))
        points = sorted((each.time, each.source, each.size) for each in found if each.source != BAN)
        assert points == felt
        banned = [each.time for each in found if each.source == BAN]
        bans = [spell.end for spell in person.life if spell.banned and spell.end < one.years]
        assert banned == bans


@settings(max_examples=15)
@given(SEEDS)
def test_ties_are_those_of_the_census(seed: int) -> None:
    twin, people = cast(seed)
    for one in people:
        person = twin.people[one.who.person]
        formed = ties_of(one, stays_of(one))
        for expected, community in ((person.ties, True), (person.mentors, False)):
            begins = sorted(tie.time for spell in expected for tie in spell if tie.time < one.years)
            found = [each.time for each in formed if (each.kind == COMMUNITY) == community]
            assert found == begins


def remembered(one: Subject, incidents: tuple[Suffered, ...], t: float) -> float:
    half_life = one.scene.plain.hardship.half_life
    ages = ((t - each.time, each.size) for each in incidents)
    total = sum(size * 2 ** (-age / half_life) for age, size in ages if 0 <= age <= 5 * half_life)
    return min(one.scene.plain.hardship.cap, total)


def alive(ties: tuple[Formed, ...], t: float) -> int:
    return sum(tie.time <= t < tie.end for tie in ties if tie.kind == COMMUNITY)


@settings(max_examples=15)
@given(SEEDS)
def test_what_is_read_adds_up_to_the_engine_s_own_levels(seed: int) -> None:
    _, people = cast(seed)
    times = np.linspace(0.05, people[0].years - 0.05, 9)
    for one in people:
        person = np.full(times.size, one.who.person)
        rows = survey(one.scene.plain, one.scene.programmes, one.scene.key, person, times)
        stays = stays_of(one)
        incidents, ties = incidents_of(one, stays), ties_of(one, stays)
        expected = [remembered(one, incidents, t) for t in times]
        grievance = rows.raw[:, GRIEVANCE]
        assert grievance == pytest.approx(expected, abs=1e-9)
        near = together(one, stays, [()] * 6)
        kin = [sum(each.begin <= t < each.end for each in near) for t in times]
        counted = (~np.isnan(rows.kin)).sum(axis=1).tolist()
        assert counted == kin
        cap = one.scene.plain.ties.cap
        least = np.array([min(cap, alive(ties, t)) for t in times])
        missing = int((rows.ties < least).sum())
        assert missing == 0


def test_kin_who_are_gone_are_not_there() -> None:
    _, people = cast(3)
    checked = 0
    for one in people:
        stays = stays_of(one)
        for near in together(one, stays, [()] * 6):
            middle = (near.begin + near.end) / 2
            gone: list[tuple[Absence, ...]] = [()] * 6
            gone[near.number] = (Absence(middle, math.inf),)
            left = [each for each in together(one, stays, gone) if each.number == near.number]
            assert left[-1].end == middle
            checked += 1
    assert checked > 0


def holds(stay: Stay, t: float) -> bool:
    return stay.begin <= t < stay.end


@settings(max_examples=15)
@given(SEEDS)
def test_a_programme_reaches_whom_it_covers(seed: int) -> None:
    _, people = cast(seed)
    times = np.random.default_rng(seed).uniform(0, people[0].years, 40)
    for one in people:
        stays = stays_of(one)
        spans = spans_of_reach(one, stays)
        for t in times.tolist():
            (place,) = [stay.place for stay in stays if holds(stay, t)]
            programmes = range(one.scene.programmes.key.size)
            covered = any(
                is_covered(one.scene.arm, one.scene.key, j, one.who.person, place, t) for j in programmes
            )
            reached = any(begin <= t < end for begin, end in spans)
            assert reached == covered


def test_without_programmes_nobody_is_reached() -> None:
    world, _ = random_case(4, most=200)
    one = subject(scene(world, no_programme(world), run_key(4, RUN)), 0)
    spans = spans_of_reach(one, stays_of(one))
    assert spans == ()
