import datetime as dt
from functools import cache

import numpy as np
import pytest

from counterflow.analysis.calibration.departed import departed_of
from counterflow.analysis.calibration.gauge import READINGS, TargetGauge, aim_of, readable
from counterflow.engine import History, codes, run_key, simulate
from counterflow.experiment.sample import no_programmes
from counterflow.experiment.summary import DEPARTED, summarise
from counterflow.world import DAYS_PER_YEAR, Floats, World
from tests.analysis.calibration.small import library_coordinates
from tests.analysis.expected.small import contested
from tests.experiment.worlds import few_of_the_library, few_of_the_targets
from tests.inference.small import target

SEED, RUN = 7, 3


@cache
def world() -> World:
    """The library's with a hundredth of its people, and enough of them leaving."""
    coordinates = library_coordinates()
    setting = coordinates.setting
    names = coordinates.names
    values = np.array(
        [{**contested(), "level/region": 300.0, "level/Belgium": 900.0}.get(name, 0.0) for name in names]
    )
    return setting.world._replace(parameters=coordinates.draw(values).fitted.world.parameters)


@cache
def history() -> History:
    return simulate(world(), no_programmes(world()), SEED, RUN)


def read(**changes: object) -> Floats:
    """How many, and of how many, a target counts in the history."""
    scenario = few_of_the_library()
    aim = aim_of(scenario, target("a", **changes))
    assert aim is not None
    return TargetGauge((aim,))(world(), history(), run_key(SEED, RUN))


def test_who_ever_left_is_counted_as_in_the_summary() -> None:
    summary = summarise(world(), history(), RUN)
    cohorts = [one.name for one in few_of_the_library().cohort]
    months = round((dt.date(2014, 12, 31) - few_of_the_library().start).days / DAYS_PER_YEAR * 12)
    for name in ("Tajikistan", "Kyrgyzstan", "Belgium"):
        expected = summary.events[list(DEPARTED), cohorts.index(name), :months].sum()
        assert read(cohort=name)[0] == pytest.approx(expected, abs=1)
    assert read(cohort="world")[0] > 50


def test_stays_that_ended_are_no_longer_in_the_zone() -> None:
    left, dead, back = (read(quantity=name, cohort="world")[0] for name in ("ever left", "dead", "returned"))
    detained = (history().kind == codes.DETAIN_ABROAD) & (history().time < 4.0)
    present = read(quantity="in the zone", cohort="world")[0]
    assert dead > 0
    assert left - dead - back - detained.sum() == pytest.approx(present, abs=2)


def test_shares_of_places_make_up_the_whole() -> None:
    scenario = few_of_the_library()
    tajik = next(one for one in scenario.cohort if one.name == "Tajikistan")
    parts = [
        read(
            quantity="share from region",
            cohort="Tajikistan",
            place=one.name,
            scale="logit",
            centre=0.3,
            low=0.2,
            high=0.4,
        )
        for one in tajik.provinces
    ]
    assert sum(part[0] for part in parts) == parts[0][1] == read(cohort="Tajikistan")[0]


def test_schooling_of_recruits_makes_up_the_whole() -> None:
    levels = ("basic", "intermediate", "advanced")
    share = {"scale": "logit", "centre": 0.3, "low": 0.2, "high": 0.4, "cohort": "world"}
    parts = [read(quantity=f"share with {one} religious schooling", **share) for one in levels]
    departed = departed_of(world(), history(), run_key(SEED, RUN))
    assert sum(part[0] for part in parts) == parts[0][1]
    assert parts[0][1] == ((departed.family == 0) & (departed.time < 4.0)).sum()
    assert parts[0][0] > parts[2][0]


def test_marks_are_those_of_the_run() -> None:
    """Whoever was engaged abroad is mobile; with another run's luck some would not be."""
    departed = departed_of(world(), history(), run_key(SEED, RUN))
    abroad = (departed.abroad > 0) & (departed.family == 0)  # families go with somebody who was
    assert abroad.sum() > 20
    assert departed.mobile[abroad].all()
    other = departed_of(world(), history(), run_key(SEED, RUN + 1))
    assert not other.mobile[abroad].all()


def test_the_largest_district_is_the_largest() -> None:
    share = {"scale": "logit", "centre": 0.3, "low": 0.2, "high": 0.4}
    departed = departed_of(world(), history(), run_key(SEED, RUN))
    cohorts = [one.name for one in few_of_the_library().cohort]
    chosen = (departed.cohort == cohorts.index("Uzbekistan")) & (departed.time < 4.0)
    _, sizes = np.unique(departed.district[chosen], return_counts=True)
    assert read(quantity="share from the largest district", cohort="Uzbekistan", **share).tolist() == [
        sizes.max(),
        sizes.sum(),
    ]


def test_what_no_history_can_show_is_no_aim() -> None:
    scenario = few_of_the_library()
    for changes in ({"quantity": "citizens in Russia"}, {"cohort": "Denmark"}, {"at": dt.date(2010, 1, 1)}):
        assert aim_of(scenario, target("a", **changes)) is None
    known = readable(scenario, few_of_the_targets())
    assert {one.quantity for one in known} <= READINGS.keys()
    assert len(known) == 41


def test_gauges_that_read_the_same_have_the_same_hash() -> None:
    scenario = few_of_the_library()
    one, other, third = (
        TargetGauge((aim_of(scenario, target(name, **changes)),))  # type: ignore[arg-type]
        for name, changes in (("a", {}), ("b", {"centre": 150}), ("c", {"cohort": "Belgium"}))
    )
    assert one.hash == other.hash != third.hash
