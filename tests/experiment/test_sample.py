from functools import cache

import numpy as np
import pytest

from counterflow.experiment.prepare import prepare, raw_drivers
from counterflow.experiment.sample import SAMPLE_KEY, again, draw_sample, no_programmes, salience_of
from counterflow.pathway.drivers import K, all_drivers, new_drivers
from counterflow.people.journeys import REMEMBERED
from counterflow.people.packed import pack
from counterflow.people.register import empty_register
from counterflow.people.traits import person_of
from counterflow.scenario import compile_arm
from counterflow.world import DAYS_PER_YEAR, World
from tests.experiment.worlds import few_of_the_library, library_salience, template, template_salience
from tests.simple_worlds import Inhabited


@cache
def world() -> World:
    return prepare(few_of_the_library(), library_salience())


def test_the_sample_stands_for_everybody_over_the_whole_history() -> None:
    """Person-years at full salience, by cohort, where nobody is too young."""
    everybody = world()._replace(approaches=world().approaches._replace(least_age=0.0))
    sample = draw_sample(everybody, mobile=60, immobile=40)
    years = salience_of(everybody).sum() / DAYS_PER_YEAR
    for cohort, people in enumerate(np.diff(everybody.homes.cohort_start)):
        assert sample.weight[sample.cohort == cohort].sum() == pytest.approx(people * years)


def test_those_too_young_to_be_approached_weigh_nothing() -> None:
    sample = draw_sample(world(), mobile=60, immobile=40)
    assert ((sample.weight == 0) == (sample.survey.age < world().approaches.least_age)).all()


def test_people_are_asked_when_salience_is_high() -> None:
    """One in each of equal parts of its integral: the share asked by any time is that part, within one person."""
    sample = draw_sample(world(), mobile=60, immobile=40)
    daily = salience_of(world())
    by_day = np.cumsum(daily) / daily.sum()
    for day in range(0, daily.size, 100):
        asked = (sample.survey.time < (day + 1) / DAYS_PER_YEAR).mean()
        assert abs(asked - by_day[day]) <= 1.0 / len(sample) + 1e-6


def test_a_smaller_cohort_than_asked_for_is_asked_whole() -> None:
    small = prepare(template("cohort.Halmark.mobility.share=0"), template_salience())
    homes = small.homes._replace(cohort_start=np.array([0, 30]))
    assert len(draw_sample(small._replace(homes=homes), mobile=10, immobile=50)) == 30


def test_the_same_people_live_the_same_lives_under_programmes() -> None:
    scenario, prepared = template(), prepare(template(), template_salience())
    arm = compile_arm(scenario, prepared, ["visiting-elders"])
    sample = draw_sample(prepared, mobile=2_000, immobile=100)
    before = sample.survey
    under = again(prepared, sample, arm._replace(cover=np.ceil(arm.cover))).survey
    assert np.array_equal(under.place, before.place)
    assert np.array_equal(under.raw[:, 2:], before.raw[:, 2:])
    served = arm.cover[0][before.place] > 0
    assert (under.ties >= before.ties).all()
    assert under.ties[served].sum() > before.ties[served].sum()
    assert under.mentors[served].sum() > before.mentors[served].sum()
    assert np.array_equal(under.ties[~served], before.ties[~served])


def test_drivers_on_columns_are_those_of_the_engine() -> None:
    prepared = world()
    parameters = prepared.parameters._replace(selection=np.array([0.4, -0.3]))
    prepared = prepared._replace(parameters=parameters)
    sample = draw_sample(prepared, mobile=20, immobile=10)
    columns = (raw_drivers(prepared, sample) - prepared.levels.centre) / prepared.levels.spread
    inhabited, arm = Inhabited(prepared, SAMPLE_KEY), pack(no_programmes(prepared))
    register, scratch, into = (
        pack(empty_register(1)),
        np.zeros((2, REMEMBERED, 5)),
        new_drivers(),
    )
    for row, (person, t) in enumerate(zip(sample.survey.person, sample.survey.time, strict=True)):
        who = inhabited.who(int(person))
        body = person_of(inhabited.world, inhabited.luck, who)
        all_drivers(inhabited.world, arm, inhabited.luck, register, who, body, t, scratch, into)
        assert columns[row] == pytest.approx(into[:K], abs=1e-12)
