"""Experiments: a scenario made ready, arms and draws, and their runs: carried out anywhere, kept in a store, asked."""

from counterflow.experiment.arms import Comparison, compare
from counterflow.experiment.asking import Results, results
from counterflow.experiment.carry_out import Report, carry_out
from counterflow.experiment.design import Experiment, NamedArm, ParameterDraw, experiment_of
from counterflow.experiment.errors import StoreBusy, StoreDamaged, StoreError, WorkersLost
from counterflow.experiment.prepare import prepare
from counterflow.experiment.results import RunResult
from counterflow.experiment.runs import Means, run
from counterflow.experiment.store import Store

__all__ = [
    "Comparison",
    "Experiment",
    "Means",
    "NamedArm",
    "ParameterDraw",
    "Report",
    "Results",
    "RunResult",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "WorkersLost",
    "carry_out",
    "compare",
    "experiment_of",
    "prepare",
    "results",
    "run",
]
