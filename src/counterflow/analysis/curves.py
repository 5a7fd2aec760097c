"""Lines that show how a verdict hangs on something nobody has measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from counterflow.analysis.amounts import number
from counterflow.analysis.figures import AS_ASSUMED, Desk
from counterflow.analysis.limits import limit_words
from counterflow.analysis.model import Held
from counterflow.analysis.plain import parameter_words
from counterflow.analysis.records import Curve
from counterflow.evidence.estimate import Estimate
from counterflow.evidence.recruitment import growth_at
from counterflow.evidence.screening import flagged_at
from counterflow.evidence.study import Study
from counterflow.hearing import PARAMETER_RECORDS, Draws, Part

Floats = NDArray[np.float64]

_POINTS = 13
_LEAST_DRAWS = 30
_EVEN = 0.5
_NEAR = 0.05
"""A line within this of one half, or within two of its standard errors, is on neither side."""


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
    y, error = _local_mean(x, holds, grid, held.weights[held.defined])
    shown = np.exp(grid) if logged else grid
    record = PARAMETER_RECORDS[parameter]
    name = parameter_words(parameter).removeprefix("the ").partition(" (")[0]
    return Curve(
        x=f"{name} ({record.meaning})",
        y="probability that it holds",
        points=tuple((float(a), float(b)) for a, b in zip(shown, y, strict=True)),
        threshold=_EVEN,
        says=_says(shown, y, error, name),
    )


def assumed_curve(over: str, part: Part, desk: Desk) -> Curve | None:
    """The quantity of a part's first evidence test against an assumed figure; None where the evidence has a gap."""
    name, at, grid = _ASSUMED[over]
    study = desk.study(AS_ASSUMED, f"{part.id}/curve")
    found = [at(study, x) for x in grid]
    if any(one.gap is not None for one in found):
        return None
    test = next((test for test in part.on_evidence), None)
    threshold = None if test is None else limit_words(test)[2]
    return Curve(
        x=over,
        y=name,
        points=tuple((x, one.centre) for x, one in zip(grid, found, strict=True)),
        threshold=threshold,
        says=_reaches(over, name, grid, [one.centre for one in found]),
    )


def _reaches(over: str, name: str, grid: Sequence[float], y: Sequence[float]) -> str:
    return f"{name[:1].upper()}{name[1:]}: {number(y[0])} at {number(grid[0])} {over}, {number(y[-1])} at {number(grid[-1])}."


_ASSUMED: dict[str, tuple[str, Callable[[Study, float], Estimate], tuple[float, ...]]] = {
    "people trained": (
        "people flagged wrongly per defector found",
        flagged_at,
        (300.0, 500.0, 800.0, 1300.0, 2000.0, 3500.0, 6000.0, 10000.0),
    ),
    "jump of detection": (
        "growth of the Tajik over the Kyrgyz count, once the jump is taken out",
        growth_at,
        (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0),
    ),
}
"""What is drawn over an assumed figure: its name, how it is got at a stated value, and the values."""


def _local_mean(x: Floats, y: Floats, at: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Local shares and their standard errors, both at ``at``; ``counted`` is what each draw counts for."""
    width = 1.06 * float(np.std(x)) * len(x) ** -0.2  # Silverman's rule
    weights = np.exp(-0.5 * ((at[:, None] - x[None, :]) / width) ** 2) * counted
    weights /= weights.sum(axis=1, keepdims=True)
    mean = np.asarray(weights @ y)
    return mean, np.sqrt(_EVEN * _EVEN * (weights**2).sum(axis=1))


def _says(x: Floats, y: Floats, error: Floats, name: str) -> str:
    near = np.maximum(_NEAR, 2 * error)
    side = np.where(y > _EVEN + near, 1, np.where(y < _EVEN - near, -1, 0))
    clear = np.flatnonzero(side)
    if len(clear) == 0:
        return (
            f"Whatever the {name} ({number(x[0])} to {number(x[-1])}), the probability stays near one half."
        )
    turns = [(int(a), int(b)) for a, b in pairwise(clear) if side[a] != side[b]]
    if not turns:
        other = "below" if side[clear[0]] > 0 else "above"
        return f"Whatever the {name} ({number(x[0])} to {number(x[-1])}), the probability is never clearly {other} one half."
    first, last = turns[0]
    at = float(np.interp(_EVEN, *_rising(y[first : last + 1], x[first : last + 1])))
    ways = "rises above" if side[last] > 0 else "falls below"
    more = "" if len(turns) == 1 else ", and turns again further on"
    return f"The probability {ways} one half where the {name} passes {number(at)}{more}."


def _rising(y: Floats, x: Floats) -> tuple[Floats, Floats]:
    """A stretch of a line as a table that can be read at a value of y."""
    order = np.argsort(y, kind="stable")
    return y[order], x[order]
