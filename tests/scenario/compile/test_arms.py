"""Programmes become arms."""

import numpy as np
import pytest

from counterflow.faults import Faults
from counterflow.scenario import compile_arm, layout_of
from counterflow.scenario.compile.arms import programme_key
from counterflow.world import ADDITIONS, EFFECTS
from tests.scenario.builders import real, real_world


def test_an_arm_without_programmes_is_empty_with_the_right_shapes() -> None:
    arm = compile_arm(real(), real_world(), [])
    assert arm.effect.shape == (0, len(EFFECTS))
    assert arm.cover.shape == (0, len(real_world().places.members))
    assert arm.key.dtype == np.uint64


def test_what_a_programme_leaves_alone_is_neutral() -> None:
    arm = compile_arm(real(), real_world(), ["stopping-travel"])
    for effect, value in zip(EFFECTS, arm.effect[0], strict=True):
        if effect != "blocked":
            assert value == (0.0 if effect in ADDITIONS else 1.0)
    assert arm.effect[0, EFFECTS.index("blocked")] == 0.15


def test_a_programme_covers_the_places_of_its_countries_alone() -> None:
    (cover,) = compile_arm(real(), real_world(), ["support-centres"]).cover
    layout, country = layout_of(real()), real_world().places.country
    in_russia = country == layout.countries.index("Russia")
    assert (cover[in_russia] == 0.05).all()
    assert not cover[country == layout.countries.index("Tajikistan")].any()


def test_a_key_belongs_to_the_id_whatever_stands_beside_it() -> None:
    pair = compile_arm(real(), real_world(), ["exit", "fair-treatment"])
    alone = compile_arm(real(), real_world(), ["fair-treatment"])
    assert pair.key[1] == alone.key[0] == programme_key("fair-treatment") < 2**32


def test_a_capacity_lowers_the_coverage() -> None:
    centres = (
        real()
        .programme[0]
        .model_copy(update={"capacity": real().programme[0].coverage.model_copy(update={"value": 1000.0})})
    )
    scenario = real().model_copy(update={"programme": (centres,)})
    (cover,) = compile_arm(scenario, real_world(), ["support-centres"]).cover
    assert (cover * real_world().places.members).sum() == pytest.approx(1000.0)


def test_unknown_and_repeated_programmes_are_errors() -> None:
    with pytest.raises(Faults) as raised:
        compile_arm(real(), real_world(), ["exitt", "exit", "exit", "xyz"])
    assert [str(fault).partition("; known")[0] for fault in raised.value.faults] == [
        "--programme: exitt: there is no such programme; did you mean exit?",
        "--programme: xyz: there is no such programme",
        "--programme: exit: is named twice; name it once",
    ]
