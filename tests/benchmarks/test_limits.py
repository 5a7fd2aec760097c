"""Limits are met on their own side."""

import pytest

from benchmarks.limits import LIMITS, line, verdicts

BY_KEY = {limit.key: limit for limit in LIMITS}


@pytest.mark.parametrize(
    ("key", "value", "met"),
    [
        ("flatness", 1.2, True),
        ("flatness", 1.21, False),
        ("vs_mesa", 5000.0, True),
        ("vs_mesa", 4999.0, False),
    ],
)
def test_a_limit_is_met_up_to_itself(key: str, value: float, met: bool) -> None:  # noqa: FBT001
    assert BY_KEY[key].is_met(value) is met
    assert ("MISSED" in line(BY_KEY[key], value)) is not met


def test_what_was_not_measured_is_said_to_be_so() -> None:
    found = {limit.key: value for limit, value in verdicts({"flatness": 1.1})}
    assert found["flatness"] == 1.1
    assert found["vs_once"] is None
    assert "not measured" in line(BY_KEY["vs_once"], None)
