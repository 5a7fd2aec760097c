"""What the shipped scenario says: every value of every leaf, with range and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from counterflow.scenario.assumptions import places
from tools.model_docs.feeds import scenario
from tools.model_docs.leaves import DATED, NUMBER, TEXT, Leaf, leaf_of, leaves
from tools.model_docs.markdown import number

_EVIDENCE = re.compile(r"\b[A-Z]{2,4}-\d{3}\b")


@dataclass(frozen=True, slots=True)
class Value:
    """One value that the scenario gives, by its path in the file."""

    path: str
    words: str
    numbers: tuple[float, ...]
    """The value as numbers: one, several of a list, none of a date or a choice."""
    low: float | None = None
    high: float | None = None
    source: str | None = None


@cache
def values() -> dict[str, tuple[Value, ...]]:
    """The shipped scenario's values by leaf path; none where it leaves an optional field out."""
    found: dict[str, list[Value]] = {path: [] for path in leaves()}
    for place in places(scenario()):
        q = place.quantity
        found[leaf_of(place.keys).path].append(
            Value(place.path, number(q.value), (q.value,), q.low, q.high, place.source)
        )
    for leaf in leaves().values():
        if leaf.kind not in {NUMBER, DATED, TEXT}:
            found[leaf.path] += _plain(scenario(), leaf.keys, "", None)
    return {path: tuple(said) for path, said in found.items()}


def _plain(node: Any, keys: tuple[str, ...], path: str, source: str | None) -> Iterator[Value]:
    if isinstance(node, BaseModel) and keys:
        deeper = f"{path}.{keys[0]}" if path else keys[0]
        yield from _plain(getattr(node, keys[0]), keys[1:], deeper, getattr(node, "source", None) or source)
    elif isinstance(node, tuple) and keys:
        for i, one in enumerate(node):
            name = getattr(one, "name", getattr(one, "id", None))
            yield from _plain(one, keys, f"{path}.{name}" if name else f"{path}[{i}]", source)
    elif isinstance(node, dict):
        for name, one in node.items():
            yield from _plain(one, keys, f"{path}.{name}", source)
    elif node is not None and node != ():
        yield _value(node, path, source)


def _value(node: Any, path: str, source: str | None) -> Value:
    if isinstance(node, tuple):
        return Value(
            path, ", ".join(number(one) for one in node), tuple(float(one) for one in node), source=source
        )
    if isinstance(node, bool):
        return Value(path, "yes" if node else "no", (), source=source)
    if isinstance(node, date):
        return Value(path, node.isoformat(), (), source=source)
    if isinstance(node, str):
        return Value(path, node, (), source=source)
    return Value(path, number(node), (float(node),), source=source)


def default(leaf: Leaf) -> str:
    """The shipped value with its range; of several, how many there are and what they span."""
    said = values()[leaf.path]
    if not said:
        return "not set"
    if len(said) == 1 and len(said[0].numbers) <= 1:
        one = said[0]
        return (
            one.words if one.low is None or one.high is None else f"{one.words} ({_span(one.low, one.high)})"
        )
    numbers = [x for value in said for x in value.numbers]
    if not numbers:
        words = list(dict.fromkeys(value.words for value in said))
        return f"{len(said)}: {', '.join(words)}"
    lists = f"{len(said)} lists" if len(said[0].numbers) > 1 else f"{len(said)} numbers"
    ends = [end for value in said for end in (value.low, value.high) if end is not None]
    ranges = f" (ranges {_span(min(ends), max(ends))})" if ends else ""
    return f"{lists}, {_span(min(numbers), max(numbers))}{ranges}"


def _span(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def sources(leaf: Leaf) -> str:
    """Where a leaf's values come from: in full where they share one source, else rows of the evidence and the word "assumed"."""
    said = list(dict.fromkeys(value.source or "" for value in values()[leaf.path]))
    named = [words for words in said if words]
    if not named:
        return "–"
    if len(named) == 1:
        return named[0]
    rows = sorted({row for words in named for row in _EVIDENCE.findall(words)})
    assumed = "assumed" if any("assumed" in words for words in named) else ""
    return ", ".join([_short(rows), assumed] if rows and assumed else [assumed or _short(rows)])


def _short(rows: list[str]) -> str:
    """Rows of the evidence, runs of neighbours drawn together: POP-100..104."""
    runs: list[list[str]] = []
    for row in rows:
        if runs and runs[-1][-1][:-3] == row[:-3] and int(row[-3:]) == int(runs[-1][-1][-3:]) + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}..{run[-1][-3:]}" for run in runs)
