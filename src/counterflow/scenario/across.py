"""What must hold between the files of a hearing, each of which is right by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from counterflow.evidence.inputs import Target
from counterflow.faults import Fault, nearest, read_toml
from counterflow.hearing import Hearing
from counterflow.scenario.schema import Scenario

_WORLD = "world"
"""The cohort of targets on everybody everywhere: they are shown, and no scenario answers them."""


def faults_across(
    folder: Path, hearing: Hearing, scenario: Scenario, targets: Iterable[Target]
) -> Iterator[Fault]:
    """A hearing before its scenario begins, and targets on people whom the scenario does not have."""
    day = hearing.hearing.date
    if day <= scenario.start:
        problem = f"{day} is not after the scenario's start, {scenario.start}"
        remedy = "begin the scenario earlier: what had happened by the hearing is asked of it"
        yield read_toml(folder / "hearing.toml").fault("hearing", "date", problem=problem, remedy=remedy)
    known = [one.name for one in scenario.cohort]
    for number, target in enumerate(targets):
        if target.cohort not in (*known, _WORLD):
            near = nearest(target.cohort, known)
            yield read_toml(folder / "targets.toml").fault(
                *("target", number, "cohort"),
                problem=f'the scenario has no cohort "{target.cohort}"',
                remedy=f"did you mean {near}?" if near else f"known: {', '.join((*known, _WORLD))}",
            )
