"""The patient rule induction method: boxes of parameters in which something happens far more often than elsewhere.

Friedman and Fisher (1999, Statistics and Computing 9: 123-143), with what Bryant and Lempert (2010, Technological Forecasting and
Social Change 77: 34-49) added for futures: coverage beside density, and how likely each limit is to be luck. A box is peeled, a
thin slice at a time, from the end of whichever parameter pays most, and the whole way is kept: which box is the right one is a
matter of what one needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from counterflow.world import Floats

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Peeling:
    """How patiently a box is peeled."""

    slice_share: float = 0.05
    """Share of the box's cases that one peel takes away; cases with the same value go or stay together."""
    least_mass: float = 0.05
    """Share of all cases below which a box is not peeled further."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not 0.0 < getattr(self, name) < 1.0:
                raise ValueError(f"{name} is {getattr(self, name):g}; it lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Box:
    """Limits on some parameters, and what lies within them."""

    low: Floats
    """[parameters] lowest value inside; minus infinity where there is no limit."""
    high: Floats
    cases: int
    """Cases inside."""
    hits: int
    """Of them, those of interest."""
    all_cases: int
    all_hits: int

    @property
    def density(self) -> float:
        """Of the cases inside, the share of interest."""
        return self.hits / self.cases

    @property
    def coverage(self) -> float:
        """Of the cases of interest, the share inside."""
        return self.hits / self.all_hits

    @property
    def mass(self) -> float:
        """Of all cases, the share inside."""
        return self.cases / self.all_cases

    @property
    def limited(self) -> tuple[int, ...]:
        """Numbers of the parameters that have a limit."""
        return tuple(int(i) for i in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high)))

    def holds(self, points: Floats) -> Bools:
        """Which points, [n, parameters], lie inside."""
        return np.asarray(((points >= self.low) & (points <= self.high)).all(axis=1))

    def on(self, points: Floats, interest: Bools) -> Box:
        """The same limits on other cases: what they hold there. Raises ValueError where nothing is of interest there."""
        if not interest.any():
            raise ValueError("none of the cases is of interest; ask for more of them")
        inside = self.holds(points)
        return replace(
            self,
            cases=int(inside.sum()),
            hits=int((inside & interest).sum()),
            all_cases=len(points),
            all_hits=int(interest.sum()),
        )


def peel(points: Floats, interest: Bools, how: Peeling = Peeling()) -> tuple[Box, ...]:
    """The way from all cases, [n, parameters] and [n], to the smallest box: one box after each slice.

    The slice goes whose removal raises the density most for each case that it costs; of equals, one off a parameter that is limited
    already. Where none raises it the way goes on as long as enough cases are left: a step further one may. Raises ValueError where
    none, or all, of the cases are of interest: no box could then tell them apart.
    """
    if not interest.any() or interest.all():
        which = "all" if interest.any() else "none"
        raise ValueError(f"{which} of the {len(points)} cases are of interest; no box can tell them apart")
    low, high = (np.full(points.shape[1], end) for end in (-np.inf, np.inf))
    hits = int(interest.sum())
    way = [Box(low, high, len(points), hits, len(points), hits)]
    while (smaller := _peeled(points, interest, way[-1], how)) is not None:
        way.append(smaller)
    return tuple(way)


def _peeled(points: Floats, interest: Bools, box: Box, how: Peeling) -> Box | None:
    """The box without the slice that pays most; None where too few cases would be left."""
    inside = box.holds(points)
    here, of_interest = points[inside], interest[inside]
    best, most = None, (-math.inf, False)
    for parameter, low, high in _slices(here, how.slice_share):
        kept = (here[:, parameter] >= low) & (here[:, parameter] <= high)
        cases, hits = int(kept.sum()), int(of_interest[kept].sum())
        gain = (hits / cases - box.density) / (box.cases - cases)
        pays = gain, parameter in box.limited
        if pays > most:
            best, most = _narrowed(box, parameter, (low, high), (cases, hits)), pays
    return best if best is not None and best.mass >= how.least_mass else None


def _narrowed(box: Box, parameter: int, limits: tuple[float, float], inside: tuple[int, int]) -> Box:
    low, high = box.low.copy(), box.high.copy()
    low[parameter] = max(low[parameter], limits[0])
    high[parameter] = min(high[parameter], limits[1])
    return replace(box, low=low, high=high, cases=inside[0], hits=inside[1])


def _slices(here: Floats, share: float) -> Iterator[tuple[int, float, float]]:
    """(parameter, lowest and highest value kept) for a slice off either end of each parameter.

    Limits lie midway between two cases; as many cases as share a value go or stay together.
    """
    last = (len(here) - 1) * share
    for parameter in range(here.shape[1]):
        values = np.sort(here[:, parameter])
        goes = values[math.floor(last)]
        if (above := values[values > goes]).size:
            yield parameter, float(goes + above[0]) / 2, np.inf
        goes = values[math.ceil(len(here) - 1 - last)]
        if (below := values[values < goes]).size:
            yield parameter, -np.inf, float(below[-1] + goes) / 2


def dense_enough(way: Sequence[Box], density: float) -> Box | None:
    """Of the boxes on a way that are so dense, the one that covers most, with the fewest limits; None where there is none."""
    fitting = [box for box in way if box.density >= density]
    return max(fitting, key=lambda box: (box.coverage, -len(box.limited)), default=None)


@dataclass(frozen=True, slots=True)
class LimitLuck:
    """How likely it is that one limit of a box does nothing."""

    parameter: int
    upper: bool
    limit: float
    quasi_p: float
    """Probability of as many hits in a box of this size if those beyond the limit were as frequent as in the box without it."""


def luck_of_limits(box: Box, points: Floats, interest: Bools) -> tuple[LimitLuck, ...]:
    """The luck of each limit, the most certain first. "Quasi", since the limits were chosen on the same cases."""
    found = []
    for parameter in box.limited:
        for upper, ends in ((False, box.low), (True, box.high)):
            if np.isfinite(ends[parameter]):
                found.append(_luck(box, parameter, points, interest, upper=upper))
    return tuple(sorted(found, key=lambda one: one.quasi_p))


def _luck(box: Box, parameter: int, points: Floats, interest: Bools, *, upper: bool) -> LimitLuck:
    limit = float((box.high if upper else box.low)[parameter])
    without = _without(box, parameter, upper=upper).on(points, interest)
    return LimitLuck(parameter, upper, limit, float(binom.sf(box.hits - 1, box.cases, without.density)))


def _without(box: Box, parameter: int, *, upper: bool) -> Box:
    """The box without one limit; what it holds is not counted anew."""
    low, high = box.low.copy(), box.high.copy()
    if upper:
        high[parameter] = np.inf
    else:
        low[parameter] = -np.inf
    return replace(box, low=low, high=high)


def pruned(box: Box, points: Floats, interest: Bools, *, density: float, luck: float = 0.05) -> Box:
    """The box without the limits that may well do nothing, the least certain first, as long as it stays so dense.

    `luck`: the quasi-p value above which a limit may go.
    """
    while True:
        weakest = max(luck_of_limits(box, points, interest), key=lambda one: one.quasi_p, default=None)
        if weakest is None or weakest.quasi_p <= luck:
            return box
        wider = _without(box, weakest.parameter, upper=weakest.upper).on(points, interest)
        if wider.density < density:
            return box
        box = wider


def boxes(
    points: Floats, interest: Bools, *, density: float, most: int = 4, how: Peeling = Peeling()
) -> tuple[tuple[Box, ...], ...]:
    """Ways to one box after another, each peeled from the cases that those before left over, as long as they are dense enough.

    The first way is always there; its boxes tell what can be had. Coverage and mass count all cases. Raises ValueError as `peel`.
    """
    left = np.ones(len(points), bool)
    ways: list[tuple[Box, ...]] = []
    while len(ways) < most and (not ways or 0 < interest[left].sum() < left.sum()):
        way = tuple(
            replace(box, all_cases=len(points), all_hits=int(interest.sum()))
            for box in peel(points[left], interest[left], how)
        )
        chosen = dense_enough(way, density)
        if ways and chosen is None:
            break
        ways.append(way)
        if chosen is None:
            break
        left &= ~chosen.holds(points)
    return tuple(ways)
