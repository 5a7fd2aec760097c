from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.model import Held, joint, leverage, outcome_result, probabilities
from counterflow.hearing import VARIANTS, OutcomeTest
from tests.analysis.fakes import InMemory
from tests.hearing.mini import mini

SUPPORT = OutcomeTest(outcome="shapley share of support", above=0.1)
RUSSIA = OutcomeTest(outcome="share recruited in Russia", at_least=0.5)


def test_a_part_with_several_tests_holds_where_all_hold() -> None:
    outcomes = InMemory({SUPPORT.outcome: [0.2, 0.2, 0.0, 0.0], RUSSIA.outcome: [0.9, 0.1, 0.9, 0.1]})
    held = joint([SUPPORT, RUSSIA], outcomes, "all")
    assert held is not None
    assert held.p == 0.25


def test_a_limit_that_is_not_strict_includes_its_value() -> None:
    held = joint([RUSSIA], InMemory({RUSSIA.outcome: [0.5, 0.4]}), "all")
    assert held is not None
    assert held.p == 0.5


def test_a_null_effect_is_not_above_nothing() -> None:
    test = OutcomeTest(outcome="averted without ghettoisation", above=0.0)
    held = joint([test], InMemory({test.outcome: [0.0, 0.0]}), "exposure")
    assert held is not None
    assert held.p == 0.0


def test_draws_without_a_value_are_left_out() -> None:
    held = joint([SUPPORT], InMemory({SUPPORT.outcome: [0.2, np.nan, 0.0]}), "all")
    assert held is not None
    assert held.p == 0.5
    assert held.mc_error == pytest.approx(np.sqrt(0.25 / 2))


def test_an_outcome_that_was_not_computed_has_no_probability() -> None:
    found = outcome_result(SUPPORT, InMemory({}), ["all"])
    assert found.p is None
    assert found.note == "the model did not compute this outcome"


def test_the_range_runs_over_the_variants_that_were_computed() -> None:
    outcomes = InMemory(
        {
            (SUPPORT.outcome, "all", "prior"): [0.2, 0.0],
            (SUPPORT.outcome, "all", "weights x2"): [0.2, 0.2],
            (SUPPORT.outcome, "all", "detection low"): [0.0, 0.0],
        }
    )
    assert probabilities([SUPPORT], outcomes) == {"prior": 0.5, "weights x2": 1.0, "detection low": 0.0}
    assert set(VARIANTS) >= set(probabilities([SUPPORT], outcomes))


def test_probabilities_of_the_model_are_never_certain() -> None:
    outcomes = InMemory({SUPPORT.outcome: [0.2] * 40, (SUPPORT.outcome, "exposure"): [0.0] * 40})
    found = outcome_result(SUPPORT, outcomes, ["exposure", "all"])
    assert found.p == 0.95
    assert found.by_account["exposure"].p == 0.05
    assert (found.low, found.centre, found.high) == (0.2, 0.2, 0.2)


def test_the_parameter_that_decides_is_found(tmp_path: Path) -> None:
    draws = mini(tmp_path).sample("all", 300, seed=2)
    holds = draws.column("weights.leaving.ideology") > 0
    found = leverage(Held(holds, np.ones(300, dtype=np.bool_), np.ones(300)), draws)
    assert found is not None
    assert (found.parameter, found.p_low, found.p_high) == ("weights.leaving.ideology", 0.0, 1.0)


def test_luck_is_no_leverage(tmp_path: Path) -> None:
    draws = mini(tmp_path).sample("all", 300, seed=2)
    holds = np.random.Generator(np.random.PCG64(5)).random(300) < 0.5
    assert leverage(Held(holds, np.ones(300, dtype=np.bool_), np.ones(300)), draws) is None
