"""What a published figure leaves open: an 80 percent interval, assumed where the source gives none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Scale = Literal["log", "logit", "linear"]
Kind = Literal["count", "rate", "share", "flow", "population", "cost"]

Draws = NDArray[np.float64]

TENTH = 1.2815515655446004
"""Standard normal quantile of 0.9: low and high are the 10 and 90 percent points of every interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A quantity with its 10, 50 and 90 percent points.

    Between and beyond them it is normal on its scale, with a standard deviation of its own on each side of the centre: so
    that all three points are met exactly, however lopsided they lie.
    """

    low: float
    centre: float
    high: float
    scale: Scale
    assumed: bool
    """Whether any of the three points is ours rather than the source's."""

    def __post_init__(self) -> None:
        if not self.low <= self.centre <= self.high:
            raise ValueError(
                f"{self.low:g}, {self.centre:g}, {self.high:g} are not in order; low <= centre <= high"
            )

    def quantile(self, normal: Draws) -> Draws:
        """The quantity at standard normal scores."""
        low, centre, high = (_to_scale(point, self.scale) for point in (self.low, self.centre, self.high))
        sd = np.where(normal < 0, centre - low, high - centre) / TENTH
        return _from_scale(centre + sd * normal, self.scale)

    def sample(self, rng: np.random.Generator, draws: int) -> Draws:
        """Independent draws."""
        return self.quantile(rng.standard_normal(draws))

    def widened(self, factor: float) -> Interval:
        """The interval with both its sides ``factor`` times as long on its scale."""
        first, centre, last = (_to_scale(point, self.scale) for point in (self.low, self.centre, self.high))
        sides = np.array([centre - factor * (centre - first), centre + factor * (last - centre)])
        lower, upper = _from_scale(sides, self.scale)
        # The way over the scale and back may cost a last digit where a side has no length.
        low, high = min(float(lower), self.centre), max(float(upper), self.centre)
        return Interval(low, self.centre, high, self.scale, assumed=True)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a figure of one kind is taken to reach where its source gives no range."""

    down: float
    """Factor from the centre to the 10 percent point; for shares the distance on the logit scale."""
    up: float
    what: str

    @classmethod
    def even(cls, size: float, what: str) -> Spread:
        """A spread of the same size on both sides."""
        return cls(size, size, what)


_BY_KIND: dict[Kind, Spread] = {
    "count": Spread.even(1.25, "count by a body without a stake"),
    "flow": Spread.even(1.4, "flow"),
    "rate": Spread.even(1.3, "rate"),
    "share": Spread.even(0.5, "share (distance on the logit scale)"),
    "population": Spread.even(1.03, "population"),
    "cost": Spread.even(1.5, "cost"),
}
_INTERESTED = Spread.even(1.6, "count by an interested government or party")
_INTERESTED_PREFIXES = ("tj-", "kg-", "kz-", "uz-", "ru-", "syria-", "cis-", "karin")
_MUSLIMS = Spread.even(1.15, "estimate of a religious minority")
_REGISTER = Spread(1 / 0.75, 1.0, "register of foreigners, which overstates presence: x 0.75-1.0")
_REGISTER_CENTRE = 0.87


def spread_of(kind: Kind, quantity: str, origin: str) -> Spread:
    """The spread assumed for a figure without a published range."""
    if quantity == "muslim_population":
        return _MUSLIMS
    if kind in ("count", "flow") and origin.startswith(_INTERESTED_PREFIXES):
        return _INTERESTED
    return _BY_KIND[kind]


def interval_of(
    low: float | None, value: float | None, high: float | None, *, kind: Kind, quantity: str, origin: str
) -> Interval | None:
    """The interval of a figure as printed; None where it has no number.

    A value that equals its low is "at least" (its high: "up to"): the open side is assumed, and the other if nothing
    else is printed. Shares are fractions here.
    """
    if quantity == "citizens_present_in_russia" and value is not None:
        return _register(value)
    points = [point for point in (low, value, high) if point is not None]
    if not points:
        return None
    scale = _scale(kind, points)
    if scale == "linear" and len(set(points)) == 1:
        return Interval(points[0], points[0], points[0], scale, assumed=False)
    return _completed(low, value, high, scale, spread_of(kind, quantity, origin))


def _register(value: float) -> Interval:
    return Interval(
        value / _REGISTER.down, value * _REGISTER_CENTRE, value * _REGISTER.up, "log", assumed=True
    )


def _scale(kind: Kind, points: list[float]) -> Scale:
    if kind == "share" and all(0 < point < 1 for point in points):
        return "logit"
    return "log" if all(point > 0 for point in points) else "linear"


def _completed(
    low: float | None, value: float | None, high: float | None, scale: Scale, spread: Spread
) -> Interval:
    if scale == "linear":
        return _linear(low, value, high)
    down, up = (spread.down, spread.up) if scale == "logit" else (math.log(spread.down), math.log(spread.up))
    a, b, c = (None if point is None else _to_scale(point, scale) for point in (low, value, high))
    if b is None:
        if a is not None and c is not None:
            points, assumed = (a, (a + c) / 2, c), False
        elif a is not None:
            points, assumed = _at_least(a, up), True
        else:
            points, assumed = _up_to(c, down), True
    elif a == b and c is None:
        points, assumed = _at_least(b, up), True
    elif c == b and a is None:
        points, assumed = _up_to(b, down), True
    else:
        lower = b - down if a is None or a == b else a
        upper = b + up if c is None or c == b else c
        points, assumed = (lower, b, upper), (lower, upper) != (a, c)
    first, middle, last = (_printed(point) for point in _from_scale(np.array(points), scale))
    return Interval(first, middle, last, scale, assumed)


def _printed(point: np.float64) -> float:
    """A number as it was printed, without the last digits that logarithms cost."""
    return float(f"{point:.12g}")


def _up_to(high: float | None, down: float) -> tuple[float, float, float]:
    if high is None:
        raise ValueError("no number")  # excluded by interval_of
    return (high - 1.5 * down, high - 0.5 * down, high)


def _at_least(low: float, up: float) -> tuple[float, float, float]:
    """Bounds are told near what they bound: the centre is taken half a spread away, the far end one and a half."""
    return (low, low + 0.5 * up, low + 1.5 * up)


def _linear(low: float | None, value: float | None, high: float | None) -> Interval:
    """Points that may be negative or zero: no spread can be assumed on a scale of factors, so what is printed stands."""
    points = sorted(point for point in (low, value, high) if point is not None)
    centre = value if value is not None else (points[0] + points[-1]) / 2
    return Interval(points[0], centre, points[-1], "linear", assumed=len(points) < 3)


def _to_scale(point: float, scale: Scale) -> float:
    if scale == "log":
        return math.log(point)
    return math.log(point / (1 - point)) if scale == "logit" else point


def _from_scale(points: Draws, scale: Scale) -> Draws:
    if scale == "log":
        return np.asarray(np.exp(points))
    return np.asarray(1 / (1 + np.exp(-points))) if scale == "logit" else points
