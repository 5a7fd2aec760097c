"""A hearing you can run: what witnesses said, held against figures and rival models.

``counterflow.hear("central_asia_2015")`` does what ``counterflow hear central_asia_2015`` does, and so for each command. The
functions are imported when they are first used, so that importing the package takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterflow import evidence as evidence
    from counterflow.api import calibrate as calibrate
    from counterflow.api import compare as compare
    from counterflow.api import decide as decide
    from counterflow.api import discover as discover
    from counterflow.api import hear as hear
    from counterflow.api import life as life
    from counterflow.api import rerun as rerun
    from counterflow.api import results as results
    from counterflow.api import run as run
    from counterflow.api import sensitivity as sensitivity
    from counterflow.checking import check as check
    from counterflow.schemas import schema as schema
    from counterflow.template import new as new

    __version__: str

__all__ = [
    "calibrate",
    "check",
    "compare",
    "decide",
    "discover",
    "evidence",
    "hear",
    "life",
    "new",
    "rerun",
    "results",
    "run",
    "schema",
    "sensitivity",
]

_HOMES = {
    "calibrate": "counterflow.api",
    "check": "counterflow.checking",
    "compare": "counterflow.api",
    "decide": "counterflow.api",
    "discover": "counterflow.api",
    "hear": "counterflow.api",
    "life": "counterflow.api",
    "new": "counterflow.template",
    "rerun": "counterflow.api",
    "results": "counterflow.api",
    "run": "counterflow.api",
    "schema": "counterflow.schemas",
    "sensitivity": "counterflow.api",
}


def __getattr__(name: str) -> Any:
    if name == "evidence":  # a package that can be called, so that function and package share their name
        return import_module("counterflow.evidence")
    if name == "__version__":
        return import_module("importlib.metadata").version("counterflow")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
