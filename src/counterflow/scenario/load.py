"""From a file to a scenario that is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from counterflow.faults import Document, Fault, Faults, nearest, read_toml, validate
from counterflow.scenario.checks import faults_of
from counterflow.scenario.overrides import apply_overrides
from counterflow.scenario.schema import Scenario

_ROWS = re.compile(r"[A-Z]+-\d+(, [A-Z]+-\d+)*")
"""Ids with which a source begins; what follows them is words."""


def load_scenario(
    path: Path, overrides: Iterable[str] = (), known_rows: frozenset[str] | None = None
) -> Scenario:
    """The scenario in a TOML file, with changes such as `journeys.ban_length=3`.

    With `known_rows` the evidence rows that sources name are looked up too. Raises Faults with everything that is wrong in the
    file or in a change.
    """
    document = apply_overrides(read_toml(path), overrides)
    scenario = read_scenario(document)
    faults = () if known_rows is None else tuple(_rows(document, known_rows))
    if faults:
        raise Faults(faults)
    return scenario


def read_scenario(document: Document) -> Scenario:
    """The scenario in a document; Faults as above."""
    scenario = validate(Scenario, document)
    faults = faults_of(scenario, document)
    if faults:
        raise Faults(faults)
    return scenario


def _rows(document: Document, known: frozenset[str]) -> Iterator[Fault]:
    """Evidence rows that sources name and the evidence does not have."""
    for keys, source in _sources(document.data, ()):
        begins = _ROWS.match(source)
        for row in begins[0].split(", ") if begins else ():
            if row not in known:
                near = nearest(row, known)
                remedy = (
                    f"did you mean {near}?" if near else 'name an id of evidence.csv, or write "assumed: why"'
                )
                yield document.fault(*keys, problem=f"{row} is not a row of the evidence", remedy=remedy)


def _sources(node: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text under the key `source`, with its key path."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        if key == "source" and isinstance(value, str):
            yield (*keys, key), value
        else:
            yield from _sources(value, (*keys, key))
