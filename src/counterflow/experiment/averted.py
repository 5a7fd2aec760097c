"""What a programme averts of each kind of event, cohort by cohort, pair by pair; and how sure its mean is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from counterflow.experiment.asking import Results
from counterflow.experiment.plan import NONE
from counterflow.world import Floats

KINDS: Mapping[str, tuple[str, ...]] = {
    "departures": ("departed", "departed with family"),
    "deaths": ("dead",),
    "returnees": ("returned",),
    "engagements": ("engaged",),
}
"""What is averted, and the events that it counts."""
NOTED = 0.95
"""Of this probability is an interval of a mean."""


@dataclass(frozen=True)
class Averted:
    """Of each pair of runs: how many fewer there are with the programme; negative where there are more."""

    cohorts: tuple[str, ...]
    pairs: Floats
    """[pairs, cohorts, KINDS]"""

    def of(self, kind: str, cohort: str | None = None) -> Floats:
        """[pairs] of one kind, of everybody or of a cohort."""
        column = self.pairs[:, :, list(KINDS).index(kind)]
        return column.sum(axis=1) if cohort is None else column[:, self.cohorts.index(cohort)]


def averted_of(results: Results, programmes: str) -> Averted:
    """All pairs of a set of programmes and none, by draw, seed and run number; pairs of which a run failed are left out."""
    cohorts, kinds = results.cohorts, list(KINDS)
    cases = " ".join(
        f"WHEN event IN ({', '.join(map(_quoted, events))}) THEN {number}"
        for number, events in enumerate(KINDS.values())
    )
    query = f"""
        WITH named AS (SELECT programmes, account, draw_number, seed, run, cohort, CASE {cases} END AS kind, total FROM totals),
        counted AS (SELECT programmes, account, draw_number, seed, run, cohort, kind, sum(total)::BIGINT AS number
            FROM named WHERE kind IS NOT NULL GROUP BY ALL)
        SELECT one.account, one.draw_number, one.seed, one.run, one.cohort, one.kind, base.number - one.number
        FROM counted AS one JOIN counted AS base USING (account, draw_number, seed, run, cohort, kind)
        WHERE base.programmes = '{NONE}' AND one.programmes = {_quoted(programmes)}
    """  # noqa: S608 -- names of our own
    rows = results.relation(query).fetchall()
    order = {pair: i for i, pair in enumerate(sorted({tuple(row[:4]) for row in rows}))}
    found = np.zeros((len(order), len(cohorts), len(kinds)))
    for *pair, cohort, kind, number in rows:
        found[order[tuple(pair)], cohorts.index(cohort), kind] = number
    return Averted(cohorts, found)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def mean_interval(values: Floats) -> tuple[float, float] | None:
    """The 95 percent interval of a mean over pairs, by Student's t: the unit is the pair. One pair tells none."""
    if values.size < 2:
        return None
    half = float(
        student.isf((1.0 - NOTED) / 2.0, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    )
    mean = float(values.mean())
    return mean - half, mean + half
