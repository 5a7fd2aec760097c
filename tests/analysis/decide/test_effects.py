"""Effects free of the luck of runs, from stored outcomes whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from counterflow.analysis.calibration.paired import Paired, paired_from
from counterflow.analysis.calibration.told import Told, told_from
from counterflow.analysis.decide.effects import effects_of
from counterflow.analysis.decide.value import evpi
from tests.analysis.decide.made import NAMES, stored


def test_a_programme_that_changes_nothing_does_exactly_nothing() -> None:
    paired, told, values = stored({"idle": (0.0, 0.0), "works": (0.1, 0.02)}, luck=20.0)
    found = effects_of(paired, told, NAMES, values)
    idle = found.by_account["all"][found.programmes.index("idle")]
    assert (idle.averted == 0.0).all()
    assert (idle.kinds == 0.0).all()
    assert idle.error == 0.0


def test_a_harmful_effect_adds_departures() -> None:
    paired, told, values = stored({"harms": (-0.08, 0.01)}, luck=10.0)
    found = effects_of(paired, told, NAMES, values)
    assert (found.shares("support") < 0.0).all()
    assert found.shares("all").mean() == pytest.approx(-0.08, abs=0.01)


def test_without_luck_the_runs_are_met_draw_by_draw() -> None:
    paired, told, values = stored({"works": (0.1, 0.03)})
    found = effects_of(paired, told, NAMES, values)
    truth = told.numbers["all"][:, 0, 0] / 1000.0
    assert found.shares("all")[:, 0] == pytest.approx(truth, abs=2e-3)


def test_the_luck_of_runs_is_taken_out() -> None:
    """Runs of which nine tenths of the variance are luck: what is left errs by a fraction of it."""
    paired, told, values = stored({"works": (0.1, 0.03)}, luck=90.0)
    found = effects_of(paired, told, NAMES, values)
    truth = told.numbers["all"][:, 0, 0] / 1000.0
    rough = 1.0 - paired.people["works"][:60, :, 0].sum(axis=1) / 1000.0
    assert np.std(found.shares("all")[:, 0] - truth) < 0.3 * np.std(rough - truth)


def test_a_formula_that_is_off_is_put_right_by_the_runs() -> None:
    paired, told, values = stored({"works": (0.1, 0.03)}, luck=10.0, formula=0.5)
    found = effects_of(paired, told, NAMES, values)
    assert found.shares("all").mean() == pytest.approx(0.1, abs=0.01)


def test_what_luck_would_seem_worth_to_know_is_not() -> None:
    """Two programmes alike but for luck: of runs as they are the better one would seem worth finding out."""
    paired, told, values = stored({"one": (0.1, 0.0), "other": (0.1, 0.0)}, luck=40.0)
    found = effects_of(paired, told, NAMES, values)
    runs = np.column_stack([1000.0 - paired.people[n][:60, :, 0].sum(axis=1) for n in ("one", "other")])
    raw, smooth = evpi(runs), evpi(1000.0 * found.shares("all"))
    assert raw.value > 15.0
    assert smooth.value < raw.value / 5.0


def test_the_other_end_of_substitution_is_told_as_a_factor() -> None:
    paired, told, values = stored({"works": (0.1, 0.02)})
    half = paired.other["works"].copy()
    half[..., 0] = 1000.0 - (1000.0 - half[..., 0]) / 2.0
    changed = replace(paired, other=paired.other | {"works": half})
    found = effects_of(changed, told, NAMES, values)
    assert found.other[0] == pytest.approx(0.5, abs=0.02)
    assert found.shares("all", other=True).mean() == pytest.approx(0.05, abs=0.005)


def test_stored_outcomes_survive_the_archive() -> None:
    paired, told, _ = stored({"works": (0.1, 0.02)})
    again, told_again = paired_from(paired.arrays()), told_from(told.arrays())
    assert isinstance(again, Paired)
    assert isinstance(told_again, Told)
    assert again.account == paired.account
    assert again.people["works"] == pytest.approx(paired.people["works"], rel=1e-6)
    assert told_again.numbers["all"] == pytest.approx(told.numbers["all"], rel=1e-6)
    assert paired_from({}) is None
    assert told_from({}) is None


def test_an_account_whose_runs_show_more_than_the_formula_has_it_added() -> None:
    """The formula says a tenth for both; runs of one account avert a twentieth more."""
    paired, told, values = stored({"works": (0.1, 0.02)}, luck=5.0)
    people = {name: one.copy() for name, one in paired.people.items()}
    rows = np.array(paired.account) == "support"
    people["works"][rows, :, 0] -= 50.0
    found = effects_of(replace(paired, people=people), told, NAMES, values)
    assert found.shares("support").mean() == pytest.approx(0.15, abs=0.005)
    assert found.shares("all").mean() == pytest.approx(0.10, abs=0.005)
