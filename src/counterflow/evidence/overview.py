"""Everything that is known about a hearing, as tables: figures, conflicts, rates."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterflow.evidence.counts import CENTRAL_ASIA, EUROPE
from counterflow.evidence.evidence import Evidence, load_evidence
from counterflow.evidence.table import (
    ConflictRow,
    FigureRow,
    RateRow,
    as_json,
    conflict_rows,
    figure_rows,
    rate_rows,
)
from counterflow.faults import Fault, Faults, nearest, read_toml
from counterflow.library import DEFAULT, hearing_folder

if TYPE_CHECKING:
    import pandas as pd

SEED = 1


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows, and the same as pandas tables."""

    figure_rows: tuple[FigureRow, ...]
    conflict_rows: tuple[ConflictRow, ...]
    rate_rows: tuple[RateRow, ...]

    @property
    def figures(self) -> pd.DataFrame:
        """One row per figure with the 80 percent interval that it is used with; shares as fractions."""
        return _frame(as_json(self.figure_rows), FigureRow)

    @property
    def conflicts(self) -> pd.DataFrame:
        """One row per saying; ``factor`` is the largest of its conflict over the smallest."""
        import pandas as pd

        rows = [
            {"topic": one.quantity, "place": one.place, "factor": one.factor, **asdict(saying)}
            for one in self.conflict_rows
            for saying in one.sayings
        ]
        return pd.DataFrame(rows)

    @property
    def rates(self) -> pd.DataFrame:
        """One row per place, count and denominator, per head; ``gap`` says what is missing where there is no number."""
        return _frame(as_json(self.rate_rows), RateRow)

    def document(self) -> dict[str, list[dict[str, Any]]]:
        """All three as plain values, for JSON."""
        return {
            "figures": as_json(self.figure_rows),
            "conflicts": as_json(self.conflict_rows),
            "rates": as_json(self.rate_rows),
        }


def overview(
    hearing: str | Path = DEFAULT,
    *,
    quantity: str | None = None,
    place: str | None = None,
    as_of: dt.date | None = None,
) -> Overview:
    """What is known about a hearing: all of it, or what concerns a quantity or a place, as of a day.

    Raises Faults for wrong files, and for a quantity or place that no figure is about.
    """
    file = hearing_folder(hearing) / "evidence.csv"
    everything = load_evidence(file)
    _check_known(file, "quantity", quantity, {figure.quantity for figure in everything})
    _check_known(file, "place", place, {figure.place for figure in everything})
    known = everything.known(as_of)
    asked = known.where(quantity=quantity, place=place)
    return Overview(figure_rows(asked), conflict_rows(asked), _rates(known, place, _day(file.parent)))


def _rates(known: Evidence, place: str | None, by: dt.date) -> tuple[RateRow, ...]:
    return rate_rows(known, SEED, by=by, places=(*CENTRAL_ASIA, *EUROPE) if place is None else (place,))


def _day(folder: Path) -> dt.date:
    """The day of the hearing: what rates are asked for."""
    document = read_toml(folder / "hearing.toml")
    day = document.data.get("hearing", {}).get("date")
    if not isinstance(day, dt.date):
        remedy = "add date = ..., a date such as 2015-06-11"
        raise Faults([document.fault("hearing", "date", problem="is not a date", remedy=remedy)])
    return day


def _check_known(file: Path, field: str, word: str | None, known: set[str]) -> None:
    if word is None or word in known:
        return
    near = nearest(word, known)
    remedy = f"did you mean {near}?" if near else f"known here: {', '.join(sorted(known))}"
    raise Faults([Fault(str(file), None, field, f"no figure is about {word}", remedy)])


def _frame(rows: list[dict[str, Any]], record: type[FigureRow | RateRow]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(record.__dataclass_fields__))
