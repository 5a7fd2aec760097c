"""What moves outcomes and verdicts of a small hearing."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow import template
from counterflow.analysis.futures.bench import Bench, bench_of
from counterflow.analysis.futures.respond import Emulated
from counterflow.analysis.sensitivity.records import MorrisEffect, SobolIndex, Thirds
from counterflow.analysis.sensitivity.study import How, sensitivity
from counterflow.experiment.runs import Means
from counterflow.faults import Faults
from counterflow.world import Floats

FOLDER = Path(template.__file__).parent / "files"
ALONE = Means(workers=1)
MORRIS = How("morris", 6)


@cache
def bench() -> Bench:
    return bench_of(FOLDER)


def test_the_share_recruited_abroad_hangs_on_the_exposure_ratio_most() -> None:
    how = How("morris", 8, ("exposure_ratio", "place_sd", "weights.engaging.*"))
    (found,) = sensitivity(bench(), ["share recruited outside the region"], [], how, means=ALONE)
    first = found.effects[0]
    assert isinstance(first, MorrisEffect)
    assert first.parameter == "exposure_ratio"
    assert first.change is not None
    assert first.change > 0
    assert (found.answered_by, found.hidden, found.futures) == ("expected outcomes", 0.0, 8 * 9)


def test_departures_by_runs_follow_detection_downwards_and_the_count_upwards() -> None:
    """Departures are set so that the published count is met: the more of them it holds, the fewer there were."""
    how = How("morris", 10, ("count.*", "detection.*", "place_sd"), runs=3)
    (found,) = sensitivity(bench(), ["departed"], [], how, means=ALONE)
    change = {
        one.parameter.partition(".")[0]: one.change for one in found.effects if isinstance(one, MorrisEffect)
    }
    assert change["detection"] is not None
    assert change["count"] is not None
    assert change["detection"] < 0 < change["count"]
    assert found.answered_by == "runs"
    assert found.hidden is not None
    assert 0 < found.hidden < 1


def test_the_same_futures_give_the_same_answer_and_are_not_run_twice(tmp_path: Path) -> None:
    how = How("morris", 4, ("count.*", "place_sd"))
    kept = Means(workers=1, out=tmp_path)
    told: list[tuple[int, int]] = []
    first = sensitivity(bench(), ["departed", "departed averted by exit-checks"], [], how, means=kept)
    again = Means(workers=1, out=tmp_path, progress=lambda _, done, total: told.append((done, total)))
    assert (
        sensitivity(bench(), ["departed", "departed averted by exit-checks"], [], how, means=again) == first
    )
    assert not told


def test_a_verdict_is_moved_by_what_its_outcome_hangs_on() -> None:
    part = next(
        part.id
        for claim in bench().case.hearing.claim
        for part in claim.part
        if any(test.outcome == "share recruited outside the region" for test in part.on_outcome)
    )
    (found,) = sensitivity(bench(), [], [part], How("thirds", 200), means=ALONE)
    assert (found.outcome, found.unit) == (f"verdict on {part}", "probability")
    first = found.effects[0]
    assert isinstance(first, Thirds)
    assert (first.parameter, first.clear) == ("exposure_ratio", True)
    assert first.high > first.low


def emulator() -> Emulated:
    """Twice the exposure ratio's logarithm, plus the spread of places, minus nothing else."""

    def function(points: Floats) -> Floats:
        return np.column_stack([2.0 * np.log(points[:, 0]) + points[:, 1], points[:, 1]])

    return Emulated(
        ("exposure_ratio", "place_sd"), ("share recruited outside the region", "other"), function, (0.1, 0.0)
    )


def test_an_emulator_stands_in_for_runs_and_its_error_is_told() -> None:
    (found,) = sensitivity(
        bench(), ["share recruited outside the region"], [], How("sobol", 256), emulator=emulator()
    )
    totals = {one.parameter: one for one in found.effects if isinstance(one, SobolIndex)}
    assert set(totals) == {"exposure_ratio", "place_sd"}
    variances = {name: one.first for name, one in totals.items()}
    assert sum(variances.values()) == pytest.approx(1.0, abs=0.2)
    assert found.answered_by == "emulator"
    assert found.hidden == pytest.approx(0.1**2 / found.sd**2)


def test_groups_take_a_drivers_weights_together() -> None:
    how = How("morris", 4, ("weights.*.support", "exposure_ratio"), grouped=True)
    (found,) = sensitivity(bench(), ["share recruited outside the region"], [], how, means=ALONE)
    assert {one.parameter for one in found.effects} == {"weights of support", "exposure_ratio"}
    assert found.futures == 4 * 3


@pytest.mark.parametrize(
    ("outcomes", "claims", "how", "words"),
    [
        ([], [], MORRIS, "nothing is asked about"),
        (["departd"], [], MORRIS, "--outcome: departd: departd is no total of a run"),
        (["departed, Nowhere"], [], MORRIS, "there is no cohort Nowhere"),
        (["departed averted by magic"], [], MORRIS, "there is no programme magic"),
        (["departed"], [], How("morris", 6, ("exposre_ratio",)), "did you mean exposure_ratio"),
        (["departed"], [], How("morris", 1), "--draws: draws is 1; ask for 4"),
        (["departed"], [], How("sobol", 100), "powers of two"),
        ([], ["Z9"], MORRIS, "--claim: Z9: there is no such part"),
    ],
)
def test_what_is_wrong_is_one_clear_message(
    outcomes: list[str], claims: list[str], how: How, words: str
) -> None:
    with pytest.raises(Faults) as wrong:
        sensitivity(bench(), outcomes, claims, how, means=ALONE)
    assert words in str(wrong.value)
    assert len(wrong.value.faults) == 1
