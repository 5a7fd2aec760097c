"""What the figures are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Limit:
    """A key of the record and the value that it should reach."""

    key: str
    value: float
    side: Literal["most", "least"]
    unit: str
    says: str

    def is_met(self, found: float) -> bool:
        """Whether a value is on the right side."""
        return found <= self.value if self.side == "most" else found >= self.value


LIMITS = (
    Limit("region_seconds", 1.0, "most", "s", "the full region, all mechanisms, one core"),
    Limit("region_rss_mb", 350.0, "most", "MB", "peak memory of that process"),
    Limit("flatness", 1.2, "most", "", "time at the largest population over time at a hundredth of it"),
    Limit("vs_mesa", 5000.0, "least", "times", "faster than Mesa"),
    Limit("vs_starsim", 300.0, "least", "times", "faster than Starsim"),
    Limit("vs_numpy", 100.0, "least", "times", "faster than dense NumPy"),
    Limit("vs_numba", 15.0, "least", "times", "faster than dense Numba on both cores"),
    Limit("vs_screen", 4.0, "least", "times", "faster than the monthly screen"),
    Limit("vs_once", 0.8, "least", "times", "as fast as the once-a-run screen, at the region's size"),
    Limit(
        "vs_once_7e9", 4.0, "least", "times", "faster than that screen, at 7 billion people, equal approaches"
    ),
    Limit("over_floor", 2.5, "most", "times", "the region's time over the floor of its calls"),
    Limit("us_per_evaluation", 3.0, "most", "µs", "the region's time per evaluation"),
    Limit("first_compile_seconds", 90.0, "most", "s", "from an empty cache to the end of a first run"),
    Limit("warm_start_seconds", 2.0, "most", "s", "from the command to its first run, cache warm"),
    Limit("parallel_efficiency", 0.9, "least", "", "4,000 runs of 20 ms: one worker over twice two workers"),
    Limit("overhead_ms", 5.0, "most", "ms", "time of two workers per run beyond the run itself"),
    Limit("rss_growth", 1.3, "most", "", "peak memory at 4,000 runs over peak at 400"),
    Limit("pairing_gain", 6.5, "least", "times", "smaller standard error of a programme's effect by pairing"),
)
"""Those of the design; `pairing_gain` is put into the record by another script."""


def verdicts(record: Mapping[str, Any]) -> list[tuple[Limit, float | None]]:
    """Each limit with what was found; None where it was not measured."""
    return [(limit, record.get(limit.key)) for limit in LIMITS]


def line(limit: Limit, found: float | None) -> str:
    """One limit in words."""
    bound = f"at {limit.side} {limit.value:g}"
    if found is None:
        return f"{limit.key:22s} not measured ({bound})"
    verdict = "met" if limit.is_met(found) else "MISSED"
    return f"{limit.key:22s} {found:10.3g} {limit.unit:5s} {verdict:6s} ({bound}: {limit.says})"
