"""Names become numbers: which cohort, country, province, district and neighbourhood stands where in a world's arrays."""

from __future__ import annotations

from dataclasses import dataclass

from counterflow.scenario.places import City, Country, Kind
from counterflow.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A migrant neighbourhood: the `number`-th of its kind in its city, from 1."""

    city: City
    kind: Kind
    number: int
    city_weight: float
    """Sum of the kinds' weights over the city's neighbourhoods: this one has its own kind's part of it."""

    @property
    def name(self) -> str:
        """Such as "Moscow, mixed 2"."""
        return f"{self.city.name}, {self.kind.name} {self.number}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of everything that has a name."""

    cohorts: tuple[str, ...]
    countries: tuple[str, ...]
    """The cohorts' own first, in cohort order."""
    provinces: tuple[tuple[str, str], ...]
    """(cohort, province)"""
    districts: tuple[tuple[str, str, int], ...]
    """(cohort, province, number from 1), the province's largest first"""
    neighbourhoods: tuple[Neighbourhood, ...]

    def place_names(self) -> tuple[str, ...]:
        """Every place: districts, then neighbourhoods."""
        home = [f"{province} {number}" for _, province, number in self.districts]
        return (*home, *(place.name for place in self.neighbourhoods))


def layout_of(scenario: Scenario) -> Layout:
    """The order of a scenario's names in its world."""
    own = [cohort.country for cohort in scenario.cohort]
    others = [country.name for country in scenario.country if country.name not in own]
    provinces = [(cohort, province) for cohort in scenario.cohort for province in cohort.provinces]
    districts = [
        (cohort.name, province.name, number + 1)
        for cohort, province in provinces
        for number in range(province.districts)
    ]
    kinds = {kind.name: kind for kind in scenario.kind}
    neighbourhoods = [place for city in scenario.city for place in _neighbourhoods(city, kinds)]
    return Layout(
        cohorts=tuple(cohort.name for cohort in scenario.cohort),
        countries=(*own, *others),
        provinces=tuple((cohort.name, province.name) for cohort, province in provinces),
        districts=tuple(districts),
        neighbourhoods=tuple(neighbourhoods),
    )


def _neighbourhoods(city: City, kinds: dict[str, Kind]) -> list[Neighbourhood]:
    weight = 0.0
    for kind, count in city.neighbourhoods.items():
        weight += kinds[kind].weight.value * count
    return [
        Neighbourhood(city, kinds[kind], number + 1, weight)
        for kind, count in city.neighbourhoods.items()
        for number in range(count)
    ]


def countries_of(scenario: Scenario) -> tuple[Country, ...]:
    """A scenario's countries in the order of its world."""
    by_name = {country.name: country for country in scenario.country}
    return tuple(by_name[name] for name in layout_of(scenario).countries)
