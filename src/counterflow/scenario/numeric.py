"""Numbers as people write them: a value, a range or a distribution, with unit and source.

Each of these is a number of a scenario file:

    hours = 8
    share = { value = 0.3, low = 0.1, high = 0.5, source = "MIG-024" }
    length = { low = 3, high = 7, unit = "months", source = "assumed: order of magnitude" }
    reach = { distribution = "log-normal", median = 2, sd = 0.5, source = "assumed: wide" }

`low` and `high` hold 80 percent of the probability. Without a `value` the centre of a range is its geometric mean where it is
positive, else its middle. A range spreads on the log scale where it is positive, on the logit scale for shares. A number without a
source has that of the table in which it stands. A number that changes with time is a list of such tables, each with `since = date`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from counterflow.faults import nearest
from counterflow.scenario import dimensions as dim
from counterflow.scenario.dimensions import Dimension, Law
from counterflow.scenario.quantity import Change, Quantity, Schedule, spread_ends

_LAWS: tuple[Law, ...] = ("normal", "log-normal", "logit-normal", "uniform")
_RANGE_KEYS = ("value", "low", "high", "unit", "source")
_LAW_KEYS = ("distribution", "median", "mean", "sd", "low", "high", "unit", "source")


def read_quantity(raw: Any, dimension: Dimension) -> Quantity:
    """The Quantity that a file's number means, in the dimension's own unit.

    Raises ValueError ("what is wrong; what would be right").
    """
    if isinstance(raw, Quantity):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, (int, float, dict)):
        raise ValueError(
            f"{raw!r} is not a number; write a number, or a table with value, low, high, unit, source"
        )
    if not isinstance(raw, dict):
        dimension.check("the value", float(raw))
        return Quantity(value=float(raw), unit=dimension.unit)
    _check_keys(raw, _LAW_KEYS if "distribution" in raw else _RANGE_KEYS)
    numbers = _scaled_numbers(raw, dimension)
    read = _read_law(raw, numbers) if "distribution" in raw else _read_range(numbers, dimension)
    return read.model_copy(update={"unit": dimension.unit, "source": _source(raw)})


def read_schedule(raw: Any, dimension: Dimension) -> Schedule:
    """The Schedule that a file's number, or its list of dated numbers, means; ValueError as above."""
    if isinstance(raw, Schedule):
        return raw
    if not isinstance(raw, list):
        return Schedule(changes=(Change(since=date.min, number=read_quantity(raw, dimension)),))
    if not raw:
        raise ValueError("the list is empty; write at least one table with since and value")
    changes = tuple(_read_change(item, dimension) for item in raw)
    days = [change.since for change in changes]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("the dates do not rise; order the list by since, each date once")
    return Schedule(changes=changes)


def _read_change(raw: Any, dimension: Dimension) -> Change:
    if not isinstance(raw, dict) or "since" not in raw:
        raise ValueError("an entry has no date; write { since = 2014-06-29, value = ... }")
    since = raw["since"]
    if isinstance(since, datetime) or not isinstance(since, date):
        raise ValueError(f"since is {since!r}, which is not a date; write it as 2014-06-29")
    number = {key: value for key, value in raw.items() if key != "since"}
    return Change(since=since, number=read_quantity(number, dimension))


