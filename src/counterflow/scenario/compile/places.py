"""What is fixed about a place: ties, incidents, recruiters."""

from __future__ import annotations

import numpy as np

from counterflow.scenario.compile.calendar import Calendar
from counterflow.scenario.compile.layout import Layout, Neighbourhood, countries_of
from counterflow.scenario.places import Country, Incidents
from counterflow.scenario.schema import Scenario
from counterflow.world import Floats, Homes, Hosts, Places

_ABROAD = {"Russia": 1, "elsewhere": 2, "home": 3}


def compile_places(
    scenario: Scenario, layout: Layout, calendar: Calendar, homes: Homes, hosts: Hosts
) -> Places:
    """The places of a world: districts, then neighbourhoods."""
    countries = countries_of(scenario)
    districts = len(layout.districts)
    home_country = homes.country[homes.district_cohort]
    host_country = np.array(
        [layout.countries.index(p.city.country) for p in layout.neighbourhoods], dtype=np.int64
    )
    seats = hosts.column[:, -1]
    factor = np.array([mean_hardship(country, calendar) for country in countries])
    kinds = [place.kind for place in layout.neighbourhoods]
    incidents = np.array(
        [_rates(scenario.home.hardship)] * districts + [_rates(kind.hardship) for kind in kinds]
    )
    country = np.concatenate([home_country, host_country])
    own = np.zeros(districts)
    return Places(
        country=country,
        members=np.concatenate([np.diff(homes.district_start), seats]),
        ghetto=np.concatenate([own, [kind.ghetto.value for kind in kinds]]),
        tie_births=np.concatenate(
            [own + scenario.home.tie_births.value, [kind.tie_births.value for kind in kinds]]
        ),
        mentor_births=np.concatenate(
            [own + scenario.home.mentor_births.value, [k.mentor_births.value for k in kinds]]
        ),
        hardship=np.ascontiguousarray(incidents.T * factor[country]),
        street=np.concatenate([own + 1.0, _street(layout.neighbourhoods, seats.astype(np.float64))]),
        abroad=np.concatenate(
            [np.zeros(districts, dtype=np.int64), [_ABROAD[countries[c].side] for c in host_country]]
        ).astype(np.int64),
    )


def mean_hardship(country: Country, calendar: Calendar) -> float:
    """Mean of a country's factor on incidents over the history: a place's rates do not change with time in a world."""
    table = calendar.daily(country.hardship)
    return float(np.cumsum(table)[-1]) / len(table)


def _rates(incidents: Incidents) -> list[float]:
    return [incidents.public.value, incidents.authorities.value, incidents.employers.value]


def _street(places: tuple[Neighbourhood, ...], seats: Floats) -> Floats:
    """Relative street approaches, scaled so that the mean over seats is 1: the exposure ratio then means what it says."""
    street = np.array([place.kind.street.value for place in places])
    if not len(street) or not seats.any():
        return street
    mean = float(np.cumsum(street * seats)[-1] / np.cumsum(seats)[-1])
    return street / mean
