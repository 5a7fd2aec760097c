"""What a programme must do to be worth its cost, against what it is believed to do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.forward import Result, as_it_is, with_peers
from counterflow.analysis.expected.rows import LEAST, rows_of
from counterflow.analysis.expected.setting import Served, Undefined
from counterflow.analysis.expected.shapley import MOST_REPRODUCTION
from counterflow.pathway.engagement import ENGAGING
from counterflow.pathway.steps import COMMITTING, LEAVING
from counterflow.scenario import calendar_of
from counterflow.scenario.quantity import Quantity
from counterflow.world import ADDITIONS, World

STATED_VALUES = (100_000.0, 10_000_000.0)
"""USD per departure averted: the range over which the stated value runs, evenly on the log scale. A question, not a valuation."""
THROUGH_DRIVERS = ("ties", "mentors", "public", "authorities", "employers", "legal")
"""Effects that work through what people live through: found by asking the same people again."""


def best_over_break_even(draw: Draw) -> float:
    """Largest, over the programmes asked for, of the cut among those served over the cut at which the cost equals the value."""
    if not draw.setting.served:
        raise Undefined("no programme of the scenario was asked for")
    low, high = STATED_VALUES
    value = low * (high / low) ** draw.luck("stated value")
    return max(cut_among_served(draw, one) / break_even_cut(draw, one, value) for one in draw.setting.served)


def break_even_cut(draw: Draw, served: Served, value: float) -> float:
    """Cut in departures among those served at which the programme's yearly cost equals the stated value of what it averts."""
    programme = served.programme
    there = people_to_serve(draw, served)
    share = _share_served(draw, served, there)
    fixed = _drawn(draw, served, "fixed", programme.cost.fixed)
    cost = fixed + there * share * _drawn(draw, served, "per_served", programme.cost.per_served)
    start, years = _running(draw, served)
    gone = draw.fitted.gone_between(start, start + years)[_here(draw, served)].sum() / years
    return float(cost / max(value * gone * share, LEAST))


@dataclass(frozen=True, slots=True)
class Foretold:
    """What formulas say of a programme in one draw, without the luck of runs."""

    averted: float
    """Departures over the history, families and peers included; negative where it adds."""
    served: float
    """People served at a time, at reference coverage; travellers: in a year."""
    reached: float
    """Departures over the history of those whom it serves, if it changed nothing."""


def foretold(draw: Draw, served: Served) -> Foretold:
    """What a programme at reference coverage averts: the cut among those whom it serves, times those of them who would leave.

    The ramp is left out, and so is what one programme does to another.
    """
    there = people_to_serve(draw, served)
    share = _share_served(draw, served, there, drawn=False)
    start, years = _running(draw, served)
    gone = (draw.fitted.gone_between(start, start + years) * _families(draw))[_here(draw, served)].sum()
    reached = float(share * gone)
    return Foretold(cut_among_served(draw, served) * reached, float(there * share), reached)


def _families(draw: Draw) -> NDArray[np.float64]:
    """People gone for each who left on their own account, [rows]."""
    result = draw.fitted.result
    each = 1.0 + result.company.sum(axis=1) / np.maximum(result.gone.sum(axis=1), LEAST)
    return np.asarray(each[draw.fitted.rows.cohort])


def _share_served(draw: Draw, served: Served, there: float, *, drawn: bool = True) -> float:
    """Of those whom the programme could serve, the share it does: those covered, or as many as it has room for.

    With seats that is their number wherever more are covered: a few percent too many where about as many are covered as there are
    seats, since some stand empty while others are turned away.
    """
    programme = served.programme
    if programme.capacity is not None:
        return min(programme.coverage.value, programme.capacity.value / max(there, 1.0))
    if programme.seats is not None:
        seats = _drawn(draw, served, "seats", programme.seats) if drawn else programme.seats.value
        return min(programme.coverage.value, seats / max(there, 1.0))
    return programme.coverage.value


