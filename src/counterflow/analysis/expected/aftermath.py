"""Outcomes about what happens after departure."""

from __future__ import annotations

import numpy as np

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.rows import LEAST
from counterflow.analysis.expected.setting import Undefined
from counterflow.experiment.sample import read_daily
from counterflow.scenario import calendar_of
from counterflow.scenario.pathway import Exits
from counterflow.scenario.quantity import Schedule
from counterflow.world import DAYS_PER_YEAR, EARLY, EXITS, Floats

SYRIA, AFGHANISTAN = 0, 1
RETURNED = EXITS.index("returned")
AFTER = 2.0
"""Years after which the branch's strength is looked at."""


def hazards(draw: Draw, *, family: bool) -> Floats:
    """Hazards in the first theatre with this draw's own levels within the scenario's ranges, [exits, years]."""
    theatre = draw.setting.scenario.theatre[SYRIA]
    exits: Exits = theatre.family if family else theatre.fighters
    table = draw.setting.world.aftermath.hazard[SYRIA, 1 if family else 0]
    who = "family" if family else "fighters"
    factors = [first_level(getattr(exits, name), draw.luck(f"aftermath/{who}/{name}")) for name in EXITS]
    return np.asarray(np.array(factors)[:, None] * table)


def first_level(schedule: Schedule, uniform: float) -> float:
    """One level for a whole schedule: its first positive number at a quantile, over that number's centre."""
    first = next((change.number for change in schedule.changes if change.number.value > 0.0), None)
    return 1.0 if first is None else first.quantile(uniform) / first.value


def returned_by(draw: Draw, until: float, *, family: bool = False) -> float:
    """Of those who left for the first theatre before `until`, the share back by then, deaths and detention competing."""
    months = _bound_for(draw, SYRIA)[: max(1, round(until * 12))]
    if months.sum() <= 0.0:
        return float("nan")
    table = hazards(draw, family=family)
    there, back = 0.0, 0.0
    for month, gone in enumerate(months):
        rates = table[:, min(month // 12, table.shape[1] - 1)]
        total = rates.sum()
        leaving = there * (1.0 - np.exp(-total / 12.0))
        back += leaving * rates[RETURNED] / max(total, LEAST)
        there += gone - leaving
    return float(back / months.sum())


def share_rebranded(draw: Draw) -> float:
    """Of the Afghan branch two years after groups began to go over, those who came from the groups, over them and arrivals."""
    setting = draw.setting
    schedule = setting.scenario.rebranding.share
    hazard = setting.world.aftermath.rebrand
    if not (hazard > 0.0).any():
        raise Undefined("the scenario has no rebranding")
    begins = _begin(draw, schedule)
    strength = setting.scenario.rebranding.group_strength.quantile(draw.luck("rebranding/strength"))
    level = first_level(schedule, draw.luck("rebranding/share"))
    over = strength * (1.0 - np.exp(-level * _integral(hazard, begins, begins + AFTER)))
    window = slice(round(begins * 12), round((begins + AFTER) * 12))
    arrivals = float(_bound_for(draw, AFGHANISTAN)[window].sum())
    return float(over / (over + arrivals))


def _bound_for(draw: Draw, theatre: int) -> Floats:
    """Departures of the region to a theatre, by month."""
    months = draw.departures.sum(axis=(0, 1, 2))
    first = read_daily(draw.setting.world.travel.attraction, (np.arange(months.size) + 0.5) / 12.0)
    return np.asarray(months * (first if theatre == SYRIA else 1.0 - first))


def _begin(draw: Draw, schedule: Schedule) -> float:
    first = next(change.since for change in schedule.changes if change.number.value > 0.0)
    return max(0.0, calendar_of(draw.setting.scenario).when(first))


def _integral(hazard: Floats, start: float, end: float) -> float:
    """Of a daily table, as the engine adds it up."""
    day = np.arange(hazard.size) / DAYS_PER_YEAR - EARLY
    overlap = np.minimum(end, day + 1.0 / DAYS_PER_YEAR) - np.maximum(start, day)
    return float(hazard @ np.maximum(overlap, 0.0))
