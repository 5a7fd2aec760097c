"""Model outcomes from numbers in memory, and small evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterflow.evidence import Evidence, load_evidence

Floats = NDArray[np.float64]

HEADER = "id,quantity,group,place,about,published,origin,low,value,high,unit,kind,status,publisher,title,url,note\n"


class InMemory:
    """Outcomes by name, or by name and account, or by name, account and variant; the most specific one counts."""

    def __init__(self, values: Mapping[str | tuple[str, ...], Floats | list[float]]) -> None:
        self._values = {
            (key if isinstance(key, tuple) else (key,)): np.asarray(value) for key, value in values.items()
        }

    def values(self, outcome: str, account: str, variant: str = "prior") -> Floats:
        """The most specific values there are; LookupError where there are none."""
        for key in ((outcome, account, variant), (outcome, account), (outcome,)):
            if key in self._values:
                return self._values[key].astype(np.float64)
        raise LookupError(outcome)

    def weights(self, account: str, variant: str = "prior") -> Floats:
        """All draws count alike."""
        found = [v for key, v in self._values.items() if key[1:] in {(), (account,), (account, variant)}]
        return np.ones(len(found[0]))


def row(  # noqa: PLR0913 - one argument for each column that tests vary
    identity: str,
    quantity: str,
    place: str,
    value: float,
    *,
    low: float | None = None,
    high: float | None = None,
    origin: str = "office",
    group: str = "nationals",
    kind: str = "count",
    unit: str = "persons",
    about: str = "2015-05-31",
    published: str = "2015-05-31",
) -> str:
    """A row of an evidence file."""
    numbers = ["" if one is None else f"{one:g}" for one in (low, value, high)]
    status = "assumed" if origin == "assumed" else "seen"
    published = "" if origin == "assumed" else published
    cells = [identity, quantity, group, place, about, published, origin, *numbers, unit, kind, status]
    return ",".join([*cells, "Publisher", "Title", "https://example.org", "note"]) + "\n"


def evidence(folder: Path, *rows: str) -> Evidence:
    """Evidence of some rows."""
    path = folder / "evidence.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return load_evidence(path)


POPULATION = row(
    "POP-001",
    "population",
    "Tajikistan",
    8_600_000,
    low=8_500_000,
    high=8_700_000,
    kind="population",
    origin="un",
    group="total",
)
