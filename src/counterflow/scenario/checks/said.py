"""A fault before it has a file and a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from counterflow.scenario.schema import Scenario

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong where in a scenario, and what would be right."""

    keys: Keys
    problem: str
    remedy: str


Check = Callable[[Scenario], Iterator[Said]]
