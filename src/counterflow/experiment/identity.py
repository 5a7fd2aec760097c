"""What a run is known by: hashes of the world, of the arm and of the draw, with seed, run number and the engine's version.

A run is a function of these six and of nothing else. The world is hashed without its parameters, which are the draw's, and it
knows no programmes: so a programme more, or one changed, leaves every other arm's runs as valid as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from counterflow.engine import ENGINE_VERSION, History
from counterflow.experiment.scaled import Scaled
from counterflow.world import Arm, Parameters, World

LENGTH = 24
"""Hexadecimal digits of a hash: 96 bits. Two of a billion runs share an identity with probability 6e-12."""


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """One run. Equal identities are the same run, to the last event, on every machine."""

    world: str
    arm: str
    draw: str
    seed: int
    run: int
    engine: int = ENGINE_VERSION

    @property
    def id(self) -> str:
        """The identity as 24 hexadecimal digits."""
        text = f"{self.world}/{self.arm}/{self.draw}/{self.seed}/{self.run}/{self.engine}"
        return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def hash_of_world(world: World) -> str:
    """The hash of a world without its parameters."""
    return hash_of(("world", world._replace(parameters=None)))  # type: ignore[arg-type]


def hash_of_arm(arm: Arm) -> str:
    """The hash of what the programmes of an arm change, for whom and when; not of their titles."""
    return hash_of(("arm", arm))


def hash_of_draw(account: str, number: int, parameters: Parameters, scaled: Scaled | None = None) -> str:
    """The hash of one full set of parameters, and of whose draw it is: two accounts may agree in a draw, and each has its runs."""
    known = ("draw", account, number, parameters)
    return hash_of(known if scaled is None else (*known, scaled))


def hash_of_history(history: History) -> str:
    """The hash of what happened in a run: equal for equal event logs only. How much work it was does not count."""
    return hash_of(tuple((name, getattr(history, name)) for name in history.__slots__ if name != "counts"))


def hash_of(value: Any) -> str:
    """The hash of records, arrays, numbers and words within each other."""
    found = hashlib.sha256()
    for piece in _pieces(value):
        found.update(piece)
    return found.hexdigest()[:LENGTH]


def _pieces(value: Any) -> Iterator[bytes]:
    """A value as bytes that no other value has: names, kinds and shapes stand before contents."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", range(len(value)))
        yield f"({len(value)}".encode()
        for name, part in zip(names, value, strict=True):
            yield f"|{name}:".encode()
            yield from _pieces(part)
    elif isinstance(value, np.ndarray):
        little = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        yield f"{little.dtype.str}{little.shape}".encode()
        yield little.tobytes()
    elif isinstance(value, float | np.floating):
        yield float(value).hex().encode()
    else:
        yield f"{type(value).__name__} {value!r}".encode()
