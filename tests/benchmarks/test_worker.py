"""A worker process answers an order, and loads only what it runs."""

from pathlib import Path

import pytest

from benchmarks.model import Model
from benchmarks.ours.reduced import reduced_world
from benchmarks.ours.simulated import save
from benchmarks.plan import RIVALS
from benchmarks.timing import Timing, time_ours, time_rival, together

SMALL = Model(people=2_600, approaches=500.0)
BY_KEY = {rival.key: rival for rival in RIVALS}


def test_a_rival_s_runs_are_timed_one_by_one() -> None:
    timing = time_rival(BY_KEY["numpy"], SMALL, [1, 2, 3])
    assert len(timing.seconds) == len(timing.counts) == 3
    assert min(timing.seconds) > 0.0
    assert len(timing.processor) == 3
    assert timing.counts[0] != timing.counts[1]
    assert 10.0 < timing.rss_mb < 1000.0


def test_ours_loads_the_core_and_nothing_else(tmp_path: Path) -> None:
    save(reduced_world(SMALL), tmp_path / "world.pkl")
    timing = time_ours(tmp_path / "world.pkl", [1])
    assert timing.foreign == ()
    assert timing.mean("people") == SMALL.people
    assert timing.mean("approaches") > 300


def test_a_worker_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="FileNotFoundError"):
        time_ours(tmp_path / "none.pkl", [1])


def test_several_timings_make_one() -> None:
    one = Timing((1.0, 3.0), (1.0, 2.0), ({"engaged": 1}, {"engaged": 3}), 50.0, ())
    other = Timing((2.0,), (1.5,), ({"engaged": 5},), 70.0, ("pandas",))
    both = together([one, other])
    assert (both.median, both.rss_mb, both.foreign) == (2.0, 70.0, ("pandas",))
    assert both.mean("engaged") == 3.0
    assert both.error("engaged") == pytest.approx(2.0 / 3**0.5)
