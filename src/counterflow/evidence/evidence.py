"""All figures together, and what of them counts for a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from counterflow.evidence.figure import Figure
from counterflow.evidence.inputs import SaliencePoint, known_salience, load_inputs
from counterflow.evidence.load import read_figures
from counterflow.evidence.origins import voices


@dataclass(frozen=True)
class Evidence:
    """Figures, and the curve of world inflow that goes with them."""

    figures: tuple[Figure, ...]
    salience: tuple[SaliencePoint, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """Figures by their id."""
        return {figure.id: figure for figure in self.figures}

    @property
    def origins(self) -> tuple[str, ...]:
        """The distinct origins, sorted; assumptions have none."""
        return tuple(sorted({figure.origin for figure in self.figures if not figure.is_assumed}))

    @property
    def voices(self) -> tuple[str, ...]:
        """The origins with agencies that may share a list counted as one."""
        return voices(self.origins)

    def __len__(self) -> int:
        return len(self.figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __getitem__(self, identity: str) -> Figure:
        return self.by_id[identity]

    def known(self, as_of: dt.date | None) -> Evidence:
        """What was known on a day; everything for None."""
        if as_of is None:
            return self
        figures = tuple(figure for figure in self.figures if figure.known_on(as_of))
        return Evidence(figures, known_salience(self.salience, as_of))

    def without(self, origins: Collection[str]) -> Evidence:
        """What is left when figures of some origins are set aside: no claim is tested on its own witness."""
        if not origins:
            return self
        figures = tuple(figure for figure in self.figures if figure.origin not in origins)
        return Evidence(
            figures, tuple(point for point in self.salience if not set(point.origins) & set(origins))
        )

    def where(
        self,
        *,
        quantity: str | Collection[str] | None = None,
        place: str | None = None,
        group: str | None = None,
        origin: str | None = None,
        prefix: str | None = None,
    ) -> Evidence:
        """The figures that match everything that is given."""
        quantities = (quantity,) if isinstance(quantity, str) else quantity
        figures = tuple(
            figure
            for figure in self.figures
            if (quantities is None or figure.quantity in quantities)
            and (place is None or figure.place == place)
            and (group is None or figure.group == group)
            and (origin is None or figure.origin == origin)
            and (prefix is None or figure.prefix == prefix)
        )
        return replace(self, figures=figures)


def load_evidence(path: Path, inputs: Path | None = None) -> Evidence:
    """The evidence of a CSV file, with the salience curve of ``inputs``, or of ``inputs.toml`` beside it if there is one.

    Raises Faults with one fault for each thing that is wrong in either file.
    """
    figures = read_figures(path)
    beside = path.with_name("inputs.toml")
    source = inputs if inputs is not None else beside if beside.exists() else None
    salience = () if source is None else load_inputs(source, frozenset(figure.id for figure in figures))
    return Evidence(figures, salience)
