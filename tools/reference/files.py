"""docs/reference/files.md: every field of every file that people write, from the schemas and the records behind them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import counterflow
from counterflow.evidence.load import COLUMNS, KINDS, STATUSES
from counterflow.evidence.quantities import QUANTITIES
from counterflow.faults.schemas import expected, schemas_at
from counterflow.hearing.vocabulary import OUTCOMES
from counterflow.schemas import schema

SOURCES = Path(counterflow.__path__[0])
_RECORDS = (
    "hearing/schema.py",
    "hearing/priors.py",
    "scenario/*.py",
    "evidence/inputs.py",
    "evidence/figure.py",
)
_FILES = {
    "hearing": "what was said: witnesses, passages, claims with their parts and tests, accounts with their priors",
    "scenario": "what is assumed: people, places, journeys, ties, hardship, recruiters, theatres, programmes",
    "targets": "what the model is fitted to",
    "inputs": "how much the war was in people's minds",
    "scored": "what the fitted model is scored on, never fitted to",
}
_HEAD = """\
# Files

Made from the code (`make docs`). A hearing is a folder with these files; `counterflow new NAME` makes one that runs, `counterflow
check` says what is wrong in one, `counterflow schema KIND` prints its JSON Schema ([hearing](../schema/hearing.json),
[scenario](../schema/scenario.json), [targets](../schema/targets.json), [inputs](../schema/inputs.json),
[scored](../schema/scored.json); and of what machines read, [verdicts](../schema/verdicts.json)).

A number of a scenario is a value, or a table with `value`, `low` and `high` (80 percent), `unit` and `source`; or a
`distribution` with its own numbers; or a list of such tables, each with `since`, where it changes with time.
"""


def page() -> str:
    """The page."""
    return "\n".join([_HEAD, *_evidence(), *(line for kind in _FILES for line in _file(kind)), *_words()])


def _evidence() -> Iterator[str]:
    told = _told()["Figure"]
    yield "## evidence.csv\n"
    yield "Published figures, one a row.\n"
    yield "| column | |"
    yield "| --- | --- |"
    fixed = {"kind": f"one of {', '.join(KINDS)}", "status": f"one of {', '.join(STATUSES)}"}
    for name in COLUMNS:
        yield f"| `{name}` | {_cell(fixed.get(name) or told.get(name, ''))} |"
    yield ""


def _file(kind: str) -> Iterator[str]:
    root = schema(kind)
    yield f"## {kind}.toml\n"
    yield f"{_FILES[kind][:1].upper()}{_FILES[kind][1:]}.\n"
    if kind in {"hearing", "scenario"}:
        yield from _table(root, root, kind.capitalize(), "")
    for name, table in sorted(root.get("$defs", {}).items()):
        if "properties" in table:
            yield f"### {kind}: {name}\n"
            yield from _table(root, table, name, str(table.get("description", "")))


def _table(root: dict[str, Any], table: dict[str, Any], name: str, says: str) -> Iterator[str]:
    if says:
        yield f"{' '.join(says.split())}\n"
    told = _told().get(name, {})
    yield "| key | | what may stand there | |"
    yield "| --- | --- | --- | --- |"
    for key, field in table["properties"].items():
        need = "required" if key in table.get("required", ()) else ""
        what = _what(root, field)
        yield f"| `{key}` | {need} | {_cell(what)} | {_cell(told.get(key, ''))} |"
    yield ""


def _what(root: dict[str, Any], field: dict[str, Any]) -> str:
    """What a field may hold, in words; a unit where it is a number of one."""
    found = schemas_at({"$defs": root.get("$defs", {}), **field}, None, ())
    tables = [
        str(one["title"])
        for one in found
        if one.get("type") == "object" and "title" in one and "properties" in one
    ]
    if field.get("description", "").startswith("in "):
        return f"number, {field['description']}"
    lists = [
        _what(root, one["items"])
        for one in found
        if one.get("type") == "array" and isinstance(one.get("items"), dict)
    ]
    plain = expected(
        [one for one in found if one.get("type") not in {"object", "array"} or not (tables or lists)]
    )
    return " or ".join(filter(None, [plain, *tables, *(f"list of {one or 'values'}" for one in lists)]))


def _words() -> Iterator[str]:
    yield "## Outcomes that claims may name\n"
    yield "| outcome | unit | |"
    yield "| --- | --- | --- |"
    for name, outcome in OUTCOMES.items():
        yield f"| `{name}` | {outcome.unit} | {_cell(outcome.meaning)} |"
    yield "\n## Quantities that claims may name\n"
    yield "| measure | unit | |"
    yield "| --- | --- | --- |"
    for name, quantity in QUANTITIES.items():
        yield f"| `{name}` | {_cell(quantity.unit)} | {_cell(quantity.meaning)} |"
    yield ""


@cache
def _told() -> dict[str, dict[str, str]]:
    """What is said under each field of each record, by record and field."""
    found: dict[str, dict[str, str]] = {}
    for pattern in _RECORDS:
        for file in sorted(SOURCES.glob(pattern)):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, {}).update(_fields(node))
    return found


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in zip(node.body, node.body[1:], strict=False):
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            yield field.target.id, str(after.value.value)  # type: ignore[attr-defined]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("``", "`")
