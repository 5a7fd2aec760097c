"""The engine and the plain-Python census give the same event log, event by event, on random worlds.

`make verify` compares 5,000 more (tests/verification/test_census.py).
"""

import gc
import weakref
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.reference.census import Census
from tests.reference.comparison import RUN, Outcome, compared, random_case
from tests.reference.mechanisms import LEAST_SHARE, MECHANISMS

WORLDS = 100
PROCESSES = 2


def outcomes_of(seeds: Iterable[int]) -> list[Outcome]:
    """Outcomes of many worlds, on two processes; what is compiled here is only loaded there."""
    compared(0)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(compared, seeds, chunksize=5))


def judge(outcomes: list[Outcome]) -> None:
    fired = Counter(mechanism for outcome in outcomes for mechanism in outcome.fired)
    least = LEAST_SHARE * len(outcomes)
    assert [f"seed {o.seed}: {o.difference}" for o in outcomes if o.difference] == []
    assert {mechanism: fired[mechanism] for mechanism in MECHANISMS if fired[mechanism] < least} == {}
    assert 2 * fired["event departed"] >= len(outcomes)


@pytest.mark.slow
def test_engine_and_census_write_the_same_log_and_every_mechanism_fires() -> None:
    judge(outcomes_of(range(WORLDS)))


def test_a_census_that_is_done_with_is_let_go() -> None:
    """Thousands are walked one after another: what each of them keeps must go with it."""
    world, arm = random_case(0)
    twin = Census(world, arm, 0, RUN)
    twin.walk()
    done = weakref.ref(twin)
    del twin
    gc.collect()
    assert done() is None
