"""What pydantic found wrong, in words that say what would be right."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterflow.faults.fault import nearest
from counterflow.faults.lines import Keys
from counterflow.faults.schemas import Schema, choices, expected, known_keys, schemas_at

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Said:
    """One fault of a document, before it has a file and a line."""

    keys: Keys
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A pydantic error with the place it is about."""

    error: ErrorDetails
    keys: Keys
    root: Schema
    data: dict[str, Any]

    @property
    def expected(self) -> str:
        return expected(schemas_at(self.root, self.data, self.keys))

    @property
    def siblings(self) -> list[str]:
        return known_keys(schemas_at(self.root, self.data, self.keys[:-1]))

    @property
    def value(self) -> str:
        return shown(self.error["input"])

    @property
    def limits(self) -> dict[str, Any]:
        return self.error.get("ctx", {})


def explain(error: ValidationError, model: type[BaseModel], data: dict[str, Any]) -> list[Said]:
    """One Said for each thing that is wrong in ``data``, in the order in which pydantic met them."""
    root = model.model_json_schema()
    places = [
        _Place(details, _document_keys(details, data), root, data)
        for details in _one_branch_each(error.errors(include_url=False), data)
        if not _only_seems_short(details)
    ]
    misspelt = {_meant(place) for place in places if place.error["type"] == "extra_forbidden"}
    said = [
        _said(place)
        for place in places
        if place.error["type"] != "missing" or place.keys not in misspelt  # one mistake, not two
    ]
    return list({(one.keys, one.problem): one for one in said}.values())


def _only_seems_short(error: ErrorDetails) -> bool:
    """Whether a list has entries enough, some of which are wrong: those are told, and it is not short."""
    given = error["input"]
    least = error.get("ctx", {}).get("min_length", 0)
    return error["type"] == "too_short" and isinstance(given, list) and len(given) >= least


def shown(value: Any) -> str:
    """A value as it is written in a message: short, as in a TOML file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:56]}..."


def _document_keys(error: ErrorDetails, data: Any) -> Keys:
    """Pydantic's location without the union members that it names in between, which the file does not have."""
    keys: list[str | int] = []
    location = error["loc"]
    for depth, key in enumerate(location):
        if _has(data, key):
            data = data[key]
            keys.append(key)
        elif depth == len(location) - 1 and error["type"] == "missing":
            keys.append(key)
    return tuple(keys)


def _has(data: Any, key: str | int) -> bool:
    if isinstance(data, dict):
        return key in data
    return isinstance(data, list) and isinstance(key, int) and -len(data) <= key < len(data)


def _one_branch_each(errors: list[ErrorDetails], data: Any) -> list[ErrorDetails]:
    """The errors with one member kept of each union, the one that the writer most likely meant.

    Pydantic reports every member of a union; whoever wrote ``1.4`` made one mistake, not one per member.
    """
    branches: dict[tuple[str | int, ...], dict[str | int, list[ErrorDetails]]] = {}
    plain = []
    for error in errors:
        depth = _first_member(error["loc"], data, missing=error["type"] == "missing")
        if depth is None:
            plain.append(error)
        else:
            union = branches.setdefault(error["loc"][:depth], {})
            union.setdefault(error["loc"][depth], []).append(error)
    kept = [error for union in branches.values() for error in min(union.values(), key=_distance)]
    order = {id(error): rank for rank, error in enumerate(errors)}
    return sorted(plain + kept, key=lambda error: order[id(error)])


def _first_member(location: tuple[str | int, ...], data: Any, *, missing: bool) -> int | None:
    """Depth at which a location names a member of a union rather than a key of the file."""
    end = len(location) - 1 if missing else len(location)
    for depth, key in enumerate(location[:end]):
        if not _has(data, key):
            return depth
        data = data[key]
    return None


def _distance(errors: list[ErrorDetails]) -> tuple[bool, int]:
    """How far a value is from a member of a union: of another type altogether, or by how many faults."""
    other_type = any(error["type"].endswith(("_type", "_parsing")) and len(errors) == 1 for error in errors)
    return other_type, len(errors)


