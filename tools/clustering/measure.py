"""Run every variant, and keep what the page tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np

from counterflow.engine import ENGINE_VERSION
from counterflow.evidence.inputs import Target
from counterflow.experiment.sample import no_programmes
from counterflow.world import Floats
from tools.clustering.counts import Counts, count
from tools.clustering.numbers import LEVELS, PEOPLE, RANKED, RANKS, Numbers, Summary
from tools.clustering.variants import SEED, Stage, Variant, world_of

PILOTS_FROM = 10_000
"""Number of the first run by which a variant's scale is set; no other result rests on these runs."""
_DIGITS = 5


def measure(
    stage: Stage,
    compared: Sequence[Variant],
    target: Target,
    *,
    runs: int,
    workers: int | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Numbers:
    """All variants in so many runs, each scaled by half as many others to the mean departures of the first variant."""
    arm = no_programmes(stage.setting.world)

    def counted(variant: Variant, which: range, scale: float = 1.0) -> Counts:
        world = world_of(stage, variant, scale)
        return count(world, arm, stage.cohort, runs=which, seed=SEED, workers=workers)

    pilots = range(PILOTS_FROM, PILOTS_FROM + max(1, runs // 2))
    level, found = None, []
    for number, variant in enumerate(compared, 1):
        mean = float(counted(variant, pilots).totals.mean())
        level = mean if level is None else level
        found.append((variant, counted(variant, range(runs), level / mean)))
        say(f"{number} of {len(compared)} variants: {variant.name}")
    first = found[0][1]
    return Numbers(
        seed=SEED,
        engine=ENGINE_VERSION,
        runs=runs,
        pilots=len(pilots),
        districts=first.people.size,
        people=int(first.people.sum()),
        published=(target.low, target.centre, target.high),
        variants=tuple(summary(variant, counts, target) for variant, counts in found),
    )


def summary(variant: Variant, counts: Counts, target: Target) -> Summary:
    """One variant's runs in a few numbers."""
    engaged = counts.engaged.sum()
    ranked = np.quantile(counts.ranked[:, :RANKS], RANKED, axis=0).T
    inside = (target.low, target.high)
    return Summary(
        variant=variant,
        departures=_rounded(counts.totals.mean()),
        departures_error=_rounded(counts.totals.std(ddof=1) / sqrt(counts.totals.size)),
        called=_rounded(counts.called.sum() / engaged),
        at_home=_rounded(counts.at_home.sum() / engaged),
        largest=_all_rounded(np.quantile(counts.largest, LEVELS)),
        within=_rounded(counts.chance(*inside)),
        within_small=_rounded(counts.chance(*inside, of_people=PEOPLE)),
        ranked=tuple(_all_rounded(row) for row in ranked),
    )


def _all_rounded(values: Floats) -> tuple[float, ...]:
    return tuple(_rounded(value) for value in values)


def _rounded(value: float) -> float:
    """Digits beyond what the page tells, so that the stored file is short."""
    return round(float(value), _DIGITS)
