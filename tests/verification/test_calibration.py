"""Calibration against known posteriors, and against the engine's own data."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.bank import sobol_scores
from counterflow.analysis.calibration.calibrate import begun
from counterflow.analysis.calibration.coordinates import REGION
from counterflow.analysis.calibration.model import Model
from counterflow.analysis.calibration.predictive import leave_one_out
from counterflow.analysis.calibration.waves import Scope, Trained, trained
from counterflow.analysis.hear import load_case
from counterflow.experiment.runs import Means
from counterflow.inference.accounts import favour
from counterflow.inference.arrays import Floats
from counterflow.inference.emulator import Emulator, fit_emulator
from counterflow.inference.ranks import recovered
from counterflow.inference.tempering import Tempered, temper
from counterflow.template import __path__ as template
from tests.inference.problems import CLAIMS, MILD, PARAMETERS, TARGETS, WAVY, Problem
from tests.judge import Judge
from tests.verification.recovering import posteriors, recoveries, truths_of

pytestmark = pytest.mark.verification

BANK = 3000
SETS = 200
FOUND = 0.03
"""How far probabilities of claims may be off on average, on problems whose posterior is known."""
SURVEY = 0.05
"""Error of a survey of weights, in log odds: a tenth of what accounts believe."""
FOLDER = Path(template[0]) / "files"
SCOPE = Scope(
    first=600,
    second=600,
    checked=100,
    particles=1000,
    other_particles=500,
    draws=100,
    other_draws=20,
    repeats=1,
    paired=1,
    before=50,
)


@cache
def emulated(problem: Problem) -> Emulator:
    scores = 1.3 * sobol_scores(BANK, PARAMETERS, 5)
    return fit_emulator(
        scores,
        problem.outputs(scores),
        np.arange(BANK),
        logged=np.zeros(PARAMETERS, bool),
        centres=problem.figures,
        sds=np.full(TARGETS, problem.error),
    )


def figures_of(problem: Problem, number: int) -> Floats:
    rng = np.random.default_rng(100 + number)
    truth = rng.standard_normal((1, PARAMETERS))
    return problem.outputs(truth)[0] + problem.error * rng.standard_normal(TARGETS)


@pytest.mark.parametrize("problem", [MILD, WAVY], ids=["mild", "wavy"])
def test_emulator_and_smc_meet_known_posteriors(problem: Problem, verdict: Judge) -> None:
    emulator = emulated(problem)
    off, evidence = [], []
    for number in range(10):
        figures = figures_of(problem, number)
        found = temper(
            lambda at, figures=figures: problem.log_likelihood(emulator(at), figures, emulator.variance),
            PARAMETERS,
            seed=number,
        )
        turned = found.scores @ problem.rotation
        off += [
            (turned[:, one] > above).mean() - problem.probability(one, above, figures)
            for one, above in CLAIMS
        ]
        evidence.append(found.log_evidence - problem.log_evidence(figures))
    name = "claims on problems with known posteriors"
    verdict.at_most(name, "mean distance of P from the truth, 10 sets of figures", np.abs(off).mean(), FOUND)
    verdict.at_most(name, "largest distance of P from the truth", np.abs(off).max(), 3 * FOUND)
    verdict.at_most(
        name, "mean distance of the log evidence from the truth", float(np.abs(np.mean(evidence))), 0.5
    )


def test_posteriors_hold_the_truth_as_often_as_they_say(verdict: Judge) -> None:
    """200 sets of figures of a smooth problem: well seen directions, hardly seen ones, and a product."""
    rng = np.random.default_rng(8)
    truths, draws = [], []
    for number in range(SETS):
        truth = rng.standard_normal((1, PARAMETERS))
        figures = WAVY.outputs(truth)[0] + WAVY.error * rng.standard_normal(TARGETS)
        found = temper(
            lambda at, figures=figures: WAVY.log_likelihood(WAVY.outputs(at), figures),
            PARAMETERS,
            seed=number,
            particles=500,
        )
        truths.append((truth @ WAVY.rotation)[0])
        draws.append(found.scores[::5] @ WAVY.rotation)
    for name, of in {
        "a direction that is seen well": lambda at: at[..., 14],
        "a direction that is hardly seen": lambda at: at[..., 1],
        "a product": lambda at: at[..., 14] * at[..., 10],
    }.items():
        true, drawn = of(np.array(truths)), of(np.array(draws))
        one = recovered(name, true, drawn, float(np.var(true)))
        told = f"contraction {one.contraction:.2f}, z {one.z:.2f} with spread {one.spread:.2f}"
        verdict.at_most(
            f"ranks of {name}", f"gap over the 99 percent band, {SETS} sets; {told}", one.gap, 1.0
        )


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trained, object]:
    """The template's model, trained on a bank of its engine."""
    case = load_case(FOLDER)
    out = tmp_path_factory.mktemp("bank")
    found = begun(case, out=out, scope=SCOPE, seed=1, means=Means(workers=1))
    return trained(found.workshop, case.hearing, found.observation, SCOPE, 1), found.workshop


