"""What a run is known by: everything that it depends on, and nothing else."""

import numpy as np
import pytest

from counterflow.experiment.arrays import from_bytes, to_bytes
from counterflow.experiment.design import experiment_of
from counterflow.experiment.identity import LENGTH, RunIdentity, hash_of, hash_of_arm, hash_of_world
from counterflow.experiment.plan import ParameterDraw
from counterflow.world import Arm, World
from tests.experiment.small import experiment
from tests.experiment.worlds import template, template_salience

ONE = RunIdentity("w", "a", "d", 1, 2, 3)


def of(
    changes: tuple[str, ...] = (), programmes: tuple[str, ...] = (), drop: int | None = None
) -> RunIdentity:
    """The identity of run 0 of the template, changed, under programmes; one programme of its list dropped."""
    scenario = template(*changes)
    if drop is not None:
        kept = tuple(one for i, one in enumerate(scenario.programme) if i != drop)
        scenario = scenario.model_copy(update={"programme": kept})
    found = experiment_of(scenario, template_salience(), arms=(programmes,), runs=1)
    return next(iter(found)).identity


@pytest.mark.parametrize("field", RunIdentity.__slots__)
def test_each_field_counts(field: str) -> None:
    values = {name: getattr(ONE, name) for name in RunIdentity.__slots__}
    other = RunIdentity(**values | {field: 9 if isinstance(values[field], int) else "x"})
    assert other.id != ONE.id
    assert len(ONE.id) == LENGTH


def test_another_programme_in_the_list_leaves_every_run_what_it_was() -> None:
    assert of(programmes=("exit-checks",), drop=0) == of(programmes=("exit-checks",))
    assert of(drop=1) == of()


def test_an_arm_is_what_its_programmes_do_not_what_they_are_called() -> None:
    plain, programmes = of(programmes=("exit-checks",)), ("exit-checks",)
    changed = of(("programme.exit-checks.coverage=0.5",), programmes)
    assert (changed.world, changed.draw) == (plain.world, plain.draw)
    assert changed.arm != plain.arm
    scenario = template()
    titled = tuple(one.model_copy(update={"title": "another"}) for one in scenario.programme)
    scenario = scenario.model_copy(update={"programme": titled})
    again = experiment_of(scenario, template_salience(), arms=(programmes,), runs=1)
    assert next(iter(again)).identity == plain


def test_world_and_parameters_are_told_apart() -> None:
    plain, world, drawn = of(), of(("journeys.first_age=18",)), of(("contested.contact_rate=0.4",))
    assert world.world != plain.world
    assert (drawn.world, drawn.arm) == (plain.world, plain.arm)
    assert drawn.draw != plain.draw


def test_two_accounts_that_agree_in_a_draw_have_runs_of_their_own() -> None:
    base = experiment(1, ((),))
    draws = tuple(ParameterDraw(range(1), account, 0, base.world.parameters) for account in ("one", "other"))
    both = type(base)(base.scenario, base.salience, base.world, base.arms, draws)
    assert len({run.identity.id for run in both}) == len(both) == 2


def test_names_kinds_and_shapes_count_in_a_hash() -> None:
    values = [
        np.zeros(2),
        np.zeros(2, np.int64),
        np.zeros((2, 1)),
        np.zeros((1, 2)),
        0.0,
        -0.0,
        0,
        "0",
        (0,),
        ((0,),),
        (0, 0),
        np.nan,
    ]
    assert len({hash_of(value) for value in values}) == len(values)


def test_records_come_back_from_bytes_to_the_last_bit() -> None:
    world, arm = experiment().world, experiment().arms[1].arm
    assert hash_of_world(from_bytes(World, to_bytes(world))) == hash_of_world(world)
    assert hash_of(from_bytes(World, to_bytes(world)).parameters) == hash_of(world.parameters)
    assert hash_of_arm(from_bytes(Arm, to_bytes(arm))) == hash_of_arm(arm)
    assert type(from_bytes(World, to_bytes(world)).approaches.candidates) is int


def test_a_run_has_its_identity_whatever_is_asked_for_beside_it() -> None:
    alone = {run.identity for run in experiment(2, ((),))}
    assert alone < {run.identity for run in experiment(6)}


@pytest.mark.parametrize("what", ["arms", "draws", "seeds"])
def test_an_experiment_without_anything_to_do_is_refused(what: str) -> None:
    base = experiment()
    values = {
        name: getattr(base, name) for name in ("scenario", "salience", "world", "arms", "draws", "seeds")
    }
    with pytest.raises(ValueError, match=f"{what} is empty"):
        type(base)(**values | {what: ()})
