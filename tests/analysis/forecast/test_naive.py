"""Carrying on what was published."""

import math

import pytest

from counterflow.analysis.forecast.naive import carried_on, spread_of
from tests.analysis.forecast.figures import target

LATER = target("later", "2016-01-01", 500)
SPREAD = math.log(1.25) / 1.2815515655446004


def test_a_range_of_a_quarter_is_a_spread_on_the_log_scale() -> None:
    assert spread_of(LATER) == pytest.approx(SPREAD)


def test_one_figure_is_carried_on_level_with_both_errors() -> None:
    found = carried_on([target("a", "2015-01-01", 200)], LATER)
    assert found is not None
    assert found.centres == pytest.approx([math.log(200)])
    assert found.spread == pytest.approx(SPREAD * math.sqrt(2))


def test_two_figures_are_carried_on_along_their_line() -> None:
    """Doubled over 365 days; 365 days on it doubles again, with variance (1 + 1)^2 + 1^2 + 1 times one figure's."""
    known = [target("a", "2014-01-01", 100), target("b", "2015-01-01", 200)]
    found = carried_on(known, LATER)
    assert found is not None
    assert found.centres == pytest.approx([math.log(400)])
    assert found.spread == pytest.approx(SPREAD * math.sqrt(6))


def test_figures_of_the_same_month_give_no_trend() -> None:
    known = [target("a", "2014-12-20", 100), target("b", "2015-01-01", 200)]
    found = carried_on(known, LATER)
    assert found is not None
    assert found.centres == pytest.approx([math.log(200)])


def test_what_was_there_at_the_time_stands_in_for_who_ever_left() -> None:
    found = carried_on([target("a", "2015-01-01", 180, quantity="in the zone")], LATER)
    assert found is not None
    assert found.centres == pytest.approx([math.log(180)])


@pytest.mark.parametrize("other", [{"cohort": "Elsewhere"}, {"quantity": "dead"}])
def test_what_is_about_something_else_is_not_carried_on(other: dict[str, str]) -> None:
    assert carried_on([target("a", "2015-01-01", 200, **other)], LATER) is None
