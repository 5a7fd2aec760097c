"""Forecasts and how they fared, as verdicts.json has them. Numbers are in the figures' own units, scores on their scales."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counterflow.analysis.written import Written

By = Literal["prior", "posterior", "naive"]
"""Who forecasts: the model before or after calibration, or an extrapolation of what had been published."""


class Forecast(Written):
    """One forecast of one figure."""

    by: By
    low90: float
    low50: float
    centre: float
    high50: float
    high90: float
    inside50: bool
    """Whether the published figure lies in the 50 percent interval."""
    inside90: bool
    interval_score50: float
    interval_score90: float
    log_score: float


class LaterFigure(Written):
    """A figure that became known after the day, beside what was forecast of it."""

    id: str
    quantity: str
    cohort: str
    place: str | None = None
    at: dt.date
    """The day that it describes."""
    available: dt.date
    """The day on which it became known."""
    low: float
    centre: float
    high: float
    scale: Literal["log", "logit"]
    origins: tuple[str, ...]
    added: bool = False
    """From a file of the user's, not among the hearing's own."""
    forecasts: tuple[Forecast, ...] = ()
    not_forecast: str | None = None
    """Why the model says nothing of it, where it does not."""


class Fared(Written):
    """How one forecaster fared over all figures that it forecast."""

    by: By
    figures: int
    inside50: int
    inside90: int
    interval_score50: float
    interval_score90: float
    log_score: float
    """Mean."""
    compared: int
    """Figures that the naive forecast has too."""
    gain: float | None = None
    """Mean log score over the naive one's, on those; above 0: better. None for the naive forecast itself and where it has none."""


class Hindcast(Written):
    """What was forecast on a day, and what came after."""

    as_of: dt.date
    draws: int
    known: int
    """Targets that were known on the day."""
    figures: tuple[LaterFigure, ...]
    """By the day that they describe."""
    fared: tuple[Fared, ...]
    unused: tuple[str, ...] = ()
    """Rows of the user's file that could not be scored, each with the reason."""
