"""Bounds: what the engine can hold of one person's life, so that a number beyond it is a fault and not a wrong run."""

from __future__ import annotations

from collections.abc import Iterator

from counterflow.scenario.checks.ends import greatest
from counterflow.scenario.checks.said import Check, Keys, Said
from counterflow.scenario.places import Home, Kind
from counterflow.scenario.quantity import Quantity
from counterflow.scenario.schema import Scenario

LONGEST_HALF_LIFE = 3.2
"""Years: grievance looks back five half-lives, and the engine 16 years before the start."""
MOST_A_YEAR = 131_072.0
"""Contacts and steps of one person in a year, at the highest rate that the scenario allows."""
MOST_COUNTED = 128.0
"""Incidents of a source, new ties and new mentors of one person in a year, likewise."""


def _raised(scenario: Scenario, effect: str) -> float:
    """What all programmes together can make of a rate."""
    product = 1.0
    for programme in scenario.programme:
        quantity: Quantity | None = getattr(programme.effects, effect)
        product *= 1.0 if quantity is None else max(1.0, greatest(quantity))
    return product


def _added(scenario: Scenario, effect: str) -> float:
    quantities: list[Quantity | None] = [getattr(one.effects, effect) for one in scenario.programme]
    return float(sum(max(0.0, greatest(one)) for one in quantities if one is not None))


def _half_life(scenario: Scenario) -> Iterator[Said]:
    half_life = scenario.hardship.half_life
    if greatest(half_life) > LONGEST_HALF_LIFE:
        yield Said(
            ("hardship", "half_life"),
            f"{greatest(half_life):g} years would make grievance look back more than 16 years",
            f"write at most {LONGEST_HALF_LIFE:g} years, ends of a range too",
        )


def _steps(scenario: Scenario) -> Iterator[Said]:
    highest = scenario.highest
    alone = max(1.0, greatest(*(cohort.departure.women_alone for cohort in scenario.cohort)))
    for name, most in (
        ("committing", greatest(highest.committing)),
        ("leaving", greatest(highest.leaving) * alone),
        ("disengaging", greatest(highest.disengaging)),
    ):
        yield from _too_often(
            ("highest", name), f"steps of {name}", most * _raised(scenario, name), MOST_A_YEAR
        )


def _contacts(scenario: Scenario) -> Iterator[Said]:
    contacts = scenario.contacts
    rate = greatest(scenario.contested.contact_rate) * max(1.0, greatest(contacts.returnee))
    rate *= 1.0 + greatest(contacts.ghetto)
    rate *= (1.0 + greatest(contacts.per_tie) * 3.0 * greatest(scenario.ties.cap)) * _raised(
        scenario, "contact"
    )
    yield from _too_often(("contested", "contact_rate"), "contacts", rate, MOST_A_YEAR)


def _incidents(scenario: Scenario) -> Iterator[Said]:
    country = greatest(*(country.hardship for country in scenario.country))
    for source in ("public", "authorities", "employers"):
        irregular = 1.0 if source == "public" else max(1.0, greatest(scenario.hardship.irregular))
        factor = country * irregular * _raised(scenario, source)
        kinds = [(("kind", i, "hardship", source), kind.hardship) for i, kind in enumerate(scenario.kind)]
        for keys, incidents in ((("home", "hardship", source), scenario.home.hardship), *kinds):
            rate = greatest(getattr(incidents, source)) * factor
            yield from _too_often(keys, f"incidents by {source}", rate, MOST_COUNTED)


def _births(scenario: Scenario) -> Iterator[Said]:
    ghetto = 1.0 + greatest(scenario.ties.ghetto)
    ties, mentors = _added(scenario, "ties"), _added(scenario, "mentors")
    everywhere: list[tuple[Keys, Home | Kind]] = [(("home",), scenario.home)]
    everywhere += [(("kind", i), kind) for i, kind in enumerate(scenario.kind)]
    for keys, place in everywhere:
        most = greatest(place.tie_births) * ghetto + ties
        yield from _too_often((*keys, "tie_births"), "new ties", most, MOST_COUNTED)
        most = greatest(place.mentor_births) + mentors
        yield from _too_often((*keys, "mentor_births"), "new mentors", most, MOST_COUNTED)


def _too_often(keys: Keys, what: str, rate: float, most: float) -> Iterator[Said]:
    if rate > most:
        yield Said(
            keys,
            f"a person could have {rate:,.6g} {what} a year, with all that raises them",
            f"lower it, or what raises it, to at most {most:,.0f}",
        )


CHECKS: tuple[Check, ...] = (_half_life, _steps, _contacts, _incidents, _births)
