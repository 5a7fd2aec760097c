"""Quantile tables of the reduced model's spells, in years: one uniform gives a length, in our engine and in the screens."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.model import (
    DECAY,
    HOME_MONTHS,
    HOME_SHAPE,
    HOST_MONTHS,
    HOST_SHAPE,
    INCIDENTS_AWAY,
    INCIDENTS_HOME,
    MONTHS_PER_YEAR,
)
from counterflow.scenario.compile import quantiles
from counterflow.world import Floats


class Spells(NamedTuple):
    """Quantiles of whole spells, and of what is left of the first one in equilibrium."""

    home: Floats
    home_first: Floats
    host: Floats
    host_first: Floats


def spells() -> Spells:
    """The four tables."""
    home = HOME_MONTHS / MONTHS_PER_YEAR / quantiles.gamma_mean(1.0, HOME_SHAPE)
    host = HOST_MONTHS / MONTHS_PER_YEAR / quantiles.gamma_mean(1.0, HOST_SHAPE)
    return Spells(
        home=quantiles.gamma(home, HOME_SHAPE),
        home_first=quantiles.gamma_residual(home, HOME_SHAPE),
        host=quantiles.gamma(host, HOST_SHAPE),
        host_first=quantiles.gamma_residual(host, HOST_SHAPE),
    )


class Settled(NamedTuple):
    """Quantiles of the grievance of somebody who has long lived at one rate of incidents."""

    home: Floats
    away: Floats


def settled() -> Settled:
    """Shot noise of standard exponential sizes is a gamma law."""
    home, away = (
        quantiles.gamma(1.0 / quantiles.gamma_mean(1.0, shape), shape) * shape
        for shape in (INCIDENTS_HOME / DECAY, INCIDENTS_AWAY / DECAY)
    )
    return Settled(home, away)
