"""Whose life is told, in which arms, and how lives like it end."""

import json
from dataclasses import replace

import numpy as np
import pytest

from counterflow.engine import codes, run_key, simulate
from counterflow.engine.survey import mobile_flags
from counterflow.experiment.prepare import prepare
from counterflow.faults import Faults
from counterflow.lives import Whose, life
from counterflow.lives.choose import one_of, whose_steps_differ
from counterflow.lives.pairing import TABLES, moments
from counterflow.scenario import compile_arm, layout_of
from tests.experiment.worlds import template, template_salience
from tests.lives.people import PROGRAMME, told


def test_by_default_nobody_approaches_the_person_in_either_life() -> None:
    life = told()
    assert [arm.programme for arm in life.arms] == ["none", PROGRAMME]
    assert life.mobile
    assert life.age >= 18
    for arm in life.arms:
        assert arm.steps == ()
        assert all(approach.outcome != "reached" for approach in arm.approaches)


def test_the_person_drawn_is_one_in_whose_life_there_is_something_to_compare() -> None:
    life = told()
    assert life.chosen.among == 400
    assert life.chosen.differ is not None
    assert 0 < life.chosen.differ < life.chosen.among
    assert any(
        not one.everywhere or len({getattr(row, "regular", None) for row in one.happens}) > 1
        for one in moments(life)
    )


def test_the_same_seed_tells_the_same_life_and_another_seed_another() -> None:
    again = life(template(), salience=template_salience())
    assert json.dumps(again.document(), default=str) == json.dumps(told().document(), default=str)
    assert told(seed=2).person != told().person


def test_by_number_it_is_that_person() -> None:
    assert (told(person=17).person, told(person=17).chosen.how) == (17, "number")


def test_a_life_is_the_same_whoever_asks() -> None:
    found = told()
    again = told(person=found.person)
    for table in TABLES:
        assert [getattr(arm, table) for arm in again.arms] == [getattr(arm, table) for arm in found.arms]


def test_who_engages_engages_in_the_first_arm_s_run() -> None:
    found = told("none", "exit-checks", engages=True)
    steps = found.arms[0].steps
    assert [one.event for one in steps][:1] == ["engaged"]
    (engaging,) = [one for one in found.arms[0].approaches if one.engaged and one.time == steps[0].time]
    assert engaging.point == steps[0].point
    assert found.chosen.among == found.ends[0].engaged


def test_of_those_who_engage_one_is_drawn_whose_way_differs_if_there_is_any() -> None:
    found = told("none", "exit-checks", engages=True)
    first, second = ([(one.time, one.event) for one in arm.steps] for arm in found.arms)
    assert found.chosen.differ is not None
    assert (first != second) == (found.chosen.differ > 0)
    assert found.chosen.differ > 0


def test_steps_differ_for_whom_they_differ() -> None:
    world = prepare(template(), template_salience())
    one, other = (simulate(world, compile_arm(template(), world, arm), 1, 0) for arm in ([], ["exit-checks"]))
    assert whose_steps_differ([one, one]).size == 0
    differ = set(whose_steps_differ([one, other]).tolist())
    rows = [
        {
            person: [(t, k) for t, k, p in zip(h.time, h.kind, h.person, strict=True) if p == person]
            for person in set(h.person.tolist())
        }
        for h in (one, other)
    ]
    everybody = set(rows[0]) | set(rows[1])
    assert differ == {person for person in everybody if rows[0].get(person) != rows[1].get(person)}


def test_steps_differ_for_somebody_whom_one_history_does_not_know() -> None:
    world = prepare(template(), template_salience())
    history = simulate(world, compile_arm(template(), world, []), 1, 0)
    last = history.person[-1]
    kept = history.person != last
    rows = {
        name: getattr(history, name)[kept]
        for name in ("time", "kind", "person", "place", "channel", "extra", "cause")
    }
    without = replace(history, **rows)
    for pair in ([history, without], [without, history]):
        assert whose_steps_differ(pair).tolist() == [last]


def test_the_lot_falls_on_all_alike() -> None:
    people = np.arange(10) * 7
    drawn = [one_of(people, np.uint64(key)) for key in range(2000)]
    counts = np.array([drawn.count(person) for person in people.tolist()])
    assert ((counts - 200) ** 2 / 200).sum() < 27.9  # the 99.9 percent point of chi squared with 9 degrees


def test_how_lives_end_is_counted_in_the_run() -> None:
    found = told()
    world = prepare(template(), template_salience())
    history = simulate(world, compile_arm(template(), world, []), 1, 0)
    everybody, alike = found.ends
    engaged = np.unique(history.person[history.kind == codes.ENGAGE])
    assert (everybody.people, everybody.approached) == (history.counts.people, history.counts.touched)
    assert everybody.engaged == engaged.size
    assert alike.engaged == mobile_flags(world, run_key(1, 0), engaged).sum()
    at_home = told(person=_somebody_at_home()).ends[1]
    assert at_home.engaged == (mobile_flags(world, run_key(1, 0), engaged) == 0).sum()
    gone = np.isin(history.kind, [codes.DEPART, codes.FAMILY_DEPART])
    assert everybody.departed == np.unique(history.person[gone]).size


