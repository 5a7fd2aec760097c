"""An emulator as arrays with names, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from counterflow.inference.emulator import Emulator
from counterflow.inference.gaussian import Process
from counterflow.inference.ridge import Ridge

_OWN = ("logged", "error", "luck")
_RIDGE = ("centre", "spread", "linear", "bent", "level")
_PROCESS = ("views", "points", "pull", "length", "height")
Arrays = dict[str, np.ndarray[Any, Any]]


def arrays_of(emulator: Emulator) -> Arrays:
    """All that predictions need."""
    found: Arrays = {f"emulator/{name}": getattr(emulator, name) for name in _OWN}
    found |= {f"emulator/ridge/{name}": getattr(emulator.ridge, name) for name in _RIDGE}
    for number, (output, process) in enumerate(emulator.processes):
        found |= {
            f"emulator/process/{output}/{number}/{name}": np.asarray(getattr(process, name))
            for name in _PROCESS
        }
    return found


def emulator_from(arrays: Mapping[str, np.ndarray[Any, Any]]) -> Emulator:
    """The emulator again. Raises KeyError where an array is missing."""
    keys = {tuple(name.split("/")[2:4]) for name in arrays if name.startswith("emulator/process/")}
    return Emulator(
        ridge=Ridge(**{name: arrays[f"emulator/ridge/{name}"] for name in _RIDGE}),
        processes=tuple(
            (int(output), _process(arrays, f"{output}/{number}"))
            for output, number in sorted(keys, key=lambda key: int(key[1]))
        ),
        **{name: arrays[f"emulator/{name}"] for name in _OWN},
    )


def _process(arrays: Mapping[str, np.ndarray[Any, Any]], key: str) -> Process:
    views, points, pull, length, height = (arrays[f"emulator/process/{key}/{name}"] for name in _PROCESS)
    return Process(views, points, pull, float(length), float(height))
