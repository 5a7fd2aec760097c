"""Sex, age and the other marks that never change."""

from __future__ import annotations

import numpy as np

from counterflow.scenario.compile import quantiles
from counterflow.scenario.people import Cohort
from counterflow.scenario.schema import Scenario
from counterflow.world import Floats, Homes, Traits


def compile_traits(scenario: Scenario, homes: Homes) -> Traits:
    """The traits of a world."""
    return Traits(
        age_sex=np.stack([_age_sex(c, _mobile_share(homes, i)) for i, c in enumerate(scenario.cohort)]),
        online=np.array(
            [[c.traits.online_younger.value, c.traits.online_older.value] for c in scenario.cohort]
        ),
        schooling=np.stack([_cumulative([s.value for s in c.traits.schooling]) for c in scenario.cohort]),
        practising=np.array([cohort.traits.practising.value for cohort in scenario.cohort]),
        normal=quantiles.normal(),
    )


def everybody(cohort: Cohort) -> Floats:
    """Share of all people by (men's groups, women's groups); sums to 1."""
    return _shares([*cohort.ages.men, *cohort.ages.women])


def mobile_people(cohort: Cohort) -> Floats:
    """Share of mobile people by (men's groups, women's groups); sums to 1."""
    if cohort.mobility is None:
        return everybody(cohort)
    men = cohort.mobility.men.value
    parts = [
        _shares(list(cohort.mobility.men_ages)) * men,
        _shares(list(cohort.mobility.women_ages)) * (1.0 - men),
    ]
    return np.concatenate(parts)


def others(cohort: Cohort, mobile_share: float) -> Floats:
    """Share of those who never go, so that both together make the cohort; negative where more are mobile than exist."""
    rest: Floats = (everybody(cohort) - mobile_share * mobile_people(cohort)) / (1.0 - mobile_share)
    return rest


def _mobile_share(homes: Homes, cohort: int) -> float:
    low, high = int(homes.cohort_district[cohort]), int(homes.cohort_district[cohort + 1])
    people = np.diff(homes.district_start[low : high + 1])
    size = int(homes.households[cohort].sum())
    mobile = homes.mobile[low:high] * (people // size) + homes.mobile_more[low:high]
    return float(mobile.sum()) / float(people.sum())


def _age_sex(cohort: Cohort, mobile_share: float) -> Floats:
    stay = np.maximum(others(cohort, mobile_share), 0.0)  # a small copy rounds its mobile people up
    return np.stack([_cumulative(list(stay)), _cumulative(list(mobile_people(cohort)))])


def _shares(weights: list[float]) -> Floats:
    table = np.array(weights)
    return table / float(np.cumsum(table)[-1])


def _cumulative(shares: list[float]) -> Floats:
    table = np.cumsum(_shares(shares))
    table[table >= table[-1]] = 1.0  # rounding leaves the last a hair off
    return table
