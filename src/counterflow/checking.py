"""Whether files that people wrote are right: what kind each is, and everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from counterflow.faults import Fault, Faults, read_toml

__all__ = ["CheckedFile", "check"]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file with its kind and its faults; none where it is right."""

    file: Path
    kind: str
    faults: tuple[Fault, ...]

    def document(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return {"file": str(self.file), "kind": self.kind, "faults": [asdict(fault) for fault in self.faults]}


def check(path: str | Path) -> tuple[CheckedFile, ...]:
    """What is wrong in a file, or in every file of a hearing's folder.

    The kind of a file is told by its name, else by its tables. Raises Faults where neither says what it is.
    """
    path = Path(path)
    if path.is_dir():
        files = ((path / name, kind) for name, kind in _NAMES.items())
        found = [_checked(file, kind) for file, kind in files if file.exists() or kind not in _OPTIONAL]
        return tuple(found) if any(one.faults for one in found) else _together(path, found)
    return (_checked(path, _kind(path)),)


def _checked(path: Path, kind: str) -> CheckedFile:
    try:
        _CHECKS[kind](path)
    except Faults as faults:
        return CheckedFile(path, kind, faults.faults)
    return CheckedFile(path, kind, ())


def _together(folder: Path, checked: Iterable[CheckedFile]) -> tuple[CheckedFile, ...]:
    """Files that are right, each by itself, with what is wrong between them."""
    from counterflow.evidence.inputs import load_targets
    from counterflow.hearing.load import load_hearing
    from counterflow.scenario.across import faults_across
    from counterflow.scenario.load import load_scenario

    hearing, scenario = load_hearing(folder / "hearing.toml"), load_scenario(folder / "scenario.toml")
    wrong = tuple(faults_across(folder, hearing, scenario, load_targets(folder / "targets.toml")))
    return tuple(
        replace(one, faults=tuple(fault for fault in wrong if fault.file == str(one.file))) for one in checked
    )


def _kind(path: Path) -> str:
    if path.name in _NAMES:
        return _NAMES[path.name]
    if path.suffix == ".csv":
        return "evidence"
    tables = read_toml(path).data
    for key, kind in _TELLING_TABLES.items():
        if key in tables:
            return kind
    known = ", ".join(_NAMES)
    raise Faults(
        [Fault(str(path), None, "", "its tables do not say what it is", f"name it as one of {known}")]
    )


def _hearing(path: Path) -> None:
    from counterflow.hearing.load import load_hearing

    load_hearing(path, _rows_beside(path))


def _scenario(path: Path) -> None:
    from counterflow.scenario.load import load_scenario

    load_scenario(path, known_rows=_rows_beside(path))


def _evidence(path: Path) -> None:
    from counterflow.evidence.load import read_figures

    read_figures(path)


def _targets(path: Path) -> None:
    from counterflow.evidence.inputs import load_targets

    load_targets(path, _rows_beside(path))


def _inputs(path: Path) -> None:
    from counterflow.evidence.inputs import load_inputs

    load_inputs(path, _rows_beside(path))


def _scored(path: Path) -> None:
    from counterflow.evidence.inputs import load_scores

    load_scores(path, _rows_beside(path))


def _rows_beside(path: Path) -> frozenset[str] | None:
    """Ids that the file may name; None where the figures beside it are missing or have faults of their own."""
    from counterflow.evidence.load import read_figures

    try:
        return frozenset(figure.id for figure in read_figures(path.with_name("evidence.csv")))
    except Faults:
        return None


_NAMES = {
    "hearing.toml": "hearing",
    "scenario.toml": "scenario",
    "evidence.csv": "evidence",
    "targets.toml": "targets",
    "inputs.toml": "inputs",
    "scored.toml": "scored",
}
_OPTIONAL = ("scored",)
"""Files that a hearing can do without."""
_TELLING_TABLES = {
    "claim": "hearing",
    "hearing": "hearing",
    "cohort": "scenario",
    "journeys": "scenario",
    "target": "targets",
    "salience": "inputs",
    "score": "scored",
}
_CHECKS: dict[str, Callable[[Path], None]] = {
    "hearing": _hearing,
    "scenario": _scenario,
    "evidence": _evidence,
    "targets": _targets,
    "inputs": _inputs,
    "scored": _scored,
}
