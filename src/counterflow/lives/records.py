"""One synthetic life, and the same life under a programme: what there is to show of it, in years since the scenario's start."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict, dataclass
from typing import Any

from counterflow.world import DAYS_PER_YEAR, Floats

NONE = "none"
"""The arm in which nothing is done."""
Point = tuple[int, int, int]
"""What a thing that happens hangs on, the same in every arm: (entity, purpose, index), as in `people/keys.py`."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stay at home or away."""

    begin: float
    end: float
    place: str
    away: bool
    third: bool
    """In a third country, while a re-entry ban holds."""
    regular: bool
    """With legal status, programmes' help included; always so at home."""
    banned: bool
    """Ended with a re-entry ban."""
    kin: int
    """Relatives who are in the same place on arrival."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something done to the person. The source is one of world.SOURCES, or a ban."""

    time: float
    source: str
    size: float
    place: str
    point: Point


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie to somebody of the place: of the community, or to a mentor or religious leader."""

    begin: float
    end: float
    """When it breaks, or the person moves on."""
    kind: str
    """"community", "mentor", or "mentor who recruits"."""
    place: str
    point: Point


@dataclass(frozen=True, slots=True)
class Near:
    """A relative in the same place, away from home."""

    begin: float
    end: float
    number: int
    """Which of the six relatives."""
    recruits: bool


@dataclass(frozen=True, slots=True)
class Approach:
    """An approach that was aimed at the person."""

    time: float
    channel: str
    outcome: str
    """"reached"; or why it was void: "too young", "not free" (engaged, gone or stopped), "elsewhere"."""
    engaged: bool
    point: Point


@dataclass(frozen=True, slots=True)
class Step:
    """A step along the pathway, or what followed it: one of engine.codes.EVENTS."""

    time: float
    event: str
    theatre: str
    """Of a departure and what follows it; else empty."""
    point: Point


@dataclass(frozen=True, slots=True)
class Levels:
    """What the person has at regular times."""

    time: Floats
    kin: Floats
    """Relatives in the same place."""
    ties: Floats
    """Community ties, those kept from home included."""
    mentors: Floats
    """Mentors and leaders, less those who recruit."""
    grievance: Floats
    """Sum of remembered incidents, as far as it counts (the scenario's cap)."""


@dataclass(frozen=True, slots=True)
class Lived:
    """The life in one arm."""

    programme: str
    """Its id, or "none"."""
    title: str
    reached: tuple[tuple[float, float], ...]
    """Spans in which the programme reaches the person."""
    spells: tuple[Spell, ...]
    incidents: tuple[Incident, ...]
    ties: tuple[Tie, ...]
    near: tuple[Near, ...]
    approaches: tuple[Approach, ...]
    steps: tuple[Step, ...]
    levels: Levels


@dataclass(frozen=True, slots=True)
class Ends:
    """How lives of one kind end in one run, in people."""

    whose: str
    people: int
    approached: int
    engaged: int
    departed: int
    """Family taken along included."""

    def per_100_000(self, number: int) -> float:
        """A number of these people as a share."""
        return 100_000.0 * number / self.people


@dataclass(frozen=True, slots=True)
class Chosen:
    """How the person was chosen."""

    how: str
    """"number": asked for; "unapproached" or "engaged": by lot among those."""
    among: int = 1
    """People from whom the lot was drawn."""
    differ: int | None = None
    """In whose lives the arms differ, recruitment left aside: such people go before others. None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Life:
    """One synthetic person under one programme or two; the same points in each."""

    scenario: str
    title: str
    seed: int
    person: int
    people: int
    start: dt.date
    years: float
    cohort: str
    home: str
    female: bool
    age: float
    """At the start."""
    mobile: bool
    """Ever works abroad."""
    chosen: Chosen
    arms: tuple[Lived, ...]
    drivers_matter: bool
    """Whether any driver has a weight at any stage; if not, ties and incidents change nobody's way along the pathway."""
    ends: tuple[Ends, ...]
    """Of everybody, and of people of the same cohort who are as mobile, in the first arm's run."""

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self.date(self.years) - dt.timedelta(days=1)

    def date(self, time: float) -> dt.date:
        """The day on which a time falls."""
        return self.start + dt.timedelta(days=int(time * DAYS_PER_YEAR + 1e-6))

    def document(self) -> dict[str, Any]:
        """For machines."""
        document = asdict(self)
        document["end"] = self.end
        for arm, lived in zip(document["arms"], self.arms, strict=True):
            arm["levels"] = {name: _listed(values) for name, values in asdict(lived.levels).items()}
            for table in ("incidents", "ties", "approaches", "steps"):
                for row in arm[table]:
                    row["point"] = ":".join(str(part) for part in row["point"])
        return document


def _listed(values: Floats) -> list[float | None]:
    """JSON has no nan."""
    return [None if math.isnan(value) else value for value in values.tolist()]
