"""A calibration of the template's hearing, as small as one can be: from its files to verdicts after the data."""

import datetime as dt
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.calibration.ask import Ask, asks_of
from counterflow.analysis.calibration.calibrate import begun, calibrate
from counterflow.analysis.calibration.emulated import emulator_from
from counterflow.analysis.calibration.paired import KINDS, paired_from
from counterflow.analysis.calibration.posterior import FOLDER, HEAD, Posterior, read_posterior
from counterflow.analysis.calibration.told import told_from
from counterflow.analysis.calibration.waves import Scope
from counterflow.analysis.ensemble import Effort
from counterflow.analysis.files import verdicts_json
from counterflow.analysis.hear import hear, load_case
from counterflow.experiment.runs import Means
from counterflow.experiment.store import Store
from counterflow.faults import Faults
from counterflow.hearing import OUTCOMES
from counterflow.template import new

SMALL = Scope(
    first=64,
    second=64,
    checked=25,
    each=2,
    particles=300,
    other_particles=300,
    draws=24,
    other_draws=10,
    repeats=2,
    paired=3,
    before=20,
)
FEW = Effort(draws=8, variant_draws=4, account_draws=3, runs=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template's hearing with its posterior beside it."""
    made = tmp_path_factory.mktemp("hearings") / "harvest"
    new(made)
    found = calibrate(load_case(made), out=made.parent / "bank", scope=SMALL, means=Means(workers=1))
    found.write(made / FOLDER)
    return made


@cache
def read(folder: Path) -> Posterior:
    found = read_posterior(folder / FOLDER)
    assert found is not None
    return found


def test_it_tells_accounts_figures_and_how_it_was_checked(folder: Path) -> None:
    head = read(folder).head
    assert {one.id for one in head.accounts} == {"all", "exposure", "support"}
    assert sum(one.probability for one in head.accounts) == pytest.approx(1.0)
    assert [one.id for one in head.targets] == ["halmark-left-2020", "halmark-recruited-abroad-2020"]
    assert head.runs >= 128
    assert 0 < head.worth <= head.checked
    assert all(low <= one.probability <= high for one in head.accounts for low, high in [one.range])


def test_figures_narrow_what_is_expected_to_be_published(folder: Path) -> None:
    count = read(folder).head.targets[0]
    assert count.met
    assert np.log(count.posterior.high / count.posterior.low) < 0.8 * np.log(
        count.prior.high / count.prior.low
    )
    assert count.posterior.low < 55 < count.posterior.high


def test_every_posterior_that_verdicts_read_is_kept_with_outcomes(folder: Path) -> None:
    found, case = read(folder), load_case(folder)
    assert set(found.kept) == set(asks_of(case.hearing, case.targets))
    assert len(found.kept[Ask()].values) == 24
    shares = found.outcome(Ask(), "share recruited outside the region")
    assert ((shares >= 0) & (shares <= 1)).all()
    assert found.head.outcomes == tuple(OUTCOMES)


def test_the_emulator_is_kept(folder: Path) -> None:
    found = read(folder)
    inputs = found.more["bank/inputs"].astype(float)
    assert emulator_from(found.more)(inputs[:5]).shape == (5, 2)


def test_draws_of_every_account_under_every_programme_are_kept(folder: Path) -> None:
    found = paired_from(read(folder).more)
    assert found is not None
    assert found.account == ("all", "all", "exposure", "support")
    assert set(found.people) == set(found.other) == {"none", "visiting-elders", "exit-checks"}
    assert all(one.shape == (4, 1, len(KINDS)) and np.isfinite(one).all() for one in found.people.values())
    assert found.candidates == (1, 3)
    assert all(one.shape == (1, 1, len(KINDS)) for one in found.other.values())


def test_what_a_programme_does_differs_between_draws_and_is_shared_by_accounts(folder: Path) -> None:
    found = paired_from(read(folder).more)
    assert found is not None
    first, second, *others = found.hashes["exit-checks"]
    assert first != second
    assert others == [first, first]


def test_what_formulas_say_of_every_programme_is_kept_for_every_account(folder: Path) -> None:
    found = told_from(read(folder).more)
    assert found is not None
    assert found.programmes == ("visiting-elders", "exit-checks")
    assert {name: one.shape for name, one in found.numbers.items()} == {
        "all": (24, 2, 3),
        "exposure": (10, 2, 3),
        "support": (10, 2, 3),
    }
    assert all((one > 0.0).all() for one in found.gone.values())
    checks = found.numbers["all"][:, 1]  # at the border: they stop some in nearly every draw
    averted, served, reached = checks.T
    assert (averted > 0.0).mean() > 0.8
    assert (served > 0.0).all()
    assert (averted < reached).all()


def test_the_same_call_again_runs_nothing_and_gives_the_same(folder: Path) -> None:
    stores = [Store(path) for path in (folder.parent / "bank").iterdir()]
    before = [one.manifest.generation for one in stores]
    again = calibrate(load_case(folder), out=folder.parent / "bank", scope=SMALL, means=Means(workers=1))
    assert again.head == read(folder).head
    assert [Store(one.address).manifest.parts for one in stores] == [one.manifest.parts for one in stores]
    assert len(before) == 2


def test_a_hearing_reads_the_posterior_and_shows_before_beside_after(folder: Path) -> None:
    document = json.loads(verdicts_json(hear(folder, seed=3, effort=FEW, workers=1).verdicts))
    parts = {part["id"]: part for claim in document["claims"] for part in claim["parts"]}
    trusted = read(folder).head.trusted
    model = [one for one in parts.values() if one["p_before"] is not None]
    assert model
    assert document["calibrated"] == trusted
    assert all((one["p_after"] is not None) == trusted for one in model)
    assert ("Fitted to 2 published figures" in document["notice"]) == trusted


def test_a_stale_posterior_is_not_used_and_the_report_says_so(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "harvest"
    new(made)
    read(folder).write(made / FOLDER)
    text = (made / "targets.toml").read_text(encoding="utf-8")
    (made / "targets.toml").write_text(text.replace("centre = 55", "centre = 56"), encoding="utf-8")
    verdicts = hear(made, seed=3, effort=FEW, workers=1).verdicts
    assert not verdicts.calibrated
    assert verdicts.notice is not None
    assert verdicts.notice.startswith(
        "The posterior beside these files is stale, and is not used: the targets have changed"
    )
    assert all(
        part.p_after is None for claim in verdicts.claims for part in claim.parts if part.p_before is not None
    )


def test_a_posterior_that_the_engine_does_not_bear_out_is_not_used(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "harvest"
    new(made)
    found = read(folder)
    head = found.head.model_copy(update={"trusted": False, "warnings": ("Pareto k is 0.90",)})
    Posterior(head, found.kept).write(made / FOLDER)
    verdicts = hear(made, seed=3, effort=FEW, workers=1).verdicts
    assert not verdicts.calibrated
    assert "cannot be trusted, and is not used: Pareto k is 0.90." in (verdicts.notice or "")


def test_a_date_before_all_evidence_and_targets_that_no_history_shows_are_faults(folder: Path) -> None:
    case = load_case(folder)
    with pytest.raises(
        Faults, match=r"no target that was known on 2001-01-01; ask as of \d{4}-\d\d-\d\d or later"
    ):
        begun(case, out=folder, scope=SMALL, seed=1, as_of=dt.date(2001, 1, 1))
    strange = case.targets[0].model_copy(update={"quantity": "citizens in Russia"})
    other = type(case)(case.folder, case.hearing, case.evidence, case.scenario, (strange,), case.salience)
    with pytest.raises(Faults, match="no target that a history can be held against"):
        begun(other, out=folder, scope=SMALL, seed=1)


def test_what_is_asked_for_must_be_enough(folder: Path) -> None:
    with pytest.raises(ValueError, match="points is 5; ask for 20 or more"):
        Scope().with_points(5)
    assert (folder / FOLDER / HEAD).exists()
