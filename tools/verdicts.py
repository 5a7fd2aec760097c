"""Verdicts of the long comparisons: what was compared, figure, limit, whether it holds; as JSON, as a table, as a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

AT_MOST, AT_LEAST = "≤", "≥"
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comparison; without a figure it is a test that passed or did not."""

    area: str
    name: str
    compared: str
    figure: float | None
    relation: str
    limit: float | None
    holds: bool
    seconds: float
    test: str = ""
    """The test that reached it, as pytest calls it."""

    @property
    def outcome(self) -> str:
        """In a word."""
        return "holds" if self.holds else "FAILS"


@dataclass(frozen=True, slots=True)
class Verification:
    """All verdicts of a run, how long it took, and what it was run with."""

    verdicts: tuple[Verdict, ...]
    seconds: float
    made_with: Mapping[str, str]

    @property
    def holds(self) -> bool:
        """Whether there is a verdict at all, and every one of them holds."""
        return bool(self.verdicts) and all(verdict.holds for verdict in self.verdicts)

    def areas(self) -> Iterator[tuple[str, Sequence[Verdict]]]:
        """The verdicts by area, in the order in which they were reached."""
        for area, verdicts in groupby(self.verdicts, key=lambda verdict: verdict.area):
            yield area, list(verdicts)


def write(path: Path, verification: Verification) -> None:
    """Write a verification as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(verification), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read(path: Path) -> Verification:
    """Read what `write` wrote."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    verdicts = tuple(Verdict(**row) for row in document["verdicts"])
    return Verification(verdicts, document["seconds"], document["made_with"])


def number(value: float | None) -> str:
    """A figure as people read it: three digits, no exponent unless it is needed."""
    if value is None:
        return ""
    whole = value == round(value, 0) or abs(value) >= 1_000
    return f"{value:,.0f}" if whole and abs(value) < 1e9 else f"{value:.3g}"


def table(verification: Verification) -> Iterator[str]:
    """Lines for a terminal, area by area; those that fail once more at the end."""
    for area, verdicts in verification.areas():
        yield ""
        yield f"{area} ({duration(sum(verdict.seconds for verdict in verdicts))})"
        yield from map(_line, verdicts)
    failing = [verdict for verdict in verification.verdicts if not verdict.holds]
    if failing:
        yield ""
        yield "what does not hold"
        yield from (f"{_line(verdict)}\n         {verdict.area}: {verdict.compared}" for verdict in failing)


def _line(verdict: Verdict) -> str:
    limit = f"{verdict.relation} {number(verdict.limit)}" if verdict.limit is not None else ""
    return f"  {verdict.outcome}  {verdict.name:<{_WIDTH - 30}.{_WIDTH - 30}} {number(verdict.figure):>9} {limit:<10}".rstrip()


def duration(seconds: float) -> str:
    """Seconds below a minute and a half, else minutes."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def summary(verification: Verification) -> str:
    """The run in a sentence."""
    held = sum(verdict.holds for verdict in verification.verdicts)
    of = f"{held} of {len(verification.verdicts)} comparisons hold"
    return f"verify: {of}, {duration(verification.seconds)}"


def joined(lines: Iterable[str]) -> str:
    """Lines as one text."""
    return "\n".join(lines) + "\n"
