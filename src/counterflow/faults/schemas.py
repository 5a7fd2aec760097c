"""What a model would accept at a place of a document, read from the model's JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterflow.faults.lines import Keys

Schema = dict[str, Any]

_NOUNS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing",
    "number": "a number",
    "object": "a table",
    "string": "a text",
}
_FORMATS = {"date": "a date such as 2015-06-10", "date-time": "a date and time such as 2015-06-10T14:00:00"}


def schemas_at(root: Schema, data: Any, keys: Keys) -> list[Schema]:
    """The alternatives that the schema ``root`` allows at a key path of ``data``."""
    found = list(_alternatives(root, root, data))
    for key in keys:
        data = _inside(data, key)
        found = [deep for schema in found for deep in _step(root, schema, key, data)]
    return found


def known_keys(schemas: list[Schema]) -> list[str]:
    """Every key that one of the alternatives knows, in the order of the model."""
    return list(dict.fromkeys(key for schema in schemas for key in schema.get("properties", {})))


def choices(schemas: list[Schema]) -> list[str]:
    """The words that one of the alternatives allows, where it lists them."""
    listed = [schema.get("enum", [schema["const"]] if "const" in schema else []) for schema in schemas]
    return [str(word) for words in listed for word in words]


def expected(schemas: list[Schema]) -> str:
    """In words, what may stand there; empty where the schema says nothing.

    >>> expected([{"type": "number", "minimum": 0, "maximum": 1}])
    'a share between 0 and 1'
    """
    words = choices(schemas)
    nouns = [f"one of {', '.join(words)}" if len(words) > 1 else words[0]] if words else []
    nouns += [noun for schema in schemas if (noun := _noun(schema)) and noun != _NOUNS["null"]]
    return " or ".join(dict.fromkeys(nouns))


def _inside(data: Any, key: str | int) -> Any:
    try:
        return data[key]
    except (KeyError, IndexError, TypeError):
        return None


def _step(root: Schema, schema: Schema, key: str | int, data: Any) -> Iterator[Schema]:
    if isinstance(key, int):
        prefix = schema.get("prefixItems", [])
        inner = prefix[key] if key < len(prefix) else schema.get("items")
    else:
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    if isinstance(inner, dict):
        yield from _alternatives(root, inner, data)


def _alternatives(root: Schema, schema: Schema, data: Any) -> Iterator[Schema]:
    """The schema with references followed and unions opened; only those that ``data`` may have meant."""
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        yield from _alternatives(root, {**target, **{k: v for k, v in schema.items() if k != "$ref"}}, data)
        return
    members = schema.get("anyOf") or schema.get("oneOf")
    if members is None:
        yield schema
        return
    opened = [deep for member in members for deep in _alternatives(root, member, data)]
    yield from [deep for deep in opened if not _excluded(deep, data)] or opened


def _excluded(schema: Schema, data: Any) -> bool:
    """Whether a table cannot be this alternative, because a fixed word such as its kind differs."""
    if not isinstance(data, dict):
        return False
    fixed = {key: prop["const"] for key, prop in schema.get("properties", {}).items() if "const" in prop}
    return any(key in data and data[key] != word for key, word in fixed.items())


def _noun(schema: Schema) -> str:
    kind = schema.get("type")
    if kind in ("number", "integer"):
        return _number(schema)
    if kind == "string" and "format" in schema:
        return _FORMATS.get(schema["format"], f"a {schema['format']}")
    if kind == "string" and "pattern" in schema:
        return f"a text of the form {schema['pattern']}"
    if kind == "string" and ("enum" in schema or "const" in schema):
        return ""
    return _NOUNS.get(str(kind), "")


def _number(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    noun = _NOUNS[schema["type"]]
    if (low, high) == (0, 1) and schema["type"] == "number":
        return "a share between 0 and 1"
    if low is not None and high is not None:
        return f"{noun} between {low:g} and {high:g}"
    bounds = [
        f"{words} {schema[key]:g}"
        for key, words in (
            ("minimum", "of at least"),
            ("exclusiveMinimum", "over"),
            ("maximum", "of at most"),
            ("exclusiveMaximum", "under"),
        )
        if key in schema
    ]
    return " ".join((noun, " and ".join(bounds))).rstrip()