def test_people_alike_are_as_many_as_there_are() -> None:
    world = prepare(template(), template_salience())
    people = np.arange(int(world.homes.cohort_start[-1]))
    found, home = told(), told(person=_somebody_at_home())
    cohorts = [cohort.name for cohort in template().cohort]
    for one, mobile in ((found, 1), (home, 0)):
        number = cohorts.index(one.cohort)
        inside = people[world.homes.cohort_start[number] : world.homes.cohort_start[number + 1]]
        flags = mobile_flags(world, run_key(1, 0), inside)
        assert one.ends[1].people == (flags == mobile).sum()


def _somebody_at_home() -> int:
    world = prepare(template(), template_salience())
    return int(np.flatnonzero(mobile_flags(world, run_key(1, 0), np.arange(200)) == 0)[0])


def test_places_are_told_by_the_names_of_the_scenario() -> None:
    names = set(layout_of(template()).place_names())
    life = told()
    assert life.home in names
    assert {spell.place for arm in life.arms for spell in arm.spells} <= names


def test_stays_follow_each_other_over_the_whole_history_while_nobody_is_gone() -> None:
    for arm in told().arms:
        assert arm.spells[0].begin == 0.0
        assert arm.spells[-1].end == told().years
        assert all(one.end == other.begin for one, other in zip(arm.spells, arm.spells[1:], strict=False))


def gone_for_good() -> list[int]:
    """Everybody who leaves a year or more before the end and does not come back."""
    world = prepare(template(), template_salience())
    history = simulate(world, compile_arm(template(), world, []), 1, 0)
    left = history.person[(history.kind == codes.DEPART) & (history.time < world.years - 1.0)]
    back = history.person[history.kind == codes.RETURN]
    return [person for person in left.tolist() if person not in back]


def test_nothing_is_done_to_somebody_who_is_gone_and_ties_break() -> None:
    broken = 0
    for person in gone_for_good():
        (arm,) = told("none", person=person).arms
        (gone,) = [one.time for one in arm.steps if one.event == "departed"]
        assert arm.spells[-1].end == gone
        assert all(one.time <= gone for one in arm.incidents)
        assert all(one.begin <= gone and one.end <= gone for one in arm.ties)
        after = arm.levels.time > gone
        assert np.isnan(arm.levels.grievance[after]).all()
        assert not np.isnan(arm.levels.grievance[~after]).any()
        broken += sum(one.end == gone for one in arm.ties)
    assert broken > 0


def test_one_programme_stands_beside_none_and_none_alone_is_one_life() -> None:
    assert [arm.programme for arm in told("exit-checks", person=3).arms] == ["none", "exit-checks"]
    assert [arm.programme for arm in told("none", person=3).arms] == ["none"]
    both = told("exit-checks", PROGRAMME, person=3)
    assert [arm.programme for arm in both.arms] == ["exit-checks", PROGRAMME]


@pytest.mark.parametrize(
    ("programmes", "message"),
    [
        (("none", "none"), "--programme: none: is named twice; name it once"),
        (("none", "a", "b"), "--programme: is given 3 times; a life is told under two programmes at most"),
        (("exit-check",), "--programme: exit-check: there is no such programme; did you mean exit-checks?"),
    ],
)
def test_arms_that_cannot_be_told_are_refused(programmes: tuple[str, ...], message: str) -> None:
    with pytest.raises(Faults) as found:
        life(template(), salience=template_salience(), programmes=programmes)
    assert str(found.value) == message


def test_nobody_s_number_is_refused() -> None:
    with pytest.raises(
        Faults, match="--person: 600002 is nobody's number; people are numbered from 0 to 600001"
    ):
        told(person=600_002)


def test_a_number_and_a_lot_at_once_are_refused() -> None:
    with pytest.raises(Faults, match="--engaged: asks for somebody else than --person; give one of the two"):
        Whose(3, engages=True)


def test_where_nobody_engages_the_lot_says_so() -> None:
    quiet = template(
        "approach.home_rate=0",
        *(f"cohort.Halmark.reach.{name}=0" for name in ("online", "self_start", "broadcast")),
    )
    with pytest.raises(Faults, match="--engaged: finds nobody: no one engages in this run; try another seed"):
        life(quiet, salience=template_salience(), whose=Whose(engages=True))


def test_the_document_is_plain_json() -> None:
    text = json.dumps(told().document(), default=str, allow_nan=False)
    document = json.loads(text)
    assert [arm["programme"] for arm in document["arms"]] == ["none", PROGRAMME]
    assert document["ends"][0]["people"] == 600_002
