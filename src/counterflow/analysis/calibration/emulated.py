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
_PROCESS = ("columns", "scale", "points", "pull", "length", "height")
Arrays = dict[str, np.ndarray[Any, Any]]


def arrays_of(emulator: Emulator) -> Arrays:
    """All that predictions need."""
    found: Arrays = {f"emulator/{name}": getattr(emulator, name) for name in _OWN}
    found |= {f"emulator/ridge/{name}": getattr(emulator.ridge, name) for name in _RIDGE}
    for output, process in emulator.processes:
        found |= {
            f"emulator/process/{output}/{name}": np.asarray(getattr(process, name)) for name in _PROCESS
        }
    return found


def emulator_from(arrays: Mapping[str, np.ndarray[Any, Any]]) -> Emulator:
    """The emulator again. Raises KeyError where an array is missing."""
    outputs = sorted({int(name.split("/")[2]) for name in arrays if name.startswith("emulator/process/")})
    return Emulator(
        ridge=Ridge(**{name: arrays[f"emulator/ridge/{name}"] for name in _RIDGE}),
        processes=tuple((output, _process(arrays, output)) for output in outputs),
        **{name: arrays[f"emulator/{name}"] for name in _OWN},
    )


def _process(arrays: Mapping[str, np.ndarray[Any, Any]], output: int) -> Process:
    columns, scale, points, pull, length, height = (
        arrays[f"emulator/process/{output}/{name}"] for name in _PROCESS
    )
    return Process(columns, scale, points, pull, float(length), float(height))
