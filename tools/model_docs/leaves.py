"""What can be set in a scenario file: every field of the schema that is not itself a table."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from counterflow.scenario import Scenario
from counterflow.scenario.numeric import Reads, ReadsDated
from counterflow.scenario.quantity import Quantity, Schedule

NUMBER, DATED, WHOLE, LIST, DATE, CHOICE, TEXT = (
    "number",
    "dated",
    "whole number",
    "list",
    "date",
    "choice",
    "text",
)
_KINDS: dict[Any, str] = {
    Quantity: NUMBER,
    Schedule: DATED,
    int: WHOLE,
    float: LIST,
    date: DATE,
    bool: CHOICE,
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field that a file can set, once or once per table of its kind."""

    path: str
    """Such as `cohort.*.mobility.share`; a star stands for each of several tables, an entry of a plain list is not named."""
    kind: str
    unit: str
    meaning: str
    """The docstring under the field, empty where it has none of its own."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The path without stars."""
        return tuple(part for part in self.path.split(".") if part != "*")


@cache
def leaves() -> dict[str, Leaf]:
    """Every leaf by path, in the order of the schema."""
    return {leaf.path: leaf for leaf in _of_record(Scenario, "")}


def leaf_of(keys: tuple[str | int, ...]) -> Leaf:
    """The leaf in which a place of a scenario lies; `keys` as scenario.assumptions gives them."""
    names = tuple(key for key in keys if isinstance(key, str))
    for length in range(len(names), 0, -1):
        found = [leaf for leaf in leaves().values() if leaf.keys == names[:length]]
        if found:
            return found[0]
    raise KeyError(f"{keys} is no place of the schema")


def _of_record(record: type[BaseModel], path: str) -> Iterator[Leaf]:
    meanings = _docstrings(record)
    for name, field in record.model_fields.items():
        if name != "source":
            deeper = f"{path}.{name}" if path else name
            yield from _of_type(field.annotation, tuple(field.metadata), deeper, meanings.get(name, ""))


def _of_type(kind: Any, metadata: tuple[Any, ...], path: str, meaning: str) -> Iterator[Leaf]:
    unit = next((m.dimension.unit for m in metadata if isinstance(m, Reads | ReadsDated)), "")
    arguments = [one for one in get_args(kind) if one is not type(None) and one is not Ellipsis]
    if hasattr(kind, "__metadata__"):  # Annotated
        yield from _of_type(kind.__origin__, (*metadata, *kind.__metadata__), path, meaning)
    elif kind in _KINDS:
        yield Leaf(path, _KINDS[kind], unit, meaning)
    elif get_origin(kind) in {Union, types.UnionType}:
        yield from _of_type(arguments[0], metadata, path, meaning)
    elif get_origin(kind) in {tuple, dict}:
        inner = arguments[-1]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _of_record(inner, f"{path}.*")
        else:
            yield from _of_type(inner, metadata, path, meaning)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _of_record(kind, path)
    else:
        yield Leaf(path, TEXT if kind is str else CHOICE, "", meaning)


def _docstrings(record: type[BaseModel]) -> dict[str, str]:
    """The docstring that stands right under each field, own fields and inherited ones."""
    found: dict[str, str] = {}
    for owner in reversed(record.__mro__):
        if issubclass(owner, BaseModel) and owner is not BaseModel:
            found |= _own_docstrings(owner)
    return found


def _own_docstrings(record: type[BaseModel]) -> dict[str, str]:
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    lines = node.body if isinstance(node, ast.ClassDef) else []
    found = {}
    for line, under in pairwise(lines):
        if (
            isinstance(line, ast.AnnAssign)
            and isinstance(line.target, ast.Name)
            and isinstance(under, ast.Expr)
            and isinstance(under.value, ast.Constant)
        ):
            found[line.target.id] = " ".join(str(under.value.value).split())
    return found
