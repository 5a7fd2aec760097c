"""Screening arithmetic against a count of people."""

import pytest

from counterflow.analysis.screening import (
    BEST,
    screening_of,
    specificity_for,
    wrongly_per_found,
)
from counterflow.evidence import load_evidence
from counterflow.views.screening import screening_chart
from counterflow.views.theme import LIGHT
from tests.scenario.builders import LIBRARY


def test_a_count_of_people() -> None:
    # Of 10,000 people 10 are looked for; 8 of them are flagged, and 999 of the other 9,990.
    assert wrongly_per_found(0.001, 0.8, 0.9) == pytest.approx(999 / 8)


def test_the_specificity_that_flags_so_many_wrongly() -> None:
    needed = specificity_for(0.001, 0.8, 2.0)
    assert wrongly_per_found(0.001, 0.8, needed) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("base", "sensitivity", "specificity", "problem"),
    [
        (0.0, 0.5, 0.5, "the base rate is 0"),
        (1.0, 0.5, 0.5, "nobody to be flagged wrongly"),
        (0.1, 0.0, 0.5, "the sensitivity is 0"),
        (0.1, 0.5, 1.2, "the specificity is 1.2"),
    ],
)
def test_what_is_no_share_is_refused(
    base: float, sensitivity: float, specificity: float, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        wrongly_per_found(base, sensitivity, specificity)


def test_the_hearing_s_trainees() -> None:
    """One known defector among 2,500 assumed to be trained (ASM-001), half found, 95 percent of the others passed."""
    found = screening_of(load_evidence(LIBRARY / "evidence.csv", LIBRARY / "inputs.toml"))
    assert found is not None
    assert found.wrongly == pytest.approx(0.05 * 2499 / 0.5)
    assert found.best == pytest.approx((1 - BEST[1]) * 2499 / BEST[0])
    assert found.wrongly_range[0] < found.wrongly < found.wrongly_range[1]
    assert [wrongly for _, wrongly in found.curve] == sorted((w for _, w in found.curve), reverse=True)
    assert "250" in found.says
    assert screening_chart(found, LIGHT).message == found.says


def test_a_hearing_that_speaks_of_no_trainees_has_no_screen() -> None:
    template = LIBRARY.parents[1] / "template" / "files"
    assert screening_of(load_evidence(template / "evidence.csv", template / "inputs.toml")) is None
