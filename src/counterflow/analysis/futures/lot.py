"""Futures drawn by lot, and the errors that users make in asking for them, as faults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from counterflow.analysis.futures.factors import Space
from counterflow.faults import Fault, Faults
from counterflow.world import Floats


def by_lot(space: Space, futures: int, seed: int) -> Floats:
    """Coordinates of futures, [futures, all factors]: draws of the prior.

    Future i and factor j hang on neither the number of futures nor on what else varies: more futures begin with the same ones.
    """
    if futures < 1:
        raise ValueError(f"draws is {futures}; ask for 1 or more")
    columns = [_stream(factor.name, seed).random(futures) for factor in space.varied]
    return space.points(np.column_stack(columns))


def _stream(name: str, seed: int) -> np.random.Generator:
    digest = hashlib.blake2b(f"future/{name}".encode(), digest_size=8).digest()
    key = np.array([seed, int.from_bytes(digest, "little")], np.uint64)
    return np.random.Generator(np.random.Philox(key=key))


@contextmanager
def faults_of(option: str, value: str = "") -> Iterator[None]:
    """What was asked for and cannot be had ("what is wrong; what would be right") as a fault of an option."""
    try:
        yield
    except Faults:
        raise
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise Faults([Fault(option, None, value, problem, remedy)]) from error
