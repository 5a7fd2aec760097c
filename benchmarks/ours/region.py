"""The full region as saved worlds: the library's scenario with draws of its widest account, scaled by the home street rate.

    python -m benchmarks.ours.region FOLDER --draws 5 --approaches 300000

A draw's weights are all different from zero at all four stages; peers, the bridge figure, self-starts, online approaches, bans and
third countries are on. The home street rate is a convention (docs: only approaches x probability of engaging is seen), so it is set
such that about so many approaches reach a present person; the intercept of engaging follows, as it does in a hearing.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

import numpy as np

from benchmarks.ours.simulated import no_programmes, save
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.analysis.hear import Case, load_case
from counterflow.analysis.model import WIDE
from counterflow.engine import EngineError, simulate
from counterflow.library import DEFAULT, hearing_folder
from counterflow.scenario import Scenario
from counterflow.world import World

SEED = 1
DRAWN = 32
"""Size of the sample of draws that the first few are taken from."""
CLOSE = 0.04
"""Relative distance from the approaches asked for that is near enough."""
TRIES = 6
RUNS = 2
"""Runs over which approaches are averaged, the first of those that are timed."""


def _with_home_rate(scenario: Scenario, rate: float) -> Scenario:
    known = scenario.approach.home_rate
    approach = scenario.approach.model_copy(
        update={"home_rate": known.model_copy(update={"value": rate, "low": None, "high": None})}
    )
    return scenario.model_copy(update={"approach": approach})


def _setting(case: Case, rate: float) -> Setting:
    scenario = _with_home_rate(case.scenario, rate)
    return setting_of(scenario, case.targets, case.salience, case.hearing.hearing.date)


def _world(case: Case, number: int, rate: float) -> World:
    """The world of one draw of the widest account, departures at the evidence's centre."""
    draws = case.hearing.sample(WIDE, DRAWN, SEED)
    values = {name: float(value) for name, value in zip(draws.names, draws.values[number], strict=True)}
    world = Draw(_setting(case, rate), values, number, SEED, central=True).fitted.world
    if not np.all(world.parameters.weights):
        raise ValueError(f"draw {number} has a weight of zero; every mechanism should be on")
    return world


def scaled(case: Case, number: int, approaches: float) -> World:
    """That world with a home street rate at which about so many approaches reach a present person.

    Most, but not all, of them come from the street: the second try is in proportion, later ones on the line through the last two.
    """
    rate = case.scenario.approach.home_rate.value
    before = (0.0, 0.0)
    for _ in range(TRIES):
        world = _world(case, number, rate)
        found = _mean_approaches(world)
        if abs(found / approaches - 1.0) < CLOSE:
            return world
        slope = (found - before[1]) / (rate - before[0])
        before = (rate, found)
        rate = max(rate / 10.0, rate + (approaches - found) / slope)
    raise RuntimeError(
        f"draw {number}: {found:.0f} approaches after {TRIES} tries, {approaches:.0f} asked for"
    )


def _mean_approaches(world: World) -> float:
    """Places' intensities are drawn anew in each run, so that one run says little."""
    arm = no_programmes(world)
    return statistics.fmean(simulate(world, arm, SEED, run).counts.approaches for run in range(RUNS))


def main() -> None:
    """Save the worlds, and print where they are."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--draws", type=int, default=5)
    arguments.add_argument("--approaches", type=float, default=300_000.0)
    asked = arguments.parse_args()
    case = load_case(hearing_folder(DEFAULT))
    worlds: list[str] = []
    refused: dict[str, str] = {}
    for number in range(DRAWN):
        path = asked.folder / f"region-{number}.pkl"
        try:
            save(scaled(case, number, asked.approaches), path)
        except EngineError as error:
            refused[path.stem] = str(error)
            continue
        worlds.append(str(path))
        if len(worlds) == asked.draws:
            break
    print(json.dumps({"worlds": worlds, "refused": refused}))


if __name__ == "__main__":
    main()
