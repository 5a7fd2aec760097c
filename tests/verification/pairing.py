"""What shared luck gains: the standard error of a programme's effect with the same seeds in both arms, and with seeds of their own.

python -m tests.verification.pairing writes the figures into build/bench.json.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from benchmarks.record import update
from counterflow.engine import codes
from counterflow.engine.run import simulate
from counterflow.experiment.prepare import prepare
from counterflow.scenario import compile_arm, scaled
from counterflow.world import ADDITIONS, DRIVERS, EFFECTS, STAGES, Arm, Floats, World
from tests.experiment.worlds import library_salience
from tests.scenario.builders import real
from tests.verification.pool import spread

SCALE = 0.01
"""One person in a hundred: how many times smaller a standard error becomes does not hang on how many people there are."""
CHUNKS = 8
RUNS = 1_500


class Case(NamedTuple):
    """A programme and the world in which it runs."""

    peers: bool
    alike: bool
    """Whether places are alike, so that counts are Poisson and the limit is the formula's."""
    support: bool
    """Whether the programme adds ties, mentors and legal status and takes incidents away; else it prevents approaches."""


class Gain(NamedTuple):
    """`share` prevented, `gain` in standard errors, its own standard error, and the most that it can be for Poisson counts."""

    share: float
    gain: float
    error: float
    limit: float


class Task(NamedTuple):
    """Runs of a case, with the programme and without."""

    case: Case
    runs: range


PREVENTS = Case(peers=False, alike=True, support=False)
SUPPORTS = Case(peers=False, alike=True, support=True)
SHIPPED = Case(peers=True, alike=False, support=False)


@cache
def _prepared() -> World:
    return prepare(scaled(real(), SCALE), library_salience())


def world_of(case: Case) -> World:
    """The shipped region with fewer people; support and grievance count where the programme acts on them."""
    world = _prepared()
    parameters = world.parameters
    if not case.peers:
        parameters = parameters._replace(contact_rate=0.0)
    if case.alike:
        parameters = parameters._replace(place_sd=0.0)
    if case.support:
        weights = parameters.weights.copy()
        weights[STAGES.index("engaging"), [DRIVERS.index("support"), DRIVERS.index("grievance")]] = 0.5
        parameters = parameters._replace(weights=weights, interaction=0.2)
    return world._replace(parameters=parameters)


def programme_of(case: Case, world: World) -> Arm:
    """A programme of some 3 percent, everywhere and always."""
    effects = {"street": 0.5, "online": 0.5}
    cover = 0.06
    if case.support:
        effects = {
            "ties": 1.5,
            "mentors": 0.4,
            "legal": 0.2,
            "public": 0.6,
            "authorities": 0.6,
            "employers": 0.6,
        }
        cover = 0.17
    effect = np.array([[effects.get(name, 0.0 if name in ADDITIONS else 1.0) for name in EFFECTS]])
    always = np.array([-9.0]), np.zeros(1), np.array([1e9]), np.array([-1])
    return Arm(np.array([3], np.uint64), effect, np.full((1, world.places.country.size), cover), *always)


def counted(task: Task) -> list[tuple[int, int, int, int]]:
    """(engagements, departures) without the programme and with it, run by run."""
    world = world_of(task.case)
    arms = compile_arm(real(), world, []), programme_of(task.case, world)
    found = []
    for run in task.runs:
        kinds = [np.bincount(simulate(world, arm, 1, run).kind, minlength=len(codes.EVENTS)) for arm in arms]
        both = [(int(k[codes.ENGAGE]), int(k[codes.DEPART] + k[codes.FAMILY_DEPART])) for k in kinds]
        found.append((*both[0], *both[1]))
    return found


def runs_of(case: Case, runs: int) -> Floats:
    """[runs, 2 arms, (engagements, departures)]."""
    tasks = [Task(case, range(i, runs, CHUNKS)) for i in range(CHUNKS)]
    rows = [row for part in (spread(counted, tasks) if runs > 200 else map(counted, tasks)) for row in part]
    return np.array(rows, dtype=float).reshape(-1, 2, 2)


def gain_of(without: Floats, with_it: Floats) -> Gain:
    """From counts of paired runs; the standard error of the gain by leaving out one run at a time."""
    share = 1 - with_it.mean() / without.mean()
    n = without.size
    everything = _gain(without, with_it)
    each = np.array([_gain(np.delete(without, i), np.delete(with_it, i)) for i in range(n)])
    error = np.sqrt((n - 1) / n * ((each - each.mean()) ** 2).sum())
    return Gain(float(share), everything, float(error), float(np.sqrt((2 - share) / share)))


def _gain(without: Floats, with_it: Floats) -> float:
    """Standard error with seeds of their own, over that with the same seeds."""
    apart = without.var(ddof=1) + with_it.var(ddof=1)
    return float(np.sqrt(apart / (without - with_it).var(ddof=1)))


def figures_of(prevented: Gain, with_peers: Gain) -> dict[str, float]:
    """The benchmark's keys."""
    return {
        "pairing_gain": prevented.gain,
        "pairing_share": prevented.share,
        "pairing_gain_peers": with_peers.gain,
        "pairing_share_peers": with_peers.share,
    }


if __name__ == "__main__":
    prevented, with_peers = (gain_of(*runs_of(case, RUNS)[:, :, 1].T) for case in (PREVENTS, SHIPPED))
    update(figures_of(prevented, with_peers))