def _check_keys(raw: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in raw:
        if key not in known:
            near = nearest(key, known)
            raise ValueError(
                f"unknown key {key}; {f'did you mean {near}?' if near else 'known: ' + ', '.join(known)}"
            )


def _source(raw: dict[str, Any]) -> str | None:
    source = raw.get("source")
    if source is not None and not (isinstance(source, str) and source.strip()):
        raise ValueError('source is empty; name evidence rows, or write "assumed: " and the reason')
    return source


def _scaled_numbers(raw: dict[str, Any], dimension: Dimension) -> dict[str, float]:
    factor = dimension.factor(raw.get("unit", dimension.unit))
    numbers: dict[str, float] = {}
    for key in ("value", "low", "high", "median", "mean", "sd"):
        if key not in raw:
            continue
        if isinstance(raw[key], bool) or not isinstance(raw[key], (int, float)):
            raise ValueError(f"{key} is {raw[key]!r}, which is not a number; write a number")
        plain_scale = key != "sd" or raw.get("distribution") == "normal"
        numbers[key] = float(raw[key]) * (factor if plain_scale else 1.0)
        if key != "sd":
            dimension.check(key, numbers[key])
    return numbers


def _read_range(numbers: dict[str, float], dimension: Dimension) -> Quantity:
    if ("low" in numbers) != ("high" in numbers):
        raise ValueError("a range has only one end; write both low and high")
    if "low" not in numbers:
        if "value" not in numbers:
            raise ValueError(
                "there is neither a value nor a range; write value = ..., or low = ... and high = ..."
            )
        return Quantity(value=numbers["value"])
    low, high = numbers["low"], numbers["high"]
    if low > high:
        raise ValueError(f"low {low:g} is above high {high:g}; swap them")
    value = numbers.get("value", math.sqrt(low * high) if low > 0.0 else 0.5 * (low + high))
    if not low <= value <= high:
        raise ValueError(f"the value {value:g} lies outside its range; widen low {low:g} to high {high:g}")
    return Quantity(value=value, low=low, high=high, law=_law_of_range(dimension, low, high))


def _law_of_range(dimension: Dimension, low: float, high: float) -> Law:
    if low == high:
        return "fixed"
    if dimension.law == "logit-normal":
        return "logit-normal" if low > 0.0 and high < 1.0 else "uniform"
    return "log-normal" if dimension.law == "log-normal" and low > 0.0 else "normal"


def _read_law(raw: dict[str, Any], numbers: dict[str, float]) -> Quantity:
    law: Law = raw["distribution"]
    if law not in _LAWS:
        raise ValueError(f'the distribution "{law}" is not known; write {", ".join(_LAWS)}')
    if law == "uniform":
        if "low" not in numbers or "high" not in numbers or numbers["low"] >= numbers["high"]:
            raise ValueError("a uniform distribution needs its two ends; write low below high")
        low, high = numbers["low"], numbers["high"]
        return Quantity(value=0.5 * (low + high), low=low, high=high, law=law)
    middle = "mean" if law == "normal" else "median"
    if middle not in numbers or numbers.get("sd", 0.0) <= 0.0:
        raise ValueError(f"a {law} distribution is not complete; write {middle} = ... and sd = ..., above 0")
    value = numbers[middle]
    if (law == "log-normal" and value <= 0.0) or (law == "logit-normal" and not 0.0 < value < 1.0):
        raise ValueError(f"a {law} distribution cannot have the median {value:g}; {_median_bounds(law)}")
    low, high = spread_ends(law, value, numbers["sd"])
    return Quantity(value=value, low=low, high=high, law=law)


def _median_bounds(law: Law) -> str:
    return "write one between 0 and 1" if law == "logit-normal" else "write one above 0"


@dataclass(frozen=True, slots=True)
class Reads:
    """Marks a field as a number of one dimension; the file may write it in any of the ways above."""

    dimension: Dimension

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda raw: read_quantity(raw, self.dimension))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return _json_schema(self.dimension)


@dataclass(frozen=True, slots=True)
class ReadsDated:
    """Marks a field as a number of one dimension that may change on dates."""

    dimension: Dimension

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda raw: read_schedule(raw, self.dimension))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        since = {"since": {"type": "string", "format": "date"}}
        plain = _json_schema(self.dimension)
        table = plain["anyOf"][1]
        dated = table | {"properties": since | table["properties"], "required": ["since"]}
        changes = {"type": "array", "minItems": 1, "items": dated}
        return {"description": plain["description"], "anyOf": [*plain["anyOf"], changes]}


def _json_schema(dimension: Dimension) -> dict[str, Any]:
    numbers = {name: {"type": "number"} for name in ("value", "low", "high", "median", "mean", "sd")}
    units = [dimension.unit, *(name for name, _ in dimension.units)]
    words = {"distribution": {"enum": list(_LAWS)}, "unit": {"enum": units}, "source": {"type": "string"}}
    table = {"type": "object", "additionalProperties": False, "properties": numbers | words}
    return {"description": f"in {dimension.unit}", "anyOf": [{"type": "number"}, table]}


Share = Annotated[Quantity, Reads(dim.SHARE)]
Years = Annotated[Quantity, Reads(dim.YEARS)]
Rate = Annotated[Quantity, Reads(dim.RATE)]
PersonRate = Annotated[Quantity, Reads(dim.PERSON_RATE)]
Persons = Annotated[Quantity, Reads(dim.PERSONS)]
Ratio = Annotated[Quantity, Reads(dim.RATIO)]
Score = Annotated[Quantity, Reads(dim.SCORE)]
AddedShare = Annotated[Quantity, Reads(dim.ADDED_SHARE)]
AddedRate = Annotated[Quantity, Reads(dim.ADDED_RATE)]
Number = Annotated[Quantity, Reads(dim.NUMBER)]
Money = Annotated[Quantity, Reads(dim.MONEY)]

ShareByDate = Annotated[Schedule, ReadsDated(dim.SHARE)]
RatioByDate = Annotated[Schedule, ReadsDated(dim.RATIO)]
RateByDate = Annotated[Schedule, ReadsDated(dim.RATE)]
ScoreByDate = Annotated[Schedule, ReadsDated(dim.SCORE)]
