"""Ranges of figures, printed and assumed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.evidence import Interval
from tests.evidence.builders import figure

DRAWS = 4000


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    scale = draw(st.sampled_from(["log", "logit", "linear"]))
    limits = {"log": (1e-3, 1e7), "logit": (0.01, 0.99), "linear": (-100.0, 100.0)}[scale]
    low, centre, high = sorted(draw(st.lists(st.floats(*limits), min_size=3, max_size=3)))
    return Interval(low, centre, high, scale, assumed=False)


@given(intervals(), st.integers(0, 2**32))
def test_sampling_gives_back_the_10_50_and_90_percent_points(interval: Interval, seed: int) -> None:
    sample = interval.sample(np.random.default_rng(seed), DRAWS)
    for share, point in ((0.1, interval.low), (0.5, interval.centre), (0.9, interval.high)):
        error = math.sqrt(share * (1 - share) / DRAWS)
        tie = 1e-9 * max(1.0, abs(point))  # where points coincide, rounding must not decide
        assert np.mean(sample < point - tie) <= share + 5 * error
        assert np.mean(sample <= point + tie) >= share - 5 * error


@given(intervals())
def test_a_wider_interval_keeps_its_centre(interval: Interval) -> None:
    wider = interval.widened(2.0)
    assert wider.centre == interval.centre
    assert wider.low <= interval.low * (1 + 1e-9) or interval.low < 0
    assert wider.assumed


def test_points_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="low <= centre <= high"):
        Interval(2, 1, 3, "log", assumed=False)


def test_a_printed_range_stands_as_printed() -> None:
    interval = figure("FF-5", 125, low=100, high=150).interval
    assert interval == Interval(100, 125, 150, "log", assumed=False)


def test_a_blank_range_is_assumed_by_kind_and_wider_for_those_with_a_stake() -> None:
    neutral, interested = figure("FF-1", 400).interval, figure("FF-2", 400, origin="tj-mvd").interval
    assert neutral == Interval(320, 400, 500, "log", assumed=True)
    assert interested == Interval(250, 400, 640, "log", assumed=True)


def test_at_least_opens_upwards_only() -> None:
    interval = figure("FF-29", 20_000, low=20_000).interval
    assert interval is not None
    assert interval.low == 20_000 < interval.centre < interval.high
    assert interval.assumed


def test_up_to_opens_downwards_only() -> None:
    interval = figure("FF-53", None, high=1000).interval
    assert interval is not None
    assert interval.low < interval.centre < interval.high == 1000


def test_percentages_become_fractions() -> None:
    interval = figure("OUT-1", 7.5, low=5, high=10, kind="share", unit="percent").interval
    assert interval == Interval(0.05, 0.075, 0.1, "logit", assumed=False)


def test_the_register_overstates_presence() -> None:
    interval = figure("MIG-12", 1_000_000, high=1_000_000, quantity="citizens_present_in_russia").interval
    assert interval == Interval(750_000, 870_000, 1_000_000, "log", assumed=True)


def test_words_have_no_interval() -> None:
    assert figure("RCT-4", None, unit="qualitative", kind="share").interval is None


def test_an_assumption_is_marked_whatever_its_range() -> None:
    interval = figure("ASM-1", 2, low=1, high=3, status="assumed", published=None).interval
    assert interval is not None
    assert interval.assumed
