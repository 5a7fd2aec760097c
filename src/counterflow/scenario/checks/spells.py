"""Spells: no more of them within what grievance looks back on than the engine remembers of one person's life."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from counterflow.scenario.checks.ends import greatest, least
from counterflow.scenario.checks.said import Check, Said
from counterflow.scenario.compile.quantiles import gamma_mean
from counterflow.scenario.people import Mobility, Spell
from counterflow.scenario.schema import Scenario
from counterflow.world import Floats

REMEMBERED = 64
"""Spells that the engine keeps of a person."""
HALF_LIVES = 5.0
"""Half-lives that grievance looks back on."""
RAREST = 1e-18
"""Probability, from any one spell on, that more follow one another than are kept; the engine itself refuses from 1e-15 on, and
holds tables, not laws."""
_FULL_PAIRS = (REMEMBERED - 2) // 2
"""Of one spell more than is kept in a row, the pairs left without the two at the ends and the first of a life."""


def _too_many(scenario: Scenario) -> Iterator[Said]:
    back = HALF_LIVES * greatest(scenario.hardship.half_life)
    for i, cohort in enumerate(scenario.cohort):
        if cohort.mobility is not None and chance_of_too_many(cohort.mobility, back) > RAREST:
            yield Said(
                ("cohort", i, "mobility", "host", "median"),
                f"more than {REMEMBERED} spells at home and abroad could follow one another within the {back:g} years "
                "that grievance looks back on",
                "lengthen the spells, ends of their ranges too, or shorten hardship.half_life",
            )


def chance_of_too_many(mobility: Mobility, back: float) -> float:
    """A bound on the probability that one spell more than is kept lies within `back` years, for the shortest spells in the ranges.

    Chernoff: the least over s of exp(s back) E[exp(-s home spell)]^n E[exp(-s host spell)]^n, at the highest speed of the season.
    """
    season = np.array(mobility.season)
    fastest = float(season.max() / season.mean()) * greatest(mobility.pace)
    s = np.geomspace(1.0, 1e5, 200) / back
    home, host = _log_mean(mobility.home, s / fastest), _log_mean(mobility.host, s)
    return float(np.exp(min(0.0, float((s * back + _FULL_PAIRS * (home + host)).min()))))


def _log_mean(spell: Spell, s: Floats) -> Floats:
    """Logarithm of E[exp(-s spell)] of a gamma law, the largest over the ends of the range of its shape."""
    median = least(spell.median)
    found = []
    for shape in {least(spell.shape), greatest(spell.shape)}:
        scale = gamma_mean(median, shape) / shape
        found.append(-shape * np.log1p(scale * s))
    return np.asarray(np.max(found, axis=0))


CHECKS: tuple[Check, ...] = (_too_many,)
