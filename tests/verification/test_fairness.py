"""Before any data every candidate has the same chance to be the main driver."""

from pathlib import Path

import numpy as np
import pytest

import counterflow.library
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import setting_of
from counterflow.analysis.hear import load_case
from counterflow.hearing.vocabulary import MAIN_DRIVERS
from tests.judge import Judge

pytestmark = pytest.mark.verification

DRAWS = 1500
FAIR = 0.03
"""How far from 1/K a candidate's share of draws may be; chance alone moves it by 0.0085 (one standard error)."""


def test_every_driver_is_the_main_one_as_often(verdict: Judge) -> None:
    """Under the widest account of the shipped hearing, departures at the centre of the counts."""
    case = load_case(Path(counterflow.library.__path__[0]) / "central_asia_2015")
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date)
    draws = case.hearing.sample("all", DRAWS, 1)
    shares = np.array(
        [
            Draw(
                setting, dict(zip(draws.names, map(float, row), strict=True)), number, 1, central=True
            ).shares
            for number, row in enumerate(draws.values)
        ]
    )
    main = np.argmax(shares[np.isfinite(shares).all(axis=1)], axis=1)
    for i, name in enumerate(MAIN_DRIVERS):
        share = float((main == i).mean())
        compared = f"share of {DRAWS} prior draws {share:.3f}, distance from 1/{len(MAIN_DRIVERS)}"
        verdict.at_most(f"{name} as main driver", compared, abs(share - 1 / len(MAIN_DRIVERS)), FAIR)
