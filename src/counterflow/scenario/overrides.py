"""Changes on the command line: `--set path=value`, with a path as faults write them.

    journeys.ban_length=3
    cohort.Tajikistan.mobility.share=0.25
    contested.exposure_ratio={low=1, high=5}
    city[0].weight.Tajikistan=30
    country.Russia.hardship@2014-06-29=1.2

An entry of a list is named by its number in brackets, or by its name or id after a dot; a dated number by its date after "@".
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from counterflow.faults import Document, Fault, Faults, nearest
from counterflow.faults.unfit import SMALLER, TOO_LARGE, unfit

FILE = "--set"
"""Where faults of an override say that they stand."""
SOURCE = "assumed: set for this run"
"""Source of a number that replaces one with a source of its own."""
_NUMBER_KEYS = frozenset({"value", "low", "distribution"})


def apply_overrides(document: Document, overrides: Iterable[str]) -> Document:
    """The document with each `path=value` put in its place, in order.

    The value is TOML; a word that is not is taken as text. Raises Faults for a path that does not lead anywhere.
    """
    data = copy.deepcopy(document.data)
    faults = []
    for text in overrides:
        try:
            _apply(data, text)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            faults.append(Fault(FILE, None, text, problem, remedy))
    if faults:
        raise Faults(faults)
    return replace(document, data=data)


def _apply(data: dict[str, Any], text: str) -> None:
    path, equals, value = text.partition("=")
    keys = _keys(path.strip())
    if not equals or not keys:
        raise ValueError("is not a change; write path=value, such as journeys.ban_length=3")
    table: Any = data
    for depth, key in enumerate(keys[:-1]):
        table = _enter(table, key, keys[:depth])
    _put(table, keys[-1], _value(value.strip()), keys)


def _keys(path: str) -> list[str | int]:
    parts = re.findall(r'"[^"]*"|\[\d+\]|[^.\[\]@]+', path)
    return [int(part[1:-1]) if part.startswith("[") else part.strip('"') for part in parts]


def _value(text: str) -> Any:
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        if re.fullmatch(r"[\w .-]+", text):
            return text
        raise ValueError(
            f"{text} is no TOML value; write a number, a date, a text in quotes or a table"
        ) from None
    except RecursionError:
        raise ValueError("is nested too deeply; write flatter tables") from None
    except ValueError:  # digits that Python does not even read
        raise ValueError(f"{TOO_LARGE}; {SMALLER}") from None
    for wrong in unfit(value):
        raise ValueError(f"{wrong.problem}; {wrong.remedy}")
    return value


def _enter(table: Any, key: str | int, before: list[str | int]) -> Any:
    if isinstance(table, list):
        return table[_entry(table, key)]
    if isinstance(table, dict) and isinstance(key, str) and key in table:
        return table[key]
    raise ValueError(_lost(table, key, before))


def _put(table: Any, key: str | int, value: Any, keys: list[str | int]) -> None:
    place: Any = _entry(table, key) if isinstance(table, list) else key
    if not isinstance(table, (dict, list)) or (isinstance(table, dict) and not isinstance(key, str)):
        raise ValueError(_lost(table, key, keys[:-1]))
    before = table.get(place) if isinstance(table, dict) else table[place]
    table[place] = _with_source(before, value)  # a key that no field knows is found when the scenario is read


def _with_source(before: Any, value: Any) -> Any:
    """The value; where the number that it replaces named its own source, with one that says where it comes from now."""
    is_number = isinstance(before, dict) and not _NUMBER_KEYS.isdisjoint(before)
    if is_number and "since" in before and isinstance(value, (int, float)) and not isinstance(value, bool):
        value = {"since": before["since"], "value": value}  # one of several dated numbers keeps its date
    if not is_number or "source" not in before or isinstance(value, (bool, str, list)):
        return value
    table = value if isinstance(value, dict) else {"value": value}
    return {"source": SOURCE} | table


def _entry(entries: list[Any], key: str | int) -> int:
    """Number of an entry that is named by its number, its name or its id."""
    if isinstance(key, int):
        if key >= len(entries):
            raise ValueError(f"there is no entry [{key}]; the list has {len(entries)}")
        return key
    names = [_name(entry) for entry in entries]
    if key in names:
        return names.index(key)
    known = [name for name in names if isinstance(name, str)]
    near = nearest(key, known)
    hint = f"did you mean {near}?" if near else f"known: {', '.join(known)}" if known else "name it by number"
    raise ValueError(f'there is no entry "{key}"; {hint}')


def _name(entry: Any) -> str | None:
    """What an entry of a list is called: its name, its id, or the date since which it holds."""
    if not isinstance(entry, dict):
        return None
    found = entry.get("name", entry.get("id", entry.get("since")))
    return None if found is None else str(found)


def _lost(table: Any, key: str | int, before: list[str | int]) -> str:
    where = ".".join(str(part) for part in before) or "the scenario"
    if not isinstance(table, dict):
        return f"{where} is no table; end the path there"
    near = nearest(str(key), table)
    return f"{where} has no {key}; " + (f"did you mean {near}?" if near else f"known: {', '.join(table)}")
