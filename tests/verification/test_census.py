"""The plain-Python census of random worlds: the same event log, bit by bit, and mutants that are caught."""

from collections import Counter

import pytest

from tests.judge import Judge
from tests.reference.comparison import compared
from tests.reference.mechanisms import LEAST_SHARE, MECHANISMS
from tests.verification.catching import MOST_WORLDS, NAMES, worlds_until_caught
from tests.verification.pool import spread

FIRST, WORLDS = 100, 5_000  # the first 100 are compared in tests/reference/test_twin.py
pytestmark = pytest.mark.verification


def test_engine_and_census_write_the_same_log(verdict: Judge) -> None:
    outcomes = spread(compared, range(FIRST, FIRST + WORLDS), chunk=5)
    different = [f"seed {o.seed}: {o.difference}" for o in outcomes if o.difference]
    events = sum(outcome.events for outcome in outcomes)
    described = f"{events:,} events in {WORLDS:,} worlds, every field compared with =="
    verdict.none("worlds whose event logs differ", "; ".join([described, *different[:3]]), len(different))
    fired = Counter(mechanism for outcome in outcomes for mechanism in outcome.fired)
    rarest = min(MECHANISMS, key=lambda mechanism: fired[mechanism])
    described = f"share of worlds in which the rarest of {len(MECHANISMS)} fires: {rarest}"
    verdict.at_least("mechanisms that fire", described, fired[rarest] / WORLDS, LEAST_SHARE)
    departed = fired["event departed"] / WORLDS
    verdict.at_least("worlds with a departure", "lest empty logs agree", departed, 0.5)


def test_mutants_are_caught(verdict: Judge) -> None:
    found = spread(worlds_until_caught, range(len(NAMES)))
    for name, worlds in zip(NAMES, found, strict=True):
        verdict.at_most(f"worlds until {name} is caught", "comparison with the engine", worlds, MOST_WORLDS)
