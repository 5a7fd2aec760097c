"""What was discovered: boxes of futures, with their limits, density and coverage."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Limit:
    """One parameter of a box, with what it must be."""

    parameter: str
    meaning: str
    unit: str
    low: float | None
    """In the unit; None where there is no lower limit."""
    high: float | None
    share: float
    """Share of all futures that keep to this limit alone."""
    quasi_p: float
    """Probability that so many hits came by luck though the limit does nothing; the smaller of two where both ends are limited."""
    words: str
    """Such as "the exposure ratio is above 4.2"."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a box does on some futures."""

    futures: int
    inside: int
    density: float | None
    """Share of interest among the futures inside; None where none lies inside."""
    density_low: float
    density_high: float
    """95 percent interval of the density, from the number of futures inside (Wilson)."""
    coverage: float
    """Share inside among the futures of interest."""


@dataclass(frozen=True, slots=True)
class BoxFound:
    """One box."""

    limits: tuple[Limit, ...]
    """The least likely to be luck first."""
    peeled: Measured
    """On the futures that it was peeled from: flattering."""
    held_out: Measured
    """On futures that it has not seen: what to go by."""


@dataclass(frozen=True, slots=True)
class Step:
    """One box on the way that was peeled: what a higher density costs in coverage."""

    density: float
    coverage: float
    mass: float
    limits: int


@dataclass(frozen=True, slots=True)
class Restricted:
    """People whom a coercive programme restricts for each departure that it averts: it is never ranked on departures alone."""

    programme: str
    title: str
    everywhere: float | None
    """None where it averts none."""
    in_box: tuple[float | None, ...]
    """For each box."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """In which futures something happens."""

    question: str
    answered_by: str
    futures: int
    dropped: int
    share: float
    """Share of the futures of interest."""
    density_asked: float
    boxes: tuple[BoxFound, ...]
    way: tuple[Step, ...]
    """Of the first box."""
    restricted: tuple[Restricted, ...] = ()

    def document(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)
