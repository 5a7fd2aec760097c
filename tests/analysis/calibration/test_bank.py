from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from counterflow.analysis.calibration.bank import (
    ONCE,
    Points,
    Workshop,
    first_points,
    sobol_scores,
    summaries_of,
)
from counterflow.analysis.calibration.coordinates import NARROWED, REGION, REGION_PRIOR, WIDENED
from counterflow.analysis.calibration.gauge import aim_of, readable
from counterflow.experiment.runs import Means
from counterflow.inference.arrays import Floats
from tests.analysis.calibration.small import coordinates, library_coordinates
from tests.analysis.expected.small import case


def workshop(out: Path) -> Workshop:
    targets = readable(case().scenario, case().targets)
    aims = tuple(aim for one in targets if (aim := aim_of(case().scenario, one)) is not None)
    return Workshop(coordinates(), aims, out, Means(workers=1))


def points(number: int = 12) -> tuple[Points, ...]:
    return first_points(coordinates(), case().hearing, number, 3)


def test_half_of_the_points_are_of_the_widest_account_and_the_others_share_the_rest() -> None:
    assert [(one.account, len(one)) for one in points(13)] == [("all", 7), ("exposure", 3), ("support", 3)]


def test_the_widest_half_is_wider_than_the_account_but_for_how_many_left() -> None:
    values = first_points(coordinates(), case().hearing, 2048, 3)[0].values
    level = np.log(values[:, coordinates().names.index(REGION)] / 5.0)
    assert REGION_PRIOR.lognormal == (5.0, 1.25, 20.0)
    assert np.std(level) == pytest.approx(NARROWED * np.log(4.0) / norm.ppf(0.9), rel=0.02)
    weight = "weights.engaging.support"
    normal = case().hearing.priors("all")[weight].normal
    assert normal is not None
    found = np.std(values[:, coordinates().names.index(weight)])
    assert found == pytest.approx(WIDENED * normal[1], rel=0.02)


def test_scores_are_even_and_the_first_ones_do_not_depend_on_their_number() -> None:
    many = sobol_scores(256, 5, 1)
    assert sobol_scores(100, 5, 1).tolist() == many[:100].tolist()
    assert np.sort(norm.cdf(many[:, 2])) == pytest.approx((np.arange(256) + 0.5) / 256, abs=1 / 256)


def test_a_bank_is_resumed_and_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    work = workshop(tmp_path)
    some = tuple(Points(one.account, one.values[:2]) for one in points())
    first = work.bank(some)
    whole = work.bank(points())
    alone = workshop(tmp_path / "other").bank(points())
    assert (
        len(first) < len(whole) == 12 + 3
    )  # the first draw of each account, and every eighth after it, is run twice
    assert whole.counts.tolist() == alone.counts.tolist()
    assert np.bincount(whole.draw).max() == 2


def test_more_leave_where_the_level_is_higher(tmp_path: Path) -> None:
    """The point of a level: the engine's departures follow it one to one, within the luck of runs."""
    values = np.repeat(points(1)[0].values, 24, axis=0)
    level = coordinates().names.index(REGION)
    values[:, level] = np.repeat([20.0, 80.0], 12)
    bank = workshop(tmp_path).bank([Points("all", values)], often=ONCE)
    low, high = bank.counts[:12, 0, 0], bank.counts[12:, 0, 0]
    ratio = high.mean() / low.mean()
    error = ratio * np.hypot(np.std(high) / high.mean(), np.std(low) / low.mean()) / np.sqrt(12)
    assert abs(ratio - 4.0) < 4.5 * error
    assert error < 0.6


def test_counts_become_logs_and_shares_log_odds() -> None:
    counts: Floats = np.array([[[10.0, 0.0], [3.0, 12.0], [0.0, 0.0]]])
    expected = [np.log(10.5), np.log(3.5 / 9.5), np.log(0.5)]
    assert summaries_of(counts)[0] == pytest.approx(expected)


def test_ranges_of_the_scenario_move_families_women_and_what_ends_a_stay() -> None:
    found = library_coordinates()
    names, scenario = found.names, found.setting.scenario
    values = np.zeros(len(names))
    assert all(one == pytest.approx(np.ones_like(one)) for one in found.scaled(values))
    high = norm.ppf(0.9)
    for name in ("family/Tajikistan", "women alone/Belgium", "aftermath/fighters/dead"):
        values[names.index(name)] = high
    moved = found.scaled(values)
    assert moved.family[0] == pytest.approx(2.0)  # 0.05, up to 0.1
    assert moved.women_alone[-1] == pytest.approx(0.35 / 0.2)
    assert moved.hazard[0, 0].tolist() == pytest.approx([0.15 / 0.08, 1.0, 1.0])
    world = moved.applied(found.setting.world)
    assert world.travel.family[0] == pytest.approx(0.1)
    assert world.aftermath.hazard[0, 0, 0] == pytest.approx(
        found.setting.world.aftermath.hazard[0, 0, 0] * 0.15 / 0.08
    )
    assert scenario.cohort[0].name == "Tajikistan"
