"""What is wrong between the schema, the world, the code, and what parameters.toml says of them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tools.model_docs.effects import appliers
from tools.model_docs.feeds import Feed, feeds
from tools.model_docs.leaves import TEXT, Leaf, leaves
from tools.model_docs.parameters import book
from tools.model_docs.reads import readers
from tools.model_docs.records import fields
from tools.model_docs.sources import functions

_NO_SYMBOL = "–"


@dataclass(frozen=True, slots=True)
class Model:
    """All that has to agree."""

    leaves: Mapping[str, Leaf]
    feeds: Mapping[str, tuple[Feed, ...]]
    readers: Mapping[str, tuple[str, ...]]
    """Functions of a run by field of the world."""
    appliers: Mapping[str, tuple[str, ...]]
    """Functions of a run by effect of a programme."""
    book: Mapping[str, Any]


@cache
def model() -> Model:
    """The model as it is."""
    return Model(leaves(), feeds(), {path: readers(path) for path in fields()}, appliers(), book())


def faults(of: Model) -> list[str]:
    """One line for each thing that does not agree."""
    return [*_entries(of), *_symbols(of), *_unfed(of), *_fields(of), *_effects(of)]


def _entries(of: Model) -> Iterator[str]:
    said = of.book["parameter"]
    numbers = [leaf for leaf in of.leaves.values() if leaf.kind != TEXT]
    for leaf in numbers:
        if leaf.path not in said:
            yield f"{leaf.path} has no entry in parameters.toml"
        elif not said[leaf.path].get("says", leaf.meaning):
            yield f"{leaf.path} has no meaning: give it a docstring, or `says` in parameters.toml"
    known = {leaf.path for leaf in numbers}
    yield from (
        f"parameters.toml speaks of {path}, which no scenario has" for path in said if path not in known
    )


def _symbols(of: Model) -> Iterator[str]:
    used = Counter(said["symbol"] for said in of.book["parameter"].values())
    yield from (
        f"{times} parameters have the symbol {symbol}"
        for symbol, times in used.items()
        if times > 1 and symbol != _NO_SYMBOL
    )


def _unfed(of: Model) -> Iterator[str]:
    for path, said in of.book["parameter"].items():
        fed = of.feeds.get(path, ())
        if path in of.leaves and not fed and "why" not in said:
            yield f"{path} changes nothing in a world; use it, or say in parameters.toml why not"
        if fed and "why" in said:
            yield f"{path} is excused in parameters.toml, and yet changes {fed[0].field}"
        if "read_by" in said and not _reads(said["read_by"], path.rsplit(".", 1)[-1]):
            yield f"{path} is said to be read by {said['read_by']}, which does not read it"


def _fields(of: Model) -> Iterator[str]:
    fed = {feed.field for found in of.feeds.values() for feed in found}
    made, unread = of.book["made"], of.book["unread"]
    for path, names in of.readers.items():
        if path not in fed and path not in made:
            yield f"world field {path} is changed by no number of a scenario; say in parameters.toml what makes it"
        if path in fed and path in made:
            yield f"world field {path} needs no maker in parameters.toml: a scenario changes it"
        if not names and path not in unread:
            yield f"world field {path} is read by no function of a run"
        if names and path in unread:
            yield f"world field {path} is excused in parameters.toml, and yet read by {names[0]}"
    yield from (
        f"parameters.toml speaks of world field {path}, which is not there"
        for path in {*made, *unread} - set(of.readers)
    )
    yield from (
        f"{path} is said to be made by {said['by']}, which is not there"
        for path, said in made.items()
        if said["by"] not in functions()
    )


def _effects(of: Model) -> Iterator[str]:
    yield from (
        f"the effect {name} of programmes is applied by no function"
        for name, names in of.appliers.items()
        if not names
    )


def _reads(function: str, name: str) -> bool:
    if function not in functions():
        return False
    return any(
        isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(functions()[function].node)
    )
