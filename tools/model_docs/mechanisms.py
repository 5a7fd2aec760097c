"""The table of mechanisms: each statement of the model with its functions, its parameters and where it fires."""

from __future__ import annotations

import ast
import fnmatch
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from counterflow.hearing.vocabulary import PARAMETERS
from tests.reference.mechanisms import MECHANISMS
from tools.model_docs.feeds import feeds
from tools.model_docs.markdown import listed, table
from tools.model_docs.parameters import used_in
from tools.model_docs.reads import readers
from tools.model_docs.records import fields
from tools.model_docs.sources import functions, tests

BOOK = Path(__file__).with_name("mechanisms.toml")
State = Literal["built", "in part", "missing"]
BUILT: State = "built"
MISSING: State = "missing"
_HEAD = ("mechanism", "functions", "parameters", "fires in the random worlds as", "tests")


class Mechanism(BaseModel):
    """One statement of the model; mechanisms.toml says what each key means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str
    says: str
    state: State = BUILT
    lacks: str = ""
    functions: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    twin: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


@cache
def mechanisms() -> tuple[Mechanism, ...]:
    """All statements, in the order of mechanisms.toml."""
    rows = tomllib.loads(BOOK.read_text(encoding="utf-8"))["mechanism"]
    return tuple(Mechanism.model_validate(row) for row in rows)


def below(path: str) -> tuple[str, ...]:
    """The numbers of a scenario that a path names: itself, or all in the table."""
    return tuple(leaf for leaf in feeds() if leaf == path or leaf.startswith(f"{path}."))


def contested(pattern: str) -> tuple[str, ...]:
    """The contested parameters that a name or a pattern with a star names."""
    return tuple(fnmatch.filter(PARAMETERS, pattern))


def faults(said: tuple[Mechanism, ...]) -> list[str]:
    """One line for each name that is not there, each claim that the sources do not bear out, and all that no statement names."""
    found = [f'"{one.says}": {problem}' for one in said for problem in _problems(one)]
    return found + list(_unnamed(said))


def _problems(one: Mechanism) -> Iterator[str]:
    if (one.state == BUILT) == bool(one.lacks):
        yield "what is built lacks nothing, and what is not says what it lacks"
    if one.state == MISSING and (one.functions or one.twin or one.tests):
        yield "is missing, and yet names functions or tests"
    if one.state == BUILT and not (one.functions and (one.twin or one.tests)):
        yield "is built, but names no function or no test"
    known = {f"tests/{name}" for name in one.tests}
    yield from (f"there is no function {name}" for name in one.functions if name not in functions())
    yield from (f"there is no test {name}" for name in sorted(known - tests()))
    yield from (f"the census has no mechanism {name}" for name in one.twin if name not in MECHANISMS)
    yield from (f"there is no contested parameter {name}" for name in one.contested if not contested(name))
    yield from _unused(one)


def _unused(one: Mechanism) -> Iterator[str]:
    for path in one.parameters:
        if not below(path):
            yield f"there is no parameter {path}"
        yield from (
            f"none of its functions uses {leaf}"
            for leaf in below(path)
            if not set(used_in(leaf)) & set(one.functions)
        )
    for name in one.fields:
        if name not in fields():
            yield f"the world has no field {name}"
        elif not (set(readers(name)) & set(one.functions) or any(_mentions(f, name) for f in one.functions)):
            yield f"none of its functions reads {name}"


def _mentions(function: str, field: str) -> bool:
    """Whether a function outside a run reads an attribute of a field's name."""
    node = functions()[function].node if function in functions() else ast.Pass()
    last = field.rsplit(".", 1)[-1]
    return any(isinstance(one, ast.Attribute) and one.attr == last for one in ast.walk(node))


def _unnamed(said: tuple[Mechanism, ...]) -> Iterator[str]:
    named = {leaf for one in said for path in one.parameters for leaf in below(path)}
    for leaf, fed in feeds().items():
        if fed and used_in(leaf) and leaf not in named:
            yield f"{leaf} is used in a run, and no mechanism names it"
    of_accounts = {name for one in said for pattern in one.contested for name in contested(pattern)}
    yield from (
        f"no mechanism names the contested parameter {name}" for name in PARAMETERS if name not in of_accounts
    )
    fired = {name for one in said for name in one.twin}
    yield from (f'no mechanism names the census\'s "{name}"' for name in MECHANISMS if name not in fired)


def mechanism_table() -> str:
    """The table, a part for each group."""
    return "\n".join(
        f"**{group}**\n\n{table(_HEAD, [_row(one) for one in rows])}"
        for group, rows in groupby(mechanisms(), key=lambda one: one.group)
    )


def _row(one: Mechanism) -> list[str]:
    lacks = "" if one.state == BUILT else f" **{one.state.capitalize()}**: {one.lacks}."
    names = [*one.parameters, *one.fields, *(f"account: {name}" for name in one.contested)]
    return [
        one.says + lacks,
        listed(one.functions) or "–",
        listed(names) or "–",
        ", ".join(one.twin) or "–",
        listed(one.tests) or "–",
    ]


def unbuilt() -> str:
    """What is not built, or only in part, one line each."""
    return (
        "\n".join(
            f"- {one.says} *{one.state.capitalize()}*: {one.lacks}."
            for one in mechanisms()
            if one.state != BUILT
        )
        + "\n"
    )
