"""The sample as columns that the forward kernel reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from counterflow.experiment.prepare import raw_drivers
from counterflow.experiment.sample import Sample, read_daily
from counterflow.world import AGE_GROUP, DRIVERS, Floats, Ints, World

LEAST = 1e-12
"""What is divided by where it could be nothing."""
AGE_EDGES = (30.0, 45.0)
GROUPS = 2 * (len(AGE_EDGES) + 1)
"""Groups of equal sex and age: men, then women, each below 30, below 45, older."""


class Rows(NamedTuple):
    """One row per person of the sample."""

    cohort: Ints
    kind: Ints  # of place
    place: Ints
    group: Ints  # sex and age
    female: Ints
    time: Floats
    weight: Floats  # person-years at full salience
    reach: Floats  # of strangers to such a person, relative to whom they reach most
    driver: Floats  # [., K] standardised
    street: Floats  # street approaches per person-year at full salience, exposure ratio left out
    online: Floats  # likewise online
    self_start: Floats  # likewise self-starts
    broadcast: Floats  # approaches by the broadcast per person-year, over salience
    edges: Floats  # contacts of such a person once engaged, relative to the base rate
    company: Floats  # family who leave with such a person, on average


def rows_of(world: World, sample: Sample) -> Rows:
    """The sample's rows at the world's parameters."""
    survey, approaches, places = sample.survey, world.approaches, world.places
    away = sample.kind > 0
    drivers = (raw_drivers(world, sample) - world.levels.centre) / world.levels.spread
    ghetto = places.ghetto[survey.place]
    salience = np.maximum(read_daily(approaches.salience, survey.time), LEAST)
    since = survey.time - approaches.broadcast_at
    level = np.where(since < 0.0, 0.0, np.exp(-approaches.broadcast_decay * np.maximum(since, 0.0)))
    ideology = survey.raw[:, DRIVERS.index("ideology")]
    reach = reach_of(world, sample)
    return Rows(
        cohort=sample.cohort,
        kind=sample.kind,
        place=survey.place,
        group=survey.female * (len(AGE_EDGES) + 1) + np.digitize(survey.age, AGE_EDGES),
        female=survey.female,
        time=survey.time,
        weight=sample.weight,
        reach=reach,
        driver=np.ascontiguousarray(drivers),
        street=reach
        * approaches.home_rate
        * places.street[survey.place]
        * np.where(away, 1.0 + approaches.ghetto * ghetto, 1.0),
        online=reach * approaches.online_rate[sample.cohort] * survey.online,
        self_start=reach
        * approaches.self_start[sample.cohort]
        * np.minimum(1.0, ideology / approaches.ideology_cap),
        broadcast=reach * approaches.broadcast_rate[sample.cohort] * survey.online * level / salience,
        edges=(1.0 + world.contacts.ghetto * ghetto)
        * (1.0 + world.contacts.tie_edge * (survey.ties + np.abs(survey.mentors))),
        company=world.travel.family[sample.cohort] * survey.household,
    )


def reach_of(world: World, sample: Sample) -> Floats:
    """How much of the rates falls on each row's sex and age, [rows]."""
    table = world.approaches.reach
    group = np.minimum((sample.survey.age / AGE_GROUP).astype(np.int64), table.shape[1] - 1)
    return np.asarray(table[sample.survey.female, group])


def matched_levels(rows: Rows, cohorts_of_region: Ints) -> Floats:
    """Each driver's value at the best tenth of people of the same sex and age at home, [groups, K].

    Values are oriented so that less is better. Repression is a country's: the best of the region's countries.
    """
    at_home = (rows.kind == 0) & (rows.weight > 0) & np.isin(rows.cohort, cohorts_of_region)
    levels = np.zeros((GROUPS, len(DRIVERS)))
    for group in range(GROUPS):
        here = at_home & (rows.group == group)
        chosen = here if here.any() else at_home
        for driver in range(len(DRIVERS)):
            levels[group, driver] = _weighted_quantile(rows.driver[chosen, driver], rows.weight[chosen], 0.1)
    repression = DRIVERS.index("repression")
    levels[:, repression] = rows.driver[np.isin(rows.cohort, cohorts_of_region), repression].min()
    return levels


def _weighted_quantile(values: Floats, weights: Floats, probability: float) -> float:
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(below, probability * below[-1])])
