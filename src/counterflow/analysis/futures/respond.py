"""What comes of futures: the socket into which runs, expected outcomes and emulators are plugged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from counterflow.world import Floats


@dataclass(frozen=True, slots=True)
class Answers:
    """Outcomes of futures."""

    values: Floats
    """[futures, outcomes]; not a number where a future does not define an outcome, or its runs failed."""
    doubt: Floats
    """[outcomes] standard deviation of what a value hides: the luck of the runs behind it, or an emulator's error on runs that it
    was not fitted to; 0 for expected outcomes, not a number where it is not known (one run for each future)."""


class Responder(Protocol):
    """Gives outcomes for coordinates. To add one: name parameters and outcomes, and answer; `Emulated` wraps a function."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The coordinates that it reads, in its order; the others change nothing for it."""
        ...

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What it answers with, in its order."""
        ...

    def __call__(self, points: Floats) -> Answers:
        """Outcomes at coordinates [futures, parameters]."""
        ...


@dataclass(frozen=True)
class Emulated:
    """An emulator, or any other function of coordinates, in the place of runs."""

    parameters: tuple[str, ...]
    outcomes: tuple[str, ...]
    function: Callable[[Floats], Floats]
    """From [futures, parameters] to [futures, outcomes]."""
    held_out: tuple[float, ...]
    """For each outcome the standard deviation of its error on futures that it was not fitted to."""

    def __post_init__(self) -> None:
        if len(self.held_out) != len(self.outcomes):
            raise ValueError(
                f"{len(self.held_out)} errors for {len(self.outcomes)} outcomes; give one for each"
            )

    def __call__(self, points: Floats) -> Answers:
        """What the function says; raises ValueError where its answer has another shape than it must."""
        values = np.asarray(self.function(points), np.float64)
        if values.shape != (len(points), len(self.outcomes)):
            raise ValueError(
                f"the emulator gave {values.shape} for {len(points)} futures and {len(self.outcomes)} outcomes"
            )
        return Answers(values, np.array(self.held_out))


def ask(responder: Responder, names: Sequence[str], points: Floats) -> Answers:
    """Answers for points whose columns have these names; raises ValueError for a parameter that is not among them."""
    missing = [name for name in responder.parameters if name not in names]
    if missing:
        raise ValueError(f"{missing[0]} is no coordinate of these futures; known: {', '.join(names)}")
    columns = [names.index(name) for name in responder.parameters]
    return responder(points[:, columns])
