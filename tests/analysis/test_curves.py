from pathlib import Path

import numpy as np

from counterflow.analysis.curves import probability_over
from counterflow.analysis.model import Held
from tests.hearing.mini import mini

ALL = np.ones(400, dtype=np.bool_)
EVEN = np.ones(ALL.size)


def test_a_curve_says_where_the_verdict_flips(tmp_path: Path) -> None:
    draws = mini(tmp_path).sample("all", 400, seed=4)
    found = probability_over(Held(draws.column("exposure_ratio") > 3, ALL, EVEN), draws, "exposure_ratio")
    assert found is not None
    assert found.says.startswith("The probability rises above one half where the exposure ratio passes ")
    flips = float(found.says.removesuffix(".").split()[-1])
    assert 2.5 < flips < 3.6
    assert [x for x, _ in found.points] == sorted(x for x, _ in found.points)


def test_a_curve_that_does_not_flip_says_so(tmp_path: Path) -> None:
    draws = mini(tmp_path).sample("all", 400, seed=4)
    found = probability_over(Held(~ALL, ALL, EVEN), draws, "exposure_ratio")
    assert found is not None
    assert "never clearly above one half" in found.says


def test_luck_around_one_half_is_no_flip(tmp_path: Path) -> None:
    draws = mini(tmp_path).sample("all", 400, seed=4)
    found = probability_over(Held(np.arange(400) % 2 == 0, ALL, EVEN), draws, "interaction")
    assert found is not None
    assert "passes" not in found.says


def test_a_known_parameter_gives_no_curve(tmp_path: Path) -> None:
    draws = mini(tmp_path).sample("all", 400, seed=4)
    assert probability_over(Held(ALL, ALL, EVEN), draws, "bridge_jump") is None
