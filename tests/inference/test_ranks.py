import numpy as np
import pytest

from counterflow.inference.ranks import gap, recovered
from counterflow.inference.tempering import temper
from tests.inference.problems import MILD, PARAMETERS

RNG_SEED = 11


def test_uniform_ranks_are_inside_and_shifted_or_narrow_ones_outside() -> None:
    rng = np.random.default_rng(RNG_SEED)
    uniform = rng.integers(0, 101, 200)
    assert gap(uniform, 100) <= 1.0
    assert gap(np.minimum(uniform + 12, 100), 100) > 1.0
    assert gap((uniform // 2) + 25, 100) > 1.0


def test_the_band_holds_at_its_level() -> None:
    rng = np.random.default_rng(5)
    outside = np.mean([gap(rng.integers(0, 51, 60), 50, level=0.9) > 1.0 for _ in range(300)])
    assert outside == pytest.approx(0.1, abs=4.5 * np.sqrt(0.09 / 300))


def test_contraction_and_z_are_told() -> None:
    rng = np.random.default_rng(2)
    truth = rng.standard_normal(300)
    draws = (truth + 0.5 * rng.standard_normal(300))[:, None] + 0.5 * rng.standard_normal((300, 100))
    found = recovered("a", truth, draws, prior_variance=1.0)
    assert found.inside
    assert found.contraction == pytest.approx(0.75, abs=0.05)
    assert found.z == pytest.approx(0.0, abs=4.5 / np.sqrt(300))
    assert found.spread == pytest.approx(1.0, abs=0.25)
    prior = recovered("b", truth, rng.standard_normal((300, 100)), prior_variance=1.0)
    assert prior.inside
    assert prior.contraction == pytest.approx(0.0, abs=0.05)


@pytest.mark.slow
def test_posteriors_by_smc_hold_the_truth_as_often_as_they_say() -> None:
    """60 data sets of a smooth problem; two directions, one well seen and one hardly, and a nonlinear quantity."""
    rng = np.random.default_rng(RNG_SEED)
    truths, draws = [], []
    for number in range(60):
        truth = rng.standard_normal((1, PARAMETERS))
        figures = MILD.outputs(truth)[0] + MILD.error * rng.standard_normal(MILD.gains.size)
        found = temper(
            lambda at, figures=figures: MILD.log_likelihood(MILD.outputs(at), figures),
            PARAMETERS,
            seed=number,
            particles=300,
        )
        turned, true = found.scores @ MILD.rotation, truth @ MILD.rotation
        draws.append(np.stack([turned[:, 14], turned[:, 1], turned[:, 14] * turned[:, 10]]))
        truths.append([true[0, 14], true[0, 1], true[0, 14] * true[0, 10]])
    for i, contraction in enumerate((0.8, 0.0, 0.5)):
        found_one = recovered(str(i), np.array(truths)[:, i], np.array(draws)[:, i], 1.0)
        assert found_one.inside
        assert found_one.contraction > contraction - 0.1
