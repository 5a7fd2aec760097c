import numpy as np
import pytest

from counterflow.analysis.expected.rows import GROUPS, Rows, matched_levels, rows_of
from counterflow.pathway.drivers import BELONGING, REPRESSION
from counterflow.world import AGE_GROUP, DRIVERS
from tests.analysis.expected.small import draw, library_setting, setting

MEN_BELOW_30, WOMEN_BELOW_30 = 0, 3


def hand_made(drivers: list[float], *, kind: int = 0, weights: list[float] | None = None) -> Rows:
    """Men below 30 at home in one cohort, with these levels of belonging and 0 in all other drivers."""
    n = len(drivers)
    driver = np.zeros((n, len(DRIVERS)))
    driver[:, BELONGING] = drivers
    nothing, none = np.zeros(n), np.zeros(n, np.int64)
    return Rows(
        cohort=none,
        kind=np.full(n, kind),
        place=none,
        group=np.full(n, MEN_BELOW_30),
        female=none,
        time=nothing,
        weight=np.ones(n) if weights is None else np.array(weights),
        reach=np.ones(n),
        driver=driver,
        street=nothing,
        online=nothing,
        self_start=nothing,
        broadcast=nothing,
        edges=nothing,
        company=nothing,
    )


def beside(one: Rows, other: Rows) -> Rows:
    return Rows(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))


def belonging(rows: Rows, group: int = MEN_BELOW_30) -> float:
    return float(matched_levels(rows, np.array([0]))[group, BELONGING])


def test_a_matched_level_is_that_of_the_best_tenth() -> None:
    assert belonging(hand_made([float(i) for i in range(21)])) == 2.0


def test_a_person_counts_by_whom_he_stands_for() -> None:
    assert belonging(hand_made([0.0, 5.0, 9.0], weights=[1.0, 5.0, 94.0])) == 9.0
    assert belonging(hand_made([0.0, 5.0, 9.0], weights=[1.0, 19.0, 80.0])) == 5.0


def test_only_those_at_home_in_the_region_set_the_level() -> None:
    home = hand_made([3.0, 4.0])
    away = hand_made([-9.0, -9.0], kind=1)
    elsewhere = hand_made([-9.0, -9.0])._replace(cohort=np.ones(2, np.int64))
    assert belonging(beside(beside(home, away), elsewhere)) == 3.0


def test_people_are_matched_with_their_like_and_else_with_all() -> None:
    men, women = hand_made([1.0, 1.0]), hand_made([-2.0, -2.0])._replace(group=np.full(2, WOMEN_BELOW_30))
    both = beside(men, women)
    assert belonging(both, MEN_BELOW_30) == 1.0
    assert belonging(both, WOMEN_BELOW_30) == -2.0
    assert belonging(both, GROUPS - 1) == -2.0


def test_repression_is_matched_to_the_best_country_of_the_region() -> None:
    rows = rows_of(library_setting().world, library_setting().sample)
    region = library_setting().region
    levels = matched_levels(rows, region)
    lowest = min(rows.driver[rows.cohort == cohort, REPRESSION][0] for cohort in region)
    assert levels[:, REPRESSION].tolist() == [lowest] * GROUPS
    assert len(region) == 5  # the comparison stands outside


def test_groups_are_of_equal_sex_and_age() -> None:
    rows, survey = rows_of(setting().world, setting().sample), setting().sample.survey
    assert set(rows.group) == set(range(GROUPS))
    for group in range(GROUPS):
        inside = rows.group == group
        assert set(survey.female[inside]) == {group // 3}
        ages = survey.age[inside]
        assert np.array_equal(np.digitize(ages, [30, 45]), np.full(ages.size, group % 3))


def test_online_and_broadcast_reach_those_online_alone() -> None:
    rows = rows_of(library_setting().world, library_setting().sample)
    offline = library_setting().sample.survey.online == 0
    assert not rows.online[offline].any()
    assert not rows.broadcast[offline].any()
    assert rows.online[~offline & (rows.reach > 0)].all()
    before = rows.time < library_setting().world.approaches.broadcast_at
    assert not rows.broadcast[before].any()
    assert rows.broadcast[~before & ~offline].any()


def test_approaches_of_every_kind_fall_on_people_by_sex_and_age() -> None:
    """Twice the table, twice the rates; nobody's calls change."""
    world, sample = setting().world, setting().sample
    halved = world._replace(approaches=world.approaches._replace(reach=world.approaches.reach / 2))
    rows, fewer = rows_of(world, sample), rows_of(halved, sample)
    survey = sample.survey
    group = np.minimum((survey.age / AGE_GROUP).astype(int), world.approaches.reach.shape[1] - 1)
    assert np.array_equal(rows.reach, world.approaches.reach[survey.female, group])
    for name in ("reach", "street", "online", "self_start", "broadcast"):
        assert getattr(fewer, name) == pytest.approx(getattr(rows, name) / 2)
    assert np.array_equal(fewer.edges, rows.edges)
    assert np.array_equal(fewer.weight, rows.weight)


def test_ghettoisation_brings_recruiters_and_calls_closer() -> None:
    world, sample = setting().world, setting().sample
    rows = rows_of(world, sample)
    away = sample.kind > 0
    ghetto = world.places.ghetto[sample.survey.place]
    plain = rows.reach * world.approaches.home_rate * world.places.street[sample.survey.place]
    assert rows.street[~away] == pytest.approx(plain[~away])
    assert rows.street[away] == pytest.approx((plain * (1 + world.approaches.ghetto * ghetto))[away])
    assert (rows.edges >= 1.0).all()


def test_migrants_are_shifted_as_the_draw_says() -> None:
    shifted = draw(selection_belonging=0.3).fitted.rows.driver[:, BELONGING]
    plain = draw(selection_belonging=0.0).fitted.rows.driver[:, BELONGING]
    mobile = setting().sample.survey.mobile == 1
    assert (shifted[mobile] > plain[mobile]).all()
    assert np.array_equal(shifted[~mobile], plain[~mobile])
