import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from counterflow.inference.accounts import favour
from counterflow.inference.arrays import Floats
from counterflow.inference.tempering import temper
from tests.inference.problems import CLAIMS, MILD, PARAMETERS, WAVY, Problem


def linear(scores: Floats) -> Floats:
    """Two sharp figures on sums of five coordinates."""
    seen = scores[:, :5].sum(axis=1), scores[:, 1] - scores[:, 7]
    return norm.logpdf(seen[0], 3.0, 0.1) + norm.logpdf(seen[1], -1.0, 0.3)


def test_a_linear_problem_has_its_known_posterior_and_evidence() -> None:
    found = temper(linear, 40, seed=1, particles=2000)
    design = np.zeros((2, 40))
    design[0, :5] = 1.0
    design[1, [1, 7]] = 1.0, -1.0
    noise = np.diag([0.01, 0.09])
    marginal = design @ design.T + noise
    gain = design.T @ np.linalg.inv(marginal)
    mean, covariance = gain @ [3.0, -1.0], np.eye(40) - gain @ design
    assert found.mixed
    assert found.log_evidence == pytest.approx(
        multivariate_normal([0, 0], marginal).logpdf([3.0, -1.0]), abs=0.25
    )
    error = np.sqrt(np.diag(covariance) / 2000)
    # Particles that were resampled are not quite 2,000 independent draws.
    assert np.max(np.abs(found.scores.mean(axis=0) - mean) / error) < 6.0
    assert np.cov(found.scores.T) == pytest.approx(covariance, abs=0.15)


@pytest.mark.parametrize("problem", [MILD, WAVY], ids=["mild", "wavy"])
def test_smooth_problems_have_their_known_probabilities(problem: Problem) -> None:
    """15 parameters, 16 targets: with the true outputs, SMC alone is off by its particles only."""
    figures = problem.figures
    found = temper(
        lambda at: problem.log_likelihood(problem.outputs(at), figures), PARAMETERS, seed=2, particles=2000
    )
    turned = found.scores @ problem.rotation
    for direction, above in CLAIMS:
        p = problem.probability(direction, above, figures)
        assert (turned[:, direction] > above).mean() == pytest.approx(
            p, abs=4.5 * np.sqrt(p * (1 - p) / 1000) + 0.002
        )
    assert found.log_evidence == pytest.approx(problem.log_evidence(figures), abs=0.4)


def test_figures_that_say_nothing_leave_the_prior() -> None:
    found = temper(lambda at: np.zeros(len(at)), 3, seed=1, particles=500)
    assert found.log_evidence == pytest.approx(0.0, abs=1e-12)
    assert found.powers == (0.0, 1.0)
    assert np.abs(found.scores.mean(axis=0)).max() < 4.5 / np.sqrt(500)


def test_the_same_seed_gives_the_same_posterior() -> None:
    one, again, other = (temper(linear, 10, seed=seed, particles=200) for seed in (1, 1, 2))
    assert one.scores.tolist() == again.scores.tolist()
    assert one.log_evidence == again.log_evidence != other.log_evidence


def test_two_far_peaks_keep_their_weights() -> None:
    """Half of the mass on either side, as by symmetry, and a third peak with a known share."""

    def peaks(at: Floats) -> Floats:
        first = np.logaddexp(norm.logpdf(at[:, 0], 1.5, 0.1), norm.logpdf(at[:, 0], -1.5, 0.1))
        return np.asarray(first)

    found = temper(peaks, 6, seed=3, particles=2000)
    assert (found.scores[:, 0] > 0).mean() == pytest.approx(0.5, abs=0.08)


def test_a_likelihood_that_is_zero_nearly_everywhere_is_refused() -> None:
    with pytest.raises(ValueError, match="zero at nearly every draw"):
        temper(lambda at: np.full(len(at), -np.inf), 2, seed=1, particles=100)


def test_accounts_are_favoured_by_their_evidence() -> None:
    """One coordinate seen at 1 with error 0.5, under priors of sd 1 and 2."""

    def seen(sd: float) -> list:  # type: ignore[type-arg]
        return [
            temper(lambda at: norm.logpdf(1.0, sd * at[:, 0], 0.5), 1, seed=seed, particles=1000)
            for seed in range(3)
        ]

    found = favour({"narrow": seen(1.0), "wide": seen(2.0)})
    exact = {
        "narrow": norm.logpdf(1.0, 0, np.hypot(1.0, 0.5)),
        "wide": norm.logpdf(1.0, 0, np.hypot(2.0, 0.5)),
    }
    factor = found["narrow"].log_evidence - found["wide"].log_evidence
    assert factor == pytest.approx(exact["narrow"] - exact["wide"], abs=0.1)
    assert found["narrow"].probability == pytest.approx(1 / (1 + np.exp(-factor)))
    assert sum(one.probability for one in found.values()) == pytest.approx(1.0)
    assert 0 < found["wide"].error < 0.1
