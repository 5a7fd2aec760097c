"""How our engine's time grows: with people at equal approaches, with approaches, with years; and one rival at equal approaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.comparison import saved, seeds
from benchmarks.model import Model
from benchmarks.plan import APPROACHES, REGION, RIVALS, WORLD, Effort
from benchmarks.timing import Timing, time_ours, time_rival, together

POPULATIONS = (700_000, 7_000_000, 70_000_000, 700_000_000, WORLD)
PROPOSALS = (10_000, 100_000, 1_000_000, 10_000_000)
YEARS = (1, 2, 4, 8, 16)
PER_TURN = 2
SECONDS_EACH = 3e-6
"""About what an approach takes, to see how often a run can be repeated."""


@dataclass(frozen=True, slots=True)
class Curves:
    """Our engine's time along three axes, by their values."""

    population: dict[int, Timing]
    approaches: dict[int, Timing]
    years: dict[int, Timing]

    @property
    def flatness(self) -> float:
        """Time at the largest population over time at a hundredth of it."""
        return self.population[WORLD].median / self.population[WORLD // 100].median

    def document(self) -> dict[str, Any]:
        """For the record."""
        return {
            name: {str(at): timing.document() for at, timing in getattr(self, name).items()}
            for name in self.__slots__
        }


def curves(effort: Effort) -> Curves:
    """All three."""
    base = APPROACHES / effort.shrink
    return Curves(
        population=in_turns(
            {people: Model(people=people, approaches=base) for people in POPULATIONS}, effort
        ),
        approaches={
            number: _ours(Model(people=REGION, approaches=number / effort.shrink), effort)
            for number in PROPOSALS
        },
        years={
            years: _ours(Model(people=REGION, approaches=base * years / 8, years=years), effort)
            for years in YEARS
        },
    )


def in_turns(models: dict[int, Model], effort: Effort) -> dict[int, Timing]:
    """Each model a few runs at a time, in turns, so that a change in the machine does not look like a slope."""
    worlds = {at: saved(model) for at, model in models.items()}
    rounds = [
        {
            at: time_ours(world, [turn * PER_TURN + run for run in range(PER_TURN)])
            for at, world in worlds.items()
        }
        for turn in range(max(1, effort.repeats // PER_TURN))
    ]
    return {at: together(one[at] for one in rounds) for at in models}


def _ours(model: Model, effort: Effort) -> Timing:
    return time_ours(saved(model), seeds(effort.repeated(SECONDS_EACH * model.approaches)))


def once_at_equal_approaches(effort: Effort) -> dict[int, Timing]:
    """The once-a-run screen at the region's approaches, whatever the population."""
    once = next(rival for rival in RIVALS if rival.key == "once")
    approaches = APPROACHES / effort.shrink
    return {
        people: time_rival(once, Model(people=people, approaches=approaches), seeds(min(5, effort.repeats)))
        for people in (REGION, 10 * REGION, WORLD)
    }
