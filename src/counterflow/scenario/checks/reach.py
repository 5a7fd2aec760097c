"""Reach: on whom approaches by strangers fall, by sex and age."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from counterflow.scenario.checks.said import Check, Keys, Said
from counterflow.scenario.people import AGE_GROUPS
from counterflow.scenario.schema import Scenario
from counterflow.world import AGE_GROUP

_KEYS: Keys = ("approach", "reach")
_OLDEST = (AGE_GROUPS - 1) * AGE_GROUP
"""Where the last age group begins."""


def _ages(scenario: Scenario) -> Iterator[Said]:
    """Each entry holds from the beginning of an age group on, up to the next one's."""
    ages = [entry.age.value for entry in scenario.approach.reach]
    for i, age in enumerate(ages):
        keys: Keys = (*_KEYS, i, "age")
        if age % AGE_GROUP != 0.0:
            below = age // AGE_GROUP * AGE_GROUP
            problem = f"{age:g} lies within an age group, and people are told apart by groups of {AGE_GROUP:g} years"
            yield Said(keys, problem, f"write {below:g} or {below + AGE_GROUP:g}")
        elif age > _OLDEST:
            yield Said(
                keys,
                f"the last age group begins at {_OLDEST:g}, before {age:g}",
                f"write at most {_OLDEST:g}, or remove the entry",
            )
        elif i > 0 and age <= ages[i - 1]:
            problem = f"{age:g} is not above {ages[i - 1]:g}, the age of the entry before"
            yield Said(keys, problem, "let the ages rise, oldest last")


def _holds(scenario: Scenario) -> Iterator[Said]:
    """An entry that ends before anybody is approached would change nothing, without a word."""
    approach = scenario.approach
    least = approach.least_age.value
    for i, (entry, following) in enumerate(pairwise(approach.reach)):
        if entry.age.value < following.age.value <= least:
            problem = f"it ends at {following.age.value:g}, and nobody below {least:g} is approached (approach.least_age)"
            yield Said((*_KEYS, i, "age"), problem, "remove the entry, or lower least_age")


def _somebody(scenario: Scenario) -> Iterator[Said]:
    if not any(share.value > 0.0 for entry in scenario.approach.reach for share in (entry.men, entry.women)):
        problem = "strangers approach no man and no woman of any age"
        yield Said(_KEYS, problem, "write 1 for the sex and age that are approached most")


CHECKS: tuple[Check, ...] = (_ages, _holds, _somebody)
