"""The price of a coercive programme carries the range of what is assumed for it."""

from __future__ import annotations

import pytest

from counterflow.analysis.trials import restricted_range
from counterflow.library import scenario_file
from counterflow.scenario import load_scenario


def test_the_range_is_that_of_the_assumption_in_proportion() -> None:
    (programme,) = [
        one
        for one in load_scenario(scenario_file("central_asia_2015")).programme
        if one.id == "stopping-travel"
    ]
    assumed = programme.restricted_per_stopped
    assert assumed is not None
    assert assumed.low is not None
    assert assumed.high is not None
    low, high = restricted_range(assumed.value / 2, programme) or (0.0, 0.0)
    assert (low, high) == (pytest.approx(assumed.low / 2), pytest.approx(assumed.high / 2))


def test_an_assumption_without_a_range_gives_none() -> None:
    (programme,) = [
        one
        for one in load_scenario(scenario_file("central_asia_2015")).programme
        if one.id == "stopping-travel"
    ]
    assert programme.restricted_per_stopped is not None
    fixed = programme.restricted_per_stopped.model_copy(update={"low": None, "high": None})
    assert restricted_range(3.0, programme.model_copy(update={"restricted_per_stopped": fixed})) is None
