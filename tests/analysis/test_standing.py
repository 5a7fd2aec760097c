import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.analysis.standing import (
    NOT_CALIBRATED,
    NOT_TESTED,
    Ruling,
    in_words,
    printed,
    rule,
    rule_model,
    said,
)

SUPPORTED, CONTRADICTED, OPEN = Ruling("supported"), Ruling("contradicted"), Ruling("unsettled", "range")
Share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("p", "low", "high", "ruling"),
    [
        (0.9, 0.8, 1.0, SUPPORTED),
        (0.9, 0.799, 1.0, OPEN),
        (0.899, 0.85, 1.0, OPEN),
        (0.1, 0.0, 0.2, CONTRADICTED),
        (0.1, 0.0, 0.201, OPEN),
        (0.101, 0.0, 0.15, OPEN),
        (0.5, 0.5, 0.5, OPEN),
        (1.0, 1.0, 1.0, SUPPORTED),
        (0.0, 0.0, 0.0, CONTRADICTED),
        (1 - 0.1, 0.5 + 0.3, 1.0, SUPPORTED),
    ],
)
def test_the_rule_at_its_boundaries(p: float, low: float, high: float, ruling: Ruling) -> None:
    assert rule(p, low, high) == ruling


@given(Share)
def test_before_there_is_a_posterior_nothing_of_the_model_is_settled(p: float) -> None:
    assert rule_model(p, None, p, p) == NOT_CALIBRATED


@pytest.mark.parametrize(
    ("before", "after", "low", "high", "ruling"),
    [
        (0.90, 0.95, 0.85, 0.99, SUPPORTED),
        (0.90, 0.95, 0.40, 0.99, NOT_TESTED),
        (0.50, 0.59, 0.45, 0.65, NOT_TESTED),
        (0.50, 0.60, 0.45, 0.65, OPEN),
        (0.50, 0.59, 0.50, 0.65, OPEN),
        (0.50, 0.95, 0.85, 0.99, SUPPORTED),
        (0.50, 0.05, 0.01, 0.15, CONTRADICTED),
    ],
)
def test_a_part_that_the_figures_did_not_move_is_not_tested(
    before: float, after: float, low: float, high: float, ruling: Ruling
) -> None:
    assert rule_model(before, after, low, high) == ruling


@given(Share, Share, Share)
def test_a_claim_and_its_opposite_are_never_both_supported(p: float, a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    opposite = rule(1 - p, 1 - high, 1 - low)
    assert not (rule(p, low, high) == SUPPORTED and opposite == SUPPORTED)


@given(Share)
def test_probabilities_are_printed_in_steps(p: float) -> None:
    assert printed(p, model=False) in {round(step * 0.05, 2) for step in range(21)}
    assert 0.05 <= printed(p, model=True) <= 0.95


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.0, "0.05 or less"), (0.04, "0.05 or less"), (0.12, "0.10"), (0.33, "0.35"), (0.95, "0.95 or more")],
)
def test_no_certainty_is_said(p: float, words: str) -> None:
    assert said(p) == words


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "almost certainly not"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.5, "about as likely as not"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
    ],
)
def test_words_follow_the_bands(p: float, words: str) -> None:
    assert in_words(p) == words


def test_a_sign_that_the_prior_fixed_is_not_tested() -> None:
    """However sure the posterior is: no draw of the prior had it otherwise."""
    assert rule_model(1.0, 1.0, 1.0, 1.0, is_sign=True) == NOT_TESTED
    assert rule_model(0.99, 1.0, 0.97, 1.0, is_sign=True).standing == "supported"
    assert rule_model(1.0, 1.0, 1.0, 1.0).standing == "supported"
