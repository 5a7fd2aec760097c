"""The records of world.py: every field with its shape and meaning, as its own line says it."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cache

from tools.model_docs.sources import PACKAGE

ROOT = "World"
ARM = "Arm"


@dataclass(frozen=True, slots=True)
class Field:
    """One number or array of a world or an arm."""

    path: str
    """Such as `ties.kept`, `years`, `arm.cover`."""
    record: str
    name: str
    meaning: str
    """The comment beside the field, its shape first."""


@cache
def classes() -> dict[str, dict[str, str]]:
    """Name of each record, with the annotation of each of its fields."""
    return {
        node.name: {
            line.target.id: ast.unparse(line.annotation)
            for line in node.body
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        }
        for node in _tree().body
        if isinstance(node, ast.ClassDef)
    }


@cache
def prefixes() -> dict[str, str]:
    """What stands before a field's name in its path, by record: "ties." for Ties, nothing for World."""
    parts = {kind: f"{name}." for name, kind in classes()[ROOT].items() if kind in classes()}
    return parts | {ROOT: "", ARM: "arm."}


@cache
def fields() -> dict[str, Field]:
    """Every field that is not itself a record, by path, in the order of world.py."""
    comments = _comments()
    found = [
        Field(prefixes()[record] + name, record, name, comments.get((record, name), ""))
        for record, names in classes().items()
        if record in prefixes()
        for name, kind in names.items()
        if kind not in classes()
    ]
    return {field.path: field for field in found}


def _tree() -> ast.Module:
    return ast.parse(_source())


def _source() -> str:
    return (PACKAGE / "world.py").read_text(encoding="utf-8")


def _comments() -> dict[tuple[str, str], str]:
    """The comment that belongs to each field: on its own line, or within the parentheses of its annotation."""
    said = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(_source()).readline)
        if token.type == tokenize.COMMENT
    }
    found = {}
    for node in _tree().body:
        if not isinstance(node, ast.ClassDef):
            continue
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                last = line.end_lineno or line.lineno
                words = [said[number] for number in range(line.lineno, last + 2) if number in said]
                found[node.name, line.target.id] = words[0] if words else ""
    return found
