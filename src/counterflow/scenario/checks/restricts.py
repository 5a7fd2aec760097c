"""Coercion: a programme that restricts people says how many, and one that does not says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.scenario.checks.said import Check, Said
from counterflow.scenario.schema import Scenario

_FIELDS = ("restricted_per_stopped", "restricted_per_year")


def _say_how_many(scenario: Scenario) -> Iterator[Said]:
    for i, programme in enumerate(scenario.programme):
        said = [name for name in _FIELDS if getattr(programme, name) is not None]
        if programme.coercive and not said:
            problem = (
                "a coercive programme does not say whom it restricts, and would be ranked on departures alone"
            )
            yield Said(("programme", i, "coercive"), problem, f"add {' or '.join(_FIELDS)}")
        if said and not programme.coercive:
            problem = "people are restricted by a programme that is not called coercive"
            yield Said(("programme", i, said[0]), problem, "write coercive = true, or remove it")


CHECKS: tuple[Check, ...] = (_say_how_many,)