def _said(place: _Place) -> Said:
    kind = place.error["type"]
    if kind in ("value_error", "assertion_error"):
        return _own_words(place)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _tag(place)
    problem = _problem(place)
    if kind == "missing":
        remedy = f"add {place.keys[-1]} = ..., {place.expected}".removesuffix(", ")
    elif kind == "extra_forbidden":
        remedy = _known(place)
    elif kind in ("literal_error", "enum"):
        remedy = _choice(place)
    else:
        remedy = f"write {place.expected}" if place.expected else ""
    return Said(place.keys, problem, remedy)


def _problem(place: _Place) -> str:
    value = place.error["input"]
    if isinstance(value, float) and math.isnan(value):  # it fails every bound, so no bound explains it
        return "nan is not a number"
    return _PROBLEMS.get(place.error["type"], _any_problem)(place)


def _own_words(place: _Place) -> Said:
    """A validator's own message, which follows the same form: problem; remedy."""
    message = str(place.limits.get("error", place.error["msg"]))
    problem, _, remedy = message.partition("; ")
    return Said(place.keys, problem, remedy)


def _tag(place: _Place) -> Said:
    """The word that says which of several kinds of table this is."""
    name = str(place.limits["discriminator"]).strip("'")
    words = [
        word.strip(" '") for word in str(place.limits.get("expected_tags", "")).split(",") if word.strip()
    ]
    keys = (*place.keys, name)
    if place.error["type"] == "union_tag_not_found":
        options = choices(schemas_at(place.root, place.data, keys))
        return Said(keys, "is missing", f"add {name} = ..., one of {', '.join(options)}")
    tag = str(place.limits["tag"])
    return Said(keys, f'"{tag}" is not known here', _did_you_mean(tag, words))


def _known(place: _Place) -> str:
    return _did_you_mean(str(place.keys[-1]), place.siblings) if place.siblings else "remove it"


def _choice(place: _Place) -> str:
    return _did_you_mean(str(place.error["input"]), choices(schemas_at(place.root, place.data, place.keys)))


def _meant(place: _Place) -> Keys:
    """The key path that a misspelt one was meant to be."""
    return (*place.keys[:-1], nearest(str(place.keys[-1]), place.siblings) or "")


def _did_you_mean(word: str, known: list[str]) -> str:
    near = nearest(word, known)
    return f"did you mean {near}?" if near else f"known here: {', '.join(known)}"


def _any_problem(place: _Place) -> str:
    message = place.error["msg"]
    return f"{place.value}: {message[:1].lower()}{message[1:]}"


def _not_a(noun: str) -> Callable[[_Place], str]:
    return lambda place: f"{place.value} is not {noun}"


def _length(words: str) -> Callable[[_Place], str]:
    def problem(place: _Place) -> str:
        count = place.limits.get("min_length", place.limits.get("max_length"))
        return f"has {place.limits.get('actual_length', len(place.error['input']))} entries, {words} {count}"

    return problem


_PROBLEMS: dict[str, Callable[[_Place], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is not a known key",
    "less_than_equal": lambda place: f"{place.value} is over {place.limits['le']:g}",
    "less_than": lambda place: f"{place.value} is not under {place.limits['lt']:g}",
    "greater_than_equal": lambda place: f"{place.value} is under {place.limits['ge']:g}",
    "greater_than": lambda place: f"{place.value} is not over {place.limits['gt']:g}",
    "finite_number": _not_a("a finite number"),
    "float_type": _not_a("a number"),
    "float_parsing": _not_a("a number"),
    "int_type": _not_a("a whole number"),
    "int_parsing": _not_a("a whole number"),
    "int_from_float": _not_a("a whole number"),
    "string_type": _not_a("a text in quotes"),
    "string_too_short": lambda place: (
        "is empty" if not place.error["input"] else f"{place.value} is too short"
    ),
    "string_pattern_mismatch": _not_a("in the form that is needed here"),
    "bool_type": _not_a("true or false"),
    "bool_parsing": _not_a("true or false"),
    "list_type": _not_a("a list"),
    "tuple_type": _not_a("a list"),
    "dict_type": _not_a("a table"),
    "model_type": _not_a("a table"),
    "model_attributes_type": _not_a("a table"),
    "date_type": _not_a("a date"),
    "date_parsing": _not_a("a date"),
    "date_from_datetime_parsing": _not_a("a date"),
    "date_from_datetime_inexact": _not_a("a date without a time"),
    "literal_error": lambda place: f"{place.value} is not known here",
    "enum": lambda place: f"{place.value} is not known here",
    "too_short": _length("under"),
    "too_long": _length("over"),
}
