"""A part after the data: its probability, and the range of that over prior variants and left-out figures."""

from __future__ import annotations

from dataclasses import dataclass

from counterflow.analysis.calibration.ask import Ask, own_targets, range_of, without_restated
from counterflow.analysis.calibration.posterior import After
from counterflow.analysis.case import Case
from counterflow.analysis.model import WIDE, Held, joint
from counterflow.hearing import Draws


@dataclass(frozen=True, slots=True)
class Settled:
    """What the posterior says about a part."""

    held: Held
    p: float
    low: float
    high: float
    draws: Draws
    """Contested parameters of the draws behind it."""


def settled(case: Case) -> Settled | None:
    """A part after the data, without the figures of its own witness; None where there is no posterior, or it lacks an outcome."""
    if case.calibrated is None:
        return None
    own = own_targets(case.hearing, case.claim, case.calibrated.targets)
    held = _held(case, Ask(without=own))
    if held is None or held.p is None:
        return None
    restated = without_restated(case.part, own, case.calibrated.targets)
    others = [_held(case, ask) for ask in (*range_of(own), Ask(without=restated))]
    across = [held.p, *(one.p for one in others if one is not None and one.p is not None)]
    draws = case.calibrated.posterior.draws(Ask(without=own))
    return Settled(held, held.p, min(across), max(across), draws)


def _held(case: Case, ask: Ask) -> Held | None:
    if case.calibrated is None:
        return None
    return joint(case.deciding_outcomes, After(case.calibrated.posterior, ask), WIDE)
