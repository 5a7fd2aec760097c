"""How much the figures favour one account over another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from counterflow.inference.tempering import Tempered


@dataclass(frozen=True, slots=True)
class Favour:
    """One account among those listed."""

    probability: float
    """Among the accounts listed, each as likely as the others before."""
    log_evidence: float
    error: float
    """Monte Carlo standard error of the log evidence."""


def favour(repeats: Mapping[str, Sequence[Tempered]]) -> dict[str, Favour]:
    """Each account's probability, from repeated runs that differ in seed only."""
    evidence = {
        account: float(logsumexp([one.log_evidence for one in found]) - np.log(len(found)))
        for account, found in repeats.items()
    }
    total = float(logsumexp(list(evidence.values())))
    return {
        account: Favour(float(np.exp(value - total)), value, _error(repeats[account]))
        for account, value in evidence.items()
    }


def _error(found: Sequence[Tempered]) -> float:
    values = [one.log_evidence for one in found]
    return float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")
