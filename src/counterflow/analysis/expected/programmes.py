"""What a programme must do to be worth its cost, against what it is believed to do."""

from __future__ import annotations

import numpy as np

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.forward import ONLINE, STREET, as_it_is
from counterflow.analysis.expected.rows import rows_of
from counterflow.analysis.expected.setting import Served, Undefined
from counterflow.scenario.quantity import Quantity

STATED_VALUES = (100_000.0, 10_000_000.0)
"""USD per departure averted: the range over which the stated value runs, evenly on the log scale. A question, not a valuation."""


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
    coverage = programme.coverage.value
    reached = served.present * coverage
    if programme.capacity is not None:
        reached = min(reached, programme.capacity.value)
    cost = _at(draw, served, "fixed", programme.cost.fixed) + reached * _at(
        draw, served, "per_served", programme.cost.per_served
    )
    gone = draw.fitted.person[np.isin(draw.fitted.rows.place, served.places)].sum()
    years = max(
        draw.setting.world.years - max((programme.start - draw.setting.scenario.start).days / 365.25, 0.0),
        1.0,
    )
    a_year = gone * (reached / max(served.present, 1.0)) / years
    return float(cost / max(value * a_year, 1e-9))


def _at(draw: Draw, served: Served, name: str, quantity: Quantity) -> float:
    return quantity.quantile(draw.luck(f"programme/{served.programme.id}/{name}"))


def cut_among_served(draw: Draw, served: Served) -> float:
    """Share of departures among the people reached that the programme averts; negative where it harms.

    Ties, incidents and legal status work through the drivers (the same people asked again, at the effects' centres, then
    stretched to the draw's own strength); factors on steps and approaches multiply.
    """
    world, rows = draw.fitted.world, draw.fitted.rows
    here = np.isin(rows.place, served.places)
    before = draw.fitted.result.person[here].sum()
    if before <= 0.0:
        return 0.0
    under = as_it_is(world, rows_of(world, served.sample))
    through_drivers = 1.0 - under.person[here].sum() / before
    strength = _strength(draw, served)
    return float(1.0 - (1.0 - through_drivers * strength) * _direct(draw, served))


def _strength(draw: Draw, served: Served) -> float:
    """This draw's effect on ties and mentors over its centre (their mean where it has both); 1 where it has neither."""
    effects = served.programme.effects
    ratios = [
        quantity.quantile(draw.luck(f"programme/{served.programme.id}/{name}")) / quantity.value
        for name in ("ties", "mentors")
        if (quantity := getattr(effects, name)) is not None and quantity.value != 0.0
    ]
    return float(np.mean(ratios)) if ratios else 1.0


def _direct(draw: Draw, served: Served) -> float:
    """Factor on departures by what acts on approaches and steps directly."""
    by_channel = draw.fitted.result.departures[draw.setting.region].sum(axis=(0, 1, 3))
    shares = by_channel / max(by_channel.sum(), 1e-12)
    effects = served.programme.effects
    product = 1.0
    for name in ("street", "online", "engaging", "committing", "leaving"):
        quantity = getattr(effects, name)
        if quantity is None:
            continue
        factor = quantity.quantile(draw.luck(f"programme/{served.programme.id}/{name}"))
        share = {"street": shares[STREET], "online": shares[ONLINE]}.get(name, 1.0)
        product *= 1.0 - share * (1.0 - factor)
    if effects.blocked is not None:
        product *= 1.0 - effects.blocked.quantile(draw.luck(f"programme/{served.programme.id}/blocked"))
    return float(product)
