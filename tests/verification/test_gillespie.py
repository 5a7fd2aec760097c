"""A small world with calls along a graph, against the Gillespie program EoN."""

import numpy as np
import pytest
from scipy import stats

from tests.judge import Judge
from tests.verification.gillespie import STATES, TIMES, Outcome, Task, both, by_engine, small_world
from tests.verification.pool import spread

PEOPLE, CALLS = 100, 3.0
GRAPHS = {
    "friends": (0.0, 0.0, 1.0, 0.0),
    "kin and friends": (0.6, 0.0, 0.4, 0.0),
    "home districts": (0.0, 0.0, 0.0, 1.0),
    "all three": (0.3, 0.0, 0.4, 0.3),
}
CHUNKS = 20


def outcomes(mix: tuple[float, ...], runs: int) -> tuple[list[Outcome], list[Outcome]]:
    """(engine's, EoN's) outcomes."""
    parts = [range(i, runs, CHUNKS) for i in range(CHUNKS)]
    tasks = [Task(PEOPLE, mix, CALLS, part) for part in parts]
    pairs = [pair for found in (spread(both, tasks) if runs > 1_000 else map(both, tasks)) for pair in found]
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


@pytest.mark.parametrize("runs", [80, pytest.param(3_000, marks=pytest.mark.verification)])
@pytest.mark.parametrize("graph", GRAPHS)
def test_calls_along_a_graph(graph: str, runs: int, verdict: Judge) -> None:
    sides = outcomes(GRAPHS[graph], runs)
    ours, theirs = (np.array([outcome.states for outcome in side]) for side in sides)
    error = np.sqrt((ours.var(0) + theirs.var(0)) / runs)
    for number, state in enumerate(STATES):
        described = f"mean curves of {runs:,} runs each at {TIMES.size} dates"
        seen = error[:, number] > 0
        found, expected = ours.mean(0)[seen, number], theirs.mean(0)[seen, number]
        verdict.all_errors(f"{graph}: {state}", described, found, expected, error[seen, number])
    engaged, expected = (np.array([outcome.engagements for outcome in side]) for side in sides)
    distance = stats.ks_2samp(engaged, expected).statistic
    verdict.same_law(f"{graph}: engagements in all", "final sizes of runs", distance, runs / 2)
    spreads = np.array([engaged.var(), expected.var()])
    fourth = [((x - x.mean()) ** 4).mean() - x.var() ** 2 for x in (engaged, expected)]
    error = np.sqrt(sum(fourth) / runs)
    verdict.errors(f"{graph}: variance of engagements", "final sizes of runs", *spreads, error)
    gone, departed = (side[:, -1, STATES.index("gone") :].sum(1) for side in (ours, theirs))
    distance = stats.ks_2samp(gone, departed).statistic
    verdict.same_law(f"{graph}: departures in all", "final sizes of runs", distance, runs / 2)
    alone = small_world(PEOPLE, GRAPHS[graph], 0.0)
    without = np.array([by_engine(alone, run).engagements for run in range(min(runs, 500))])
    added = engaged.mean() / without.mean() - 1
    verdict.at_least(f"{graph}: engagements that calls add", "share of those without calls", added, 0.5)
