"""Programmes become an arm: what they change, where and for which share of people."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from counterflow.faults import Fault, Faults, hint
from counterflow.scenario.compile.calendar import Calendar, calendar_of
from counterflow.scenario.compile.layout import Layout, layout_of
from counterflow.scenario.programmes import Programme
from counterflow.scenario.schema import Scenario
from counterflow.world import ADDITIONS, EFFECTS, Arm, Floats, World

_NEVER = 1e9
NO_LIMIT = -1
"""The seats of a programme that has none: it is open to all whom it covers."""
CHOICE = "--programme"
"""Where faults of a choice of programmes say that they stand."""


def compile_arm(scenario: Scenario, world: World, programmes: Sequence[str]) -> Arm:
    """The arm in which these programmes run, by id; none is the empty list.

    Raises Faults for ids that the scenario does not have or that stand there twice.
    """
    chosen = _named(scenario, programmes)
    layout, calendar = layout_of(scenario), calendar_of(scenario)
    places = len(world.places.members)
    return Arm(
        key=np.array([programme_key(p.id) for p in chosen], dtype=np.uint64),
        effect=np.array([_effects(p) for p in chosen]).reshape(len(chosen), len(EFFECTS)),
        cover=np.array([_cover(p, layout, world) for p in chosen]).reshape(len(chosen), places),
        start=np.array([calendar.when(p.start) for p in chosen], dtype=np.float64),
        ramp=np.array([p.ramp.value for p in chosen], dtype=np.float64),
        end=np.array([_end(p, calendar) for p in chosen], dtype=np.float64),
        seats=np.array([_seats(p) for p in chosen], dtype=np.int64),
    )


def programme_key(name: str) -> int:
    """32 bits that stand for a programme's id, whatever other programmes there are."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little")


def _named(scenario: Scenario, names: Sequence[str]) -> list[Programme]:
    by_id = {programme.id: programme for programme in scenario.programme}
    faults = [
        Fault(CHOICE, None, name, "there is no such programme", hint(name, by_id))
        for name in dict.fromkeys(names)
        if name not in by_id
    ]
    twice = [name for name, times in Counter(names).items() if times > 1]
    faults += [Fault(CHOICE, None, name, "is named twice", "name it once") for name in twice]
    if faults:
        raise Faults(faults)
    return [by_id[name] for name in names]


def _effects(programme: Programme) -> list[float]:
    changed = {name: getattr(programme.effects, name) for name in EFFECTS}
    nothing = {name: 0.0 if name in ADDITIONS else 1.0 for name in EFFECTS}
    return [nothing[name] if changed[name] is None else changed[name].value for name in EFFECTS]


def _cover(programme: Programme, layout: Layout, world: World) -> Floats:
    """Share covered by place; a capacity is spread evenly over the people there and may lower it."""
    countries = [layout.countries.index(name) for name in programme.countries]
    within = np.isin(world.places.country, countries)
    if programme.kinds:
        districts = len(layout.districts)
        kinds = [place.kind.name in programme.kinds for place in layout.neighbourhoods]
        within &= np.concatenate([np.zeros(districts, dtype=bool), np.array(kinds, dtype=bool)])
    coverage = programme.coverage.value
    members = int(world.places.members[within].sum())
    if programme.capacity is not None and members:
        coverage = min(coverage, programme.capacity.value / members)
    return np.where(within, coverage, 0.0)


def _end(programme: Programme, calendar: Calendar) -> float:
    return _NEVER if programme.end is None else calendar.when(programme.end)


def _seats(programme: Programme) -> int:
    return NO_LIMIT if programme.seats is None else round(programme.seats.value)
