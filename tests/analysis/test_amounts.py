"""Amounts in their units."""

from __future__ import annotations

import pytest

from counterflow.analysis.amounts import amount, whole

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.418, "share", "42%"),
        (0.0689, "share", "6.9%"),
        (0.997, "share", "99.7%"),
        (1.0, "share", "100%"),
        (-0.337, "share", f"{MINUS}34%"),
        (-0.05, "share", f"{MINUS}5%"),
        (1.136, "ratio", f"{TIMES}1.14"),
        (-1.136, "ratio", f"{TIMES}{MINUS}1.14"),
        (5.0, "ratio", f"{TIMES}5"),
        (0.904, "ratio", f"{TIMES}0.9"),
        (22331.0, "people per one", "1 in 22,300"),
    ],
)
def test_an_amount_in_its_unit(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"), [(-55.5, f"{MINUS}56"), (1871.5, "1,870"), (-0.4, "0"), (0.0, "0")]
)
def test_people_are_whole(value: float, text: str) -> None:
    assert whole(value) == text
