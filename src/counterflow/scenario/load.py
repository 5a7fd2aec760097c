"""From a file to a scenario that is right."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from counterflow.faults import Document, Faults, read_toml, validate
from counterflow.scenario.checks import faults_of
from counterflow.scenario.overrides import apply_overrides
from counterflow.scenario.schema import Scenario


def load_scenario(path: Path, overrides: Iterable[str] = ()) -> Scenario:
    """The scenario in a TOML file, with changes such as `journeys.ban_length=3`.

    Raises Faults with everything that is wrong in the file or in a change.
    """
    return read_scenario(apply_overrides(read_toml(path), overrides))


def read_scenario(document: Document) -> Scenario:
    """The scenario in a document; Faults as above."""
    scenario = validate(Scenario, document)
    faults = faults_of(scenario, document)
    if faults:
        raise Faults(faults)
    return scenario