def test_engine_data_are_recovered(fitted: tuple[Trained, object], verdict: Judge) -> None:
    """200 data sets of the engine: ranks of what verdicts use, beside contraction and z."""
    done, workshop = fitted
    model = done.model
    truths = truths_of(model, workshop, SETS, seed=77)  # type: ignore[arg-type]
    draws = posteriors(model, truths, particles=500, draws=100, seed=900)
    names = model.names
    level, ratio, weight = (
        names.index(name) for name in (REGION, "exposure_ratio", "weights.engaging.support")
    )
    detection = names.index("detection/Halmark")
    belief = model.belief(Ask())
    prior = belief.values(sobol_scores(1024, len(belief), 3))
    quantities = {
        "how many left (log)": lambda at: np.log(at[:, level]),
        "the exposure ratio (log)": lambda at: np.log(at[:, ratio]),
        "the weight of support in engaging": lambda at: at[:, weight],
        "detection (score)": lambda at: at[:, detection],
        "the share recruited abroad (log odds, emulated)": lambda at: model.true(at)[:, 1],
    }
    for one in recoveries(truths, draws, quantities, prior):
        told = f"contraction {one.contraction:.2f}, z {one.z:.2f} with spread {one.spread:.2f}"
        compared = f"gap over the 99 percent band, {SETS} engine data sets; {told}"
        verdict.at_most(f"ranks of {one.name}", compared, one.gap, 1.0)


def test_stated_probabilities_of_accounts_hold_on_engine_data(
    fitted: tuple[Trained, object], verdict: Judge
) -> None:
    """Data of the accounts in equal parts: the mean probability of each is its share, within chance."""
    done, workshop = fitted
    model = done.model
    accounts = [one.id for one in model.hearing.account]
    stated: list[list[float]] = []
    for account in accounts:
        truths = truths_of(model, workshop, 20, seed=55, account=account)  # type: ignore[arg-type]
        for number, figures in enumerate(truths.figures):
            again = replace(model, observation=model.observation.of_figures(figures))
            found = favour(
                {name: [again.posterior(Ask(name), seed=number, particles=500)] for name in accounts}
            )
            stated.append([found[name].probability for name in accounts])
    p = np.array(stated)
    for i, account in enumerate(accounts):
        error = float(np.sqrt((p[:, i] * (1 - p[:, i])).sum())) / len(p)
        verdict.errors(
            f"probability of {account}",
            "mean over engine data, and its share",
            p[:, i].mean(),
            1 / len(accounts),
            error,
        )


def test_clear_accounts_are_told_from_engine_data_once_weights_are_measured(
    fitted: tuple[Trained, object], verdict: Judge
) -> None:
    """A survey of every weight, with an error of a tenth of what an account believes in, beside the figures."""
    done, workshop = fitted
    model = done.model
    accounts = [one.id for one in model.hearing.account]
    weights = [i for i, name in enumerate(model.names) if name.startswith("weights.")]
    rng = np.random.Generator(np.random.Philox(key=7))
    right: list[bool] = []
    for account in accounts:
        truths = truths_of(model, workshop, 20, seed=56, account=account)  # type: ignore[arg-type]
        for number, figures in enumerate(truths.figures):
            again = replace(model, observation=model.observation.of_figures(figures))
            true = truths.values[number, weights]
            found = accounts_measured(again, weights, true + SURVEY * rng.standard_normal(true.size), number)
            right.append(max(found, key=found.__getitem__) == account)
    compared = f"share right of {len(right)} histories of {len(accounts)} accounts"
    verdict.at_least("clear accounts", compared, float(np.mean(right)), 0.9)


def test_equal_accounts_are_not_told_apart_by_figures(fitted: tuple[Trained, object], verdict: Judge) -> None:
    """Figures half way between the best that either account can make of a history: exposure and levels make up for weights."""
    done, workshop = fitted
    model = done.model
    pair = ("exposure", "support")
    truths = truths_of(model, workshop, 40, seed=57, account="exposure")  # type: ignore[arg-type]
    sure: list[float] = []
    for number, figures in enumerate(truths.figures):
        again = replace(model, observation=model.observation.of_figures(figures))
        best = [
            model.reported(model.belief(Ask(one)).values(posterior_of(again, one, number).scores)).mean(
                axis=0
            )
            for one in pair
        ]
        between = replace(model, observation=model.observation.of_figures(np.mean(best, axis=0)))
        found = favour({one: [posterior_of(between, one, number)] for one in pair})
        sure.append(max(one.probability for one in found.values()))
    compared = f"share of {len(sure)} with a probability over 0.9"
    verdict.at_most("equal accounts", compared, float((np.array(sure) > 0.9).mean()), 0.1)


def posterior_of(model: Model, account: str, seed: int) -> Tempered:
    return model.posterior(Ask(account), seed=seed, particles=500)


def accounts_measured(model: Model, weights: list[int], surveyed: Floats, seed: int) -> dict[str, float]:
    """Probabilities of the accounts where every weight has been surveyed too."""

    def posterior(account: str) -> Tempered:
        ask = Ask(account)
        belief = model.belief(ask)

        def likelihood(scores: Floats) -> Floats:
            values = belief.values(scores)
            survey = norm.logpdf(surveyed, values[:, weights], SURVEY).sum(axis=1)
            return np.asarray(model.log_likelihood(values, ask) + survey)

        return temper(likelihood, len(belief), seed=seed, particles=500)

    found = favour({one.id: [posterior(one.id)] for one in model.hearing.account})
    return {name: one.probability for name, one in found.items()}


def test_figures_that_are_left_out_are_foretold(fitted: tuple[Trained, object], verdict: Judge) -> None:
    done, _ = fitted
    found = leave_one_out(done.model, seed=1, particles=1000)
    missed = [one.id for one in found if not one.within[0.9]]
    share = 1 - len(missed) / len(found)
    compared = f"share within 90 percent intervals from all others (missed: {', '.join(missed) or 'none'})"
    verdict.at_least("figures left out", compared, share, 0.8)
