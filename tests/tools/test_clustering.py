"""The page on clustering: variants that differ in nothing else, numbers that come from the runs."""

import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.clustering import Clustering
from tools.clustering.chart import concentration, largest_shares
from tools.clustering.page import page
from tools.clustering.variants import CENTRE, FAR, UPPER, Outcome, Stage, outcomes, stage, world_of

RUNS = 12
SHARE = 0.1


@cache
def small() -> Stage:
    """The hearing with a tenth of its people."""
    return stage(SHARE)


@cache
def compared() -> tuple[Outcome, ...]:
    return outcomes(small(), (*CENTRE, UPPER[0], FAR[2]), runs=RUNS, pilot=range(10_000, 10_006), workers=1)


def test_variants_differ_in_places_peers_broadcast_and_exposure_alone() -> None:
    neither, places, peers, both = (world_of(small(), one).parameters for one in CENTRE)
    assert (neither.place_sd, neither.contact_rate, neither.bridge_jump) == (0.0, 0.0, 0.0)
    assert (places.place_sd, both.place_sd) == (0.8, 0.8)
    assert peers.contact_rate == both.contact_rate > 0
    assert peers.bridge_jump > 0
    for one in (neither, places, peers, both):
        assert not one.weights.any()
        assert np.flatnonzero(one.cohort_intensity).tolist() == [small().cohort]


def test_as_many_leave_in_each_variant() -> None:
    means = [one.runs.departures.mean() for one in compared()[:4]]
    errors = [one.runs.departures.std(ddof=1) / np.sqrt(RUNS) for one in compared()[:4]]
    for mean, error in zip(means[1:], errors[1:], strict=True):
        # the pilots' own errors, of half as many runs, count thrice as much again
        assert abs(mean - means[0]) < 4 * np.hypot(error, errors[0]) * np.sqrt(3)


def test_places_that_differ_more_make_the_largest_district_larger() -> None:
    neither, places, _, _, wide, far = (float(np.median(one.runs.largest)) for one in compared())
    assert neither < places < wide < far


def test_peers_call_and_without_them_nobody_does() -> None:
    neither, _, peers, _, *_ = compared()
    assert neither.runs.called.sum() == 0
    assert 0.02 < peers.runs.called.sum() / peers.runs.engaged.sum() < 0.5


def test_the_same_runs_give_the_same_page_whatever_the_workers() -> None:
    again = outcomes(small(), CENTRE[:2], runs=3, pilot=range(10_000, 10_002), workers=2)
    alone = outcomes(small(), CENTRE[:2], runs=3, pilot=range(10_000, 10_002), workers=1)
    published = small().published
    assert page(again, published, pilot=2) == page(alone, published, pilot=2)


def test_every_variant_has_its_rows_and_every_number_a_value() -> None:
    text = page(compared(), small().published, pilot=6)
    for one in compared():
        assert text.count(f"\n| {one.variant.name} | ") == 2
    assert "nan" not in text
    assert not re.search(r"\{\w+", text)
    assert "33%, 80 percent range 20% to 45%" in text
    assert "0 of 12" in text


def by_hand(largest: float, runs: int = 40) -> Outcome:
    """Runs in which one district of 1 percent of the people has a share of a thousand departures."""
    people = np.array([10, 495, 495])
    rest = round(500 * (1 - largest))
    counts = np.tile([1000 - 2 * rest, rest, rest], (runs, 1))
    engaged = np.full(runs, 2000)
    return Outcome(CENTRE[1], Clustering(people, counts, engaged, 0 * engaged, engaged // 2))


@pytest.mark.parametrize(
    ("share", "cells"),
    [(0.4, "100.0% ± 0.0% | 100.0% ± 0.0% | 100.0% ± 0.0%"), (0.5, "100.0% ± 0.0% | 0 of 40 | 0 of 40")],
)
def test_chances_are_told_of_the_published_range(share: float, cells: str) -> None:
    text = page((by_hand(share),), small().published, pilot=6)
    assert cells in text


def test_the_pictures_are_sound_and_show_every_variant() -> None:
    for text in (largest_shares(compared(), small().published), concentration(compared())):
        root = ET.fromstring(text)  # noqa: S314 -- drawn here
        words = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
        for one in compared():
            assert any(one.variant.name in word for word in words)


def test_the_page_that_ships_was_made_by_this_script() -> None:
    """Not its numbers, which take minutes: its sections, variants and pictures."""
    docs = Path(__file__).parents[2] / "docs"
    text = (docs / "clustering.md").read_text(encoding="utf-8")
    for one in (*CENTRE, *UPPER, *FAR):
        assert text.count(f"\n| {one.name} | ") == 2
    headings = [
        line for line in page(compared(), small().published, pilot=100).splitlines() if line.startswith("#")
    ]
    assert [line for line in text.splitlines() if line.startswith("#")] == headings
    for picture in re.findall(r"\]\((\S+\.svg)\)", text):
        assert (docs / picture).exists()
