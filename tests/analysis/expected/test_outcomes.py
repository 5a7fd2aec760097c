from dataclasses import replace

import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS, compute
from counterflow.analysis.expected.setting import Undefined, setting_of
from counterflow.experiment.sample import draw_sample
from counterflow.hearing import OUTCOMES
from tests.analysis.expected.small import SEED, case, contested, draw, setting

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
