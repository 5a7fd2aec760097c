"""What targets need of a history: how many, and of how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.calibration.departed import Departed, Ended, departed_of, ended_of
from counterflow.engine import History, codes
from counterflow.evidence import Target
from counterflow.experiment.identity import hash_of
from counterflow.scenario import Scenario, calendar_of
from counterflow.world import DAYS_PER_YEAR, Floats, Ints, World

EVERYBODY = -1
WORLD = "world"
"""The cohort for which all departed of all cohorts stand."""
RUSSIA, ELSEWHERE = 1, 2

Counted = tuple[int, int]
"""How many, and of how many; of 0 for a number of people."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it is read off a history."""

    quantity: str
    cohort: int
    """EVERYBODY for all cohorts."""
    until: float
    """Years from the start, to the end of the day."""
    province: int | None = None


@dataclass(frozen=True, slots=True)
class TargetGauge:
    """Reads all aims off a history: counts [aims, 2], flattened."""

    aims: tuple[Aim, ...]

    def __call__(self, world: World, history: History, key: np.uint64, /) -> Floats:
        """See `experiment.plan.Gauge`."""
        departed, ended = departed_of(world, history, key), ended_of(world, history)
        return np.array([counted(aim, departed, ended) for aim in self.aims], np.float64).ravel()

    @property
    def hash(self) -> str:
        """Equal for gauges that read the same."""
        return hash_of(tuple((a.quantity, a.cohort, a.until, a.province) for a in self.aims))


def counted(aim: Aim, departed: Departed, ended: Ended) -> Counted:
    """One aim, read off those who departed and what became of them."""
    gone = departed.time < aim.until
    over = ended.time < aim.until
    if aim.cohort != EVERYBODY:
        gone &= departed.cohort == aim.cohort
        over &= ended.cohort == aim.cohort
    return READINGS[aim.quantity](departed.where(gone), ended.kind[over], aim)


Reading = Callable[[Departed, Ints, Aim], Counted]


def _ended(kind: int) -> Reading:
    return lambda _departed, ends, _aim: (int((ends == kind).sum()), 0)


def _ended_share(kind: int) -> Reading:
    return lambda departed, ends, _aim: (int((ends == kind).sum()), departed.time.size)


def _share(which: Callable[[Departed, Aim], Ints | np.ndarray[tuple[int], np.dtype[np.bool_]]]) -> Reading:
    return lambda departed, _ends, aim: (int(np.sum(which(departed, aim))), departed.time.size)


def _of_recruits(
    which: Callable[[Departed], np.ndarray[tuple[int], np.dtype[np.bool_]]],
) -> Reading:
    """Of those who went on their own account: families are not recruited."""
    return lambda departed, _ends, _aim: (
        int((which(departed) & (departed.family == 0)).sum()),
        int((departed.family == 0).sum()),
    )


def _largest_district(departed: Departed, _ends: Ints, _aim: Aim) -> Counted:
    return int(np.bincount(departed.district).max(initial=0)), departed.time.size


READINGS: dict[str, Reading] = {
    "ever left": lambda departed, _ends, _aim: (departed.time.size, 0),
    "in the zone": lambda departed, ends, _aim: (departed.time.size - ends.size, 0),
    "dead": _ended(codes.DIE),
    "returned": _ended(codes.RETURN),
    "share women": _share(lambda departed, _aim: departed.female),
    "share dead": _ended_share(codes.DIE),
    "share returned": _ended_share(codes.RETURN),
    "share recruited in Russia": _of_recruits(lambda departed: departed.abroad == RUSSIA),
    "share recruited outside the region": _of_recruits(
        lambda departed: np.isin(departed.abroad, (RUSSIA, ELSEWHERE))
    ),
    # Whoever works abroad at all goes young and to Russia with few exceptions: the share that has not yet gone is left out.
    "share ever migrants in Russia": _of_recruits(
        lambda departed: (departed.abroad == RUSSIA) | (departed.mobile == 1)
    ),
    "share from region": _share(lambda departed, aim: departed.province == aim.province),
    "share from the largest district": _largest_district,
    "share with basic religious schooling": _of_recruits(lambda departed: departed.schooling == 0),
    "share with intermediate religious schooling": _of_recruits(lambda departed: departed.schooling == 1),
    "share with advanced religious schooling": _of_recruits(lambda departed: departed.schooling == 2),
}
"""How each quantity is read off a history. Other quantities of targets hang on nothing that accounts disagree about."""


def readable(scenario: Scenario, targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets that a history of the scenario can be held against, in order."""
    return tuple(one for one in targets if aim_of(scenario, one) is not None)


def aim_of(scenario: Scenario, target: Target) -> Aim | None:
    """A target as it is read off a history; None for quantities, cohorts, places and days that the scenario does not have."""
    cohorts = [one.name for one in scenario.cohort]
    provinces = [(one.name, place.name) for one in scenario.cohort for place in one.provinces]
    at = calendar_of(scenario).when(target.at) + 1.0 / DAYS_PER_YEAR
    inside = target.quantity in READINGS and target.cohort in {*cohorts, WORLD}
    if not inside or not scenario.start < target.at <= scenario.end:
        return None
    cohort = EVERYBODY if target.cohort == WORLD else cohorts.index(target.cohort)
    if target.quantity != "share from region":
        return Aim(target.quantity, cohort, at)
    place = (target.cohort, target.place or "")
    return Aim(target.quantity, cohort, at, provinces.index(place)) if place in provinces else None
