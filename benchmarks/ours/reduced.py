"""The reduced model as a world of our engine: one cohort, one kind of home district, one kind of neighbourhood abroad."""

from __future__ import annotations

import numpy as np

from benchmarks.model import (
    AWAY,
    BLOCK,
    CAP,
    EXPOSURE,
    GRIEVANCE_CENTRE,
    GRIEVANCE_SPREAD,
    GRIEVANCE_WEIGHT,
    HALF_LIFE,
    HIGHEST,
    INCIDENTS_AWAY,
    INCIDENTS_HOME,
    INTERCEPT,
    ISOLATION_CENTRE,
    ISOLATION_SPREAD,
    ISOLATION_WEIGHT,
    MOBILE_OF_BLOCK,
    ONLINE,
    SUPPORT_SCALE,
    TIE_AT_HOME,
    TIE_BIRTHS,
    TIE_KEPT,
    TIE_YEARS,
    TIES,
    Model,
)
from benchmarks.tables import spells
from counterflow.scenario.compile.journeys import clock_days
from counterflow.scenario.compile.quantiles import normal
from counterflow.scenario.compile.quotas import quotas
from counterflow.world import (
    CHANNELS,
    DAYS_PER_YEAR,
    DRIVERS,
    EARLY,
    STAGES,
    Aftermath,
    Approaches,
    Contacts,
    Floats,
    Hardship,
    Homes,
    Hosts,
    Journeys,
    Levels,
    Parameters,
    Places,
    Steps,
    Ties,
    Traits,
    Travel,
    World,
)

HOUSEHOLDS = (3, 4, 6)
DISTRICTS, NEIGHBOURHOODS = 400, 80
"""As many as the library's scenario has, about; fewer where there are few people."""
AGE_GROUP, AGE_GROUPS = 5, 6
"""Everybody is 25 to 30 at the start: there is no age in the reduced model."""
NEVER = 1e9
HOME, ABROAD = 0, 1


