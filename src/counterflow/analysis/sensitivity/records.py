"""What a sensitivity analysis found: frozen records, one for each parameter. Errors are half-widths of 95 percent intervals."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Method = Literal["morris", "sobol", "thirds"]


@dataclass(frozen=True, slots=True)
class MorrisEffect:
    """What going through the range of a parameter (5th to 95th percentile) does, from a few places of all the others."""

    parameter: str
    size: float
    """Mean size of the change over the whole range, in the outcome's unit (Campolongo et al. 2007: mu star)."""
    size_error: float
    change: float | None
    """Mean change with its sign (mu); None for groups, which have no direction."""
    spread: float | None
    """Standard deviation of the changes (sigma): large beside the size where it hangs on the others, or is no straight line."""


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """Shares of an outcome's variance over futures (Saltelli et al. 2010)."""

    parameter: str
    first: float
    """What would go, on average, were this parameter known."""
    first_error: float
    total: float
    """What would be left, on average, were everything else known."""
    total_error: float


@dataclass(frozen=True, slots=True)
class Thirds:
    """The outcome where a parameter is low and where it is high, over futures drawn by lot. For a verdict the outcome is P."""

    parameter: str
    low: float
    """Mean of the outcome in the third of futures in which the parameter is lowest."""
    low_error: float
    high: float
    high_error: float
    first: float
    """Share of the outcome's variance that would go, on average, were this parameter known: Sobol's first-order index."""
    first_error: float
    clear: bool
    """Whether the thirds differ by more than chance does for the most different of so many parameters, at 5 percent."""


Effect = MorrisEffect | SobolIndex | Thirds


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves one outcome."""

    outcome: str
    unit: str
    method: Method
    answered_by: str
    """"runs", "expected outcomes" or "emulator"."""
    futures: int
    dropped: int
    """Futures left out, since they or their neighbours did not define the outcome or their runs failed."""
    mean: float
    sd: float
    """Of the outcome over futures."""
    hidden: float | None
    """Share of the variance that is the luck of runs, or the emulator's error; None where one run for each future cannot tell."""
    effects: tuple[Effect, ...]
    """The largest first."""

    def document(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)
