import datetime as dt

import numpy as np
import pytest

from counterflow.analysis.expected.setting import Setting, Undefined, luck_of, setting_of
from counterflow.evidence.inputs import SaliencePoint
from tests.analysis.expected.small import case, library_setting, setting

DAY = dt.date(2021, 5, 18)


def setting_as_of(as_of: dt.date | None) -> Setting:
    return setting_of(case().scenario, case().targets, case().salience, DAY, as_of)


def point(at: dt.date, available: dt.date, inflow: float = 100.0) -> SaliencePoint:
    return SaliencePoint(
        id=str(at),
        at=at,
        inflow=inflow,
        low=inflow / 2,
        high=inflow * 2,
        rows=("TF-001",),
        origins=("halmark-police",),
        available=available,
    )


def test_what_became_known_later_is_left_out() -> None:
    assert len(setting_as_of(None).anchors) == len(setting_as_of(dt.date(2021, 3, 15)).anchors) == 1
    assert setting_as_of(dt.date(2021, 3, 14)).anchors == ()
    assert np.ptp(setting_as_of(dt.date(2021, 1, 31)).world.approaches.salience) == 0.0


def test_luck_is_uniform_and_its_own_for_every_name_draw_and_seed() -> None:
    found = np.array([luck_of(1, number, "a") for number in range(2_000)])
    assert np.abs(np.quantile(found, [0.25, 0.5, 0.75]) - [0.25, 0.5, 0.75]).max() < 0.05
    assert 0.0 < found.min() < found.max() < 1.0
    assert len({luck_of(seed, number, name) for seed in (0, 1) for number in (0, 1) for name in "ab"}) == 8
    assert luck_of(3, 4, "a") == luck_of(3, 4, "a")


def test_the_region_is_where_people_go_abroad_from() -> None:
    names = [cohort.name for cohort in library_setting().scenario.cohort]
    region = {names[cohort] for cohort in library_setting().region}
    assert region == {"Tajikistan", "Uzbekistan", "Kyrgyzstan", "Kazakhstan", "Turkmenistan"}


def test_a_cohort_has_its_number_and_others_are_undefined() -> None:
    assert library_setting().cohort("Uzbekistan") == 1
    with pytest.raises(Undefined, match="no cohort Utopia"):
        library_setting().cohort("Utopia")


def test_salience_as_known_on_the_day_stands_over_that_known_now() -> None:
    """A point that became known after the hearing lowers what comes after the last one known."""
    early, late = (
        point(dt.date(2018, 1, 1), dt.date(2018, 1, 2)),
        point(dt.date(2021, 6, 1), dt.date(2021, 7, 1), 1.0),
    )
    found = setting_of(case().scenario, case().targets, (early, late), DAY)
    rows = found.sample.survey
    before = rows.time < 2.0
    assert found.known[before] == pytest.approx(found.known[before][0])
    assert found.known[rows.time > 5.2].min() > 5 * found.known[before][0]


def test_doubt_about_the_coming_year_is_twice_the_spread_of_the_last_point_known() -> None:
    known = (point(dt.date(2018, 1, 1), dt.date(2018, 1, 2)),)
    found = setting_of(case().scenario, case().targets, known, DAY)
    assert found.doubt == pytest.approx(2 * np.log(2.0) / 1.2815515655446004)
    unknown = setting_of(case().scenario, case().targets, known, dt.date(2017, 12, 31))
    assert unknown.doubt == 1.0


def test_edits_take_away_what_they_say() -> None:
    world = setting().world
    edited = {name: one.world for name, one in setting().without.items()}
    assert not edited["ghettoisation"].places.ghetto.any()
    public, authorities = (
        edited[f"harassment by the {by}"].places.hardship for by in ("public", "authorities")
    )
    assert not public[0].any()
    assert np.array_equal(public[1:], world.places.hardship[1:])
    assert not authorities[1].any()
    assert not edited["hardship"].places.hardship.any()
    assert not edited["disenfranchisement"].journeys.ban.any()
    assert (edited["disenfranchisement"].journeys.legal == 1).all()


def test_without_hardship_nobody_bears_a_grievance() -> None:
    assert setting().sample.survey.raw[:, 1].any()
    assert not setting().without["hardship"].sample.survey.raw[:, 1].any()


def test_programmes_that_were_asked_for_are_served_where_they_work() -> None:
    (served,) = setting().served
    world = setting().world
    assert served.programme.id == "visiting-elders"
    assert set(world.places.abroad[served.places]) == {1}
    here = np.isin(setting().sample.survey.place, served.places)
    assert np.array_equal(served.sample.survey.place, setting().sample.survey.place)
    assert served.sample.survey.mentors[here].sum() > setting().sample.survey.mentors[here].sum()
