"""Programmes become arms."""

from datetime import date

import numpy as np
import pytest

from counterflow.faults import Faults
from counterflow.scenario import calendar_of, compile_arm, layout_of, scaled
from counterflow.scenario.compile.arms import programme_key
from counterflow.scenario.programmes import Effects
from counterflow.scenario.quantity import Quantity
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


def test_seats_are_whole_and_their_lack_is_no_limit() -> None:
    assert compile_arm(real(), real_world(), ["exit", "support-centres"]).seats.tolist() == [40, -1]


def test_every_effect_of_the_schema_reaches_the_arm() -> None:
    """At its own place, with its own value, harmful ones too."""
    centres = real().programme[0]
    for number, name in enumerate(EFFECTS):
        for value in (-0.25, 0.25) if name in ADDITIONS else (0.25, 1.75):
            effects = Effects(**{name: Quantity(value=value)})
            scenario = real().model_copy(
                update={"programme": (centres.model_copy(update={"effects": effects}),)}
            )
            (row,) = compile_arm(scenario, real_world(), [centres.id]).effect
            nothing = [0.0 if other in ADDITIONS else 1.0 for other in EFFECTS]
            assert row.tolist() == [*nothing[:number], value, *nothing[number + 1 :]]


def test_start_ramp_and_end_are_the_scenarios() -> None:
    centres = real().programme[0].model_copy(update={"end": date(2016, 7, 1)})
    scenario = real().model_copy(update={"programme": (centres, *real().programme[1:])})
    arm = compile_arm(scenario, real_world(), [one.id for one in scenario.programme])
    when = calendar_of(scenario).when
    assert arm.start.tolist() == [when(one.start) for one in scenario.programme]
    assert arm.ramp.tolist() == [one.ramp.value for one in scenario.programme]
    assert arm.end[0] == when(date(2016, 7, 1))
    assert (arm.end[1:] > real_world().years).all()


def test_a_smaller_copy_has_fewer_seats_and_less_capacity() -> None:
    centres = (
        real().programme[0].model_copy(update={"capacity": Quantity(value=1000.0, low=500.0, high=2000.0)})
    )
    scenario = real().model_copy(update={"programme": (centres, *real().programme[1:])})
    tenth, tiny = scaled(scenario, 0.1), scaled(scenario, 1e-4)
    assert tenth.programme[0].capacity == Quantity(value=100.0, low=50.0, high=200.0)
    exits = [{one.id: one for one in copy.programme}["exit"].seats for copy in (tenth, tiny)]
    assert [one.value for one in exits if one is not None] == [4.0, 1.0]
    assert tenth.rebranding.group_strength.value == 0.1 * real().rebranding.group_strength.value
