"""The table of keys: every purpose of people/keys.py with its number, its entity, its index and who draws it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from counterflow.people import keys
from tools.model_docs.markdown import code, listed, table
from tools.model_docs.sources import functions, modules

BOOK = Path(__file__).with_name("purposes.toml")
_ENTITY_BIT = 60
_ADDED = ("MARKS", "COUNTS")
"""What is added to a process's purpose."""

Book = dict[str, dict[str, dict[str, str]]]
_POINT = "strip, year cell, number of the point"


@cache
def book() -> Book:
    """What purposes.toml says."""
    found: Book = tomllib.loads(BOOK.read_text(encoding="utf-8"))
    return found


@cache
def constants() -> dict[str, int]:
    """Public words of people/keys.py, in the order in which they stand there."""
    names = [
        line.targets[0].id
        for line in modules()["people.keys"].body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
    ]
    public = {name: getattr(keys, name) for name in names if re.fullmatch("[A-Z][A-Z_]*", name)}
    return {name: int(word) for name, word in public.items() if isinstance(word, np.uint64)}


def entities() -> dict[str, int]:
    """What an entity is, by the number in its top four bits."""
    return {
        name: word >> _ENTITY_BIT
        for name, word in constants().items()
        if name == "PERSON" or word >> _ENTITY_BIT
    }


def purposes() -> dict[str, int]:
    """Purposes by number: all words but entities and what is added to purposes."""
    return {name: word for name, word in constants().items() if name not in entities() and name not in _ADDED}


@cache
def drawn_in(purpose: str) -> tuple[str, ...]:
    """Functions of a run that name a purpose; a channel may have the same name, and is another thing."""
    return tuple(
        name
        for name, words in _words().items()
        if f"keys.{purpose}" in words or (purpose in words and purpose in _imported(functions()[name].module))
    )


@cache
def _words() -> dict[str, set[str]]:
    """Names, and attributes of names, in each function of a run."""
    return {one.name: set(_named(one.node)) for one in functions().values() if one.in_core}


def _named(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            yield f"{one.value.id}.{one.attr}"


@cache
def _imported(module: str) -> frozenset[str]:
    return frozenset(
        alias.name
        for line in modules()[module].body
        if isinstance(line, ast.ImportFrom) and line.module == "counterflow.people.keys"
        for alias in line.names
    )


def faults(of: Book) -> Iterator[str]:
    """One line for each purpose without a row, each row without a purpose, and each purpose that nobody draws."""
    said = of["mark"] | of["process"]
    yield from (f"purpose {name} has no row in {BOOK.name}" for name in purposes() if name not in said)
    yield from (
        f"{BOOK.name} has a row for {name}, which is no purpose" for name in said if name not in purposes()
    )
    yield from (f"purpose {name} is drawn by no function" for name in purposes() if not drawn_in(name))


def key_table() -> str:
    """The table of purposes."""
    head = ("purpose", "number", "entity", "index", "words", "named in")
    return table(head, [_row(name, number) for name, number in purposes().items()])


def _row(name: str, number: int) -> list[str]:
    said: dict[str, Any] = (book()["mark"] | book()["process"])[name]
    return [
        code(name),
        str(number),
        said["entity"],
        said.get("index", _POINT),
        said["words"],
        listed(drawn_in(name)),
    ]
