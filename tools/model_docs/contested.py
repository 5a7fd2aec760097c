"""The table of contested parameters: what every account has a prior over, and what a draw becomes in a world."""

from __future__ import annotations

import ast
import fnmatch
import math
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from counterflow.hearing import PARAMETER_RECORDS, Hearing, Prior, load_hearing
from counterflow.hearing.priors import FORMS
from counterflow.library import DEFAULT, hearing_folder
from tools.model_docs.markdown import code, listed, number, table
from tools.model_docs.records import fields
from tools.model_docs.sources import functions

BOOK = Path(__file__).with_name("contested.toml")


@cache
def becomes() -> dict[str, list[str]]:
    """Fields of a world by the name, or the pattern of names, of a contested parameter."""
    found: dict[str, list[str]] = tomllib.loads(BOOK.read_text(encoding="utf-8"))["becomes"]
    return found


@cache
def hearing() -> Hearing:
    """The hearing that ships."""
    return load_hearing(hearing_folder(DEFAULT) / "hearing.toml")


def names(pattern: str) -> list[str]:
    """The contested parameters that a pattern names."""
    return fnmatch.filter(PARAMETER_RECORDS, pattern)


@cache
def read_in(pattern: str) -> tuple[str, ...]:
    """Functions of the analysis that look a parameter up by its name."""
    return tuple(
        one.name
        for one in functions().values()
        if one.module.startswith("analysis.") and any(_looks_up(node, pattern) for node in ast.walk(one.node))
    )


def _looks_up(node: ast.AST, pattern: str) -> bool:
    if not isinstance(node, ast.Subscript):
        return False
    if isinstance(node.slice, ast.JoinedStr):
        words = [part.value if isinstance(part, ast.Constant) else "*" for part in node.slice.values]
        return fnmatch.fnmatchcase("".join(str(word) for word in words), pattern)
    return isinstance(node.slice, ast.Constant) and node.slice.value == pattern


def faults(of: dict[str, list[str]]) -> Iterator[str]:
    """One line for each parameter without a row, each row without a parameter or field, and each that nobody looks up."""
    said = {name for pattern in of for name in names(pattern)}
    yield from (f"{name} has no row in {BOOK.name}" for name in PARAMETER_RECORDS if name not in said)
    for pattern, into in of.items():
        if not names(pattern):
            yield f"{BOOK.name} has a row for {pattern}, which is no contested parameter"
        yield from (
            f"{pattern} becomes {field}, which no world has" for field in into if field not in fields()
        )
        if not read_in(pattern):
            yield f"the contested parameter {pattern} is looked up by no function of the analysis"


def contested_table() -> str:
    """The table of contested parameters."""
    head = (
        "parameter",
        "unit",
        "accepted",
        "meaning",
        "prior shared by all",
        "prior of an account",
        "in the world",
        "read in",
    )
    return table(head, [_row(pattern) for pattern in becomes()])


def _row(pattern: str) -> list[str]:
    one = PARAMETER_RECORDS[names(pattern)[0]]
    meaning = (
        one.meaning
        if len(names(pattern)) == 1
        else "log odds per standard deviation of a driver, at each of four points"
    )
    shared = next((prior for prior in hearing().prior if set(names(pattern)) & set(prior.names())), None)
    own = [
        f"*{account.id}*: {code(prior.parameter) + ' ' if prior.parameter != pattern else ''}{_words(prior)}"
        for account in hearing().account
        for prior in account.priors
        if set(names(pattern)) & set(prior.names())
    ]
    return [
        code(pattern),
        one.unit,
        _bounds(one.low, one.high),
        meaning,
        "none" if shared is None else f"{_words(shared)}; {shared.source}",
        "; ".join(own) or "–",
        listed(becomes()[pattern]),
        listed(read_in(pattern)),
    ]


def _words(prior: Prior) -> str:
    """Such as "normal 0, 0.05"."""
    form = next(name for name in FORMS if getattr(prior, name) is not None)
    said = getattr(prior, form)
    numbers = ", ".join(number(x) for x in (said if isinstance(said, tuple) else (said,)))
    within = f" ({number(100 * prior.interval)} percent)" if form == "lognormal" else ""
    return f"{form} {numbers}{within}"


def _bounds(low: float, high: float) -> str:
    ends = [number(end) if math.isfinite(end) else "" for end in (low, high)]
    if not any(ends):
        return "any"
    return f"from {ends[0]}" if not ends[1] else f"{ends[0]} to {ends[1]}"
