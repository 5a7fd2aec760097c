import numpy as np
import pytest

from counterflow.analysis.limits import limit_words, number, within
from counterflow.hearing import Limits

VALUES = np.array([0.0, 1.0, 2.0, np.nan, np.inf])


@pytest.mark.parametrize(
    ("limits", "inside", "words"),
    [
        (Limits(at_least=1), [False, True, True, False, True], "at least 1"),
        (Limits(above=1), [False, False, True, False, True], "above 1"),
        (Limits(at_most=1), [True, True, False, False, False], "at most 1"),
        (Limits(below=1), [True, False, False, False, False], "below 1"),
        (Limits(at_least=1, below=2), [False, True, False, False, False], "between 1 and 2"),
    ],
)
def test_values_within_limits(limits: Limits, inside: list[bool], words: str) -> None:
    assert within(VALUES, limits).tolist() == inside
    assert limit_words(limits)[0] == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (12345.6, "12,300"),
        (999.6, "1,000"),
        (1.0, "1"),
        (0.123456, "0.123"),
        (0.00002345, "0.0000235"),
        (-0.5, "-0.5"),
        (-2500, "-2,500"),
    ],
)
def test_numbers_for_sentences(value: float, text: str) -> None:
    assert number(value) == text
