"""The hearings that ship, and where a hearing's files are."""

from __future__ import annotations

from pathlib import Path

from counterflow.faults import Fault, Faults, nearest

__all__ = ["DEFAULT", "hearing_folder", "scenario_file", "shipped"]

DEFAULT = "central_asia_2015"
_HERE = Path(__file__).parent


def shipped() -> tuple[str, ...]:
    """Names of the hearings that ship, sorted."""
    return tuple(sorted(file.parent.name for file in _HERE.glob("*/hearing.toml")))


def hearing_folder(hearing: str | Path) -> Path:
    """Folder with the files of a hearing: a folder of one's own, its hearing.toml, or the name of one that ships.

    A folder of one's own goes before a shipped one of the same name. Raises Faults where there is neither.
    """
    path = Path(hearing)
    if path.is_dir():
        return path
    if path.name == "hearing.toml" and path.is_file():
        return path.parent
    if str(hearing) in shipped():
        return _HERE / str(hearing)
    raise Faults(
        [Fault(str(hearing), None, "", "is neither a folder nor a hearing that ships", _other(str(hearing)))]
    )


def scenario_file(scenario: str | Path) -> Path:
    """The scenario that is meant: a file, or the one in the folder of a hearing.

    Raises Faults where there is none.
    """
    path = Path(scenario)
    if path.suffix == ".toml" or path.is_file():
        return path
    return hearing_folder(scenario) / "scenario.toml"


def _other(name: str) -> str:
    near = nearest(name, shipped())
    return (
        f"did you mean {near}?"
        if near
        else f"name a folder with a hearing.toml, or one of {', '.join(shipped())}"
    )
