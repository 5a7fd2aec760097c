"""What happened against the sum, over all proposals, of the probability that it would (Rao and Blackwell)."""

import numpy as np
import pytest

from tests.judge import Judge
from tests.verification.pool import spread
from tests.verification.reckoning import STAGES, reckoned

FIRST, WORLDS = 20_000, 600
pytestmark = pytest.mark.verification


def test_as_much_happens_as_its_probabilities_say(verdict: Judge) -> None:
    """Given the past a proposal succeeds with the probability p that was computed for it, whatever peers did before: the difference
    of counts and sums of p is a martingale, and the sum of p (1 - p) its variance."""
    found = np.array(spread(reckoned, range(FIRST, FIRST + WORLDS), chunk=5)).sum(axis=0)
    for stage, (happened, expected, variance) in zip(STAGES, found, strict=True):
        compared = f"in {WORLDS} random worlds, with peers and programmes: count and sum of p"
        verdict.errors(stage, compared, happened, expected, float(np.sqrt(variance)))
