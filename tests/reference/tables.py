"""Reading a world's tables in plain Python: records of lists, and how values are looked up in them."""

from typing import Any, TypeVar

import numpy as np

from counterflow.world import DAYS_PER_YEAR, EARLY

Record = TypeVar("Record", bound=tuple[Any, ...])


def plain(record: Record) -> Record:
    """The same record with lists of Python numbers for arrays."""
    values = []
    for value in record:
        if isinstance(value, tuple):
            values.append(plain(value))
        else:
            values.append(value.tolist() if isinstance(value, np.ndarray) else value)
    return type(record)(*values)


def quantile(table: list[float], uniform: float) -> float:
    x = uniform * (len(table) - 1)
    i = int(x)
    return table[i] + (table[i + 1] - table[i]) * (x - i)


def daily(table: list[float], t: float) -> float:
    """The value of the day that holds t; the first and last days hold beyond the table."""
    if t < -EARLY:
        return table[0]
    return table[min(int((t + EARLY) * DAYS_PER_YEAR + 1e-6), len(table) - 1)]


def category(cumulative: list[float], uniform: float) -> int:
    for i, upper in enumerate(cumulative):
        if uniform < upper:
            return i
    return len(cumulative) - 1
