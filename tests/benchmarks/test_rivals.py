"""All programs of the comparison that run here compute the same model."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.model import Model, Outcome, monthly
from benchmarks.ours.reduced import reduced_world
from benchmarks.ours.simulated import runner, save
from benchmarks.rivals import (
    hashed,
    numba_dense,
    numpy_dense,
    numpy_free,
    screen_monthly,
    screen_once,
    screened,
)
from counterflow.engine import simulate
from counterflow.experiment.sample import no_programmes

SIZE = Model(people=39_000, approaches=20_000)
MOBILE = Model(people=13_000, approaches=20_000, everybody_mobile=True)
RUNS = 6
Run = Callable[[Model, int], Outcome]


def ours(model: Model, seed: int) -> Outcome:
    world = reduced_world(model)
    history = simulate(world, no_programmes(world), seed)
    return Outcome(history.counts.approaches, history.counts.engaged)


PROGRAMS: dict[str, Run] = {
    "numpy dense": numpy_dense.simulate,
    "numba dense": numba_dense.simulate,
    "monthly loop": screen_monthly.simulate,
    "monthly vectors": screen_monthly.simulate_in_vectors,
    "once loop": screen_once.simulate,
    "once vectors": screen_once.simulate_in_vectors,
    "numpy free": numpy_free.simulate,
}


@cache
def found(run: Run, model: Model) -> np.ndarray:
    return np.array([run(model, seed) for seed in range(1, RUNS + 1)], float)


@pytest.mark.slow
@pytest.mark.parametrize("model", [SIZE, MOBILE], ids=["all", "mobile"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_approaches_and_engaged_are_those_of_our_engine(name: str, model: Model) -> None:
    theirs, own = found(PROGRAMS[name], model), found(ours, model)
    error = np.hypot(theirs.std(0, ddof=1), own.std(0, ddof=1)) / RUNS**0.5
    # A month holds at most one approach of a person: rates that are high for a test lose that much.
    lost = 1.0 - 12.0 * monthly(model.abroad) / model.abroad
    assert np.all(np.abs(theirs.mean(0) - own.mean(0)) < 4.0 * error + lost * own.mean(0))


@pytest.mark.slow
@pytest.mark.parametrize("module", [screen_monthly, screen_once])
def test_a_screen_finds_the_same_people_in_vectors(module: object) -> None:
    loop, vectors = module.simulate, module.simulate_in_vectors  # type: ignore[attr-defined]
    assert loop(SIZE, 3) == vectors(SIZE, 3)


@pytest.mark.parametrize("name", PROGRAMS)
def test_another_seed_is_another_run_and_the_same_seed_the_same(name: str) -> None:
    run = PROGRAMS[name]
    assert run(SIZE, 1) == run(SIZE, 1) != run(SIZE, 2)


def test_hashes_of_people_and_months_are_independent_uniforms() -> None:
    keys = [hashed.keyed(np.uint64(1), person) for person in range(500)]
    table = np.array(
        [
            [
                screened.hash32(np.uint32(month), np.uint32(key & 0xFFFFFFFF), np.uint32(key >> 32))
                for month in range(96)
            ]
            for key in map(int, keys)
        ]
    )
    uniforms = table / 2.0**32
    n = uniforms.size
    assert uniforms.mean() == pytest.approx(0.5, abs=4 * (1 / 12 / n) ** 0.5)
    for one, other in ((uniforms[:, :-1], uniforms[:, 1:]), (uniforms[:-1], uniforms[1:])):
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] == pytest.approx(0.0, abs=4 / n**0.5)


def test_a_saved_world_runs_as_it_does_unsaved(tmp_path: Path) -> None:
    world = reduced_world(SIZE)
    save(world, tmp_path / "world.pkl")
    counts = runner(tmp_path / "world.pkl")(4)
    history = simulate(world, no_programmes(world), 1, 4)
    assert counts["approaches"] == history.counts.approaches
    assert counts["engaged"] == history.counts.engaged > 100
