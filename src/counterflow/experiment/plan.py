"""One run of an experiment: which arm, which draw, and the identity that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from counterflow.engine import History
from counterflow.experiment.identity import RunIdentity
from counterflow.experiment.scaled import Scaled
from counterflow.world import Arm, Floats, Parameters, World

NONE = "none"
"""The name of the arm in which nothing is done."""
_AND = " + "


@dataclass(frozen=True, slots=True)
class NamedArm:
    """The programmes of one arm, by id, and what they come to in a world."""

    programmes: tuple[str, ...]
    arm: Arm

    @property
    def name(self) -> str:
        """The ids joined by " + "; "none" without any."""
        return _AND.join(self.programmes) or NONE

    @staticmethod
    def named(name: str) -> tuple[str, ...]:
        """The programmes of an arm of this name."""
        return () if name == NONE else tuple(name.split(_AND))


@dataclass(frozen=True, slots=True)
class ParameterDraw:
    """One full set of parameters, and the run numbers that it is given."""

    runs: range
    account: str = ""
    """The account that it was drawn from; empty for the scenario's own values."""
    number: int = 0
    """Its number among the account's draws."""
    parameters: Parameters | None = None
    """None: the world's own."""
    scaled: Scaled | None = None
    """Factors on what is not contested, and yet uncertain; None: as the world says."""

    def world(self, world: World) -> World:
        """The world of this draw."""
        changed = world if self.parameters is None else world._replace(parameters=self.parameters)
        return changed if self.scaled is None else self.scaled.applied(changed)


class Gauge(Protocol):
    """Something that is read off every history while it is in memory: events are too many to be kept."""

    def __call__(self, world: World, history: History, key: np.uint64, /) -> Floats:
        """So many numbers, the same ones for every run; `key` is the run's."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an experiment: its identity, and which arm and draw it has."""

    identity: RunIdentity
    arm: int
    draw: ParameterDraw
