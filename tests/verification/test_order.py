"""Nothing hangs on how a run is carried out: events per call, sizes of tables, interruptions, order and place of runs."""

import numpy as np
import pytest

from counterflow.engine.run import run_key, simulate
from counterflow.engine.survey import survey
from tests.engine.stepping import simulate_in_steps
from tests.judge import Judge
from tests.verification.pool import spread
from tests.verification.runs import Task, digest, digest_of, region, run_of

SCALES = [0.004, pytest.param(0.03, marks=pytest.mark.verification)]


class Stop(Exception):
    """Somebody stops the run."""


@pytest.mark.parametrize("scale", SCALES)
def test_steps_and_tables(scale: float, verdict: Judge) -> None:
    world, arm = region(scale)
    whole = digest(run_of(Task(scale, 0)))
    for steps, room in (((1,), None), ((7, 1_000, 3), None), ((100_000,), 0), ((50,), 1)):
        history, grown = simulate_in_steps(world, arm, 1, steps, room=room)
        tables = "large tables" if room is None else f"{len(grown)} tables grown"
        described = f"{' and '.join(f'{s:,}' for s in steps)} events a call, {tables}"
        verdict.none(f"histories that differ: {described}", "the run as it is", digest(history) != whole)
        if room is not None:
            verdict.at_least("tables that grew", "of four", len(grown), 3)


@pytest.mark.verification
def test_an_interrupted_run_leaves_nothing_behind(verdict: Judge) -> None:
    scale = 0.15
    world, arm = region(scale)
    before, reached = digest(run_of(Task(scale, 3))), []

    def stop(t: float) -> None:
        reached.append(t)
        if len(reached) == 2:
            raise Stop

    with pytest.raises(Stop):
        simulate(world, arm, 1, 3, tick=stop)
    verdict.at_least("years reached when the run was stopped", "of eight", reached[-1], 0.5)
    verdict.none(
        "histories that differ after an interrupted run",
        "the same run anew",
        digest(run_of(Task(scale, 3))) != before,
    )
    ticked = simulate(world, arm, 1, 3, tick=lambda _: None)
    verdict.none("histories that differ with a tick", "ticks change nothing", digest(ticked) != before)


@pytest.mark.parametrize("scale", SCALES)
def test_order_and_place_of_runs(scale: float, verdict: Judge) -> None:
    tasks = [Task(scale, run) for run in range(8)]
    alone = {task: digest_of(task) for task in tasks}
    elsewhere = dict(zip(tasks[::-1], spread(digest_of, tasks[::-1]), strict=True))
    differ = sum(alone[task] != elsewhere[task] for task in tasks)
    verdict.none("runs that differ in other processes, the last one first", "eight runs", differ)
    verdict.none("runs that are alike", "eight runs", len(tasks) - len(set(alone.values())))


@pytest.mark.parametrize("scale", SCALES)
def test_the_order_in_which_people_are_asked(scale: float, verdict: Judge) -> None:
    world, arm = region(scale)
    rng = np.random.default_rng(1)
    persons = rng.integers(0, int(world.homes.cohort_start[-1]), int(2_000_000 * scale))
    times = rng.uniform(0, world.years, persons.size)
    turned = rng.permutation(persons.size)
    one = survey(world, arm, run_key(1, 0), persons, times)
    other = survey(world, arm, run_key(1, 0), persons[turned], times[turned])
    differ = sum(
        not np.array_equal(column[turned], again, equal_nan=column.dtype.kind == "f")
        for column, again in zip(one, other, strict=True)
    )
    verdict.none("columns that hang on who is asked first", f"survey of {persons.size:,}", differ)
