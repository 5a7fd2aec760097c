"""Experiments: a scenario made ready, arms and draws, and their runs: carried out anywhere, kept in a store, asked.

Names are imported when they are first used: a worker needs few of them, and starts the sooner.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterflow.experiment.arms import Comparison as Comparison
    from counterflow.experiment.arms import compare as compare
    from counterflow.experiment.asking import Results as Results
    from counterflow.experiment.asking import results_of as results_of
    from counterflow.experiment.design import Experiment as Experiment
    from counterflow.experiment.design import experiment_of as experiment_of
    from counterflow.experiment.errors import StoreError as StoreError
    from counterflow.experiment.errors import WorkersLost as WorkersLost
    from counterflow.experiment.job import Report as Report
    from counterflow.experiment.job import carry_out as carry_out
    from counterflow.experiment.plan import NamedArm as NamedArm
    from counterflow.experiment.plan import ParameterDraw as ParameterDraw
    from counterflow.experiment.results import RunResult as RunResult
    from counterflow.experiment.runs import Means as Means
    from counterflow.experiment.runs import run as run
    from counterflow.experiment.store import Store as Store

_HOMES = {
    "Comparison": "arms",
    "Experiment": "design",
    "Means": "runs",
    "NamedArm": "plan",
    "ParameterDraw": "plan",
    "Report": "job",
    "Results": "asking",
    "RunResult": "results",
    "Store": "store",
    "StoreError": "errors",
    "WorkersLost": "errors",
    "carry_out": "job",
    "compare": "arms",
    "experiment_of": "design",
    "results_of": "asking",
    "run": "runs",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605 -- the names stand once


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
