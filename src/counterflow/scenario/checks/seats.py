"""Seats: what a programme that can serve only so many engaged people may change."""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.scenario.checks.said import Check, Said
from counterflow.scenario.schema import Scenario
from counterflow.world import EFFECTS, SEATED

MOST_PROGRAMMES = 62
"""Programmes of a scenario in which one has seats."""


def _only_the_engaged(scenario: Scenario) -> Iterator[Said]:
    """Nobody knows who sits where before engaging, so that seats change nothing earlier."""
    for i, programme in enumerate(scenario.programme):
        if programme.seats is None:
            continue
        for effect in EFFECTS:
            if effect not in SEATED and getattr(programme.effects, effect) is not None:
                problem = "a programme with seats serves engaged people alone, and this effect is on others"
                remedy = f"remove it, or seats; with seats: {', '.join(SEATED)}"
                yield Said(("programme", i, "effects", effect), problem, remedy)
        if programme.serves != "engaged":
            problem = "a programme with seats serves engaged people alone"
            yield Said(("programme", i, "serves"), problem, 'write "engaged", or remove seats')
        if programme.capacity is not None:
            problem = (
                "a programme has either a capacity, open to all who are present, or seats for engaged people"
            )
            yield Said(("programme", i, "capacity"), problem, "remove one of the two")


def _few_enough(scenario: Scenario) -> Iterator[Said]:
    seated = [i for i, programme in enumerate(scenario.programme) if programme.seats is not None]
    if seated and len(scenario.programme) > MOST_PROGRAMMES:
        problem = f"{len(scenario.programme)} programmes, one with seats, are more than {MOST_PROGRAMMES}"
        yield Said(("programme", seated[0], "seats"), problem, "remove seats, or some programmes")


CHECKS: tuple[Check, ...] = (_only_the_engaged, _few_enough)
