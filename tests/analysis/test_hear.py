"""The main job on the template's hearing: the same bytes for any workers, and verdicts that follow from the files."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.analysis.ensemble import Effort
from counterflow.analysis.files import verdicts_json
from counterflow.analysis.hear import FILES, hear, load_case
from counterflow.faults import Faults
from counterflow.template import new

FEW = Effort(draws=8, variant_draws=4, account_draws=3, runs=1, batch=3)
Document = dict[str, Any]


def heard(folder: Path, *, workers: int = 1, effort: Effort = FEW, as_of: dt.date | None = None) -> str:
    return verdicts_json(hear(folder, seed=3, effort=effort, workers=workers, as_of=as_of).verdicts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new hearing, which nobody changes."""
    made = tmp_path_factory.mktemp("hearings") / "harvest"
    new(made)
    return made


@pytest.fixture(scope="module")
def plain(folder: Path) -> Document:
    """Its verdicts."""
    return dict(json.loads(heard(folder)))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Document]:
    """The verdicts where a passage of one of the files reads differently."""

    def change(name: str, old: str, other: str) -> Document:
        made = tmp_path / "harvest"
        new(made)
        text = (made / name).read_text(encoding="utf-8")
        assert old in text
        (made / name).write_text(text.replace(old, other, 1), encoding="utf-8")
        return dict(json.loads(heard(made)))

    return change


def parts(document: Document) -> dict[str, Document]:
    return {part["id"]: part for claim in document["claims"] for part in claim["parts"]}


def different(one: Document, other: Document) -> set[str]:
    """Parts whose verdicts or numbers differ."""
    mine, others = parts(one), parts(other)
    return {name for name in mine if mine[name] != others[name]}


def test_workers_and_batches_change_no_byte(folder: Path) -> None:
    one, two = heard(folder), heard(folder, workers=2, effort=Effort(8, 4, 3, runs=1, batch=2))
    assert one == two
    assert one == heard(folder)


def test_every_part_has_a_verdict_and_says_how_it_was_made(folder: Path, plain: Document) -> None:
    assert set(parts(plain)) == {"A1a", "A1b", "B1a", "B1b", "B1c"}
    assert plain["provenance"]["seed"] == 3
    assert (plain["provenance"]["draws"], plain["provenance"]["runs"]) == (8, 1)
    assert set(plain["provenance"]["inputs"]) == {path.name for path in folder.iterdir()} == set(FILES)
    evidence = hashlib.sha256((folder / "evidence.csv").read_bytes()).hexdigest()
    assert plain["provenance"]["inputs"]["evidence.csv"] == evidence
    assert {row["arm"] for row in plain["runs"]} == {"none", "visiting-elders", "exit-checks"}
    assert {row["run"] for row in plain["runs"]} == {0}
    assert plain["departures"]["months"][-1] == "2021-12"


def test_parts_of_the_model_are_not_calibrated(plain: Document) -> None:
    for name in ("A1a", "B1a", "B1b"):
        part = parts(plain)[name]
        assert (part["standing"], part["reason"]) == ("unsettled", "not calibrated")
        assert part["p_after"] is None
        assert 0.05 <= part["p_before"] <= 0.95


def test_a_figure_changes_the_claim_that_rests_on_it(
    plain: Document, changed: Callable[[str, str, str], Document]
) -> None:
    """Twenty times as many of the police's figure: no longer fewer than 1 in 1,000."""
    other = changed("evidence.csv", "halmark-university,50,70,100", "halmark-university,5000,7000,10000")
    assert different(plain, other) == {"A1b"}
    assert parts(plain)["A1b"]["standing"] == "supported"
    assert parts(other)["A1b"]["standing"] != "supported"


def test_a_prior_changes_the_claim_on_the_model(
    plain: Document, changed: Callable[[str, str, str], Document]
) -> None:
    """Many times as many recruiters abroad: most are recruited there."""
    other = changed("hearing.toml", "lognormal = [3.0, 0.7, 13.0]", "lognormal = [60.0, 50.0, 70.0]")
    assert parts(other)["A1a"]["p_before"] == 0.95 > parts(plain)["A1a"]["p_before"]
    assert "A1b" not in different(plain, other)


def test_a_parameter_of_the_scenario_changes_the_claim_about_it(
    plain: Document, changed: Callable[[str, str, str], Document]
) -> None:
    """Nobody in Vestria harasses anybody: an end of it averts nothing."""
    before = "hardship = { public = { value = 0.6, low = 0.2, high = 1.5 }"
    other = changed("scenario.toml", before, "hardship = { public = { value = 6, low = 2, high = 15 }")
    (mine,), (others,) = (parts(one)["B1b"]["tests"] for one in (plain, other))
    assert abs(others["low"]) + abs(others["high"]) > 1.5 * (abs(mine["low"]) + abs(mine["high"]))
    assert "A1b" not in different(plain, other)
    assert parts(plain)["B1c"] == parts(other)["B1c"]


def test_a_date_leaves_out_what_was_published_later(folder: Path, plain: Document) -> None:
    """Before the university's study of March the police's figure stands alone, and nothing anchors departures."""
    then = json.loads(heard(folder, as_of=dt.date(2021, 3, 1)))
    assert then["as_of"] == "2021-03-01"
    assert parts(plain)["A1b"]["evidence"] != parts(then)["A1b"]["evidence"]
    assert "TF-002" not in parts(then)["A1b"]["evidence"]
    assert plain["departures"]["published"]
    assert not then["departures"]["published"]
    assert then["provenance"]["inputs"] == plain["provenance"]["inputs"]


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    made = tmp_path / "harvest"
    new(made)
    for name, old, other in (
        ("hearing.toml", 'witness = "official"\ntitle', 'witness = "offical"\ntitle'),
        ("scenario.toml", "population = 350_000", "population = -350_000"),
        ("targets.toml", 'scale = "log"', 'scale = "lgo"'),
        ("inputs.toml", "inflow = 400", "inflow = -4"),
        ("evidence.csv", "TF-002,ff_cumulative", "TF-001,ff_cumulative"),
    ):
        text = (made / name).read_text(encoding="utf-8")
        assert old in text, name
        (made / name).write_text(text.replace(old, other, 1), encoding="utf-8")
    with pytest.raises(Faults) as raised:
        load_case(made)
    assert {Path(fault.file).name for fault in raised.value.faults} == set(FILES)
    assert {path.name for path in made.iterdir()} == set(FILES)


def test_missing_files_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        load_case(tmp_path)
    assert {Path(fault.file).name for fault in raised.value.faults} == set(FILES)


def test_a_hearing_before_the_scenario_begins_is_a_fault(tmp_path: Path) -> None:
    made = tmp_path / "harvest"
    new(made)
    text = (made / "hearing.toml").read_text(encoding="utf-8")
    (made / "hearing.toml").write_text(text.replace("2021-05-18", "2015-05-18"), encoding="utf-8")
    with pytest.raises(Faults, match="2015-05-18 is not after the scenario's start"):
        load_case(made)
