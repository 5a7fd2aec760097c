"""Points in the plane (time, height), all of them up front: year by year, strip by strip, many entities side by side."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from tests.reference.draws import COUNTS, Draws, Words4, coarse, exponential, fine, point_index, spare

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

    @property
    def year(self) -> int:
        """The calendar year cell."""
        return (self.index >> 20 & 0xFF) - 16


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

    def counts(self, entities: Sequence[int], purpose: int, group: int, year: int) -> dict[int, Words4]:
        """The words behind the number of points in four cells of a year."""
        drawn = self.words_of_many(entities, purpose + COUNTS, point_index(group, year, 0))
        return dict(zip(entities, drawn, strict=True))

    def counted(
        self, words: dict[int, int], purpose: int, r0: float, strip: int, year: int
    ) -> dict[int, list[Point]]:
        """The points of one cell of each entity: their number by a word, each somewhere in the cell."""
        floor, top = self.strip(r0, strip)
        numbers = {entity: self.poisson(top - floor, word) for entity, word in words.items()}
        found: dict[int, list[Point]] = {entity: [] for entity in words}
        for number in range(max(numbers.values(), default=0)):
            index = point_index(strip, year, number)
            filled = [entity for entity in words if numbers[entity] > number]
            drawn = self.words_of_many(filled, purpose, index)
            for entity, (w0, w1, w2, w3) in zip(filled, drawn, strict=True):
                time, height = year + fine(w0, w1), floor + (top - floor) * coarse(w2)
                found[entity].append(Point(time, purpose, entity, index, height, w3, spare(w1)))
        return found

    def poisson(self, mean: float, word: int) -> int:
        """The number of points in a cell: the inverse of the Poisson law in 32 bits."""
        number, term = 0, math.exp(-mean)
        below = term
        while word >= min(round(below * 2.0**32), 2**32):
            number += 1
            term *= mean / number
            below += term
        return number
