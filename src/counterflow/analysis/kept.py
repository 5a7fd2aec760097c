"""Results kept beside a hearing's files: verdicts, the outcomes behind them, and what they were made of."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from counterflow.analysis.files import read_verdicts, verdicts_json
from counterflow.analysis.records import Verdicts
from counterflow.experiment.arrays import read_archive
from counterflow.whole import put_files

FOLDER = "results"
"""Beside the files of a hearing."""
VERDICTS, OUTCOMES, MADE_OF = "verdicts.json", "outcomes.npz", "made_of.json"
FILES = (
    "hearing.toml",
    "scenario.toml",
    "targets.toml",
    "inputs.toml",
    "evidence.csv",
    "posterior/posterior.json",
    "posterior/posterior.npz",
)
"""All that verdicts hang on, where it is there."""
_ENGINE = "engine"
_NAMES = "|names"

Outcomes = Mapping[tuple[str, str], Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]]
"""By account and variant of the prior, by outcome: one value per draw."""


@dataclass(frozen=True)
class Kept:
    """Verdicts that were made before, and whether they still say what the files say."""

    folder: Path
    verdicts: Verdicts
    changed: tuple[str, ...]
    """What has changed since they were made; empty where nothing has."""

    @property
    def fresh(self) -> bool:
        """Whether the same command would give them again."""
        return not self.changed

    def outcomes(self) -> Outcomes | None:
        """The outcomes before any data behind them; None where they were not kept, or cannot be read."""
        try:
            archive = read_archive((self.folder / OUTCOMES).read_bytes())
            return {
                (account, variant): dict(zip(archive[key + _NAMES].tolist(), archive[key].T, strict=True))
                for key in archive
                if not key.endswith(_NAMES)
                for account, _, variant in (key.partition("|"),)
            }
        except (OSError, ValueError, KeyError, TypeError):
            return None


def made_of(folder: Path) -> dict[str, str]:
    """What verdicts of a folder would be made of now: SHA-256 of each file that is there, and the engine's version."""
    from counterflow.engine import ENGINE_VERSION  # noqa: PLC0415 -- it loads the compiler, which a page of old results can do without

    there = {name: folder / name for name in FILES if (folder / name).is_file()}
    found = {
        name: _digest(str(file), file.stat().st_mtime_ns, file.stat().st_size) for name, file in there.items()
    }
    return found | {_ENGINE: str(ENGINE_VERSION)}


@lru_cache(maxsize=256)
def _digest(file: str, changed: int, size: int) -> str:  # noqa: ARG001 -- a file that was written anew is another key
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def keep(verdicts: Verdicts, outcomes: Outcomes, hearing: Path, into: Path) -> None:
    """Write results to a folder; what they were made of goes last, so that half of them is never taken for all."""
    arrays = {}
    for (account, variant), own in outcomes.items():
        arrays[f"{account}|{variant}"] = np.column_stack(list(own.values()))
        arrays[f"{account}|{variant}{_NAMES}"] = np.array(list(own))
    numbers = io.BytesIO()
    np.savez_compressed(numbers, **arrays)  # type: ignore[arg-type] # no options of NumPy's
    document = {"counterflow": version("counterflow"), "made of": made_of(hearing)}
    made = json.dumps(document, indent=1, sort_keys=True) + "\n"
    put_files(into, {OUTCOMES: numbers.getvalue(), VERDICTS: verdicts_json(verdicts), MADE_OF: made})


def kept(hearing: Path, results: Path | None = None) -> Kept | None:
    """Results in a folder, that of the hearing unless said otherwise; None where there are none, or none that can be read."""
    folder = hearing / FOLDER if results is None else results
    try:
        made = json.loads((folder / MADE_OF).read_text(encoding="utf-8"))["made of"]
        verdicts = read_verdicts(folder / VERDICTS)
        made = {str(name): str(value) for name, value in made.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    now = made_of(hearing)
    return Kept(
        folder, verdicts, tuple(name for name in sorted({*made, *now}) if made.get(name) != now.get(name))
    )