def people_to_serve(draw: Draw, served: Served) -> float:
    """People at a time (travellers: in a year) whom the programme could serve at full coverage."""
    if served.programme.serves == "present":
        return served.present
    here, result = _here(draw, served), draw.fitted.result
    engaged = result.engaged / (1.0 - draw.fitted.reproduction[draw.fitted.rows.cohort])
    commit = result.first - draw.fitted.world.steps.disengage
    history = draw.fitted.world.years
    if served.programme.serves == "engaged":
        return float((engaged * (1.0 + commit / result.second) / result.first)[here].sum() / history)
    return float((draw.fitted.person / (1.0 - result.blocked))[here].sum() / history)


def _running(draw: Draw, served: Served) -> tuple[float, float]:
    """Start and length in years of the part of the history in which the programme runs; a year of it at least."""
    years = draw.setting.world.years
    start = calendar_of(draw.setting.scenario).when(served.programme.start)
    start = min(max(start, 0.0), max(years - 1.0, 0.0))
    return start, years - start


def cut_among_served(draw: Draw, served: Served) -> float:
    """Share of departures among the people reached, and those whom they call, that the programme averts; negative: it harms.

    Ties, incidents and legal status work through the drivers (the same people asked again, at the effects' centres, then
    stretched to the draw's own strength); what acts on approaches, steps and contacts is put into the world.
    """
    before = _gone(draw, served, draw.fitted.result)
    if before <= 0.0:
        return 0.0
    world = draw.fitted.world
    through = 1.0 - _gone(draw, served, as_it_is(world, rows_of(world, served.sample))) / before
    under = _with_effects(world, draw, served)
    direct = _gone(
        draw, served, as_it_is(under, rows_of(under, draw.setting.sample)), _factor(draw, served, "contact")
    )
    return float(1.0 - (1.0 - through * _strength(draw, served)) * direct / before)


def _here(draw: Draw, served: Served) -> NDArray[np.bool_]:
    return np.isin(draw.fitted.rows.place, served.places)


def _gone(draw: Draw, served: Served, result: Result, contact: float = 1.0) -> float:
    """Departures where the programme works, with the peers whom these people engage."""
    peers = with_peers(result, np.minimum(draw.fitted.reproduction * contact, MOST_REPRODUCTION))
    return float((result.person * peers[draw.fitted.rows.cohort])[_here(draw, served)].sum())


def _with_effects(world: World, draw: Draw, served: Served) -> World:
    """The world in which everybody is served, as far as approaches, steps and stops go."""
    online = _factor(draw, served, "online")
    approaches = world.approaches._replace(
        home_rate=world.approaches.home_rate * _factor(draw, served, "street"),
        online_rate=world.approaches.online_rate * online,
        broadcast_rate=world.approaches.broadcast_rate * online,
    )
    highest = world.steps.highest.copy()
    for stage, name in ((ENGAGING, "engaging"), (COMMITTING, "committing"), (LEAVING, "leaving")):
        highest[stage] *= _factor(draw, served, name)
    steps = world.steps._replace(
        highest=highest, disengage=world.steps.disengage * _factor(draw, served, "disengaging")
    )
    stopped = _effect(draw, served, "blocked")
    travel = world.travel
    if stopped is not None:
        travel = travel._replace(blocked=np.clip(travel.blocked + stopped, 0.0, 1.0))
    return world._replace(approaches=approaches, steps=steps, travel=travel)


def _factor(draw: Draw, served: Served, name: str) -> float:
    found = _effect(draw, served, name)
    return 1.0 if found is None else found


def _effect(draw: Draw, served: Served, name: str) -> float | None:
    quantity: Quantity | None = getattr(served.programme.effects, name)
    return None if quantity is None else _drawn(draw, served, name, quantity)


def _strength(draw: Draw, served: Served) -> float:
    """This draw's effects through drivers over their centres (their mean where there are several); 1 where there are none."""
    ratios = []
    for name in THROUGH_DRIVERS:
        quantity: Quantity | None = getattr(served.programme.effects, name)
        nothing = 0.0 if name in ADDITIONS else 1.0
        if quantity is not None and quantity.value != nothing:
            ratios.append((_drawn(draw, served, name, quantity) - nothing) / (quantity.value - nothing))
    return float(np.mean(ratios)) if ratios else 1.0


def _drawn(draw: Draw, served: Served, name: str, quantity: Quantity) -> float:
    """A number of a programme at this draw's luck."""
    return quantity.quantile(draw.luck(f"programme/{served.programme.id}/{name}"))
