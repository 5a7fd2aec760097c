"""A future as a draw: its coordinates in the place of a prior's draw and of what draws assume by lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Setting

MIDDLE = 0.5


@dataclass
class PointDraw(Draw):
    """A draw in which nothing is by lot: what it assumes beside the contested parameters is named, or in its middle."""

    lucks: Mapping[str, float] = field(default_factory=dict)
    """Quantiles by the names under which draws look them up."""

    def luck(self, name: str) -> float:
        """The named quantile."""
        return self.lucks.get(name, MIDDLE)


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Names of coordinates, parted into what accounts contest and what draws assume."""

    names: tuple[str, ...]
    lucks: tuple[str | None, ...]
    """For each coordinate the name of its luck; None for contested parameters."""

    def draw(self, setting: Setting, point: Mapping[str, float], *, shapley: bool = True) -> PointDraw:
        """The draw at one point, by names of coordinates."""
        values = {
            name: point[name] for name, luck in zip(self.names, self.lucks, strict=True) if luck is None
        }
        lucks = {
            luck: point[name] for name, luck in zip(self.names, self.lucks, strict=True) if luck is not None
        }
        return PointDraw(setting, values, 0, 0, shapley=shapley, lucks=lucks)
