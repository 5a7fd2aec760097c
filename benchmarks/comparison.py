"""Our engine beside each rival: the same means, and times at the same approaches per million people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.model import Model
from benchmarks.ours.reduced import reduced_world
from benchmarks.ours.simulated import save
from benchmarks.plan import ROOM, Effort, Rival
from benchmarks.timing import WORK, Timing, time_ours, time_rival, together

FIRST_SEED = 1
MEANS_OF = 200_200
"""People of ours in the check of means."""


def saved(model: Model) -> Path:
    """Our world for a size of the reduced model, saved for a worker."""
    kind = "mobile" if model.everybody_mobile else "all"
    path = WORK / f"reduced-{kind}-{model.people}-{model.approaches:.0f}-{model.years}.pkl"
    save(reduced_world(model), path)
    return path


def seeds(number: int) -> range:
    """So many seeds."""
    return range(FIRST_SEED, FIRST_SEED + number)


def _timed(rival: Rival, model: Model, repeats: int) -> Timing:
    return time_rival(rival, model, seeds(repeats))


# ---- the same means ------------------------------------------------------------------------------------------------------------


def own_means(effort: Effort, *, mobile: bool) -> Timing:
    """Ours, at one approach per person: what each rival is held against."""
    model = Model(people=MEANS_OF, approaches=MEANS_OF, everybody_mobile=mobile)
    return time_ours(saved(model), seeds(effort.checks))


def check_means(rival: Rival, own: Timing, effort: Effort, *, mobile: bool) -> dict[str, Any]:
    """Approached and engaged per person in the rival over ours, with standard errors; what one does hangs on nobody else."""
    people = effort.sized(rival.check)
    theirs = _timed(rival, Model(people=people, approaches=people, everybody_mobile=mobile), effort.checks)
    return {what: _ratio(theirs, people, own, what) for what in ("approaches", "engaged")}


def _ratio(theirs: Timing, people: int, own: Timing, what: str) -> dict[str, float]:
    a, b = theirs.mean(what) / people, own.mean(what) / own.mean("people")
    spread = math.hypot(theirs.error(what) / theirs.mean(what), own.error(what) / own.mean(what))
    return {"per_person": a, "ours": b, "ratio": a / b, "standard_error": a / b * spread}


# ---- times ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds = begin + slope x people."""

    begin: float
    slope: float

    def at(self, people: float) -> float:
        """The line carried on."""
        return self.begin + self.slope * people


def line_through(one: tuple[int, float], other: tuple[int, float]) -> Line:
    """The line through two (people, value) points; one that begins below 0 is put through 0 and the second."""
    slope = (other[1] - one[1]) / (other[0] - one[0])
    begin = one[1] - slope * one[0]
    return Line(begin, slope) if begin >= 0.0 else Line(0.0, other[1] / other[0])


def ladder(rival: Rival, effort: Effort, *, mobile: bool) -> dict[int, Timing]:
    """A rival at its own sizes, by people (with `mobile`: by people of the whole of which those who migrate are a part)."""
    sizes = rival.sizes[-2 if mobile else -effort.rungs :]
    found: dict[int, Timing] = {}
    for people in dict.fromkeys(effort.sized(size) for size in sizes):
        model = effort.model(people, mobile=mobile)
        first = _timed(rival, model, 2)
        more = effort.repeated(first.median)
        found[people] = first if more == 2 else _timed(rival, model, more)
    return found


def own_ladder(sizes: Sequence[int], effort: Effort) -> dict[int, Timing]:
    """Our engine at these sizes."""
    return {people: time_ours(saved(effort.model(people)), seeds(effort.repeats)) for people in sizes}


def side_by_side(rival: Rival, found: dict[int, Timing], effort: Effort, *, mobile: bool) -> dict[str, Any]:
    """The rival at the region's size, or carried on to it, between two measurements of ours."""
    model = effort.model(effort.region, mobile=mobile)
    world = saved(model)
    before = time_ours(world, seeds(effort.repeats))
    points = sorted(found)[-2:]
    seconds = _carried(effort.region, [(size, found[size].median) for size in points])
    memory = _carried(effort.region, [(size, found[size].rss_mb) for size in points])
    entry: dict[str, Any] = {"carried": seconds > effort.patience or memory > ROOM, "expected_mb": memory}
    if entry["carried"]:
        entry |= {"seconds": seconds, "from": {str(size): found[size].document() for size in points}}
    else:
        timing = _timed(rival, model, effort.repeated(seconds))
        entry |= {"seconds": timing.median, "runs": timing.document()}
    own = together([before, time_ours(world, seeds(effort.repeats))])
    return entry | {"people": model.people, "ours": own.document(), "times": entry["seconds"] / own.median}


def _carried(people: int, points: Sequence[tuple[int, float]]) -> float:
    """The line through two points, at another size."""
    one, other = points
    return line_through(one, other).at(people)


def crossing(theirs: dict[int, float], own: dict[int, float]) -> float | None:
    """People from which on the rival is slower than ours, by straight lines between sizes on logarithmic scales.

    0 where it is slower at every size; None where it is not slower at the largest.
    """
    sizes = sorted(set(theirs) & set(own))
    gap = [math.log(theirs[size] / own[size]) for size in sizes]
    if gap[-1] <= 0.0:
        return None
    for i in range(len(sizes) - 1, 0, -1):
        if gap[i - 1] <= 0.0:
            share = -gap[i - 1] / (gap[i] - gap[i - 1])
            return float(sizes[i - 1] * (sizes[i] / sizes[i - 1]) ** share)
    return 0.0


def crossing_of(
    found: dict[int, Timing], own: dict[int, Timing], entry: dict[str, Any], region: int
) -> float | None:
    """The crossing of a rival that was timed at its own sizes and, timed or carried, at the region's."""
    theirs = {people: timing.median for people, timing in found.items()}
    ours = {people: timing.median for people, timing in own.items()}
    return crossing(theirs | {region: entry["seconds"]}, ours | {region: entry["ours"]["median_seconds"]})
