"""Small scenarios that experiments run: the template's, whole or with changes, and the library's with fewer people."""

from functools import cache

from counterflow.evidence.inputs import SaliencePoint, Target, load_inputs, load_targets
from counterflow.scenario import Scenario, load_scenario, scaled
from tests.scenario.builders import LIBRARY, TEMPLATE, real


def template(*changes: str) -> Scenario:
    """The template's scenario with changes such as `journeys.first_age=18`."""
    return load_scenario(TEMPLATE, changes)


@cache
def template_salience() -> tuple[SaliencePoint, ...]:
    return load_inputs(TEMPLATE.with_name("inputs.toml"))


FEW = 0.005


@cache
def few_of_the_library() -> Scenario:
    """The library's six cohorts with one person in 200."""
    return scaled(real(), FEW)


@cache
def library_salience() -> tuple[SaliencePoint, ...]:
    return load_inputs(LIBRARY / "inputs.toml")


@cache
def few_of_the_targets() -> tuple[Target, ...]:
    """The library's targets with counts of one person in 200."""
    counts = ("centre", "low", "high")
    return tuple(
        one.model_copy(update={name: getattr(one, name) * FEW for name in counts})
        if one.scale == "log"
        else one
        for one in load_targets(LIBRARY / "targets.toml")
    )
