"""What the numbers of a scenario measure: units inside the program, units that people may write, bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Law = Literal["fixed", "normal", "log-normal", "logit-normal", "uniform"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One kind of number: its unit inside the program, the other units people may write, its bounds, the law of a range."""

    unit: str
    minimum: float = -math.inf
    maximum: float = math.inf
    units: tuple[tuple[str, float], ...] = ()
    law: Law = "log-normal"

    def factor(self, unit: str) -> float:
        """What one `unit` is in the dimension's own unit; ValueError for a unit that does not fit."""
        known = {self.unit: 1.0, **dict(self.units)}
        if unit not in known:
            raise ValueError(f'the unit "{unit}" does not fit here; write {" or ".join(known)}')
        return known[unit]

    def check(self, name: str, number: float) -> None:
        """Raise ValueError where a number is not finite or out of bounds."""
        if not math.isfinite(number):
            raise ValueError(f"{name} is {number}, which is not a finite number; write one")
        if not self.minimum <= number <= self.maximum:
            raise ValueError(f"{name} is {number:g} {self.unit}; write a number {self._bounds()}")

    def _bounds(self) -> str:
        if self.maximum == math.inf:
            return f"of at least {self.minimum:g}"
        return f"between {self.minimum:g} and {self.maximum:g}"


_SPELLS = (("months", 1 / 12), ("weeks", 7 / 365.25), ("days", 1 / 365.25))
_RATES = (("per month", 12.0), ("per week", 365.25 / 7))
_PERSON_RATES = (
    ("per person-month", 12.0),
    ("per 1,000 person-years", 1e-3),
    ("per 100,000 person-years", 1e-5),
)

SHARE = Dimension("share", 0.0, 1.0, (("percent", 0.01),), "logit-normal")
YEARS = Dimension("years", 0.0, 1000.0, _SPELLS)
RATE = Dimension("per year", 0.0, units=_RATES)
PERSON_RATE = Dimension("per person-year", 0.0, units=_PERSON_RATES)
PERSONS = Dimension("persons", 0.0, units=(("thousand persons", 1e3), ("million persons", 1e6)))
RATIO = Dimension("ratio", 0.0)
SCORE = Dimension("score", law="normal")
ADDED_SHARE = Dimension("added share", -1.0, 1.0, (("percentage points", 0.01),), "normal")
ADDED_RATE = Dimension("added per person-year", law="normal")
NUMBER = Dimension("number", 0.0)
MONEY = Dimension("money", 0.0)
