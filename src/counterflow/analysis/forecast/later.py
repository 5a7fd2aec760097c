"""What came later: targets that became known after a day, and figures that a user adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure
from counterflow.evidence.inputs import Target
from counterflow.evidence.load import read_figures
from counterflow.faults import Fault, Faults
from counterflow.hearing import Hearing

AS_OF = "--as-of"
"""Where faults of a day say that they stand."""
QUANTITIES = {
    "ff_cumulative": "ever left",
    "ff_present": "in the zone",
    "deaths_cumulative": "dead",
    "returns_cumulative": "returned",
    "share_dead": "share dead",
    "share_returned": "share returned",
    "share_recruited_in_russia": "share recruited in Russia",
    "women_share": "share women",
    "citizens_present_in_russia": "citizens in Russia",
}
"""Quantities of evidence files as targets name them."""


@dataclass(frozen=True, slots=True)
class Added:
    """A user's figures: those that can be scored, and why the others cannot."""

    targets: tuple[Target, ...]
    unused: tuple[str, ...]


def day_of(hearing: Hearing) -> dt.date:
    """The day of a hearing as far as forecasts go: that of the last document about it."""
    return max((one.date for one in hearing.document), default=hearing.hearing.date)


def later_targets(targets: Sequence[Target], as_of: dt.date) -> tuple[Target, ...]:
    """Targets that became known after a day, by the day that they describe."""
    found = [one for one in targets if one.available > as_of]
    return tuple(sorted(found, key=lambda one: (one.at, one.id)))


def added(file: Path, as_of: dt.date, cohorts: Sequence[str]) -> Added:
    """The figures of an evidence file that were published after a day, as targets. Raises Faults for a wrong file.

    A row has to be about one of the scenario's cohorts and a quantity that targets know. Its interval is the one that it states, or
    the one assumed for its kind.
    """
    found: list[Target] = []
    unused: list[str] = []
    for figure in read_figures(file):
        reason = _reason(figure, as_of, cohorts)
        if reason is None:
            found.append(_target(figure))
        else:
            unused.append(f"{figure.id}: {reason}")
    return Added(tuple(sorted(found, key=lambda one: (one.at, one.id))), tuple(unused))


def _reason(figure: Figure, as_of: dt.date, cohorts: Sequence[str]) -> str | None:
    """Why a figure cannot be scored; None where it can."""
    if figure.quantity not in QUANTITIES:
        return f"{figure.quantity} is nothing that is forecast; known: {', '.join(QUANTITIES)}"
    if figure.place not in cohorts:
        return f"{figure.place} is no cohort of the scenario; known: {', '.join(cohorts)}"
    if figure.published is None:
        return "it has no date of publication"
    if figure.published.last <= as_of:
        return f"it was published on {figure.published.last}, which is not after {as_of}"
    interval = figure.interval
    if interval is None or interval.scale == "linear" or not interval.low < interval.centre < interval.high:
        return "it has no range above 0, or for shares between 0 and 1"
    return None


def _target(figure: Figure) -> Target:
    interval, published = figure.interval, figure.published
    if interval is None or published is None or interval.scale == "linear":
        raise ValueError(f"{figure.id} cannot be scored")  # excluded by _reason
    return Target(
        id=figure.id,
        quantity=QUANTITIES[figure.quantity],
        cohort=figure.place,
        at=figure.about.last,
        centre=interval.centre,
        low=interval.low,
        high=interval.high,
        scale=interval.scale,
        rows=(figure.id,),
        origins=(figure.origin,),
        available=published.last,
        place="Russia" if figure.quantity == "citizens_present_in_russia" else None,
    )


def check_known(evidence: Evidence, as_of: dt.date | None) -> None:
    """Raise Faults for a day before all evidence: nothing could then be said of anything."""
    if as_of is None:
        return
    dates = [
        one.published.last
        for one in evidence
        if one.published is not None and not one.is_assumed and not one.known_on(dt.date.min)
    ]
    if dates and as_of < min(dates):
        problem = f"nothing was known on {as_of}: the first figure was published on {min(dates)}"
        raise Faults([Fault(AS_OF, None, "", problem, "name that day or a later one")])
