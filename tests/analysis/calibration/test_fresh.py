"""A posterior is stale when what it hangs on has changed, and not when words have."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from counterflow.analysis.calibration.fresh import Fingerprint, changed, fingerprint
from counterflow.analysis.hear import load_case
from counterflow.template import new


def of(folder: Path, as_of: dt.date | None = None) -> Fingerprint:
    return fingerprint(load_case(folder), as_of)


def edited(folder: Path, name: str, old: str, other: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, other, 1), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "harvest"
    new(made)
    return made


@pytest.mark.parametrize(
    ("name", "old", "other", "what"),
    [
        ("targets.toml", "centre = 55", "centre = 56", {"targets"}),
        ("targets.toml", 'origins = ["halmark-police",', 'origins = ["halmark-army",', {"targets"}),
        ("targets.toml", "# What the model", "# What this model", set()),
        ("scenario.toml", "[approach]", "[approach]  # a comment", set()),
        (
            "hearing.toml",
            "Workers and recruiters are in the same places",
            "Workers and recruiters meet",
            set(),
        ),
    ],
)
def test_numbers_make_it_stale_and_words_do_not(
    folder: Path, name: str, old: str, other: str, what: set[str]
) -> None:
    before = of(folder)
    edited(folder, name, old, other)
    assert set(changed(before, of(folder))) == what


def test_a_number_of_the_scenario_makes_it_stale_and_a_programme_does_not(folder: Path) -> None:
    before, case = of(folder), load_case(folder)
    fewer = case.scenario.model_copy(update={"programme": case.scenario.programme[:1]})
    assert changed(before, fingerprint(replace(case, scenario=fewer))) == ()
    shorter = case.scenario.model_copy(update={"end": dt.date(2020, 12, 31)})
    assert changed(before, fingerprint(replace(case, scenario=shorter))) == ("scenario",)


def test_the_prior_of_an_account_makes_it_stale(folder: Path) -> None:
    before, case = of(folder), load_case(folder)
    prior = case.hearing.prior[0].model_copy(update={"normal": (0.0, 0.5)})
    hearing = case.hearing.model_copy(update={"prior": (*case.hearing.prior, prior)})
    assert changed(before, fingerprint(replace(case, hearing=hearing))) == ("priors",)


def test_a_row_that_a_target_rests_on_makes_it_stale_and_no_other(folder: Path) -> None:
    before, case = of(folder), load_case(folder)
    used = {row for one in case.targets for row in one.rows}

    def after(row: str) -> tuple[str, ...]:
        figures = tuple(replace(one, value=1.0) if one.id == row else one for one in case.evidence)
        return changed(before, fingerprint(replace(case, evidence=replace(case.evidence, figures=figures))))

    other = next(one.id for one in case.evidence if one.id not in used)
    assert after(min(used)) == ("evidence",)
    assert after(other) == ()


def test_another_date_is_another_posterior(folder: Path) -> None:
    assert changed(of(folder), of(folder, dt.date(2030, 1, 1))) == ("as of",)
