"""The one way in which kernels are compiled: cached under the hash of all kernel sources, without fast-math."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config

KERNEL_PACKAGES = ("people", "pathway", "engine")


def _source_hash() -> str:
    package = Path(__file__).parent.parent
    digest = hashlib.sha256((package / "world.py").read_bytes())
    for name in KERNEL_PACKAGES:
        for path in sorted((package / name).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    # Numba's own cache does not notice a change in a kernel that another kernel calls, so the folder's name holds the hash of all.
    base = os.environ.get("COUNTERFLOW_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "counterflow" / f"kernels-{_source_hash()}"


CACHE_FOLDER = _cache_folder()
_CONFIG: Any = config  # Numba fills this module with its settings when it is imported: types do not see them
F = TypeVar("F", bound=Callable[..., Any])


def _compiled(function: F, *, inline: bool) -> F:
    before = _CONFIG.CACHE_DIR
    # Read when a function is decorated, and put back for the user's own Numba code.
    _CONFIG.CACHE_DIR = str(CACHE_FOLDER)
    try:
        compile_ = numba.njit(cache=True, error_model="numpy", forceinline=inline)
        return cast("F", compile_(function))
    finally:
        _CONFIG.CACHE_DIR = before


def kernel(function: F) -> F:
    """Compile `function` with Numba on first call: cached on disk, no fast-math (it would change bits), division as in C."""
    return _compiled(function, inline=False)


def inlined(function: F) -> F:
    """A kernel that is written into its callers: for the small ones that every proposal calls.

    Left to itself the compiler calls most of them, with records of fifteen numbers passed through memory: a fifth of a run's time.
    """
    return _compiled(function, inline=True)
