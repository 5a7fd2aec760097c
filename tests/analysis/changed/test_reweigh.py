"""Draws weighed anew, against what draws under the new belief give."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.changed.answer import Bench, answer
from counterflow.analysis.changed.changes import changes_of
from counterflow.analysis.changed.pool import Belief, Made, evidence, pool
from counterflow.analysis.changed.reweigh import NotCovered, check_reach, reweighed_ensemble
from counterflow.analysis.ensemble import Ensemble
from counterflow.analysis.fair import share_names
from counterflow.analysis.hear import load_case
from counterflow.analysis.kept import keep, kept
from counterflow.hearing import VARIANTS, Draws, Hearing, load_hearing
from counterflow.inference.arrays import Floats
from counterflow.inference.pareto import smooth
from counterflow.library import hearing_folder
from tests.app.rooms import SMALL, small_hearing

SEED = 3
NUMBER = 4000


@cache
def hearing() -> Hearing:
    return load_hearing(hearing_folder("central_asia_2015") / "hearing.toml")


def test_evidence_is_found_from_draws_of_normal_laws() -> None:
    """Draws of N(0, 1) times a likelihood N(1, 1) at x under three priors: the evidence is known."""
    rng = np.random.default_rng(SEED)
    means, sds = np.array([0.0, 0.5, 2.0]), np.array([1.0, 0.5, 1.0])
    precision = 1 / sds**2 + 1.0
    draws = [
        rng.normal((mean / sd**2 + 1.0) / p, 1 / np.sqrt(p), NUMBER)
        for mean, sd, p in zip(means, sds, precision, strict=True)
    ]
    x = np.concatenate(draws)
    log_p = np.stack(
        [-0.5 * ((x - mean) / sd) ** 2 - np.log(sd) for mean, sd in zip(means, sds, strict=True)]
    )
    found = evidence(log_p, np.full(3, float(NUMBER)))
    exact = -0.5 * (means - 1.0) ** 2 / (sds**2 + 1.0) - 0.5 * np.log(sds**2 + 1.0)
    assert found == pytest.approx(exact - exact[0], abs=0.05)


def test_weights_of_a_pool_give_means_under_the_new_belief() -> None:
    """Means of parameters by weighed draws of several accounts, within four standard errors of the belief's own."""
    before = hearing()
    after = changes_of(["belief.exposure_ratio=[1.5,4,9]", "belief.interaction=[-0.2,0.1,0.4]"]).hearing(
        before
    )
    sets = [("all", "prior"), ("all", "exposure x2"), ("support", "prior")]
    made = [
        Made(Belief(before.priors(account), variant), before.sample(account, NUMBER, SEED + i, variant))  # type: ignore[arg-type]
        for i, (account, variant) in enumerate(sets)
    ]
    found = pool(made, before_data=True)
    assert found is not None
    smoothed = smooth(found.log_weights(Belief(after.priors("all"), "prior")))
    for name in ("exposure_ratio", "interaction"):
        values = found.draws.column(name)
        values = np.log(values) if name == "exposure_ratio" else values
        middle = after.sample("all", 40_000, 99).column(name)
        exact = float((np.log(middle) if name == "exposure_ratio" else middle).mean())
        error = values.std() / np.sqrt(smoothed.size)
        assert float(smoothed.weights @ values) == pytest.approx(exact, abs=4 * error)


def ensemble(before: Hearing, number: int = 600) -> Ensemble:
    """Outcomes that are parameters themselves, so that what they become is known."""
    outcomes: dict[tuple[str, str], dict[str, Floats]] = {}
    for variant in VARIANTS:
        outcomes["all", variant] = _outcome(before.sample("all", number, SEED, variant))
    return Ensemble(outcomes, before.sample("all", number, SEED))


def _outcome(draws: Draws) -> dict[str, Floats]:
    return {"exposure": draws.column("exposure_ratio")}


def test_outcomes_follow_a_changed_belief_and_their_number_is_what_they_are_worth() -> None:
    before = hearing()
    after = changes_of(["belief.exposure_ratio=[2,6,12]"]).hearing(before)
    found, reach = reweighed_ensemble(ensemble(before), before, after, SEED)
    values = found.outcomes["all", "prior"]["exposure"]
    assert len(values) == round(reach.worth) == len(found.draws)
    spread = np.log(values).std() / np.sqrt(len(values))
    exact = np.log(after.sample("all", 40_000, 9).column("exposure_ratio")).mean()
    assert np.log(values).mean() == pytest.approx(exact, abs=4 * spread)


