"""The reduced model's numbers say the same in every form in which programs use them."""

import math

import numpy as np
import pytest

from benchmarks import model, tables
from benchmarks.model import Model
from benchmarks.rivals import columns, hashed


@pytest.mark.parametrize("everybody_mobile", [False, True])
def test_rates_add_up_to_the_approaches_asked_for(everybody_mobile: bool) -> None:  # noqa: FBT001
    size = Model(people=130_000, approaches=5_000.0, everybody_mobile=everybody_mobile)
    away = model.AWAY * size.mobile
    per_year = size.abroad * away + size.at_home * (size.people - away)
    assert per_year * size.years == pytest.approx(5_000.0)


def test_two_of_thirteen_are_mobile() -> None:
    assert Model(people=1300, approaches=1.0).mobile == 200
    assert Model(people=1300, approaches=1.0, everybody_mobile=True).mobile == 1300


@pytest.mark.parametrize("wrong", [{"people": 13}, {"approaches": 0.0}, {"years": 0}])
def test_a_size_that_cannot_run_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="cannot run"):
        Model(**{"people": 1300, "approaches": 1.0, **wrong})  # type: ignore[arg-type]


def test_columns_and_kernels_have_the_model_s_probability_of_engaging() -> None:
    ties, grievance = np.arange(9, dtype=np.int8), np.linspace(0.0, 12.0, 9)
    expected = [model.probability(int(t), g) for t, g in zip(ties, grievance, strict=True)]
    kernels = [hashed.probability(int(t), g) for t, g in zip(ties, grievance, strict=True)]
    assert kernels == pytest.approx(expected, rel=1e-14)
    assert columns.probabilities(ties, grievance.astype(np.float32)) == pytest.approx(expected, rel=1e-6)


def test_a_month_of_incidents_leaves_the_stationary_grievance_as_it_is() -> None:
    mean = model.INCIDENTS_AWAY / model.DECAY
    after = mean * model.MONTH_LEFT + model.INCIDENTS_AWAY / 12 * model.WITHIN_MONTH
    assert after == pytest.approx(mean)


def test_a_month_of_births_and_deaths_leaves_the_stationary_ties_as_they_are() -> None:
    mean = model.TIE_BIRTHS * model.TIE_YEARS
    assert mean * (1.0 - model.TIE_LOST) + model.TIES_BORN == pytest.approx(mean)


def test_tables_of_spells_have_the_means_of_their_gamma_laws() -> None:
    found = tables.spells()

    def mean(table: np.ndarray) -> float:
        return float(12.0 * (table[1:] + table[:-1]).mean() / 2.0)

    assert mean(found.home) == pytest.approx(model.HOME_MONTHS, rel=1e-3)
    assert mean(found.host) == pytest.approx(model.HOST_MONTHS, rel=1e-3)
    residual = model.HOST_MONTHS * (1.0 + 1.0 / model.HOST_SHAPE) / 2.0
    assert mean(found.host_first) == pytest.approx(residual, rel=2e-3)


def test_settled_grievance_has_the_mean_of_shot_noise() -> None:
    found = tables.settled()
    for table, incidents in ((found.home, model.INCIDENTS_HOME), (found.away, model.INCIDENTS_AWAY)):
        mean = (table[1:] + table[:-1]).mean() / 2.0
        assert mean == pytest.approx(incidents / model.DECAY, rel=2e-3)


def test_inversion_gives_a_poisson_law() -> None:
    uniforms = (np.arange(20_000) + 0.5) / 20_000
    found = np.array([hashed.poisson(1.3, math.exp(-1.3), u) for u in uniforms])
    expected = [math.exp(-1.3) * 1.3**k / math.factorial(k) for k in range(5)]
    assert np.bincount(found)[:5] / found.size == pytest.approx(expected, abs=1e-4)


def test_at_most_is_a_cumulative_binomial() -> None:
    steps = columns.at_most(0.3, 4)
    assert steps[1, 3] == pytest.approx(0.7**3 + 3 * 0.3 * 0.7**2)
    assert np.all(steps[4] == 1.0)
