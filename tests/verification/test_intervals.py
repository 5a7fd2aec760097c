"""The 95 percent interval of what a programme averts holds the truth as often as it says, over repeated experiments."""

import numpy as np
import pytest

from counterflow.experiment.averted import mean_interval
from counterflow.world import Floats
from tests.judge import Judge
from tests.verification.intervals import PAIRS, effects_of


def covered(averted: Floats, truth: float) -> float:
    """Share of experiments whose interval holds the truth."""
    intervals = [mean_interval(one) or (np.nan, np.nan) for one in averted]
    return float(np.mean([low <= truth <= high for low, high in intervals]))


@pytest.mark.parametrize("experiments", [60, pytest.param(1_000, marks=pytest.mark.verification)])
def test_intervals_hold_the_truth_as_often_as_they_say(experiments: int, verdict: Judge) -> None:
    effects = effects_of(experiments)
    described = f"of {experiments:,} experiments of {PAIRS} pairs"
    verdict.none(
        "pairs in which an idle programme changes anything", described, np.count_nonzero(effects["idle"])
    )
    pairs = effects["nothing on average"]
    verdict.at_least("pairs in which the twin does something", described, np.mean(pairs != 0.0), 0.5)
    verdict.errors(
        "what the twin does on average",
        described,
        pairs.mean(),
        0.0,
        pairs.std() / np.sqrt(pairs.size),
    )
    verdict.at_least("engagements averted by the helpful one", described, effects["helpful"].mean(), 1.0)
    verdict.at_most("engagements averted by the harmful one", described, effects["harmful"].mean(), -1.0)
    for name in ("helpful", "harmful", "nothing on average"):
        # The mean of all pairs is known thirty times better than that of one experiment.
        truth = 0.0 if name == "nothing on average" else float(effects[name].mean())
        share = covered(effects[name], truth)
        if experiments < 1_000:
            error = np.sqrt(0.95 * 0.05 / experiments)
            verdict.errors(f"intervals that hold the truth, {name}", described, share, 0.95, error)
        else:
            verdict.at_least(f"intervals that hold the truth, {name}", described, share, 0.93)
            verdict.at_most(f"intervals that hold the truth, {name}", described, share, 0.97)
