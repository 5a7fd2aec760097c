"""From the template's posterior to a decision: the command's way, with runs made anew and portfolios simulated."""

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow import api
from counterflow.analysis.calibration.calibrate import calibrate
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.calibration.posterior import FOLDER, Posterior, read_posterior
from counterflow.analysis.calibration.waves import Scope
from counterflow.analysis.decide.again import Bench, check_stored
from counterflow.analysis.decide.budget import parse_budget
from counterflow.analysis.decide.records import Decision
from counterflow.analysis.decide.study import Evidence, decided, evidence_of, out_of_date, stored
from counterflow.analysis.decide.tell import tell
from counterflow.analysis.ensemble import Effort
from counterflow.analysis.expected.setting import setting_of
from counterflow.analysis.hear import hear, load_case
from counterflow.experiment.runs import Means
from counterflow.faults import Faults
from counterflow.template import new

SMALL = Scope(
    first=64,
    second=64,
    checked=40,
    each=2,
    particles=300,
    other_particles=300,
    draws=40,
    other_draws=16,
    repeats=2,
    paired=24,
    before=50,
)
FEW = Effort(draws=8, variant_draws=4, account_draws=3, runs=1)
BUDGET = "1 million USD"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template's hearing with its posterior beside it."""
    made = tmp_path_factory.mktemp("hearings") / "harvest"
    new(made)
    found = calibrate(load_case(made), out=made.parent / "bank", scope=SMALL, means=Means(workers=1))
    # So small a bank may miss its own check; what is tested here does not hang on it.
    head = found.head.model_copy(update={"trusted": True})
    replace(found, head=head).write(made / FOLDER)
    return made


@cache
def posterior_of(folder: Path) -> Posterior:
    found = read_posterior(folder / FOLDER)
    assert found is not None
    return found


@cache
def told(folder: Path) -> Decision:
    return api.decide(folder, budget=BUDGET, workers=1, out=folder.parent / "out")


def test_stored_runs_come_out_again_and_portfolios_are_simulated(folder: Path) -> None:
    found = told(folder)
    assert found.checked is not None
    assert found.checked.runs == 50
    assert found.checked.same
    assert any(one.fresh is not None for one in found.arms if one.parts)


def test_every_arm_is_within_the_budget_and_nothing_is_the_last(folder: Path) -> None:
    arms = told(folder).arms
    assert all(one.cost <= 1e6 for one in arms)
    assert arms[-1].name == "nothing"
    assert arms[-1].averted_mean == 0.0
    assert told(folder).choice in {one.name for one in arms}


def test_coercive_programmes_stand_beside_and_tell_whom_they_restrict(folder: Path) -> None:
    found = told(folder)
    ranked = {part.programme for one in found.arms for part in one.parts}
    assert "exit-checks" not in ranked
    (checks,) = [one for one in found.coercive if [p.programme for p in one.parts] == ["exit-checks"]]
    assert checks.restricted_per_averted == pytest.approx(20.0, rel=0.6)
    assert "people for each departure averted" in " ".join(found.says)


def test_what_is_left_out_is_simulated_in_no_portfolio_and_stored_runs_come_out_all_the_same(
    folder: Path,
) -> None:
    found = api.decide(folder, budget=BUDGET, without=["exit-checks"], workers=1)
    assert {part.programme for one in (*found.arms, *found.coercive) for part in one.parts} == {
        "visiting-elders"
    }
    assert any(one.fresh is not None for one in found.arms)
    assert found.coercive == ()
    assert found.checked == told(folder).checked  # of all programmes: what is stored is the same


@pytest.mark.parametrize(("budget", "without"), [("1 USD", ()), (BUDGET, ("visiting-elders",))])
def test_where_nothing_can_be_bought_the_choice_is_to_do_nothing(
    folder: Path, budget: str, without: tuple[str, ...]
) -> None:
    found = api.decide(folder, budget=budget, without=without, workers=1, out=folder.parent / "nothing")
    assert [one.name for one in found.arms] == [found.choice] == ["nothing"]
    assert "the choice is to do nothing" in (folder.parent / "nothing" / "decision.html").read_text("utf-8")