def test_the_same_belief_leaves_all_as_it_was() -> None:
    before = hearing()
    found, reach = reweighed_ensemble(ensemble(before), before, before, SEED)
    share = np.mean(found.outcomes["all", "prior"]["exposure"] > 3.0)
    assert share == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / reach.worth))


def test_a_draw_counts_by_its_main_driver_as_it_did_under_the_old_belief() -> None:
    """Else a belief under which one driver is mostly the main one would be evened out again."""
    before = hearing()
    kept_now = ensemble(before)
    for key, own in kept_now.outcomes.items():
        if not key[1].startswith("detection"):
            exposed = own["exposure"] > 3.0
            own |= {
                name: np.where(exposed == (name == "shapley share of exposure"), 1.0, 0.0)
                for name in share_names()
            }
    after = changes_of(["belief.exposure_ratio=[2,6,12]"]).hearing(before)
    found, _ = reweighed_ensemble(kept_now, before, after, SEED)
    for variant in ("prior", "detection low"):
        exposed, counted = found.outcomes["all", variant]["exposure"] > 3.0, found.weights("all", variant)
        assert len(counted) == len(exposed)
        assert {len(set(counted[exposed])), len(set(counted[~exposed]))} == {1}
        first = kept_now.values("exposure", "all") > 3.0
        assert np.average(exposed, weights=counted) > np.average(first, weights=kept_now.weights("all"))


@pytest.mark.parametrize("text", ["belief.weights.engaging.support=[3,4,5]", "belief.place_sd=[5,6,7]"])
def test_where_draws_are_too_few_nothing_is_answered(text: str) -> None:
    before = hearing()
    with pytest.raises(NotCovered, match="too few cases fit"):
        reweighed_ensemble(ensemble(before), before, changes_of([text]).hearing(before), SEED)


def test_what_was_held_impossible_is_not_answered() -> None:
    before = hearing()
    after = changes_of(["belief.country_sd=[0.5,2]"]).hearing(before)
    with pytest.raises(NotCovered, match="country_sd may now take values"):
        check_reach(before, after)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_hearing(tmp_path_factory.mktemp("changed"))


def bench(folder: Path) -> Bench:
    found = kept(folder)
    assert found is not None
    assert found.fresh
    outcomes = found.outcomes()
    assert outcomes is not None
    case = load_case(folder)
    draws = case.hearing.sample("all", SMALL.draws, 1)
    return Bench(
        case, found.verdicts, Ensemble({key: dict(one) for key, one in outcomes.items()}, draws), None
    )


def test_an_answer_says_what_was_changed_and_leaves_figures_and_histories_alone(folder: Path) -> None:
    asked = bench(folder)
    found = answer(asked, changes_of(["belief.exposure_ratio=[2,4,8]"])).verdicts
    assert found.provenance.changes == ("belief.exposure_ratio=[2,4,8]",)
    assert found.runs == found.programmes == ()
    for before, now in zip(asked.verdicts.claims, found.claims, strict=True):
        same = [part for part in before.parts if part.kind in ("record", "figure")]
        assert same == [part for part in now.parts if part.kind in ("record", "figure")]
    parts = [
        part for claim in found.claims for part in claim.parts if part.kind in ("state", "cause", "forecast")
    ]
    assert {part.standing for part in parts} == {"unsettled"}


def test_kept_results_know_when_they_are_old(folder: Path) -> None:
    file = folder / "targets.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n# a comment\n", encoding="utf-8")
    found = kept(folder)
    assert found is not None
    assert (found.fresh, found.changed) == (False, ("targets.toml",))
    file.write_text(text, encoding="utf-8")
    found = kept(folder)
    assert found is not None
    assert found.fresh


def test_half_written_results_are_none(folder: Path, tmp_path: Path) -> None:
    asked = bench(folder)
    keep(asked.verdicts, asked.ensemble.outcomes, folder, tmp_path)
    again = kept(folder, tmp_path)
    assert again is not None
    assert again.verdicts == asked.verdicts
    (tmp_path / "made_of.json").unlink()
    assert kept(folder, tmp_path) is None
