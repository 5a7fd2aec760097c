"""A gauge reads every history while it is in memory, and a draw may scale what is not contested."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from counterflow.engine import History
from counterflow.engine.codes import FAMILY_DEPART
from counterflow.experiment.identity import hash_of_draw
from counterflow.experiment.plan import ParameterDraw
from counterflow.experiment.rerun import rerun
from counterflow.experiment.runs import Means, carried_out
from counterflow.experiment.scaled import Scaled
from counterflow.experiment.store import Store
from counterflow.world import EXITS, THEATRES, Floats, World
from tests.experiment.small import experiment


def families(world: World, history: History, key: np.uint64, /) -> Floats:
    """How many were taken along, and of how many people."""
    return np.array([(history.kind == FAMILY_DEPART).sum(), world.homes.cohort_start[-1], float(key > 0)])


def scaled(family: float) -> Scaled:
    return Scaled(np.full(1, family), np.ones(1), np.ones((len(THEATRES), 2, len(EXITS))))


def test_readings_are_kept_beside_their_runs_and_factors_count(tmp_path: Path) -> None:
    base = experiment(1, ((),))
    own = base.world.parameters
    draws = tuple(ParameterDraw(range(30), "", i, own, scaled(factor)) for i, factor in enumerate((0.0, 3.0)))
    asked = replace(base, draws=draws, gauge=families)
    found = carried_out(asked, Means(workers=1, out=tmp_path))
    rows = found.relation("SELECT draw_number, measured FROM rows ORDER BY draw_number, run").fetchall()
    taken = {number: [row[1][0] for row in rows if row[0] == number] for number in (0, 1)}
    assert sum(taken[0]) == 0 < sum(taken[1])
    assert {row[1][1] for row in rows} == {base.world.homes.cohort_start[-1]}
    run = next(iter(asked)).identity.id
    assert rerun(Store(tmp_path), run).same


def test_a_draw_that_scales_nothing_has_the_hash_that_it_had() -> None:
    own = experiment(1).world.parameters
    assert hash_of_draw("a", 0, own, None) == hash_of_draw("a", 0, own)
    assert hash_of_draw("a", 0, own, scaled(1.0)) != hash_of_draw("a", 0, own)
    assert hash_of_draw("a", 0, own, scaled(1.0)) != hash_of_draw("a", 0, own, scaled(2.0))
