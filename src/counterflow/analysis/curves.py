"""Lines that show how a verdict hangs on something nobody has measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterflow.analysis.limits import number
from counterflow.analysis.model import Held
from counterflow.analysis.records import Curve
from counterflow.hearing import PARAMETER_RECORDS, Draws

Floats = NDArray[np.float64]

_POINTS = 13
_LEAST_DRAWS = 30
_EVEN = 0.5


def probability_over(held: Held, draws: Draws, parameter: str) -> Curve | None:
    """The probability that a part holds against one contested parameter, smoothed over the draws; None for too few draws.

    A local mean with Gaussian weights, on the log scale where the parameter is positive; from the 5 to the 95 percent point of
    the draws, since beyond them there is nothing to average.
    """
    values = draws.column(parameter)[held.defined]
    holds = held.holds[held.defined].astype(np.float64)
    if len(values) < _LEAST_DRAWS or values.min() == values.max():
        return None
    logged = bool(values.min() > 0)
    x = np.log(values) if logged else values
    first, last = np.quantile(x, [0.05, 0.95])
    grid = np.linspace(float(first), float(last), _POINTS)
    y = _local_mean(x, holds, grid)
    shown = np.exp(grid) if logged else grid
    record = PARAMETER_RECORDS[parameter]
    return Curve(
        x=f"{parameter.replace('_', ' ')} ({record.meaning})",
        y="probability that it holds",
        points=tuple((float(a), float(b)) for a, b in zip(shown, y, strict=True)),
        threshold=_EVEN,
        says=_says(shown, y, parameter.replace("_", " ")),
    )


def _local_mean(x: Floats, y: Floats, at: Floats) -> Floats:
    width = 1.06 * float(np.std(x)) * len(x) ** -0.2  # Silverman's rule
    weights = np.exp(-0.5 * ((at[:, None] - x[None, :]) / width) ** 2)
    return np.asarray(weights @ y / weights.sum(axis=1))


def _says(x: Floats, y: Floats, name: str) -> str:
    crossings = np.flatnonzero((y[:-1] - _EVEN) * (y[1:] - _EVEN) < 0)
    if len(crossings) == 0:
        side = "above" if y.mean() > _EVEN else "below"
        return f"The probability stays {side} one half from {number(x[0])} to {number(x[-1])}."
    at = int(crossings[0])
    share = (_EVEN - y[at]) / (y[at + 1] - y[at])
    flips = float(x[at] + share * (x[at + 1] - x[at]))
    ways = "rises above" if y[at + 1] > y[at] else "falls below"
    more = "" if len(crossings) == 1 else f", and crosses it {len(crossings) - 1} more times"
    return f"The probability {ways} one half where the {name} passes {number(flips)}{more}."
