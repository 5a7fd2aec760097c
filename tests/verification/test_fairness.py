"""Before any data every candidate has the same chance to be the main driver."""

from pathlib import Path

import numpy as np
import pytest

import counterflow.library
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.analysis.fair import NONE, frequencies, main_of, weights
from counterflow.analysis.hear import Case, load_case
from counterflow.hearing.vocabulary import MAIN_DRIVERS
from counterflow.world import Ints
from tests.judge import Judge

pytestmark = pytest.mark.verification

DRAWS = 3000
FAIR = 0.03
"""How far from 1/K a candidate's weighted share of draws may be."""


def main_drivers(case: Case, setting: Setting, seed: int) -> Ints:
    """Under the widest account, departures at the centre of the counts."""
    draws = case.hearing.sample("all", DRAWS, seed)
    named = [dict(zip(draws.names, map(float, row), strict=True)) for row in draws.values]
    return main_of(
        np.array([Draw(setting, one, i, seed, central=True).shares for i, one in enumerate(named)])
    )


def test_every_driver_is_the_main_one_as_often(verdict: Judge) -> None:
    """Of the shipped hearing: weights told by some draws hold for others."""
    case = load_case(Path(counterflow.library.__path__[0]) / "central_asia_2015")
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date)
    before = frequencies(main_drivers(case, setting, 1))
    main = main_drivers(case, setting, 2)
    main = main[main != NONE]
    counted = weights(main, before)
    for i, name in enumerate(MAIN_DRIVERS):
        share = float(counted[main == i].sum() / counted.sum())
        compared = (
            f"share of {main.size} prior draws {share:.3f} ({(main == i).mean():.3f} before they are weighted),"
            f" distance from 1/{len(MAIN_DRIVERS)}"
        )
        verdict.at_most(f"{name} as main driver", compared, abs(share - 1 / len(MAIN_DRIVERS)), FAIR)
