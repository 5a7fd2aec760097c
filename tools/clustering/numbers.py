"""What the page on clustering tells, stored beside the tool: the page is made from it without a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from tools.clustering.variants import Variant

STORED = Path(__file__).with_name("numbers.json")
PEOPLE = 0.02
"""The published district has fewer than this share of the people."""
LEVELS = (0.01, 0.1, 0.5, 0.9, 0.99)
RANKED = (0.1, 0.5, 0.9)
RANKS = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """One variant."""

    variant: Variant
    departures: float
    """Mean of the runs."""
    departures_error: float
    """Its standard error."""
    called: float
    """Of all who engaged, the share through somebody engaged or come back."""
    at_home: float
    """Of all who engaged, the share by a recruiter in the streets of a home district."""
    largest: tuple[float, ...]
    """Quantiles over runs, at LEVELS, of the largest district's share of departures."""
    within: float
    """Share of runs in which it is within the published range."""
    within_small: float
    """Share of runs in which it is, and the district has fewer than PEOPLE of the people."""
    ranked: tuple[tuple[float, ...], ...]
    """Quantiles over runs, at RANKED, of the share of the k-th district of each run, k to RANKS."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """All variants, and what they were made with."""

    seed: int
    engine: int
    runs: int
    """Histories of each variant."""
    pilots: int
    """Further ones by which its scale was set."""
    districts: int
    people: int
    published: tuple[float, float, float]
    """Low, centre, high."""
    variants: tuple[Summary, ...]


_ADAPTER = TypeAdapter(Numbers)


def load(path: Path = STORED) -> Numbers:
    """What was stored."""
    return _ADAPTER.validate_json(path.read_bytes())


def store(numbers: Numbers, path: Path = STORED) -> None:
    """Keep it for the page."""
    path.write_bytes(_ADAPTER.dump_json(numbers, indent=1) + b"\n")
