"""What formulas say of every programme, draw by draw: what runs are smoothed with, and carried to draws that were not run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.calibration.posterior import Kept
from counterflow.analysis.expected.programmes import foretold
from counterflow.analysis.expected.setting import Setting, served_by
from counterflow.experiment.pool import run_all, shared
from counterflow.experiment.runs import Means
from counterflow.inference.arrays import Floats

MOST = 400
"""Draws of an account that are told: more would not be felt beside what nobody knows."""
NUMBERS = ("averted", "served", "reached")
"""What is told of a programme in a draw; see `expected.programmes.Foretold`."""
_BATCH = 16
_BEFORE = "told/"


@dataclass(frozen=True)
class Told:
    """By account, for its first kept draws."""

    programmes: tuple[str, ...]
    gone: Mapping[str, Floats]
    """[draws] departures of everybody over the history, expected."""
    numbers: Mapping[str, Floats]
    """[draws, programmes, NUMBERS]"""

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """The same by names that an archive keeps."""
        found: dict[str, np.ndarray[Any, Any]] = {f"{_BEFORE}programmes": np.array(self.programmes)}
        found |= {f"{_BEFORE}gone/{name}": one.astype(np.float32) for name, one in self.gone.items()}
        return found | {
            f"{_BEFORE}numbers/{name}": one.astype(np.float32) for name, one in self.numbers.items()
        }


def told_from(arrays: Mapping[str, np.ndarray[Any, Any]]) -> Told | None:
    """What an archive kept; None where it kept none."""
    if f"{_BEFORE}programmes" not in arrays:
        return None

    def by_account(what: str) -> dict[str, Floats]:
        start = f"{_BEFORE}{what}/"
        found = {name: one for name, one in arrays.items() if name.startswith(start)}
        return {name.removeprefix(start): one.astype(np.float64) for name, one in found.items()}

    names = tuple(str(one) for one in arrays[f"{_BEFORE}programmes"])
    return Told(names, by_account("gone"), by_account("numbers"))


def told(coordinates: Coordinates, kept: Mapping[Ask, Kept], means: Means) -> Told:
    """What formulas say of the draws of every account, computed together."""
    setting = with_all_served(coordinates.setting)
    size = len(coordinates.names)
    values = {ask.account: one.values[:MOST, :size] for ask, one in kept.items() if ask == Ask(ask.account)}
    batches = [
        _Batch(name, first, rows[first : first + _BATCH].astype(np.float32).astype(np.float64))
        for name, rows in values.items()
        for first in range(0, len(rows), _BATCH)
    ]
    found = run_all(
        _compute,
        batches,
        share=replace(coordinates, setting=setting),
        workers=means.workers,
        what="what formulas say of programmes",
        progress=means.progress,
    )
    by_account = {
        name: np.concatenate(
            [one for batch, one in zip(batches, found, strict=True) if batch.account == name]
        )
        for name in values
    }
    programmes = tuple(one.id for one in setting.scenario.programme)
    return Told(
        programmes,
        {name: one[:, 0] for name, one in by_account.items()},
        {
            name: one[:, 1:].reshape(len(one), len(programmes), len(NUMBERS))
            for name, one in by_account.items()
        },
    )


def with_all_served(setting: Setting) -> Setting:
    """The setting in which every programme is looked at, not only those that were asked for."""
    scenario, world, sample = setting.scenario, setting.world, setting.sample
    return replace(
        setting, served=tuple(served_by(scenario, world, sample, one) for one in scenario.programme)
    )


@dataclass(frozen=True)
class _Batch:
    account: str
    first: int
    values: Floats


def _compute(batch: _Batch) -> Floats:
    """Of each draw all departures, then NUMBERS of each programme."""
    coordinates: Coordinates = shared()
    return np.array([_row(coordinates, row, number) for number, row in enumerate(batch.values, batch.first)])


def _row(coordinates: Coordinates, values: Sequence[float] | Floats, number: int) -> list[float]:
    draw = coordinates.draw(np.asarray(values), number)
    found = [float(draw.fitted.with_families.sum())]
    for served in coordinates.setting.served:
        one = foretold(draw, served)
        found += [one.averted, one.served, one.reached]
    return found
