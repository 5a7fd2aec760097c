"""The page on clustering: variants that differ in nothing else, numbers that come from the runs, and what is stored."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.engine import ENGINE_VERSION
from counterflow.hearing import Prior, load_hearing
from counterflow.hearing.vocabulary import PARAMETER_RECORDS
from counterflow.library import hearing_folder
from tools.clustering.chart import largest_shares, ranked_shares
from tools.clustering.counts import Counts
from tools.clustering.measure import measure, summary
from tools.clustering.numbers import Numbers, load, store
from tools.clustering.page import page
from tools.clustering.variants import (
    CENTRE,
    FAR,
    HEARING,
    NULL,
    UPPER,
    VARIANTS,
    Stage,
    Variant,
    published,
    stage,
    world_of,
)

RUNS = 12
SHARE = 0.1


@cache
def small() -> Stage:
    """The hearing with a tenth of its people."""
    return stage(SHARE)


def measured(*variants: Variant, runs: int = RUNS, workers: int = 1) -> Numbers:
    return measure(small(), variants, published(), runs=runs, workers=workers)


@cache
def compared() -> Numbers:
    return measured(*CENTRE, UPPER[0], FAR[2])


def test_variants_differ_in_places_peers_broadcast_and_exposure_alone() -> None:
    neither, places, peers, both = (world_of(small(), one).parameters for one in CENTRE)
    assert (neither.place_sd, neither.contact_rate, neither.bridge_jump) == (0.0, 0.0, 0.0)
    assert (places.place_sd, both.place_sd) == (0.8, 0.8)
    assert peers.contact_rate == both.contact_rate > 0
    assert peers.bridge_jump > 0
    for one in (neither, places, peers, both):
        assert not one.weights.any()
        assert np.flatnonzero(one.cohort_intensity).tolist() == [small().cohort]


def test_variants_stand_where_the_hearing_s_priors_have_them() -> None:
    hearing = load_hearing(hearing_folder(HEARING) / "hearing.toml")

    def at(account: str, name: str, uniform: float) -> float:
        prior: Prior = hearing.priors(account)[name]
        return float(prior.quantile(np.array([uniform]), PARAMETER_RECORDS[name])[0])

    centre, upper, far = CENTRE[3], UPPER[2], FAR[2]
    assert centre.place_sd == pytest.approx(at("exposure", "place_sd", 0.5))
    assert centre.peers == pytest.approx(at("exposure", "peer_reproduction", 0.5))
    assert centre.bridge == pytest.approx(at("exposure", "bridge_jump", 0.5))
    assert centre.exposure == pytest.approx(at("exposure", "exposure_ratio", 0.5))
    assert upper.place_sd == pytest.approx(at("exposure", "place_sd", 0.9))
    assert upper.peers == pytest.approx(at("network", "peer_reproduction", 1.0))
    assert upper.bridge == pytest.approx(at("network", "bridge_jump", 0.9))
    assert far.exposure == pytest.approx(at("exposure", "exposure_ratio", 0.05))
    assert far.place_sd == pytest.approx(at("exposure", "place_sd", 0.98), rel=0.02)
    for name, value in NULL.items():
        grid = (np.arange(2000) + 0.5) / 2000
        mean = hearing.priors("exposure")[name].quantile(grid, PARAMETER_RECORDS[name]).mean()
        assert value == pytest.approx(mean, rel=0.01)


def test_as_many_leave_in_each_variant() -> None:
    neither, *others = compared().variants[:4]
    for one in others:
        # The pilots' own errors, of half as many runs, count thrice as much again.
        error = np.hypot(one.departures_error, neither.departures_error) * np.sqrt(3)
        assert abs(one.departures - neither.departures) < 4 * error


def test_places_that_differ_more_make_the_largest_district_larger() -> None:
    neither, places, _, _, wide, far = (one.largest[2] for one in compared().variants)
    assert neither < places < wide < far


def test_peers_call_and_without_them_nobody_does() -> None:
    neither, _, peers, *_ = compared().variants
    assert neither.called == 0.0
    assert 0.02 < peers.called < 0.5


def test_the_same_runs_give_the_same_numbers_whatever_the_workers() -> None:
    assert measured(*CENTRE[:2], runs=4, workers=2) == measured(*CENTRE[:2], runs=4)


def test_what_is_stored_is_what_was_measured(tmp_path: Path) -> None:
    store(compared(), tmp_path / "numbers.json")
    assert load(tmp_path / "numbers.json") == compared()


def test_every_variant_has_its_rows_and_every_number_a_value() -> None:
    text = page(compared())
    for one in compared().variants:
        assert text.count(f"\n| {one.variant.name} | ") == 3
    assert "nan" not in text
    assert not re.search(r"\{\w+", text)
    assert "33%, 80 percent range 20% to 45%" in text
    assert f"0 of {RUNS}" in text


def by_hand(largest: float, runs: int = 40) -> Numbers:
    """Runs in which one district of 1 percent of the people has a share of a thousand departures."""
    people = np.array([10, 495, 495])
    rest = round(500 * (1 - largest))
    counts = np.tile([1000 - 2 * rest, rest, rest], (runs, 1))
    engaged = np.full(runs, 2000)
    one = summary(CENTRE[1], Counts(people, counts, engaged, 0 * engaged, engaged // 2), published())
    return replace(compared(), runs=runs, variants=(one,))


@pytest.mark.parametrize(
    ("share", "cells"),
    [(0.4, "100.0% ± 0.0% | 100.0% ± 0.0% |"), (0.5, "0 of 40 | 0 of 40 |")],
)
def test_chances_are_told_of_the_published_range(share: float, cells: str) -> None:
    assert f"| differing places | {share:.0%} ({share:.0%} to {share:.0%}) | {cells}" in page(by_hand(share))


@pytest.mark.parametrize(
    ("draw", "shown"), [(largest_shares, VARIANTS), (ranked_shares, CENTRE)], ids=["largest", "ranked"]
)
def test_a_picture_is_sound_names_what_it_shows_and_is_the_same_each_time(
    draw: Callable[[Numbers], str], shown: tuple[Variant, ...]
) -> None:
    text = draw(load())
    root = ET.fromstring(text)  # noqa: S314 -- drawn here
    words = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {one.name for one in shown} <= words
    assert draw(load()) == text


def test_what_is_stored_was_measured_with_this_engine_these_variants_and_this_evidence() -> None:
    """Where this fails, `make clustering` measures anew."""
    found, target = load(), published()
    assert found.engine == ENGINE_VERSION
    assert tuple(one.variant for one in found.variants) == VARIANTS
    assert found.published == (target.low, target.centre, target.high)


def test_what_is_stored_bears_out_what_the_page_says_in_words() -> None:
    by_name = {one.variant.name: one for one in load().variants}
    centre = [by_name[one.name] for one in CENTRE]
    assert max(one.within for one in centre) < 0.05  # "why so little"
    neither, _, peers, _ = (one.largest[2] for one in centre)
    assert peers < 1.2 * neither  # "not one district large"
    assert by_name[UPPER[1].name].largest[2] < 1.2 * neither
    places, at_home, wider, both = (by_name[one.name].within for one in (UPPER[0], *FAR))
    assert places < at_home < both  # "places that differ by more ... and recruiters at home"
    assert places < wider < both
