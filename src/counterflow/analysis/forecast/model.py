"""The model as a forecaster: what its draws expect to be published of later figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from counterflow.analysis.expected.aftermath import hazards
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.rows import LEAST
from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.forecast.naive import on_scale
from counterflow.analysis.forecast.records import By
from counterflow.evidence.inputs import Target
from counterflow.hearing import Draws
from counterflow.scenario import calendar_of
from counterflow.world import EXITS, Floats

RUSSIA = 1
"""Kind of place in which departures are told by."""


class Forecaster(Protocol):
    """Expects figures: one number for each of its draws, as it would be published but for the error of the figure itself."""

    @property
    def by(self) -> By:
        """Who it is."""
        ...

    def expects(self, later: Target) -> Floats:
        """[draws] on the figure's scale. Raises LookupError, with the reason, for a figure that it says nothing of."""
        ...


@dataclass
class ModelForecaster:
    """Draws of a prior or posterior, set to what was known on the day: the counts of the day, and the inflow as it was known."""

    setting: Setting
    """As of the day."""
    day: float
    """The day, in years from the scenario's start."""
    draws: Draws
    seed: int
    by: By = "prior"
    fortunes: Sequence[Mapping[str, float]] = ()
    """What a posterior knows besides parameters: uniforms by name, for each draw; none for a prior."""
    _made: list[Draw] = field(default_factory=list)

    def expects(self, later: Target) -> Floats:
        """See `Forecaster`."""
        if later.quantity not in QUANTITIES:
            raise LookupError(f"{later.quantity} is not among what the {self.by}'s draws tell")
        names = [one.name for one in self.setting.scenario.cohort]
        if later.cohort not in names:
            raise LookupError(f"{later.cohort} is no cohort of the scenario")
        calendar = calendar_of(self.setting.scenario)
        at = calendar.when(later.at)
        if not 0.0 < at <= self.setting.world.years:
            raise LookupError(f"the scenario's history does not reach {later.at}")
        asked = _Asked(later, names.index(later.cohort), at, self.day)
        found = np.array([QUANTITIES[later.quantity](draw, asked) for draw in self._all])
        return np.array([on_scale(_inside(value, later.scale), later.scale) for value in found])

    @property
    def _all(self) -> Sequence[Draw]:
        if not self._made:
            self._made += [self._draw(number) for number in range(len(self.draws))]
        return self._made

    def _draw(self, number: int) -> Draw:
        values = map(float, self.draws.values[number])
        fortune = self.fortunes[number] if self.fortunes else {}
        named = dict(zip(self.draws.names, values, strict=True))
        return Draw(self.setting, named, number, self.seed, fortune=fortune)


@dataclass(frozen=True, slots=True)
class _Asked:
    later: Target
    cohort: int
    at: float
    day: float


def _inside(value: float, scale: str) -> float:
    """A value that has a place on the scale: half a person, a thousandth of a share."""
    return max(value, 0.5) if scale == "log" else min(max(value, 1e-3), 1.0 - 1e-3)


def _months(draw: Draw, asked: _Asked) -> Floats:
    """Expected departures of the cohort by month up to the figure's day; after the forecast's with the doubt about inflow."""
    months = draw.fitted.departures[asked.cohort].sum(axis=(0, 1))
    doubt = np.exp(draw.setting.doubt * draw.normal("inflow/next"))
    after = np.arange(len(months)) >= round(asked.day * 12)
    return np.asarray((months * np.where(after, doubt, 1.0))[: max(1, round(asked.at * 12))])


def _true(draw: Draw, asked: _Asked) -> float:
    """People who have really left by the figure's day: the anchor's count, carried on as expected departures grow."""
    months = _months(draw, asked)
    anchor = next((one for one in draw.setting.anchors if one.cohort == asked.cohort), None)
    if anchor is None:
        raise LookupError(f"no count of {asked.later.cohort} was known on the day")
    until = draw.fitted.departures[asked.cohort].sum(axis=(0, 1))[: max(1, round(anchor.years * 12.0))]
    return float(draw.counts[asked.cohort] * months.sum() / max(until.sum(), LEAST))


def _detected(draw: Draw, asked: _Asked) -> float:
    """The share of departures that is published at that time, at the draw's own level of detection."""
    schedule = draw.setting.scenario.cohort[asked.cohort].departure.detection
    return schedule.at(asked.later.at).quantile(draw.luck(f"detection/{asked.later.cohort}"))


def _fates(draw: Draw, asked: _Asked) -> Mapping[str, float]:
    """Of those who left by then, the shares that are dead, returned, detained and still there."""
    months, table = _months(draw, asked), hazards(draw, family=False)
    there, ended = 0.0, np.zeros(len(EXITS))
    for month, gone in enumerate(months):
        rates = table[:, min(month // 12, table.shape[1] - 1)]
        total = float(rates.sum())
        leaving = there * (1.0 - np.exp(-total / 12.0))
        ended += leaving * rates / max(total, LEAST)
        there += float(gone) - leaving
    whole = max(float(months.sum()), LEAST)
    return dict(zip(EXITS, map(float, ended / whole), strict=True)) | {"there": there / whole}


def _ever_left(draw: Draw, asked: _Asked) -> float:
    return _true(draw, asked) * _detected(draw, asked)


def _counted(fate: str) -> Callable[[Draw, _Asked], float]:
    return lambda draw, asked: _ever_left(draw, asked) * _fates(draw, asked)[fate]


def _share(fate: str) -> Callable[[Draw, _Asked], float]:
    return lambda draw, asked: _fates(draw, asked)[fate]


def _recruited_in_russia(draw: Draw, asked: _Asked) -> float:
    kinds = draw.fitted.departures[asked.cohort][..., : max(1, round(asked.at * 12))].sum(axis=(1, 2))
    return float(kinds[RUSSIA] / max(kinds.sum(), LEAST))


QUANTITIES: Mapping[str, Callable[[Draw, _Asked], float]] = {
    "ever left": _ever_left,
    "in the zone": _counted("there"),
    "dead": _counted("dead"),
    "returned": _counted("returned"),
    "share dead": _share("dead"),
    "share returned": _share("returned"),
    "share recruited in Russia": _recruited_in_russia,
}
"""What the draws expect to be published, by the quantity of targets."""
