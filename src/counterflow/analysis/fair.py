"""A fair start: before any figure every candidate counts alike as the main driver.

Recruiters have to be met before anything else can matter, so that by any plausible prior exposure is the main driver in most draws.
A draw therefore counts by one over the prior's share of draws with the same main driver. What figures say about the main driver is
then told against 1/K, not against what the prior's widths happen to make of it. It is a prior like any other: the product of the
hearing's priors and a function of the main driver alone, so that draws of its posterior are those of the other, weighted likewise.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from counterflow.hearing.vocabulary import MAIN_DRIVERS
from counterflow.world import Floats, Ints

NONE = -1
"""Of a draw in which no candidate averts anything."""
_LEAST = 4
"""Draws of the prior below which a candidate's share is too uncertain to divide by: it is taken for that of so many."""


def share_names() -> tuple[str, ...]:
    """Outcomes that hold the Shapley shares of the candidates, in their order."""
    return tuple(f"shapley share of {name}" for name in MAIN_DRIVERS)


def main_drivers(values: Callable[[str], Floats]) -> Ints:
    """The candidate with the largest share in each draw, [draws]; NONE where shares are not defined."""
    return main_of(np.column_stack([values(name) for name in share_names()]))


def main_of(shares: Floats) -> Ints:
    """The same from shares, [draws, candidates]."""
    defined = np.asarray(np.isfinite(shares).all(axis=1))
    return np.where(defined, np.argmax(np.nan_to_num(shares), axis=1), NONE)


def frequencies(main: Ints) -> Floats:
    """Share of the draws with a main driver in which each candidate is it, [candidates]; sums to 1 or more.

    One that is it in fewer than `_LEAST` draws is given the share of so many; without any draws all are alike.
    """
    known = main[main != NONE]
    if known.size == 0:
        return np.full(len(MAIN_DRIVERS), 1.0 / len(MAIN_DRIVERS))
    counted = np.bincount(known, minlength=len(MAIN_DRIVERS))
    return np.asarray(np.maximum(counted, min(_LEAST, known.size)) / known.size)


def weights(main: Ints, before: Floats) -> Floats:
    """What each draw counts for, [draws], if candidates were the main driver in shares `before` of the prior's draws."""
    own = 1.0 / (len(before) * before)
    return np.where(main == NONE, 1.0, own[np.maximum(main, 0)])
