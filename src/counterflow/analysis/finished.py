"""What of a hearing was computed before whatever ended it: draws batch by batch, and histories, to go on from."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterflow.analysis.records import Provenance
from counterflow.experiment.arrays import read_archive
from counterflow.whole import put_file
from counterflow.world import Floats


@dataclass(frozen=True, slots=True)
class Finished:
    """A folder of batches that are done, and of histories. Batches are written whole or not at all."""

    folder: Path

    @property
    def histories(self) -> Path:
        """Where histories are kept, as an experiment keeps them."""
        return self.folder / "histories"

    def batch(self, name: str) -> dict[str, Floats] | None:
        """Outcomes of a batch by its name, one value per draw; None where it is not done, or cannot be read."""
        try:
            return read_archive((self.folder / f"{name}.npz").read_bytes())
        except (OSError, ValueError):
            return None

    def keep(self, name: str, outcomes: dict[str, Floats]) -> None:
        """Keep the outcomes of a batch."""
        into = io.BytesIO()
        np.savez(into, **outcomes)  # type: ignore[arg-type] # no options of NumPy's
        put_file(self.folder / f"{name}.npz", into.getvalue())


def finished(folder: Path | None, made: Provenance, as_of: object) -> Finished | None:
    """What is done of exactly this question on exactly these files by this version; None where nothing is to be kept."""
    if folder is None:
        return None
    asked = json.dumps([made.model_dump(mode="json"), str(as_of)], sort_keys=True)
    return Finished(folder / hashlib.sha256(asked.encode()).hexdigest()[:16])
