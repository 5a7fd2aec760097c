"""The tables of parameters: what each number of a scenario is, what it becomes in a world, and which functions read that."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from counterflow.world import EFFECTS
from tools.model_docs.effects import appliers
from tools.model_docs.feeds import SALIENCE, Feed, described, feeds
from tools.model_docs.leaves import TEXT, Leaf, leaves
from tools.model_docs.markdown import code, listed, number, table
from tools.model_docs.reads import readers
from tools.model_docs.records import Field, fields, prefixes
from tools.model_docs.values import default, sources, values

BOOK = Path(__file__).with_name("parameters.toml")
_MOST_FUNCTIONS = 4
_HEAD = (
    "parameter",
    "symbol",
    "meaning",
    "unit",
    "default (80 percent range)",
    "source",
    "in the world",
    "used in",
)


@cache
def book() -> dict[str, Any]:
    """What parameters.toml says: symbols, meanings, and what is excused."""
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))


def users(feed: Feed) -> tuple[str, ...]:
    """Functions of a run that use what a number became."""
    if feed.field == "arm.effect" and feed.index is not None:
        return appliers()[EFFECTS[feed.index]]
    return readers(feed.field, feed.index)


@cache
def used_in(path: str) -> tuple[str, ...]:
    """Functions of a run that use a leaf of the schema, through whatever it becomes."""
    return tuple(dict.fromkeys(name for feed in feeds()[path] for name in users(feed)))


def meaning(leaf: Leaf) -> str:
    """The field's docstring, or what parameters.toml says in its place."""
    return str(book()["parameter"].get(leaf.path, {}).get("says", leaf.meaning))


def section_of(leaf: Leaf) -> str:
    """The title under which a leaf stands: that of the longest part of its path that has one."""
    parts = leaf.path.split(".")
    for length in range(len(parts), 0, -1):
        head = ".".join(parts[:length])
        head = book()["same_section"].get(head, head)
        if head in book()["section"]:
            return str(book()["section"][head])
    raise KeyError(f"{leaf.path} has no section in {BOOK.name}")


def sections() -> dict[str, list[Leaf]]:
    """Leaves that are no texts, by title, in the order of parameters.toml."""
    found: dict[str, list[Leaf]] = {title: [] for title in book()["section"].values()}
    for leaf in leaves().values():
        if leaf.kind != TEXT:
            found[section_of(leaf)].append(leaf)
    return found


def parameters() -> str:
    """Every parameter of a scenario: a table for each part of the file."""
    return "\n".join(
        f"**{title}**\n\n{table(_HEAD, [_row(leaf) for leaf in found])}"
        for title, found in sections().items()
    )


def _row(leaf: Leaf) -> list[str]:
    said = book()["parameter"][leaf.path]
    became = [described(feed) for feed in feeds()[leaf.path]]
    functions = listed(used_in(leaf.path), _MOST_FUNCTIONS)
    if not became and "read_by" in said:
        functions = code(said["read_by"])
    return [
        code(leaf.path),
        code(said["symbol"]),
        meaning(leaf),
        leaf.unit or leaf.kind,
        default(leaf),
        said.get("source") or sources(leaf),
        listed(became) or f"not in it: {said['why']}",
        functions or "–",
    ]


def every_value() -> str:
    """A page with every single number of the shipped scenario."""
    head = ("path", "value", "low", "high", "unit", "source")
    parts = [
        f"## {title}\n\n{table(head, [row for leaf in found for row in _value_rows(leaf)])}"
        for title, found in sections().items()
    ]
    return "\n".join(parts)


def _value_rows(leaf: Leaf) -> Iterator[list[str]]:
    for value in values()[leaf.path]:
        low, high = ("" if end is None else number(end) for end in (value.low, value.high))
        yield [code(value.path), value.words, low, high, leaf.unit or leaf.kind, value.source or "–"]


def world() -> str:
    """A page with every field of a world: its shape, where it comes from, who reads it."""
    return "\n".join(
        f"## {record}\n\n{table(('field', 'shape and meaning', 'made from', 'read by'), [_field_row(one) for one in found])}"
        for record, found in _by_record().items()
    )


def _by_record() -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {record: [] for record in prefixes()}
    for one in fields().values():
        found[one.record].append(one)
    return found


def made_from(path: str) -> tuple[str, ...]:
    """Leaves that feed a field of the world."""
    return tuple(leaf for leaf, fed in feeds().items() if any(feed.field == path for feed in fed))


def _field_row(field: Field) -> list[str]:
    leaves_of_it = listed(made_from(field.path))
    made = book()["made"].get(field.path)
    by = f"{made['says']}: {code(made['by'])}" if made else ""
    names = readers(field.path) or ()
    return [
        code(field.path),
        field.meaning,
        leaves_of_it or by,
        listed(names) or f"no function of a run: {book()['unread'][field.path]}",
    ]


__all__ = ["SALIENCE", "every_value", "parameters", "used_in", "world"]
