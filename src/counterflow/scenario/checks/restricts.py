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


def _stopping_is_coercive(scenario: Scenario) -> Iterator[Said]:
    """Whoever stops travellers stops others with them."""
    for i, programme in enumerate(scenario.programme):
        stopped = programme.effects.blocked
        if stopped is not None and max(stopped.value, stopped.high or 0.0) > 0.0 and not programme.coercive:
            problem = "more people are stopped on the way by a programme that is not called coercive"
            remedy = "write coercive = true and restricted_per_stopped"
            yield Said(("programme", i, "effects", "blocked"), problem, remedy)


CHECKS: tuple[Check, ...] = (_say_how_many, _stopping_is_coercive)
