"""Boxes: the published example case by case, and planted boxes found again."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.analysis.discover.prim import Peeling, boxes, dense_enough, luck_of_limits, peel, pruned
from counterflow.world import Floats

NAMES = (
    "cellulosic cost",
    "total biomass",
    "feedstock distribution",
    "cellulosic yield",
    "oil elasticity",
    "demand elasticity",
    "electricity coproduction",
    "oil supply shift",
    "biomass backstop price",
)


def bryant_lempert() -> tuple[Floats, np.ndarray]:
    """The 882 futures of Bryant and Lempert (2010), and which of them are among the dearest tenth."""
    table = np.loadtxt(Path(__file__).parent / "bryant_lempert_2010.csv", delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1] > 0


def test_the_published_example_comes_out_box_by_box() -> None:
    """Sizes and hits of all 28 boxes as ema_workbench 2.5.3 has them on this data, slice 0.1 and least mass 0.05."""
    way = peel(*bryant_lempert(), Peeling(slice_share=0.1))
    sizes = [882, 792, 710, 638, 573, 513, 458, 412, 368, 329, 296, 264, 237, 213]
    sizes += [191, 170, 152, 136, 121, 108, 97, 87, 78, 70, 63, 56, 50, 45]
    hits = [89] * 11 + [88, 87, 86, 85, 82, 81, 78, 75, 74, 71, 67, 65, 61, 57, 52, 48, 45]
    assert [box.cases for box in way] == sizes
    assert [box.hits for box in way] == hits


def test_the_last_box_has_the_published_density_coverage_and_limits() -> None:
    last = peel(*bryant_lempert(), Peeling(slice_share=0.1))[-1]
    assert last.density == 1.0
    assert last.coverage == pytest.approx(0.506, abs=5e-4)
    limits = {NAMES[i]: (last.low[i], last.high[i]) for i in last.limited}
    assert limits == {
        "total biomass": (-np.inf, pytest.approx(755.799988)),
        "oil supply shift": (-np.inf, pytest.approx(0.0805)),
        "cellulosic yield": (-np.inf, pytest.approx(97.3, abs=1e-4)),
        "demand elasticity": (pytest.approx(-0.3845), np.inf),
        "biomass backstop price": (pytest.approx(162.15, abs=1e-4), np.inf),
        "cellulosic cost": (pytest.approx(72.65, abs=1e-4), np.inf),
    }


def test_the_box_at_a_threshold_of_eight_tenths_needs_four_limits() -> None:
    chosen = dense_enough(peel(*bryant_lempert(), Peeling(slice_share=0.1)), 0.8)
    assert chosen is not None
    assert (chosen.cases, chosen.hits, len(chosen.limited)) == (78, 65, 4)


def test_the_luck_of_each_limit_is_that_of_the_published_example() -> None:
    points, interest = bryant_lempert()
    last = peel(points, interest, Peeling(slice_share=0.1))[-1]
    found = {NAMES[one.parameter]: one.quasi_p for one in luck_of_limits(last, points, interest)}
    assert found == pytest.approx(
        {
            "total biomass": 2.317003e-07,
            "oil supply shift": 0.1533134,
            "cellulosic yield": 0.1592962,
            "demand elasticity": 1.707566e-16,
            "biomass backstop price": 2.842171e-14,
            "cellulosic cost": 0.1473149,
        },
        rel=1e-5,
    )


def planted(seed: int, cases: int = 2000) -> tuple[Floats, np.ndarray]:
    """Cases in a cube of five sides; of interest where the first is above 0.6 and the third below 0.5."""
    points = np.random.default_rng(seed).random((cases, 5))
    return points, (points[:, 0] > 0.6) & (points[:, 2] < 0.5)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_a_planted_box_is_found_again(seed: int) -> None:
    points, interest = planted(seed)
    box = dense_enough(peel(points, interest), 0.95)
    assert box is not None
    assert {0, 2} <= set(box.limited)
    # A limit lies within the slice in which the true one does: 5 percent of the cases along one side of a box half as long.
    assert box.low[0] == pytest.approx(0.6, abs=0.06)
    assert box.high[2] == pytest.approx(0.5, abs=0.06)
    assert box.coverage > 0.85


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_each_box_lies_in_the_one_before_and_counts_what_it_holds(seed: int) -> None:
    points, interest = planted(seed, 300)
    way = peel(points, interest)
    for outer, inner in pairwise(way):
        assert (inner.low >= outer.low).all()
        assert (inner.high <= outer.high).all()
        assert inner.cases < outer.cases
        assert (inner.cases, inner.hits) == (
            inner.holds(points).sum(),
            (inner.holds(points) & interest).sum(),
        )
        assert inner.mass >= Peeling().least_mass


def test_limits_that_do_nothing_are_pruned_and_the_others_stay() -> None:
    points, interest = planted(4)
    box = dense_enough(peel(points, interest), 0.95)
    assert box is not None
    low, high = box.low.copy(), box.high.copy()
    low[3], high[4] = 0.04, 0.97
    cluttered = replace(box, low=low, high=high).on(points, interest)
    found = pruned(cluttered, points, interest, density=0.9)
    assert found.limited == (0, 2)
    assert found.density >= 0.9
    assert found.coverage > cluttered.coverage


def test_a_limit_without_which_the_box_is_not_dense_enough_stays() -> None:
    points, interest = planted(4)
    box = dense_enough(peel(points, interest), 0.95)
    assert box is not None
    assert pruned(box, points, interest, density=box.density + 1e-9, luck=0.0).limited == box.limited


def test_a_second_box_is_peeled_from_what_the_first_left_over() -> None:
    points = np.random.default_rng(3).random((4000, 3))
    edges = (points[:, 0] > 0.8) | (points[:, 1] > 0.8)
    ways = boxes(points, edges, density=0.95)
    chosen = [dense_enough(way, 0.95) for way in ways[:2]]
    assert {box.limited for box in chosen if box is not None} == {(0,), (1,)}
    assert sum(box.coverage for box in chosen if box is not None) > 0.9


def test_luck_has_no_box_that_holds_elsewhere() -> None:
    """Interest by coin: on cases that a box was not peeled from it is no denser than all of them, within four errors."""
    rng = np.random.default_rng(11)
    points, coin = rng.random((600, 6)), rng.random(600) < 0.5
    box = peel(points, coin)[-1]
    fresh, flips = rng.random((40_000, 6)), rng.random(40_000) < 0.5
    there = box.on(fresh, flips)
    assert box.density > 0.7
    assert there.density == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(there.cases))


@pytest.mark.parametrize(("share", "which"), [(0.0, "none"), (1.0, "all")])
def test_where_nothing_or_everything_is_of_interest_no_box_is_peeled(share: float, which: str) -> None:
    points = np.random.default_rng(1).random((50, 2))
    with pytest.raises(ValueError, match=f"{which} of the 50 cases"):
        peel(points, np.full(50, share > 0.5))


def test_a_parameter_with_one_value_is_never_limited() -> None:
    points, interest = planted(5)
    points[:, 1] = 0.3
    assert all(1 not in box.limited for box in peel(points, interest))


def test_an_impossible_patience_is_refused() -> None:
    with pytest.raises(ValueError, match="slice_share is 1"):
        Peeling(slice_share=1.0)
