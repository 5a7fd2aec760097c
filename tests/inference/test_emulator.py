import numpy as np
import pytest

from counterflow.analysis.calibration.bank import sobol_scores
from counterflow.inference.arrays import Floats
from counterflow.inference.emulator import GOOD_ENOUGH, Emulator, fit_emulator
from counterflow.inference.ridge import fit_ridge
from counterflow.inference.tempering import temper
from tests.inference.problems import CLAIMS, MILD, PARAMETERS, TARGETS, WAVY, Problem

UNLOGGED = np.zeros(PARAMETERS, bool)


def emulated(problem: Problem, number: int, luck: float = 0.0) -> Emulator:
    """The emulator of a bank of so many points, every fourth one run twice."""
    rng = np.random.default_rng(9)
    scores = 1.3 * sobol_scores(number, PARAMETERS, 5)
    draw = np.sort(np.concatenate([np.arange(number), np.arange(0, number, 4)]))
    outputs = problem.outputs(scores[draw]) + luck * rng.standard_normal((draw.size, TARGETS))
    sds = np.full(TARGETS, problem.error)
    return fit_emulator(scores[draw], outputs, draw, logged=UNLOGGED, centres=problem.figures, sds=sds)


def test_a_quadratic_is_found_exactly() -> None:
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((200, 6))

    def f(x: Floats) -> Floats:
        return np.column_stack([1 + x[:, 0] - x[:, 3] * x[:, 1], 2 * x[:, 2] ** 2, x @ np.arange(6.0)])

    fitted = fit_ridge(inputs, f(inputs))
    new = rng.standard_normal((50, 6))
    assert np.abs(fitted.ridge(new) - f(new)).max() < 0.02
    assert np.argmax(fitted.ridge.importance(1)) == 2


def test_what_is_left_out_is_what_a_fit_without_the_point_misses() -> None:
    """Only the penalties know of the point: with one penalty, refitting without it gives the same error."""
    rng = np.random.default_rng(2)
    inputs, noise = rng.standard_normal((60, 4)), rng.standard_normal((60, 1))
    outputs = inputs @ np.ones((4, 1)) + noise
    fitted = fit_ridge(inputs, outputs)
    found = [
        float(
            (outputs[i] - fit_ridge(np.delete(inputs, i, 0), np.delete(outputs, i, 0)).ridge(inputs[[i]])[0])[
                0
            ]
        )
        for i in range(0, 60, 6)
    ]
    assert fitted.left_out[::6, 0] == pytest.approx(found, abs=0.25)
    assert np.corrcoef(fitted.left_out[::6, 0], found)[0, 1] > 0.98


def test_the_error_is_that_at_new_points_and_luck_is_told_apart() -> None:
    emulator = emulated(MILD, 800, luck=0.4)
    new = sobol_scores(256, PARAMETERS, 77)
    true = np.sqrt(((emulator(new) - MILD.outputs(new)) ** 2).mean(axis=0))
    # A quarter of 100 points that were run twice: a standard error of 1 / sqrt(2 x 25) for each output, a quarter of it for all 16.
    error = 0.4 / np.sqrt(50.0)
    assert emulator.luck == pytest.approx(0.4, abs=4.0 * error)
    assert np.mean(emulator.luck) == pytest.approx(0.4, abs=3.0 * error / 4.0)
    assert np.mean(emulator.error) == pytest.approx(np.mean(true), abs=0.08)
    assert emulator.variance == pytest.approx(emulator.error**2 + emulator.luck**2)


def test_what_is_no_quadratic_gets_a_process_that_errs_less() -> None:
    emulator = emulated(WAVY, 600)
    outputs = [output for output, _ in emulator.processes]
    new = sobol_scores(256, PARAMETERS, 77)
    ridge, whole, true = emulator.ridge(emulator_view(new)), emulator(new), WAVY.outputs(new)
    assert outputs
    before, after = (np.sqrt(((one - true) ** 2).mean(axis=0)) for one in (ridge, whole))
    assert (after[outputs] < 0.95 * before[outputs]).all()
    assert not set(outputs) & set(np.flatnonzero(before < 0.5 * GOOD_ENOUGH * WAVY.error))


def emulator_view(inputs: Floats) -> Floats:
    return inputs


def test_an_emulator_that_is_not_good_enough_says_so() -> None:
    assert emulated(MILD, 40).too_rough(np.full(TARGETS, MILD.error)).any()
    assert not emulated(MILD, 800).too_rough(np.full(TARGETS, MILD.error)).any()


@pytest.mark.parametrize("problem", [MILD, WAVY], ids=["mild", "wavy"])
def test_emulator_and_smc_are_within_three_hundredths_of_the_known_posterior(problem: Problem) -> None:
    emulator = emulated(problem, 1000)
    figures = problem.figures
    found = temper(
        lambda at: problem.log_likelihood(emulator(at), figures, emulator.variance),
        PARAMETERS,
        seed=1,
        particles=2000,
    )
    turned = found.scores @ problem.rotation
    off = [
        (turned[:, one] > above).mean() - problem.probability(one, above, figures) for one, above in CLAIMS
    ]
    assert np.abs(off).mean() < 0.03
    assert np.abs(off).max() < 0.06


def test_ten_points_are_the_least() -> None:
    with pytest.raises(ValueError, match="9 points are too few"):
        fit_ridge(np.zeros((9, 2)), np.zeros((9, 1)))
