from dataclasses import replace

import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS, compute
from counterflow.analysis.expected.setting import Undefined, setting_of
from counterflow.experiment.sample import draw_sample
from counterflow.hearing import OUTCOMES
from counterflow.world import STAGES
from tests.analysis.expected.small import SEED, case, contested, draw, library_setting, setting

NOT_OF_THE_TEMPLATE = {
    "departures through the broadcast",  # nobody defects
    "growth of Tajik over Kyrgyz departures after the defection",
}


def test_every_outcome_of_the_vocabulary_is_computed_and_no_other() -> None:
    assert set(OUTCOME_FUNCTIONS) == set(OUTCOMES)


def test_what_a_scenario_does_not_define_is_left_out() -> None:
    found = compute(draw())
    assert set(OUTCOMES) - set(found) == NOT_OF_THE_TEMPLATE
    assert all(np.isfinite(value) for value in found.values())


def test_adults_are_counted_by_whom_each_row_stands_for() -> None:
    """As many as the cohort's table of ages says, though mobile people are asked more often than others."""
    many = draw_sample(setting().world, mobile=4_000, immobile=4_000)
    found = replace(draw(), setting=replace(setting(), sample=many))
    (anchor,) = setting().anchors
    at_least = found.published(anchor) / anchor.detection.quantile(0.1)
    ages = setting().scenario.cohort[0].ages
    shares = np.array(ages.men) + np.array(ages.women)
    oldest = 5.0 * (np.arange(shares.size) + 1)  # of each group, at the start
    times = many.survey.time[:, None]
    adult = (np.clip((oldest + times - 18.0) / 5.0, 0.0, 1.0) @ shares / shares.sum()).mean()
    people = setting().world.homes.cohort_start[-1]
    per_adult = OUTCOME_FUNCTIONS["ever left per adult at lowest detection"](found)
    assert at_least / per_adult == pytest.approx(adult * people, rel=0.04)


def test_an_error_in_a_formula_is_not_taken_for_a_missing_outcome() -> None:
    def wrong(_: Draw) -> float:
        raise IndexError

    def undefined(_: Draw) -> float:
        raise Undefined("nobody defects")

    assert compute(draw(), {"a": undefined}) == {}
    with pytest.raises(IndexError):
        compute(draw(), {"a": wrong})


def test_without_any_count_what_needs_one_is_left_out() -> None:
    case_, day = case(), case().hearing.hearing.date
    nothing_known = setting_of(case_.scenario, (), case_.salience, day)
    found = compute(Draw(nothing_known, contested(), 0, SEED))
    assert set(compute(draw())) - set(found) == {
        "ever left per adult at lowest detection",
        "true ever left over governments' sum",
    }


TAJIKISTAN, KYRGYZSTAN = 0, 2


def of_the_library(number: int = 0, **changes: float) -> Draw:
    return Draw(library_setting(), contested("all", number) | changes, number, SEED)


def value(found: Draw, name: str) -> float:
    return OUTCOME_FUNCTIONS[name](found)


def test_the_cohorts_of_these_tests_are_who_they_are_taken_for() -> None:
    assert library_setting().cohort("Tajikistan") == TAJIKISTAN
    assert library_setting().cohort("Kyrgyzstan") == KYRGYZSTAN


def test_every_outcome_is_computed_for_the_library() -> None:
    found = compute(of_the_library())
    assert set(found) == set(OUTCOMES)
    assert all(np.isfinite(one) for one in found.values())


def test_departures_through_the_broadcast_are_of_the_year_after_it() -> None:
    """It adds 0.4 of the others, so that it makes 0.4 of 1.4."""
    assert value(of_the_library(bridge_jump=0.4), "departures through the broadcast") == pytest.approx(
        0.4 / 1.4
    )


def test_the_defection_makes_departures_grow_where_it_is_heard() -> None:
    name = "growth of Tajik over Kyrgyz departures after the defection"
    jumps = [value(of_the_library(bridge_jump=jump), name) for jump in (0.001, 0.2, 1.0)]
    assert jumps == sorted(jumps)
    assert jumps[2] > 1.1 * jumps[0]


def test_the_coming_year_over_the_last_is_that_of_departures_if_nothing_is_in_doubt() -> None:
    found = of_the_library(peer_reproduction=0.0)
    sure = replace(library_setting(), known=np.ones(len(library_setting().sample)), doubt=0.0)
    found = replace(found, setting=sure, _edited={})
    day = round(12 * sure.day)
    months = found.departures.sum(axis=(0, 1, 2))
    expected = months[day : day + 12].sum() / months[day - 12 : day].sum()
    assert value(found, "next twelve months over last twelve") == pytest.approx(expected, rel=0.1)


def test_doubt_about_the_coming_year_spreads_its_outcome() -> None:
    name, found = "next twelve months over last twelve", of_the_library()
    sure = replace(found, setting=replace(library_setting(), doubt=0.0), _edited={})
    doubt = library_setting().doubt * found.normal("inflow/next")
    assert value(found, name) == pytest.approx(value(sure, name) * np.exp(doubt))


def test_those_in_danger_at_home_are_the_returned_the_stopped_and_the_engaged() -> None:
    """With nobody stopped or returned only those still engaged are left."""
    found = of_the_library(peer_reproduction=0.0)
    name, day = "at home and dangerous per departed", library_setting().day
    region = np.isin(found.fitted.rows.cohort, library_setting().region)
    gone = found.fitted.gone_between(0.0, day)[region].sum()
    engaged = found.fitted.still_engaged(day)[region & (found.fitted.rows.kind == 0)].sum()
    blocked = found.fitted.result.blocked[region]
    stopped = (found.fitted.gone_between(0.0, day)[region] * blocked / (1 - blocked)).sum()
    returned = value(found, name) - (engaged + stopped) / gone
    assert 0.0 < returned < 0.5
    assert engaged / gone > 0.0
    assert 0.0 < stopped / gone < 1.0


def test_recruits_rank_higher_in_what_draws_them() -> None:
    name = "belonging of recruits over comparable migrants"
    idle = {f"weights.{stage}.belonging": 0.0 for stage in STAGES}
    assert value(of_the_library(**idle | {"weights.engaging.belonging": 1.0}), name) > 1.1
    assert value(of_the_library(**idle | {"weights.engaging.belonging": -1.0}), name) < 0.9


def test_true_departures_over_published_ones_are_more_than_one() -> None:
    """Detection is a share: in the mean of cohorts its inverse."""
    found = of_the_library()
    region = [one for one in library_setting().anchors if one.cohort in library_setting().region]
    published = sum(found.published(one) for one in region)
    true = sum(found.counts[one.cohort] for one in region)
    assert value(found, "true ever left over governments' sum") == pytest.approx(true / published)
    assert true > published
