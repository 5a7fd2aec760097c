"""What a test measures, against the line that the statement needs."""

from __future__ import annotations

from counterflow.analysis.records import AccountResult, AccountShown, TestResult
from counterflow.views.outcome import outcome_by_account
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, scales, spec

ACCOUNTS = [AccountShown(id=name, title=name, says="") for name in ("exposure", "able", "all")]


def outcome(low: float, centre: float, high: float, **more: object) -> TestResult:
    result = AccountResult(p=0.4, low=low, centre=centre, high=high)
    fields = {"says": "s", "outcome": "o", "unit": "share", "threshold": 0.5, "direction": "above", **more}
    return TestResult.model_validate({**fields, "by_account": {"all": result, "able": result}})


def test_all_comes_first_and_accounts_without_a_result_are_left_out() -> None:
    found = spec(outcome_by_account(outcome(0.2, 0.4, 0.6), ACCOUNTS, "state", LIGHT))
    assert [row["account"] for row in data(found) if "account" in row] == ["all", "able"]


def test_the_threshold_is_a_line_and_is_told() -> None:
    view = outcome_by_account(outcome(0.2, 0.4, 0.6), ACCOUNTS, "state", LIGHT)
    assert {"limit": 0.5} in data(spec(view))
    assert view is not None
    assert "The statement needs above 50%." in view.message
    assert "all 40% (20% to 60%), P 0.40" in view.message


def test_both_limits_are_drawn() -> None:
    between = outcome(
        1000, 2500, 5000, unit="persons", threshold=2000, threshold_high=4000, direction="between"
    )
    rows = data(spec(outcome_by_account(between, ACCOUNTS, "state", LIGHT)))
    assert {row["limit"] for row in rows if "limit" in row} == {2000, 4000}


def test_small_shares_are_drawn_per_100_000() -> None:
    found = spec(
        outcome_by_account(outcome(0.0001, 0.0002, 0.0004, threshold=0.001), ACCOUNTS, "state", LIGHT)
    )
    assert [row["centre"] for row in data(found) if "centre" in row] == [20.0, 20.0]
    assert [row["limit"] for row in data(found) if "limit" in row] == [100.0]


def test_a_wide_positive_span_gets_a_log_axis_and_a_signed_one_does_not() -> None:
    wide = spec(outcome_by_account(outcome(0.1, 1, 10, unit="ratio", threshold=1), ACCOUNTS, "state", LIGHT))
    signed = spec(outcome_by_account(outcome(-1, 1, 50, unit="ratio", threshold=1), ACCOUNTS, "state", LIGHT))
    assert {scale.get("type") for scale in scales(wide, "x")} == {"log"}
    assert {scale.get("type") for scale in scales(signed, "x")} == {None}


def test_a_test_on_figures_has_one_row() -> None:
    figures = TestResult(
        says="s", quantity="q", unit="share", direction="above", low=0.1, centre=0.2, high=0.3, p=0.9
    )
    assert [row["account"] for row in data(spec(outcome_by_account(figures, ACCOUNTS, "figure", LIGHT)))] == [
        "the figures"
    ]


def test_nothing_computed_draws_nothing() -> None:
    assert outcome_by_account(TestResult(says="s", direction="above"), ACCOUNTS, "state", LIGHT) is None