def reduced_world(model: Model) -> World:
    """The world; its people are the model's, rounded to kin blocks."""
    homes = _homes(model)
    hosts = _hosts(homes, max(1, min(NEIGHBOURHOODS, model.mobile // 50)))
    days = int((EARLY + model.years) * DAYS_PER_YEAR) + 2
    return World(
        years=float(model.years),
        homes=homes,
        hosts=hosts,
        places=_places(homes, hosts),
        traits=_traits(),
        journeys=_journeys(days),
        ties=_ties(),
        hardship=Hardship(half_life=HALF_LIFE, size=np.array([1.0, 0.0, 0.0, 0.0]), irregular=1.0, cap=CAP),
        levels=_levels(days),
        approaches=_approaches(model, days),
        contacts=Contacts(mix=np.full(4, 0.25), tie_edge=0.0, ghetto=0.0, returnee=0.0),
        steps=Steps(highest=np.array([1.0, HIGHEST, 0.0, 0.0]), disengage=0.0),
        travel=_travel(days),
        aftermath=Aftermath(
            hazard=np.zeros((2, 2, 3, model.years)),
            rebrand=np.zeros(model.years),
            units=1,
            group_strength=0.0,
        ),
        parameters=_parameters(homes.district_cohort.size + hosts.column.shape[0]),
    )


def _homes(model: Model) -> Homes:
    mobile = BLOCK if model.everybody_mobile else MOBILE_OF_BLOCK
    blocks = round(model.people / BLOCK)
    districts = max(1, min(DISTRICTS, blocks // 8))
    start = np.concatenate([[0], np.cumsum(quotas(blocks, np.ones(districts)) * BLOCK)])
    return Homes(
        cohort_start=np.array([0, start[-1]]),
        district_start=start,
        district_cohort=np.zeros(districts, np.int64),
        district_province=np.zeros(districts, np.int64),
        cohort_district=np.array([0, districts]),
        households=np.array([HOUSEHOLDS]),
        mobile=np.full(districts, mobile),
        mobile_more=np.zeros(districts, np.int64),
        chain=np.array([[m // 2 for m in range(32)]]),
        country=np.array([HOME]),
    )


def _hosts(homes: Homes, neighbourhoods: int) -> Hosts:
    """Half of the mobile people on chains, half on their own, evenly over all neighbourhoods; nobody has a third country."""
    mobile = int(homes.mobile[0])
    chain = int(homes.chain[0, mobile])
    blocks = np.diff(homes.district_start) // BLOCK
    none = np.zeros((blocks.size, neighbourhoods), np.int64)
    even = np.ones(neighbourhoods)
    chains = np.array([quotas(int(number), even) for number in blocks])
    own = np.array([quotas(int(number) * (mobile - chain), even) for number in blocks])
    row = np.zeros((4, blocks.size, neighbourhoods + 1), np.int64)
    row[:, :, 1:] = np.cumsum([none, chains, own, none], axis=2)
    seats = np.stack([none, chains * chain, own, none])
    column = np.zeros((neighbourhoods, 4 * blocks.size + 1), np.int64)
    column[:, 1:] = np.cumsum(seats.transpose(2, 1, 0).reshape(neighbourhoods, -1), axis=1)
    return Hosts(row=row, column=column)


def _places(homes: Homes, hosts: Hosts) -> Places:
    districts, neighbourhoods = homes.district_cohort.size, hosts.column.shape[0]
    away = np.repeat([HOME, ABROAD], [districts, neighbourhoods])
    incidents = np.where(away == ABROAD, INCIDENTS_AWAY, INCIDENTS_HOME)
    return Places(
        country=away,
        members=np.concatenate([np.diff(homes.district_start), hosts.column[:, -1]]),
        ghetto=np.zeros(away.size),
        tie_births=np.where(away == ABROAD, TIE_BIRTHS, 0.0),
        mentor_births=np.zeros(away.size),
        hardship=np.stack([incidents, np.zeros(away.size), np.zeros(away.size)]),
        street=np.ones(away.size),
        abroad=away,
    )


def _traits() -> Traits:
    age_sex = np.zeros((1, 2, 2 * AGE_GROUPS))
    age_sex[:, :, AGE_GROUP:] = 1.0
    return Traits(
        age_sex=age_sex,
        online=np.ones((1, 2)),
        schooling=np.ones((1, 3)),
        practising=np.zeros(1),
        normal=normal(),
    )


def _journeys(days: int) -> Journeys:
    """No season, no bans, no status; everybody of any age travels."""
    tables = spells()
    clock = np.arange(days + 1)[np.newaxis, :] / DAYS_PER_YEAR
    return Journeys(
        home_quantile=tables.home[np.newaxis, :].copy(),
        host_quantile=tables.host[np.newaxis, :].copy(),
        host_first=tables.host_first[np.newaxis, :].copy(),
        home_first=tables.home_first[np.newaxis, :].copy(),
        away_share=np.array([AWAY]),
        clock=clock,
        clock_day=clock_days(clock[0])[np.newaxis, :],
        legal=np.ones((1, days)),
        ban=np.zeros((1, days)),
        ban_regular=0.0,
        ban_years=0.0,
        first_age=0.0,
        last_age=200.0,
    )


def _ties() -> Ties:
    """Home ties and new ones, which die at one rate; kin and mentors count nothing."""
    return Ties(
        home_ties=TIES * TIE_AT_HOME,
        kept=TIE_KEPT,
        decay=1.0 / TIE_YEARS,
        lifetime=TIE_YEARS,
        ghetto=0.0,
        kin=0.0,
        mentor=0.0,
        scale=SUPPORT_SCALE,
        cap=100.0,
        other_sign=np.zeros(2),
    )


def _levels(days: int) -> Levels:
    """Support and grievance are standardised as the model says; the other drivers have no weight."""
    return Levels(
        message=np.zeros((2, days)),
        message_online=0.0,
        message_schooling=np.ones(3),
        message_practising=np.ones(2),
        repression=np.zeros(1),
        precarity=np.zeros((2, days)),
        irregular=0.0,
        centre=_by_driver(support=ISOLATION_CENTRE, grievance=GRIEVANCE_CENTRE, others=0.0),
        spread=_by_driver(support=ISOLATION_SPREAD, grievance=GRIEVANCE_SPREAD, others=1.0),
        interaction_centre=0.0,
    )


def _by_driver(*, support: float, grievance: float, others: float) -> Floats:
    values = np.full(len(DRIVERS), others)
    values[DRIVERS.index("support")], values[DRIVERS.index("grievance")] = support, grievance
    return values


def _approaches(model: Model, days: int) -> Approaches:
    """Everybody is online; nobody starts alone, no story is broadcast."""
    return Approaches(
        salience=np.ones(days),
        home_rate=model.street,
        online_rate=np.array([model.street * ONLINE]),
        ghetto=0.0,
        least_age=0.0,
        reach=np.ones((2, AGE_GROUPS)),
        self_start=np.zeros(1),
        ideology_cap=1.0,
        broadcast_at=NEVER,
        broadcast_rate=np.zeros(1),
        broadcast_decay=1.0,
        candidates=1,
        offset=np.zeros(len(CHANNELS)),
    )


def _travel(days: int) -> Travel:
    return Travel(
        blocked=np.zeros((2, days)),
        detained=0.0,
        family=np.zeros(1),
        women_alone=np.zeros(1),
        attraction=np.ones(days),
    )


def _parameters(places: int) -> Parameters:
    """No targeting, no peers; engaging hangs on isolation and grievance."""
    weights = np.zeros((len(STAGES), len(DRIVERS)))
    weights[STAGES.index("engaging")] = _by_driver(
        support=ISOLATION_WEIGHT, grievance=GRIEVANCE_WEIGHT, others=0.0
    )
    return Parameters(
        weights=weights,
        intercepts=np.array([0.0, INTERCEPT, 0.0, 0.0]),
        interaction=0.0,
        exposure_ratio=EXPOSURE,
        contact_rate=0.0,
        bridge_jump=0.0,
        self_start=0.0,
        selection=np.zeros(2),
        place_sd=0.0,
        kin_recruit=1.0,
        place_mean=np.ones(places),
        cohort_intensity=np.ones(1),
        fixed=np.full(len(DRIVERS), np.nan),
    )
