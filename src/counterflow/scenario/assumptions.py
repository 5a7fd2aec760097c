"""Every number of a scenario in one flat list, and a scenario with some of them replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from counterflow.scenario.quantity import Change, Quantity, R, Schedule

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that a scenario assumes, with where it comes from."""

    path: str
    """As `--set` takes it, such as `cohort.Tajikistan.mobility.share`; a dated number ends in its date."""
    title: str
    unit: str
    value: float
    low: float | None
    high: float | None
    source: str | None
    """Evidence rows or "assumed: ..."; None only where neither the number nor a table around it names one."""

    @property
    def is_assumed(self) -> bool:
        """Whether the source is a judgement rather than rows of the evidence."""
        return self.source is None or self.source.startswith("assumed")


@dataclass(frozen=True, slots=True)
class Place:
    """A number with its key path in the file's terms."""

    keys: Path
    path: str
    title: str
    quantity: Quantity
    source: str | None


def places(record: BaseModel) -> Iterator[Place]:
    """Every number of a record, in the order of its fields."""
    yield from _walk(record, (), "", (), None)


def assumptions(scenario: BaseModel) -> tuple[Assumption, ...]:
    """Every number of a scenario, with title, unit, range and source."""
    return tuple(
        Assumption(
            p.path, p.title, p.quantity.unit, p.quantity.value, p.quantity.low, p.quantity.high, p.source
        )
        for p in places(scenario)
    )


def with_values(scenario: R, values: Mapping[str, float]) -> R:
    """The scenario with numbers replaced, by path as in `assumptions`; ranges stay as they are.

    Raises KeyError for a path that the scenario does not have.
    """
    keys = {place.path: place for place in places(scenario)}
    for path, value in values.items():
        quantity = keys[path].quantity.model_copy(update={"value": value})
        scenario = _replaced(scenario, keys[path].keys, quantity)
    return scenario


def drawn(scenario: R, probabilities: Mapping[str, float]) -> R:
    """The scenario with numbers at given quantiles of their own laws, by path as in `assumptions`."""
    known = {place.path: place.quantity for place in places(scenario)}
    return with_values(scenario, {path: known[path].quantile(p) for path, p in probabilities.items()})


def _walk(node: Any, keys: Path, path: str, titles: tuple[str, ...], source: str | None) -> Iterator[Place]:
    if isinstance(node, Quantity):
        yield Place(keys, path, ", ".join(titles), node, node.source or source)
    elif isinstance(node, Schedule):
        for number, change in enumerate(node.changes):
            yield from _walk_change(
                change, (*keys, "changes", number), path, titles, source, len(node.changes)
            )
    elif isinstance(node, BaseModel):
        source = getattr(node, "source", None) or source
        for name in type(node).model_fields:
            title = name.replace("_", " ")
            yield from _walk(
                getattr(node, name), (*keys, name), _joined(path, name), (*titles, title), source
            )
    elif isinstance(node, dict):
        for name, item in node.items():
            yield from _walk(item, (*keys, name), _joined(path, name), (*titles, name), source)
    elif isinstance(node, tuple):
        yield from _walk_tuple(node, keys, path, titles, source)


def _walk_change(
    change: Change, keys: Path, path: str, titles: tuple[str, ...], source: str | None, changes: int
) -> Iterator[Place]:
    since = (f"since {change.since}",) if changes > 1 else ()
    path = f"{path}@{change.since}" if changes > 1 else path
    yield from _walk(change.number, (*keys, "number"), path, (*titles, *since), source)


def _walk_tuple(
    node: tuple[Any, ...], keys: Path, path: str, titles: tuple[str, ...], source: str | None
) -> Iterator[Place]:
    for number, item in enumerate(node):
        name = getattr(item, "name", getattr(item, "id", None))
        step = f"[{number}]" if name is None else f".{name}"
        yield from _walk(item, (*keys, number), path + step, (*titles, name or str(number + 1)), source)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _replaced(node: Any, keys: Path, value: Quantity) -> Any:
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    if isinstance(node, tuple):
        index = int(key)
        return (*node[:index], _replaced(node[index], rest, value), *node[index + 1 :])
    if isinstance(node, dict):
        return node | {key: _replaced(node[key], rest, value)}
    return node.model_copy(update={str(key): _replaced(getattr(node, str(key)), rest, value)})
