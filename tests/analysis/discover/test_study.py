"""Boxes of futures of a small hearing."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow import template
from counterflow.analysis.discover.prim import Peeling
from counterflow.analysis.discover.study import How, better, verdict, wilson
from counterflow.analysis.discover.words import box_words
from counterflow.analysis.futures.bench import Bench, bench_of
from counterflow.experiment.runs import Means
from counterflow.faults import Faults

FOLDER = Path(template.__file__).parent / "files"
ALONE = Means(workers=1)


@cache
def bench() -> Bench:
    return bench_of(FOLDER)


def test_a_claim_about_recruitment_abroad_is_false_where_exposure_abroad_is_low() -> None:
    found = verdict(bench(), "A1a", How(draws=240, density=0.9), means=ALONE)
    first = found.boxes[0]
    limits = {limit.parameter: limit for limit in first.limits}
    assert limits["exposure_ratio"].high is not None
    assert first.held_out.density is not None
    assert first.held_out.density > found.share
    assert 'A1a is false: "' in found.question
    assert "the exposure ratio" in box_words(found, first)


def test_where_it_holds_is_the_other_side() -> None:
    found = verdict(bench(), "A1a", How(draws=240, density=0.5), holds=True, means=ALONE)
    limits = {limit.parameter: limit for limit in found.boxes[0].limits}
    assert limits["exposure_ratio"].low is not None
    false = verdict(bench(), "A1a", How(draws=240, density=0.9), means=ALONE)
    assert found.share + false.share == pytest.approx(1.0)


def test_ties_avert_departures_where_there_are_people_to_reach_and_ties_hold_them_back() -> None:
    how = How(draws=300, density=0.4, parameters=("weights.*.support", "programme.visiting-elders.*"))
    found = better(bench(), "visiting-elders", "none", how, means=ALONE)
    assert found.answered_by == "runs"
    assert found.question == "Visiting elders averts more departures than doing nothing"
    limits = {limit.parameter: limit for limit in found.boxes[0].limits}
    assert any(limits[name].low is not None for name in limits if name.startswith("weights."))
    assert found.share < 0.4 <= (found.boxes[0].peeled.density or 0.0)


def test_a_coercive_programme_is_told_with_the_people_whom_it_restricts() -> None:
    how = How(draws=150, density=0.99, parameters=("programme.exit-checks.*", "exposure_ratio", "count.*"))
    coercive = {one.id for one in bench().case.scenario.programme if one.coercive}
    found = better(bench(), "exit-checks", "none", how, means=ALONE)
    assert {one.programme for one in found.restricted} == coercive & {"exit-checks"}
    for one in found.restricted:
        assert len(one.in_box) == len(found.boxes)


@pytest.mark.parametrize(
    ("first", "than", "how", "words"),
    [
        ("magic", "none", How(), "magic: there is no such programme"),
        ("exit-checks", "exit-checks", How(), "compares exit-checks with exit-checks"),
        ("none", "exit-checks", How(), "compares none with exit-checks"),
        ("exit-checks", "none", How(parameters=("nothing_such",)), "is nothing that accounts or programmes"),
        ("exit-checks", "none", How(draws=0), "draws is 0; ask for 1"),
        ("exit-checks", "none", How(draws=6, parameters=("place_sd",)), "it is so in all of 6 futures"),
    ],
)
def test_what_is_wrong_is_one_clear_message(first: str, than: str, how: How, words: str) -> None:
    with pytest.raises(Faults) as wrong:
        better(bench(), first, than, how, means=ALONE)
    assert words in str(wrong.value)
    assert len(wrong.value.faults) == 1


def test_where_all_futures_are_dense_enough_a_higher_density_is_asked_for() -> None:
    with pytest.raises(Faults, match="of all futures, no fewer than the 5% asked for; raise --density"):
        verdict(bench(), "A1a", How(draws=60, density=0.05), means=ALONE)


def test_a_density_that_no_box_reaches_is_told_with_the_densest() -> None:
    how = How(
        draws=60, parameters=("exposure_ratio", "weights.engaging.*"), density=0.99, peeling=Peeling(0.3, 0.5)
    )
    with pytest.raises(
        Faults, match=r"--density: 0.99: no box of futures is so dense: the densest has 0\.\d\d"
    ):
        verdict(bench(), "A1a", how, holds=True, means=ALONE)


def test_a_part_that_never_fails_has_no_box() -> None:
    with pytest.raises(Faults, match=r"it is so in (all|none) of 3 futures"):
        verdict(bench(), "A1a", How(draws=3, peeling=Peeling(0.5, 0.1)), means=ALONE)


@pytest.mark.parametrize(("hits", "cases", "low", "high"), [(0, 10, 0.0, 0.2775), (15, 20, 0.5313, 0.8881)])
def test_intervals_are_wilsons(hits: int, cases: int, low: float, high: float) -> None:
    """By the formula, to four digits."""
    assert wilson(hits, cases) == pytest.approx((low, high), abs=1e-4)


def test_held_out_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """Shares of 40 at 0.7: 95 percent within four errors over 2,000 of them."""
    hits = np.random.default_rng(2).binomial(40, 0.7, 2000)
    covered = [low <= 0.7 <= high for low, high in (wilson(int(one), 40) for one in hits)]
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 2000))
