"""Two lives laid side by side, point by point: what is the same, what happens in one of them only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.lives.records import Approach, Incident, Life, Lived, Spell, Step, Tie

Happening = Spell | Incident | Tie | Approach | Step
TABLES = ("spells", "incidents", "ties", "approaches", "steps")
"""The tables of a life whose rows are laid side by side."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happens, in one arm or in both."""

    time: float
    table: str
    """One of TABLES."""
    happens: tuple[Happening | None, ...]
    """What it is in each arm; None where it does not happen."""

    @property
    def one(self) -> Happening:
        """What it is in the first arm that has it."""
        return next(happening for happening in self.happens if happening is not None)

    @property
    def everywhere(self) -> bool:
        """Whether it happens in all arms."""
        return all(happening is not None for happening in self.happens)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a table there are in all arms, and in one alone."""

    table: str
    everywhere: int
    only: tuple[int, ...]
    """By arm."""


def moments(life: Life) -> tuple[Moment, ...]:
    """All that happens in any arm, in order; the same point is one moment."""
    found = [moment for table in TABLES for moment in _moments(table, life.arms)]
    return tuple(sorted(found, key=lambda moment: (moment.time, TABLES.index(moment.table))))


def _moments(table: str, arms: Sequence[Lived]) -> list[Moment]:
    by_point: dict[object, list[Happening | None]] = {}
    for number, arm in enumerate(arms):
        for row in getattr(arm, table):
            by_point.setdefault(_identity(row), [None] * len(arms))[number] = row
    return [
        Moment(_when(next(row for row in rows if row is not None)), table, tuple(rows))
        for rows in by_point.values()
    ]


def _identity(row: Happening) -> object:
    """A stay is told by where and since when it is; all else by its point. A point may make two steps: leaving, then another."""
    if isinstance(row, Spell):
        return row.begin, row.place
    return (row.event, *row.point) if isinstance(row, Step) else row.point


def _when(row: Happening) -> float:
    return row.begin if isinstance(row, Spell | Tie) else row.time


def tallies(life: Life) -> tuple[Tally, ...]:
    """What is shared and what is not, of all but journeys; a void approach is none."""
    return tuple(_tally(table, _moments(table, life.arms), len(life.arms)) for table in TABLES[1:])


def _tally(table: str, rows: Sequence[Moment], arms: int) -> Tally:
    in_arm = [[happened(row.happens[arm]) for row in rows] for arm in range(arms)]
    everywhere = sum(all(flags) for flags in zip(*in_arm, strict=True))
    return Tally(
        table,
        everywhere,
        tuple(
            sum(flags[arm] and sum(flags) == 1 for flags in zip(*in_arm, strict=True)) if arms > 1 else 0
            for arm in range(arms)
        ),
    )


def happened(row: Happening | None) -> bool:
    """Whether a row is something that really came about: a void approach did not."""
    return row is not None and not (isinstance(row, Approach) and row.outcome != "reached")
