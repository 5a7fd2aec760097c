"""Parts of the rows that a comparison of programmes gives: means of every kind, costs, who is restricted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from counterflow.experiment.asking import Results
from counterflow.experiment.averted import KINDS, Averted, mean_interval
from counterflow.experiment.served import Service
from counterflow.scenario.programmes import Programme
from counterflow.world import Floats


def seats_of(programme: Programme, means: tuple[float, float, float]) -> dict[str, float | None]:
    """Of a programme with seats, means over runs: seats taken, people turned away, years of service."""
    names = ("served", "turned_away", "served_years")
    return dict(zip(names, means, strict=True)) if programme.seats is not None else dict.fromkeys(names)


def seat_means(results: Results, programme: str) -> tuple[float, float, float]:
    """Seats taken, people turned away and years of service under a programme with seats, means over runs."""
    asked = f"""SELECT avg(served[1]), avg(refused[1]), avg(seat_years[1]) FROM
        (FROM runs WHERE programmes = '{programme}' ORDER BY run)"""  # noqa: S608 -- an id of the scenario
    (found,) = results.relation(asked).fetchall()
    return found


def cohort_rows(names: Sequence[str], averted_by: Callable[[str], Averted]) -> Iterator[dict[str, Any]]:
    """What each programme averts of each kind in each cohort: mean over pairs, and the 95 percent interval of the mean."""
    for name in names:
        averted = averted_by(name)
        for cohort in averted.cohorts:
            for kind in KINDS:
                values = averted.of(kind, cohort)
                if values.size:
                    low, high = mean_interval(values) or (None, None)
                    yield {
                        "programme": name,
                        "cohort": cohort,
                        "averted": kind,
                        "mean": float(values.mean()),
                        "mean_low": low,
                        "mean_high": high,
                    }


def means_of(averted: Averted) -> dict[str, Any]:
    """Means of every kind with the 95 percent interval of each; and what the programme raises, beyond luck."""
    found: dict[str, Any] = {}
    raised = []
    for kind in KINDS:
        values = averted.of(kind)
        low, high = mean_interval(values) or (None, None)
        found |= {
            f"{kind}_averted": float(values.mean()),
            f"{kind}_mean_low": low,
            f"{kind}_mean_high": high,
        }
        if high is not None and high < 0.0:
            raised.append(kind)
    return found | {"raises": ", ".join(raised)}


def costs_of(service: Service, departures: Floats) -> dict[str, float | None]:
    """What it costs over its years; for each departure averted, over the 95 percent interval of their mean: None where none is."""
    low, high = mean_interval(departures) or (0.0, 0.0)
    mean = float(departures.mean())
    return {
        "served_at_a_time": service.served,
        "cost": service.cost,
        "cost_low": service.cost_low,
        "cost_high": service.cost_high,
        "cost_per_departure": service.cost / mean if mean > 0.0 else None,
        "cost_per_departure_low": service.cost / high if high > 0.0 else None,
        "cost_per_departure_high": service.cost / low if low > 0.0 else None,
    }


def interval_words(row: dict[str, Any]) -> str:
    """The 95 percent interval of the mean of departures averted."""
    low, high = row["departures_mean_low"], row["departures_mean_high"]
    return "one pair tells none" if low is None else f"{low:,.1f} to {high:,.1f}"


def cost_words(row: dict[str, Any]) -> str:
    """Cost per departure averted with its range, in the currency of the programme."""
    if row["cost_per_departure"] is None:
        return "averts none"
    lower, upper = row["cost_per_departure_low"], row["cost_per_departure_high"]
    if lower is None:
        return money_words(row["cost_per_departure"])
    high = "averting none" if upper is None else money_words(upper)
    return f"{money_words(row['cost_per_departure'])} ({money_words(lower)} to {high})"


def money_words(amount: float) -> str:
    """Money to two digits: 1.7 million, 94 thousand."""
    for word, factor in (("million", 1e6), ("thousand", 1e3)):
        if amount >= factor:
            return (
                f"{amount / factor:.2g} {word}" if amount < 100 * factor else f"{amount / factor:,.0f} {word}"
            )
    return f"{amount:.0f}"


WHAT_IT_BUYS = ("served at a time", "cost", "cost per departure averted", "restricted per departure averted")
"""Columns of a summary that are about money and people; the others are about what is averted."""


def restricted_words(row: dict[str, Any]) -> str:
    """People restricted for each departure averted."""
    if not row["coercive"]:
        return "nobody restricted"
    return "averts none" if row["restricted_per_averted"] is None else f"{row['restricted_per_averted']:,.0f}"


def standard_error(values: Floats) -> float | None:
    """Of a mean over pairs; None for one pair."""
    return float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else None
