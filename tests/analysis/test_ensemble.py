"""Ensembles: the same outcomes whoever computes them, and what variants change."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from counterflow.analysis.ensemble import FULL, Effort, Ensemble, ensemble
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS
from counterflow.hearing import OUTCOMES, VARIANTS
from tests.analysis.expected.small import SEED, case, draw, setting

FEW = Effort(draws=7, variant_draws=5, account_draws=3, batch=4)


def found(effort: Effort = FEW, workers: int = 1) -> Ensemble:
    return ensemble(setting(), case().hearing, seed=SEED, effort=effort, workers=workers)


@cache
def few() -> Ensemble:
    return found()


@pytest.mark.parametrize(("batch", "workers"), [(1, 1), (5, 1), (2, 2), (100, 3)])
def test_neither_batches_nor_workers_change_an_outcome(batch: int, workers: int) -> None:
    other = found(replace(FEW, batch=batch), workers)
    assert other.outcomes.keys() == few().outcomes.keys()
    for key, by_name in few().outcomes.items():
        assert by_name.keys() == other.outcomes[key].keys()
        for name, values in by_name.items():
            assert np.array_equal(values, other.outcomes[key][name], equal_nan=True), (key, name)


def test_a_draw_does_not_depend_on_how_many_there_are() -> None:
    fewer = found(Effort(draws=3, variant_draws=2, account_draws=1))
    for key, by_name in fewer.outcomes.items():
        for name, values in by_name.items():
            assert np.array_equal(values, few().outcomes[key][name][: values.size], equal_nan=True)


def test_every_account_and_variant_has_its_draws() -> None:
    wide = {("all", variant): 5 for variant in VARIANTS} | {("all", "prior"): 7}
    expected = wide | {("exposure", "prior"): 3, ("support", "prior"): 3}
    name = "share recruited in Russia"
    assert {key: by_name[name].size for key, by_name in few().outcomes.items()} == expected
    assert len(few().draws) == 7
    assert np.array_equal(few().values(name, "all"), few().outcomes["all", "prior"][name])


def test_an_outcome_that_was_not_computed_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        few().values("departures through the broadcast", "all")


def test_the_parameters_kept_are_those_behind_the_outcomes() -> None:
    names, row = few().draws.names, few().draws.values[2]
    again = Draw(setting(), dict(zip(names, row, strict=True)), 2, SEED)
    assert few().values("home rate over host rate", "all")[2] == pytest.approx(
        OUTCOME_FUNCTIONS["home rate over host rate"](again)
    )


def test_the_lower_detection_the_more_have_really_left() -> None:
    name = "true ever left over governments' sum"
    low, prior, high = (
        few().values(name, "all", one) for one in ("detection low", "prior", "detection high")
    )
    assert (low > prior[:5]).all()
    assert (prior[:5] > high).all()


def test_detection_moves_counts_not_who_is_recruited() -> None:
    """Shapley shares are not computed again: under it they would be those of the prior within a few hundredths."""
    for variant in ("detection low", "detection high"):
        missing = {name for name in OUTCOMES if name not in few().outcomes["all", variant]}
        assert {name for name in missing if not name.startswith("shapley share of")} == {
            name for name in OUTCOMES if name not in few().outcomes["all", "prior"]
        }
    low = replace(draw(), detection=0.1)
    high = replace(draw(), detection=0.9)
    assert low.shares == pytest.approx(high.shares, abs=0.05)


def test_fewer_draws_are_fewer_of_everything() -> None:
    assert FULL.with_draws(FULL.draws) == FULL
    whole = Effort(draws=320, variant_draws=120, account_draws=64, runs=2)
    assert whole.with_draws(32) == Effort(draws=32, variant_draws=12, account_draws=7, runs=2)
    assert whole.with_draws(1).account_draws == 1


@pytest.mark.parametrize("name", ["draws", "variant_draws", "account_draws", "runs", "batch"])
def test_no_draws_or_runs_are_an_error(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is 0; ask for 1 or more"):
        replace(FULL, **{name: 0})
