"""Points in the plane (time, height), all of them up front: year by year, strip by strip, many entities side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.reference.draws import Draws, coarse, exponential, fine, point_index, spare

ROUNDING = 1.0 + 1e-12
"""Products that are equal on paper may differ in the last place, so that bounds are asserted up to this factor."""


class Point(NamedTuple):
    """Sorts in the engine's total order."""

    time: float
    purpose: int
    entity: int
    index: int
    height: float
    mark: int
    sign: float


class Points(Draws):
    """Processes of persons, places and cohorts."""

    def strip(self, r0: float, number: int) -> tuple[float, float]:
        """Lowest and highest height of a strip: [0, r0), [r0, 2 r0), [2 r0, 4 r0), ..."""
        return (r0 * 2.0 ** (number - 1) if number else 0.0), r0 * 2.0**number

    def strips_below(self, r0: float, rate: float) -> int:
        """How many strips are needed to hold every height below a rate."""
        number = 0
        while self.strip(r0, number)[0] < rate:
            number += 1
        return number

    def points(
        self, entities: Sequence[int], purpose: int, r0: float, highest: float, years: range
    ) -> dict[int, list[Point]]:
        """All points below at least `highest`, for each entity in the order (year, strip, number)."""
        found: dict[int, list[Point]] = {entity: [] for entity in entities}
        for year in years:
            for strip in range(self.strips_below(r0, highest)):
                self._fill_cells(found, purpose, r0, strip, year)
        return found

    def _fill_cells(
        self, found: dict[int, list[Point]], purpose: int, r0: float, strip: int, year: int
    ) -> None:
        floor, top = self.strip(r0, strip)
        width, end = top - floor, year + 1
        reached = dict.fromkeys(found, float(year))
        number = 0
        while reached:
            index = point_index(strip, year, number)
            drawn = self.words_of_many(list(reached), purpose, index)
            still = {}
            for (entity, t), (w0, w1, w2, w3) in zip(reached.items(), drawn, strict=True):
                time = t + exponential(fine(w0, w1)) / width
                if time < end:
                    still[entity] = time
                    point = Point(time, purpose, entity, index, floor + width * coarse(w2), w3, spare(w1))
                    found[entity].append(point)
            reached = still
            number += 1
