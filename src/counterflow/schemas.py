"""JSON Schemas of the files that people write and of the file that machines read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from counterflow.faults import Fault, Faults, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["KINDS", "schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _hearing() -> dict[str, Any]:
    from counterflow.hearing.schema import Hearing

    return Hearing.model_json_schema()


def _scenario() -> dict[str, Any]:
    from counterflow.scenario.schema import json_schema

    return json_schema()


def _targets() -> dict[str, Any]:
    from counterflow.evidence.inputs import Target

    return _file_of(target=Target)


def _inputs() -> dict[str, Any]:
    from counterflow.evidence.inputs import SaliencePoint

    return _file_of(salience=SaliencePoint)


def _scored() -> dict[str, Any]:
    from counterflow.evidence.inputs import Score

    return _file_of(score=Score)


def _verdicts() -> dict[str, Any]:
    from counterflow.analysis.files import verdicts_schema

    return verdicts_schema()


def _decision() -> dict[str, Any]:
    from counterflow.analysis.decide.records import Decision

    return Decision.model_json_schema(mode="serialization")


def _file_of(**tables: type[BaseModel]) -> dict[str, Any]:
    """The schema of a file that holds nothing but arrays of tables, each of one kind."""
    defs: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for name, record in tables.items():
        own = record.model_json_schema(ref_template="#/$defs/{model}")
        defs |= own.pop("$defs", {})
        defs[record.__name__] = own
        properties[name] = {"type": "array", "items": {"$ref": f"#/$defs/{record.__name__}"}}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": defs,
    }


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "hearing": _hearing,
    "scenario": _scenario,
    "targets": _targets,
    "inputs": _inputs,
    "scored": _scored,
    "verdicts": _verdicts,
    "decision": _decision,
}
KINDS = tuple(_SCHEMAS)
"""Files that have a schema: five that people write, verdicts.json and decision.json."""


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file: ``schema("scenario")``.

    Raises Faults for a kind that has none.
    """
    if kind not in _SCHEMAS:
        near = nearest(kind, KINDS)
        remedy = f"did you mean {near}?" if near else f"known here: {', '.join(KINDS)}"
        raise Faults([Fault(kind, None, "", "no such file has a schema", remedy)])
    found = _SCHEMAS[kind]()
    return {"$schema": DRAFT, **found, "title": f"counterflow {kind}"}
