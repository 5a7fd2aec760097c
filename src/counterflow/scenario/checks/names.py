"""Names: each once, and each of something that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterflow.faults import hint
from counterflow.scenario.assumptions import places
from counterflow.scenario.checks.said import Check, Keys, Said
from counterflow.scenario.people import Cohort
from counterflow.scenario.schema import Scenario

_NONE = "none"


def _each_once(scenario: Scenario) -> Iterator[Said]:
    yield from _twice(("cohort",), [cohort.name for cohort in scenario.cohort])
    yield from _twice(("country",), [country.name for country in scenario.country])
    yield from _twice(("kind",), [kind.name for kind in scenario.kind])
    yield from _twice(("city",), [city.name for city in scenario.city])
    yield from _twice(("theatre",), [theatre.name for theatre in scenario.theatre])
    yield from _twice(("programme",), [programme.id for programme in scenario.programme])
    for i, programme in enumerate(scenario.programme):
        if programme.id == _NONE:
            yield Said(("programme", i, "id"), f'"{_NONE}" means no programme', "give it another id")
    for i, cohort in enumerate(scenario.cohort):
        yield from _twice(("cohort", i, "provinces"), [province.name for province in cohort.provinces])


def _twice(keys: Keys, names: list[str]) -> Iterator[Said]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Said((*keys, number), f'there are two of "{name}"', "name each once")


def _all_known(scenario: Scenario) -> Iterator[Said]:
    countries = [country.name for country in scenario.country]
    kinds = [kind.name for kind in scenario.kind]
    cohorts = [cohort.name for cohort in scenario.cohort]
    for i, cohort in enumerate(scenario.cohort):
        yield from _unknown(("cohort", i, "country"), [cohort.country], countries, "country")
        yield from _known_to_cohort(scenario, i, cohort, countries)
    for i, city in enumerate(scenario.city):
        yield from _unknown(("city", i, "country"), [city.country], countries, "country")
        yield from _unknown(("city", i, "neighbourhoods"), city.neighbourhoods, kinds, "kind of place")
        yield from _unknown(("city", i, "weight"), city.weight, cohorts, "cohort")
    for i, programme in enumerate(scenario.programme):
        yield from _unknown(("programme", i, "countries"), programme.countries, countries, "country")
        yield from _unknown(("programme", i, "kinds"), programme.kinds, kinds, "kind of place")


def _known_to_cohort(scenario: Scenario, number: int, cohort: Cohort, countries: list[str]) -> Iterator[Said]:
    cities = [city.name for city in scenario.city]
    for i, province in enumerate(cohort.provinces):
        yield from _unknown(("cohort", number, "provinces", i), province.towards, cities, "city")
    if cohort.mobility is not None:
        keys: Keys = ("cohort", number, "mobility")
        yield from _unknown((*keys, "destinations"), cohort.mobility.destinations, countries, "country")
        yield from _unknown((*keys, "third"), cohort.mobility.third, countries, "country")


def _unknown(keys: Keys, names: Iterable[str], known: list[str], noun: str) -> Iterator[Said]:
    for name in names:
        if name not in known:
            yield Said(keys, f'there is no {noun} "{name}"', hint(name, known))


def _own_countries(scenario: Scenario) -> Iterator[Said]:
    sides = {country.name: country.side for country in scenario.country}
    own: list[str] = []
    for i, cohort in enumerate(scenario.cohort):
        if cohort.country in own:
            yield Said(("cohort", i, "country"), f"{cohort.country} has a cohort already", "give it its own")
        if sides.get(cohort.country, "home") != "home":
            yield Said(("cohort", i, "country"), f"{cohort.country} is not a home", 'set its side to "home"')
        own.append(cohort.country)
    for i, country in enumerate(scenario.country):
        if country.side == "home" and country.name not in own:
            yield Said(("country", i, "side"), f"{country.name} is nobody's home", 'write "elsewhere"')


def _sources(scenario: Scenario) -> Iterator[Said]:
    for place in places(scenario):
        if place.source is None:
            keys = tuple(key for key in place.keys if key not in ("changes", "number"))
            remedy = 'add source = "evidence rows", or "assumed: why", to it or to its table'
            yield Said(keys, f"{place.path} has no source", remedy)


CHECKS: tuple[Check, ...] = (_each_once, _all_known, _own_countries, _sources)
