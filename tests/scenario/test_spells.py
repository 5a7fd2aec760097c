"""Spells so short that the engine would forget some within what grievance looks back on are a fault."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from counterflow.engine import bounds
from counterflow.people import hardship, journeys
from counterflow.scenario import Scenario, compile_world
from counterflow.scenario.checks import spells
from counterflow.scenario.checks.spells import chance_of_too_many
from counterflow.scenario.people import Mobility
from tests.scenario.builders import changed, faults_of, real, small

HALF_LIFE = "half_life = { value = 0.5, low = 0.2, high = 1.2 }"
SPELLS = """home = { median = { value = 5, unit = "months" }, shape = 1.5 }
host = { median = { value = 5, unit = "months" }, shape = 3 }"""
PAIRS = 31


def mobility(scenario: Scenario) -> Mobility:
    found = scenario.cohort[0].mobility
    assert found is not None
    return found


def with_spells(median: float, shape: float) -> Mobility:
    """The template's journeys with spells at home and abroad of one law, no season."""
    one = mobility(small())
    spell = one.host.model_copy(
        update={
            "median": one.host.median.model_copy(update={"value": median}),
            "shape": one.host.shape.model_copy(update={"value": shape}),
        }
    )
    return one.model_copy(update={"home": spell, "host": spell, "season": (1.0,) * 12})


@pytest.mark.parametrize("shape", [0.7, 1.5, 3.0])
@pytest.mark.parametrize("median", [0.02, 0.05, 0.1])
def test_the_bound_is_above_the_probability_and_not_far_above_it(median: float, shape: float) -> None:
    """62 spells of one gamma law sum to a gamma law of 62 times the shape; Chernoff is off by a power of the number at most."""
    scale = median / stats.gamma.ppf(0.5, shape)
    back = 0.7 * 2 * PAIRS * shape * scale
    exact = stats.gamma.cdf(back, 2 * PAIRS * shape, scale=scale)
    bound = chance_of_too_many(with_spells(median, shape), back)
    assert exact < bound < 100 * exact


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        (SPELLS, SPELLS.replace('value = 5, unit = "months"', 'value = 3, unit = "days"'), "6"),
        (HALF_LIFE, "half_life = 3.2", "16"),
        (HALF_LIFE, "half_life = { value = 0.5, low = 0.2, high = 3.2 }", "16"),
    ],
)
def test_more_spells_than_are_remembered_are_a_fault(tmp_path: Path, old: str, new: str, back: str) -> None:
    (said,) = faults_of(changed(tmp_path, old, new))
    assert said == (
        "cohort[0].mobility.host.median: more than 64 spells at home and abroad could follow one another within the "
        f"{back} years that grievance looks back on; lengthen the spells, ends of their ranges too, or shorten hardship.half_life"
    )


@pytest.mark.parametrize("scenario", [small(), real()], ids=["template", "library"])
def test_what_ships_is_far_from_it(scenario: Scenario) -> None:
    back = spells.HALF_LIVES * scenario.hardship.half_life.value
    for cohort in scenario.cohort:
        if cohort.mobility is not None:
            assert chance_of_too_many(cohort.mobility, 2 * back) < 1e-30


def test_the_figures_are_those_of_the_engine() -> None:
    assert spells.REMEMBERED == journeys.REMEMBERED
    assert spells.HALF_LIVES == hardship.HALF_LIVES
    assert spells.RAREST < bounds.RAREST


@pytest.mark.parametrize("scenario", [small(), real()], ids=["template", "library"])
def test_what_is_no_fault_the_engine_takes(scenario: Scenario) -> None:
    """The longest half-life that passes here is one that its tables pass, and half as much again is not."""
    every = [cohort.mobility for cohort in scenario.cohort if cohort.mobility is not None]
    grid = np.linspace(0.5, 6.0, 111)
    longest = max(
        half_life
        for half_life in grid
        if max(chance_of_too_many(one, 5.0 * half_life) for one in every) <= spells.RAREST
    )
    world = compile_world(scenario, ())
    for half_life, refused in ((longest, False), (1.5 * longest, True)):
        found = world._replace(hardship=world.hardship._replace(half_life=half_life))
        assert (bounds.chance_of_too_many_spells(found) > bounds.RAREST) == refused
