"""What one call of Philox, log, exp and a permutation costs in a loop in which each call waits for the one before it.

    python -m benchmarks.ours.costs

The engine's own functions, in a scalar Numba loop. Printed as JSON, in nanoseconds.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import numpy as np
from numba import njit

from counterflow.people.arithmetic import exp, log
from counterflow.people.keys import Word, philox
from counterflow.people.permutation import permute, radices, unpermute

CALLS = 1_000_000
REPEATS = 11
PERMUTED = 12_000
"""Numbers that are permuted: kin blocks of a middling district of the region."""


@njit(error_model="numpy")
def _philox(key: Word, calls: int) -> Word:
    a, b, c, d = key, key, key, key
    for _ in range(calls):
        a, b, c, d = philox(key, a, b, c, d)
    return a ^ b ^ c ^ d


@njit(error_model="numpy")
def _log(start: float, calls: int) -> float:
    x = start
    for _ in range(calls):
        x = log(x) + 3.0
    return x


@njit(error_model="numpy")
def _exp(start: float, calls: int) -> float:
    x = start
    for _ in range(calls):
        x = exp(-x)
    return x


@njit(error_model="numpy")
def _permute(key: Word, calls: int) -> int:
    x, (a, b) = 1, radices(PERMUTED)
    for _ in range(calls):
        x = permute(key, x, PERMUTED, a, b)
    return x


@njit(error_model="numpy")
def _unpermute(key: Word, calls: int) -> int:
    x, (a, b) = 1, radices(PERMUTED)
    for _ in range(calls):
        x = unpermute(key, x, PERMUTED, a, b)
    return x


LOOPS: dict[str, Callable[[int], object]] = {
    "philox": lambda calls: _philox(np.uint64(7), calls),
    "log": lambda calls: _log(1.5, calls),
    "exp": lambda calls: _exp(0.5, calls),
    "permute": lambda calls: _permute(np.uint64(7), calls),
    "unpermute": lambda calls: _unpermute(np.uint64(7), calls),
}


def nanoseconds(loop: Callable[[int], object]) -> float:
    """Median cost of a call."""
    loop(10)
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        loop(CALLS)
        found.append(time.perf_counter() - started)
    return statistics.median(found) / CALLS * 1e9


if __name__ == "__main__":
    print(json.dumps({name: nanoseconds(loop) for name, loop in LOOPS.items()}))
