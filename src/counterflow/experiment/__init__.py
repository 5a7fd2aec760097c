"""Experiments: a scenario made ready, arms and draws, and their runs on this machine."""

from counterflow.experiment.arms import Comparison, compare
from counterflow.experiment.prepare import prepare
from counterflow.experiment.results import RunResult
from counterflow.experiment.runs import run

__all__ = ["Comparison", "RunResult", "compare", "prepare", "run"]
