import numpy as np
import pytest

from counterflow.experiment.prepare import IMMOBILE, MOBILE, prepare, raw_drivers
from counterflow.experiment.sample import draw_sample
from counterflow.scenario import compile_world
from counterflow.world import DRIVERS, Floats, World
from tests.experiment.worlds import few_of_the_library, library_salience, template, template_salience

REPRESSION = DRIVERS.index("repression")
CASES = {
    "template": (template(), template_salience()),
    "nobody mobile": (template("cohort.Halmark.mobility.share=0"), template_salience()),
    "library, scaled": (few_of_the_library(), library_salience()),
}


def standardised_drivers(world: World) -> tuple[Floats, Floats]:
    """Drivers of the sample on which the world was standardised; weights in which home and away count alike."""
    sample = draw_sample(world, mobile=MOBILE, immobile=IMMOBILE)
    drivers = (raw_drivers(world, sample) - world.levels.centre) / world.levels.spread
    away = sample.kind > 0
    total = np.where(away, sample.weight[away].sum(), sample.weight[~away].sum())
    weights = sample.weight / total
    return drivers, weights / weights.sum()


@pytest.mark.parametrize("name", CASES)
def test_standardised_drivers_have_mean_0_and_deviation_1(name: str) -> None:
    drivers, weights = standardised_drivers(prepare(*CASES[name]))
    assert weights @ drivers == pytest.approx(np.zeros(len(DRIVERS)), abs=1e-9)
    varies = np.arange(len(DRIVERS)) != (REPRESSION if name != "library, scaled" else -1)
    assert weights @ drivers**2 == pytest.approx(np.where(varies, 1, 0))  # repression is a country's


def test_the_interaction_is_centred_at_its_mean() -> None:
    world = prepare(*CASES["template"])
    drivers, weights = standardised_drivers(world)
    assert world.levels.interaction_centre == pytest.approx(weights @ (drivers[:, 0] * drivers[:, 1]))


def test_nothing_but_the_constants_of_the_drivers_changes() -> None:
    scenario, salience = CASES["template"]
    compiled, prepared = compile_world(scenario, salience), prepare(scenario, salience)
    for name, field in prepared._asdict().items():
        if name != "levels":
            assert same(field, getattr(compiled, name)), name


def same(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True))


def test_where_nobody_is_mobile_nobody_of_the_sample_is_away() -> None:
    scenario, salience = CASES["nobody mobile"]
    sample = draw_sample(prepare(scenario, salience), mobile=MOBILE, immobile=IMMOBILE)
    assert len(sample) == IMMOBILE
    assert not sample.kind.any()
