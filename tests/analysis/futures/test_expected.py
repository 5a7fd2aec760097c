"""Expected outcomes of futures."""

from pathlib import Path

import numpy as np
import pytest

from counterflow import template
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS
from counterflow.analysis.futures.bench import Bench, bench_of
from counterflow.analysis.futures.factors import space_of
from counterflow.analysis.futures.lot import by_lot
from counterflow.analysis.futures.respond import Emulated, ask
from counterflow.experiment.runs import Means
from counterflow.faults import Faults
from counterflow.hearing.priors import Prior
from counterflow.world import Floats

NAMES = ("share recruited outside the region", "averted without harassment by the public")


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_of(Path(template.__file__).parent / "files")


def test_answers_are_the_same_for_any_number_of_workers(bench: Bench) -> None:
    alone, both = (bench.expected(NAMES, Means(workers=workers)) for workers in (1, 2))
    space = bench.choose((), alone)
    points = by_lot(space, 20, seed=3)
    assert np.array_equal(ask(alone, space.names, points).values, ask(both, space.names, points).values)


def test_a_future_is_a_draw_with_nothing_by_lot(bench: Bench) -> None:
    """With counts and detection in their middle it is what the hearing calls the central draw of the same parameters."""
    responder = bench.expected(NAMES, Means(workers=1))
    space = bench.choose(("weights.*", "exposure_ratio"), responder)
    point = by_lot(space, 3, seed=9)[2]
    answered = ask(responder, space.names, point[None]).values[0]
    named = dict(zip(space.names, map(float, point), strict=True))
    draw = Draw(bench.setting, named, 7, 1, central=True)
    assert answered == pytest.approx([OUTCOME_FUNCTIONS[name](draw) for name in NAMES], rel=1e-9)


def test_futures_by_lot_are_draws_of_the_prior_and_hang_on_nothing_else(bench: Bench) -> None:
    responder = bench.expected(NAMES, Means(workers=1))
    space, narrow = bench.choose((), responder), bench.choose(("exposure_ratio",), responder)
    column = space.names.index("exposure_ratio")
    many = by_lot(space, 4000, seed=1)[:, column]
    assert np.array_equal(many[:50], by_lot(narrow, 50, seed=1)[:, column])
    below = np.mean(many <= space.factors[column].interval[0])
    assert below == pytest.approx(0.1, abs=4 * np.sqrt(0.1 * 0.9 / 4000))


def test_an_emulator_that_answers_in_another_shape_is_refused() -> None:
    def flat(points: Floats) -> Floats:
        return points[:, 0]

    with pytest.raises(ValueError, match="for 4 futures and 1 outcomes"):
        Emulated(("a",), ("y",), flat, (0.1,))(np.zeros((4, 1)))


def test_an_emulator_of_a_coordinate_that_futures_lack_is_refused() -> None:
    with pytest.raises(ValueError, match="b is no coordinate of these futures; known: a"):
        ask(Emulated(("b",), ("y",), lambda points: points, (0.0,)), ("a",), np.zeros((2, 1)))


def test_what_is_the_same_in_every_future_cannot_be_varied(bench: Bench) -> None:
    """A parameter whose prior is one value: named, it is a fault; fitting a pattern among others, it stays as it is."""
    fixed = Prior(parameter="place_sd", value=0.8)
    accounts = tuple(
        one.model_copy(update={"priors": (*one.priors, fixed)}) for one in bench.case.hearing.account
    )
    hearing = bench.case.hearing.model_copy(update={"account": accounts})
    space = space_of(hearing, bench.case.scenario, bench.setting.anchors, "all", 0.1)
    with pytest.raises(Faults, match=r"--parameter: place_sd: has no range: it is 0.8 in every future"):
        space.choose(["place_sd"], lambda _: True)
    assert {one.name for one in space.choose(["*_sd"], lambda _: True).varied} == {"country_sd"}
