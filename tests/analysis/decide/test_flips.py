"""What would change a choice: where two accounts part, and where a curve of one unknown crosses."""

import numpy as np
import pytest

from counterflow.analysis.decide.flips import disagreement, flips
from counterflow.analysis.decide.knowledge import disagreement_shown
from counterflow.analysis.decide.known import (
    at_value,
    error_of,
    groups_of,
    surveys_of,
    trials_of,
    unknowns_of,
    words,
)
from counterflow.analysis.decide.value import Regrets
from tests.analysis.decide.made import evidence


def test_the_pair_whose_disagreement_costs_most_is_told_with_both_losses() -> None:
    regrets = Regrets(
        ("home", "abroad", "both"), np.array([[9.0, 6.0, 0.0], [2.0, 8.0, 0.0], [5.0, 4.9, 0.0]])
    )
    found = disagreement(regrets)
    assert found is not None
    assert found.accounts == ("home", "abroad")
    assert found.arms == (0, 1)
    assert found.losses == (3.0, 6.0)


def test_to_do_nothing_is_said_so_that_nobody_reads_that_nothing_is_better() -> None:
    regrets = Regrets(("home", "abroad"), np.array([[9.0, 0.0], [-2.0, 0.0]]))
    found = disagreement_shown(regrets, ["portfolio A", "nothing"])
    assert found is not None
    assert "portfolio A is best, and doing nothing forgoes 9 departures" in found.says


def test_accounts_that_choose_alike_do_not_disagree() -> None:
    assert disagreement(Regrets(("a", "b"), np.array([[3.0, 1.0], [9.0, 2.0]]))) is None


def test_the_unknown_that_matters_is_first_and_turns_where_it_does() -> None:
    """The second arm is worth more by 2 x - 1: the choice turns at one half."""
    rng = np.random.default_rng(5)
    known = rng.normal(0.0, 1.0, (2_000, 3))
    table = np.column_stack([np.zeros(2_000), 2.0 * known[:, 1] - 1.0])
    first, *others = flips(table, ("one", "matters", "other"), known)
    assert first.name == "matters"
    assert first.threshold == pytest.approx(0.5, abs=0.01)
    assert all(one.worth.value < 0.05 * first.worth.value for one in others)


def test_an_unknown_that_never_turns_it_has_no_threshold() -> None:
    rng = np.random.default_rng(6)
    known = rng.uniform(0.0, 1.0, (500, 1))
    table = np.column_stack([np.zeros(500), known[:, 0] - 5.0])
    (found,) = flips(table, ("x",), known)
    assert found.threshold is None
    assert found.worth.value == 0.0


def test_what_programmes_do_is_unknown_too_and_differs_between_draws() -> None:
    found = evidence()
    unknowns = unknowns_of(("exposure_ratio",), np.ones((6, 1)), found.case.scenario.programme)
    own = unknowns.starting("programme.checks.")
    assert own == ("programme.checks.blocked",)
    assert np.unique(unknowns.of(own)).size == 6
    assert unknowns.shown("exposure_ratio", 0.0) == 1.0  # it is held as a log


def test_groups_surveys_and_trials_name_unknowns_that_are_there() -> None:
    found = evidence()
    names = ("exposure_ratio", "weights.engaging.support", "weights.leaving.support", "level/region")
    unknowns = unknowns_of(names, np.ones((3, 4)), found.case.scenario.programme)
    several = groups_of(unknowns) | surveys_of(unknowns) | trials_of(unknowns, found.case.scenario.programme)
    assert {name for own in several.values() for name in own} <= set(unknowns.names)
    assert groups_of(unknowns)["the weights of all drivers"] == names[1:3]
    assert "a trial of checks" in several


def test_a_survey_of_four_times_as_many_errs_by_half() -> None:
    assert error_of(1000) == pytest.approx(2.0 * error_of(4000))


def test_unknowns_are_told_in_words() -> None:
    programmes = evidence().case.scenario.programme
    assert words("programme.checks.blocked", programmes) == "what checks does to the share stopped on the way"
    assert words("detection/Halmark", programmes) == "the share of departures that is counted in Halmark"
    said = at_value("programme.checks.blocked", 0.123, above=True, programmes=programmes)
    assert said == "checks adds more than 0.12 to the share stopped on the way"
    said = at_value("exposure_ratio", 3.0, above=False, programmes=programmes)
    assert said.endswith("is less than 3")
