"""Targets for tests, and a scenario with detection."""

import datetime as dt
from functools import cache

from counterflow.evidence import Target
from counterflow.scenario import Scenario
from tests.experiment.worlds import few_of_the_library

STORY = dt.date(2015, 5, 27)


@cache
def scenario() -> Scenario:
    return few_of_the_library()


def target(name: str, **changes: object) -> Target:
    """A target; 200 (100 to 400) Kyrgyz ever left in 2014 unless said otherwise."""
    fields = {
        "id": name,
        "quantity": "ever left",
        "cohort": "Kyrgyzstan",
        "at": dt.date(2014, 12, 31),
        "centre": 200,
        "low": 100,
        "high": 400,
        "scale": "log",
        "rows": (f"ROW-{name}",),
        "origins": (f"origin-of-{name}",),
        "available": dt.date(2015, 1, 1),
    }
    return Target.model_validate(fields | changes)
