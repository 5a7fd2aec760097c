"""What is known: figures with ranges, dates and origins, and the quantities that claims are held against."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from counterflow.evidence.conflicts import Conflict, Said, conflicts
from counterflow.evidence.dates import Span, parse_span
from counterflow.evidence.denominators import DENOMINATORS
from counterflow.evidence.estimate import Estimate, Probability, probability
from counterflow.evidence.evidence import Evidence, load_evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.inputs import (
    SaliencePoint,
    Score,
    Target,
    known_salience,
    known_targets,
    load_inputs,
    load_scores,
    load_targets,
)
from counterflow.evidence.overview import Overview, overview
from counterflow.evidence.quantities import QUANTITIES, Quantity, RefFault, evaluate, faults_of
from counterflow.evidence.ranges import Interval
from counterflow.evidence.study import QuantityRef, Study
from counterflow.evidence.table import (
    ConflictRow,
    FigureRow,
    RateRow,
    as_json,
    conflict_rows,
    figure_rows,
    rate_rows,
)

__all__ = [
    "DENOMINATORS",
    "QUANTITIES",
    "Conflict",
    "ConflictRow",
    "Estimate",
    "Evidence",
    "Figure",
    "FigureRow",
    "Interval",
    "Overview",
    "Probability",
    "Quantity",
    "QuantityRef",
    "RateRow",
    "RefFault",
    "Said",
    "SaliencePoint",
    "Score",
    "Span",
    "Study",
    "Target",
    "as_json",
    "conflict_rows",
    "conflicts",
    "evaluate",
    "faults_of",
    "figure_rows",
    "known_salience",
    "known_targets",
    "load_evidence",
    "load_inputs",
    "load_scores",
    "load_targets",
    "overview",
    "parse_span",
    "probability",
    "rate_rows",
]


class _Callable(ModuleType):
    """This package as the command of the same name: ``counterflow.evidence("central_asia_2015", place="Belgium")``.

    A package and a function of its parent cannot both have one name, unless the package can be called.
    """

    def __call__(self, *arguments: Any, **options: Any) -> Overview:
        """What ``overview`` gives, which see."""
        return overview(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
