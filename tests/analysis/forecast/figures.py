"""Targets for tests of forecasts."""

import datetime as dt

from counterflow.evidence.inputs import Target


def target(  # noqa: PLR0913 - one argument for each thing that tests vary
    identity: str,
    at: str,
    centre: float,
    *,
    low: float | None = None,
    high: float | None = None,
    available: str | None = None,
    quantity: str = "ever left",
    cohort: str = "Halmark",
) -> Target:
    """A count, with a range of a quarter on each side unless told."""
    day = dt.date.fromisoformat(at)
    return Target(
        id=identity,
        quantity=quantity,
        cohort=cohort,
        at=day,
        centre=centre,
        low=centre / 1.25 if low is None else low,
        high=centre * 1.25 if high is None else high,
        scale="log",
        rows=("X-001",),
        origins=("office",),
        available=day if available is None else dt.date.fromisoformat(available),
    )
