import numpy as np
import pytest
from scipy.stats import norm

from counterflow.analysis.calibration.coordinates import REGION
from counterflow.analysis.calibration.outcomes import detected, outcomes_of
from counterflow.hearing import OUTCOMES
from counterflow.inference.arrays import Floats
from tests.analysis.calibration.small import coordinates, library_coordinates
from tests.analysis.expected.small import contested

NAMES = (*coordinates().names, "detection/Halmark")


def values(**changes: float) -> Floats:
    """The first draw of the widest account, everything else at its centre."""
    named = {**contested(), REGION: 5.0, **changes}
    return np.array([[named.get(name, 0.0) for name in NAMES]])


def outcome(name: str, at: Floats) -> float:
    return float(outcomes_of(coordinates(), NAMES, at, workers=1)[0, list(OUTCOMES).index(name)])


def test_how_many_left_is_the_level_of_the_adults() -> None:
    found = coordinates().draw(values(**{REGION: 40.0})[0, :-1])
    months = round(coordinates().setting.day * 12)
    adults = coordinates()._adults.sum()
    assert found.fitted.with_families[:, :months].sum() == pytest.approx(40.0 * adults / 1e5, rel=1e-6)


def test_the_truth_over_what_governments_said_is_one_over_detection() -> None:
    ratio = "true ever left over governments' sum"
    assert outcome(ratio, values()) == pytest.approx(1 / 0.6)
    low = values(**{"detection/Halmark": norm.ppf(0.1)})
    assert outcome(ratio, low) == pytest.approx(1 / 0.4)


def test_detection_on_the_last_day_is_that_after_the_story_where_one_broke() -> None:
    found = detected({"detection/a": 1.0, "jump/a": -1.0, "detection/b": 0.0, "source/x": 3.0})
    assert found.keys() == {"detection/a", "detection/b"}
    assert found["detection/b"] == pytest.approx(0.5)
    assert found["detection/a"] == pytest.approx(norm.cdf(0.7 - np.sqrt(1 - 0.49)))


def test_ends_of_stays_follow_their_coordinates() -> None:
    returned = "returned before death or end"
    few, many = (outcome(returned, values(**{"aftermath/fighters/returned": score})) for score in (-1.0, 1.0))
    assert few < outcome(returned, values()) < many


def test_cohorts_deviate_by_their_own_scores_and_the_region_keeps_its_level() -> None:
    found = library_coordinates()
    named = {**contested(), REGION: 300.0, "level/Belgium": 900.0, "country_sd": 0.8}

    def departures(**changes: float) -> Floats:
        at = np.array([(named | changes).get(name, 0.0) for name in found.names])
        months = round(found.setting.day * 12)
        return found.draw(at).fitted.with_families[:, :months].sum(axis=1)

    even, moved = departures(), departures(**{"country/Tajikistan": 1.0})
    region = found.setting.region
    assert moved[region].sum() == pytest.approx(even[region].sum(), rel=1e-6)
    odds = (moved[0] / moved[1]) / (even[0] / even[1])
    assert odds == pytest.approx(np.exp(0.8), rel=0.05)  # the intercept moves a little with the level
    assert moved[-1] == pytest.approx(even[-1], rel=1e-6)
