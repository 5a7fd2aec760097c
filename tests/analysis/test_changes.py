"""A belief that no numbers can say is refused in one line."""

import pytest

from counterflow.analysis.changed.changes import new_belief
from counterflow.faults import Faults
from counterflow.hearing import load_hearing
from tests.scenario.builders import TEMPLATE


@pytest.mark.parametrize(
    "said",
    [
        "",
        "many",
        "true",
        "[1, 2",
        "[" * 100_000,
        "9" * 5_000,
        "1" + "0" * 400,
        "NaN",
        "[1, 1e999]",
        "[1, NaN, 9]",
        "{}",
    ],
    ids=lambda said: said[:8] or "nothing",
)
def test_what_is_no_range_is_refused(said: str) -> None:
    hearing = load_hearing(TEMPLATE.with_name("hearing.toml"))
    with pytest.raises(Faults) as raised:
        new_belief(hearing, f"belief.exposure_ratio={said}")
    assert len(raised.value.faults) == 1


def test_a_range_is_believed() -> None:
    hearing = load_hearing(TEMPLATE.with_name("hearing.toml"))
    assert new_belief(hearing, "belief.exposure_ratio=[1, 4, 9]").names() == ("exposure_ratio",)