def test_regret_and_probabilities_are_those_of_a_decision(folder: Path) -> None:
    found = told(folder)
    assert sum(one.probability_best for one in found.arms) == pytest.approx(1.0)
    for account in found.accounts:
        assert min(one.regret[account] for one in found.arms) == 0.0
    assert min(found.arms, key=lambda one: one.worst_regret).name == found.choice
    assert set(found.leave_out) == set(found.accounts)
    for value in range(len(found.stated_values)):
        assert sum(curve[value] for curve in found.acceptability.values()) == pytest.approx(1.0)


def test_every_programme_has_its_fate_under_every_account(folder: Path) -> None:
    for one in told(folder).programmes:
        assert set(one.by_account) == {"all", "exposure", "support"}
        assert all(fate.share.low <= fate.share.high for fate in one.by_account.values())
        falling = [cut for _, cut in one.break_even]
        assert falling == sorted(falling, reverse=True)


def test_page_and_document_are_written_and_read_again(folder: Path) -> None:
    found = told(folder)
    out = folder.parent / "out"
    again = Decision.model_validate(json.loads((out / "decision.json").read_text(encoding="utf-8")))
    assert again == found
    page = (out / "decision.html").read_text(encoding="utf-8")
    assert found.says[0].split(".")[0] in page
    assert "<script" not in page


def test_workers_change_nothing(folder: Path) -> None:
    evidence = evidence_of(load_case(folder))
    one, other = (tell(decided(evidence, parse_budget(BUDGET))) for _ in range(2))
    assert one == other


def test_a_stored_run_that_is_not_what_it_was_is_found(folder: Path) -> None:
    evidence = evidence_of(load_case(folder))
    people = {name: one.copy() for name, one in evidence.paired.people.items()}
    people["none"] = people["none"] + 1.0
    found = bench_of(folder, replace(evidence, paired=replace(evidence.paired, people=people)))
    agreement = check_stored(found, number=12, workers=1)
    assert 0 < len(agreement.differ) < 12
    assert all(one.endswith("none") for one in agreement.differ)


def bench_of(folder: Path, evidence: Evidence) -> Bench:
    case = load_case(folder)
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date)
    return Bench(Coordinates(setting), evidence.paired)


def test_a_programme_that_was_changed_since_is_told(folder: Path, tmp_path: Path) -> None:
    changed = tmp_path / "harvest"
    shutil.copytree(folder, changed)
    file = changed / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("blocked = { value = 0.15,", "blocked = { value = 0.16,"), encoding="utf-8")
    case = load_case(changed)
    evidence = evidence_of(case)  # the posterior itself is as good as it was
    world = bench_of(changed, evidence).coordinates.setting.world
    (fault,) = out_of_date(evidence, world)
    assert fault.field == "programme[1]"
    assert "exit-checks was changed" in fault.problem
    assert stored(case, posterior_of(changed), world) is None


def test_without_a_posterior_it_says_how_to_make_one(tmp_path: Path) -> None:
    new(tmp_path / "bare")
    with pytest.raises(
        Faults, match=r"There is no posterior .* counterflow calibrate bare --install makes it"
    ):
        api.decide(tmp_path / "bare", budget=BUDGET)


def test_a_report_that_is_asked_about_a_budget_says_that_it_has_no_decision(tmp_path: Path) -> None:
    new(tmp_path / "bare")
    with pytest.raises(Faults, match=r"--budget: 1 million USD a year: there is no posterior"):
        hear(tmp_path / "bare", effort=FEW, budget=parse_budget(BUDGET), workers=1)


def test_money_of_another_currency_is_refused_before_anything_is_run(folder: Path) -> None:
    with pytest.raises(Faults, match="is in EUR, and costs are in USD"):
        api.decide(folder, budget="1 million EUR")


def test_the_hearing_reads_the_store_and_shows_the_decision(folder: Path) -> None:
    heard = hear(folder, seed=3, effort=FEW, budget=parse_budget(BUDGET), workers=1)
    assert heard.decision is not None
    assert heard.decision.budget == "1 million USD a year"
    assert {row.arm for row in heard.verdicts.runs} == {"none"}
    shown = {one.id: one for one in heard.verdicts.programmes}
    by_account = shown["exit-checks"].by_account["all"]
    fates = {one.id: one for one in heard.decision.programmes}
    assert by_account.share_averted.centre == pytest.approx(
        fates["exit-checks"].by_account["all"].share.centre
    )
    assert np.isfinite(by_account.restricted_per_averted or np.nan)
