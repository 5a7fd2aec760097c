"""The world as a whole, and smaller copies of it."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.scenario.compile.calendar import Inflow, calendar_of
from counterflow.scenario.compile.homes import LEAST_BLOCKS, compile_homes
from counterflow.scenario.compile.hosts import compile_hosts
from counterflow.scenario.compile.journeys import compile_journeys
from counterflow.scenario.compile.layout import layout_of
from counterflow.scenario.compile.pathway import (
    compile_aftermath,
    compile_approaches,
    compile_contacts,
    compile_hardship,
    compile_levels,
    compile_parameters,
    compile_steps,
    compile_ties,
    compile_travel,
)
from counterflow.scenario.compile.places import compile_places
from counterflow.scenario.compile.traits import compile_traits
from counterflow.scenario.people import Cohort
from counterflow.scenario.programmes import Programme
from counterflow.scenario.quantity import Quantity
from counterflow.scenario.schema import Scenario
from counterflow.world import World


def compile_world(scenario: Scenario, salience: Sequence[Inflow]) -> World:
    """The world of a scenario, every number at its centre.

    `salience`: the points of the salience curve that are known (inputs.toml); none means a level one. The drivers' standardising
    constants stand at 0 and 1 and the places' mean probabilities at 1, until they are measured on a keyed sample of people.
    """
    layout, calendar = layout_of(scenario), calendar_of(scenario)
    homes = compile_homes(scenario, layout)
    hosts = compile_hosts(scenario, layout, homes)
    places = compile_places(scenario, layout, calendar, homes, hosts)
    return World(
        years=calendar.years,
        homes=homes,
        hosts=hosts,
        places=places,
        traits=compile_traits(scenario, homes),
        journeys=compile_journeys(scenario, calendar),
        ties=compile_ties(scenario.ties),
        hardship=compile_hardship(scenario.hardship),
        levels=compile_levels(scenario, calendar),
        approaches=compile_approaches(scenario, calendar, salience),
        contacts=compile_contacts(scenario),
        steps=compile_steps(scenario),
        travel=compile_travel(scenario, calendar),
        aftermath=compile_aftermath(scenario, calendar),
        parameters=compile_parameters(scenario, len(places.members)),
    )


def scaled(scenario: Scenario, factor: float) -> Scenario:
    """A smaller copy: populations, and whatever counts people, times `factor`, everything else the same.

    Provinces whose districts would hold fewer than two kin blocks get fewer districts. Raises ValueError unless 0 < factor <= 1.
    """
    if not 0.0 < factor <= 1.0:
        raise ValueError(f"the factor is {factor:g}; write one above 0 and at most 1")
    return scenario.model_copy(
        update={
            "cohort": tuple(_smaller(cohort, factor) for cohort in scenario.cohort),
            "rebranding": scenario.rebranding.model_copy(
                update={"group_strength": _times(scenario.rebranding.group_strength, factor)}
            ),
            "programme": tuple(_fewer_places(programme, factor) for programme in scenario.programme),
        }
    )


def _fewer_places(programme: Programme, factor: float) -> Programme:
    """Capacity and seats in proportion; the seats are whole, and at least one where there was one."""
    update: dict[str, Quantity] = {}
    if programme.capacity is not None:
        update["capacity"] = _times(programme.capacity, factor)
    if programme.seats is not None:
        seats = _times(programme.seats, factor)
        update["seats"] = seats.model_copy(
            update={"value": max(seats.value, min(1.0, programme.seats.value))}
        )
    return programme.model_copy(update=update)


def _times(number: Quantity, factor: float) -> Quantity:
    ends = {
        name: None if end is None else end * factor
        for name, end in (("low", number.low), ("high", number.high))
    }
    return number.model_copy(update={"value": number.value * factor, **ends})


def _smaller(cohort: Cohort, factor: float) -> Cohort:
    people = cohort.population.value * factor
    blocks = people / sum(cohort.households)
    weight = sum(province.population.value for province in cohort.provinces)
    provinces = []
    for province in cohort.provinces:
        most = int(blocks * province.population.value / weight / (2 * LEAST_BLOCKS))
        provinces.append(province.model_copy(update={"districts": max(1, min(province.districts, most))}))
    least = float(2 * LEAST_BLOCKS * len(provinces) * sum(cohort.households))
    size = cohort.population.model_copy(
        update={"value": max(people, least), "low": None, "high": None, "law": "fixed"}
    )
    return cohort.model_copy(update={"population": size, "provinces": tuple(provinces)})
