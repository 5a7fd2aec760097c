"""Names of outcomes and parameters as a reader says them: every one has words, none of them the names of code."""

from __future__ import annotations

import re

import pytest

from counterflow.analysis.plain import outcome_words, parameter_words
from counterflow.hearing import OUTCOMES, PARAMETERS


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_words(outcome: str) -> None:
    words = outcome_words(outcome)
    assert words != outcome
    assert not re.search("shapley|averted without|detection", words)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_parameter_has_words(parameter: str) -> None:
    words = parameter_words(parameter)
    assert words.startswith("the ")
    assert not re.search(r"[._]", words)
