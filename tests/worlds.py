"""Random small worlds with every mechanism switched on somewhere: for the twin, for pairing, for breaking things."""

import math

import numpy as np

from counterflow.world import (
    ADDITIONS,
    CHANNELS,
    DAYS_PER_YEAR,
    DRIVERS,
    EARLY,
    EFFECTS,
    QUANTILES,
    STAGES,
    Aftermath,
    Approaches,
    Arm,
    Contacts,
    Floats,
    Hardship,
    Homes,
    Hosts,
    Ints,
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

YEARS = 3
DAYS = int((EARLY + YEARS) * DAYS_PER_YEAR) + 2
GROUPS = 16
HOUSEHOLDS = np.array([[2, 2, 3], [3, 3, 5], [3, 4, 6]])
CHAIN = np.array([[0, 0, 1, 2, 2, 3] + [3] * 26, [0, 1, 1, 1, 2, 2] + [2] * 26, [0] * 32])


def quotas(total: int, weights: Floats) -> Ints:
    """Cumulative counts 0..total over places by largest remainder."""
    exact = total * weights / weights.sum()
    counts = np.floor(exact).astype(np.int64)
    for i in np.argsort(counts - exact, kind="stable")[: total - counts.sum()]:
        counts[i] += 1
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def random_homes(rng: np.random.Generator, people: int) -> Homes:
    """Three cohorts of two, one, one districts."""
    district_cohort = np.array([0, 0, 1, 2])
    shares = rng.dirichlet([4, 4, 4, 4])
    sizes = HOUSEHOLDS.sum(1)[district_cohort]
    blocks = np.maximum(2, np.round(shares * people / sizes)).astype(np.int64)
    mobile = rng.integers(0, 4, 4)
    return Homes(
        cohort_start=np.concatenate([[0], np.cumsum(blocks * sizes)])[[0, 2, 3, 4]].astype(np.int64),
        district_start=np.concatenate([[0], np.cumsum(blocks * sizes)]).astype(np.int64),
        district_cohort=district_cohort,
        district_province=np.array([0, 1, 2, 3]),
        cohort_district=np.array([0, 2, 3, 4]),
        households=HOUSEHOLDS.copy(),
        mobile=mobile,
        mobile_more=np.array([int(rng.integers(0, b + 1)) for b in blocks]),
        chain=CHAIN.copy(),
        country=np.array([0, 1, 2]),
    )


def random_hosts(rng: np.random.Generator, homes: Homes, neighbourhoods: int) -> Hosts:
    """Every district spreads over all neighbourhoods; third countries are the last two."""
    districts = homes.district_cohort.size
    row = np.zeros((4, districts, neighbourhoods + 1), np.int64)
    seats = np.zeros((4, districts, neighbourhoods), np.int64)
    for d in range(districts):
        c = homes.district_cohort[d]
        size = homes.households[c].sum()
        blocks = (homes.district_start[d + 1] - homes.district_start[d]) // size
        more, few = homes.mobile_more[d], homes.mobile[d]
        chains = (homes.chain[c, few + 1], homes.chain[c, few])
        own = more * (few + 1 - chains[0]) + (blocks - more) * (few - chains[1])
        third = np.zeros(neighbourhoods)
        third[-2:] = 1.0
        mobile = more * (few + 1) + (blocks - more) * few
        totals = (more, blocks - more, own, int(mobile * rng.uniform(0.2, 0.8)))
        for part in range(4):
            weights = third if part == 3 else rng.uniform(0.2, 1, neighbourhoods)
            row[part, d] = quotas(int(totals[part]), weights)
            seats[part, d] = np.diff(row[part, d]) * (chains[part] if part < 2 else 1)
    flat = seats.transpose(2, 1, 0).reshape(neighbourhoods, 4 * districts)
    column = np.concatenate([np.zeros((neighbourhoods, 1), np.int64), np.cumsum(flat, 1)], 1)
    return Hosts(row=row, column=np.ascontiguousarray(column))


def random_places(rng: np.random.Generator, homes: Homes, hosts: Hosts) -> Places:
    """Neighbourhoods: two in Russia, one in another country outside, one in a country inside the region."""
    districts, neighbourhoods = homes.district_cohort.size, hosts.column.shape[0]
    places = districts + neighbourhoods
    abroad = np.concatenate([np.zeros(districts, np.int64), [1, 1, 2, 3]]).astype(np.int64)
    away = (abroad > 0).astype(float)
    return Places(
        country=np.concatenate([homes.country[homes.district_cohort], [3, 3, 4, 1]]).astype(np.int64),
        members=np.concatenate([np.diff(homes.district_start), hosts.column[:, -1]]).astype(np.int64),
        ghetto=away * rng.uniform(0, 1, places),
        tie_births=away * rng.uniform(0, 3, places),
        mentor_births=rng.uniform(0, 0.8, places),
        hardship=rng.uniform(0, 2.5, (3, places)),
        street=rng.uniform(0.5, 1.5, places),
        abroad=abroad,
    )


def gamma_table(rng: np.random.Generator, mean: float, cohorts: int) -> Floats:
    """Quantiles of a sample: any increasing table will do here."""
    draws = np.sort(rng.gamma(2.0, mean / 2, (cohorts, 4000)), axis=1)
    return np.ascontiguousarray(draws[:, np.linspace(0, 3999, QUANTILES).astype(int)])


def random_journeys(rng: np.random.Generator, cohorts: int) -> Journeys:
    """Season and a dated change in the clock; bans; legal status."""
    t = np.arange(DAYS) / DAYS_PER_YEAR - EARLY
    speed = 1 + 0.6 * np.sin(2 * math.pi * t) * np.ones((cohorts, 1))
    speed[:, t > 1.3] *= 0.7
    clock = np.concatenate([np.zeros((cohorts, 1)), np.cumsum(speed / DAYS_PER_YEAR, 1)], 1)
    grid = np.arange(int(clock.max() * DAYS_PER_YEAR) + 2) / DAYS_PER_YEAR
    day = np.array([np.searchsorted(clock[c], grid, side="right") - 1 for c in range(cohorts)])
    return Journeys(
        home_quantile=gamma_table(rng, 0.5, cohorts),
        host_quantile=gamma_table(rng, 0.6, cohorts),
        host_first=gamma_table(rng, 0.4, cohorts),
        home_first=gamma_table(rng, 0.4, cohorts),
        away_share=rng.uniform(0.3, 0.7, cohorts),
        clock=np.ascontiguousarray(clock),
        clock_day=np.minimum(np.maximum(day, 0), DAYS - 1).astype(np.int64),
        legal=np.ascontiguousarray(
            np.clip(rng.uniform(0.2, 0.9, (cohorts, 1)) + 0.1 * (t > 2), 0, 1) * np.ones((cohorts, DAYS))
        ),
        ban=np.ascontiguousarray(rng.uniform(0.1, 0.5, (cohorts, 1)) * np.ones((cohorts, DAYS))),
        ban_regular=float(rng.uniform(0, 0.5)),
        ban_years=float(rng.uniform(0.5, 2)),
        first_age=16.0,
        last_age=60.0,
    )


def random_parameters(rng: np.random.Generator, homes: Homes, places: Places) -> Parameters:
    """Weights on every stage; targeting switched off in half of the worlds."""
    weights = rng.normal(0, 0.6, (len(STAGES), len(DRIVERS)))
    if rng.random() < 0.5:
        weights[0] = 0.0
    fixed = np.full(len(DRIVERS), np.nan)
    if rng.random() < 0.2:
        fixed[rng.integers(0, len(DRIVERS))] = rng.normal()
    return Parameters(
        weights=weights,
        intercepts=np.array([0.0, -0.5, 0.5, 0.5]),
        interaction=float(rng.normal(0, 0.5)),
        exposure_ratio=float(rng.lognormal(0.5, 0.5)),
        contact_rate=float(rng.uniform(0.2, 2.0)),
        bridge_jump=float(rng.uniform(0.5, 2)),
        self_start=float(rng.uniform(0.5, 2)),
        selection=rng.normal(0, 0.3, 2),
        place_sd=float(rng.uniform(0, 0.8)),
        kin_recruit=float(rng.uniform(0.5, 2)),
        place_mean=rng.uniform(0.3, 1.2, places.country.size),
        cohort_intensity=rng.uniform(0.5, 1.5, homes.country.size),
        fixed=fixed,
    )


def random_world(rng: np.random.Generator, people: int = 300, rate: float = 0.6) -> World:
    """A world of about `people` people over three years, with rates high enough that everything happens."""
    homes = random_homes(rng, people)
    hosts = random_hosts(rng, homes, 4)
    places = random_places(rng, homes, hosts)
    cohorts, countries = homes.country.size, 5
    t = np.arange(DAYS) / DAYS_PER_YEAR - EARLY
    step = np.ones(DAYS)
    age_sex = rng.dirichlet(np.ones(2 * GROUPS), (cohorts, 2))
    age_sex[:, 1, [0, 1, 2, GROUPS, GROUPS + 1, GROUPS + 2]] = 0
    age_sex /= age_sex.sum(2, keepdims=True)
    return World(
        years=float(YEARS),
        homes=homes,
        hosts=hosts,
        places=places,
        traits=Traits(
            age_sex=np.ascontiguousarray(np.cumsum(age_sex, 2)),
            online=rng.uniform(0.3, 0.9, (cohorts, 2)),
            schooling=np.cumsum(np.array([[0.7, 0.25, 0.05]] * cohorts), 1),
            practising=rng.uniform(0.3, 0.9, cohorts),
            normal=np.sort(rng.normal(0, 1, QUANTILES)),
        ),
        journeys=random_journeys(rng, cohorts),
        ties=Ties(
            home_ties=float(rng.uniform(3, 7)),
            kept=float(rng.uniform(0.2, 0.9)),
            decay=float(rng.uniform(0.1, 1)),
            lifetime=float(rng.uniform(0.3, 2)),
            ghetto=float(rng.uniform(0, 1)),
            kin=float(rng.uniform(0.5, 2)),
            mentor=float(rng.uniform(0.5, 3)),
            scale=float(rng.uniform(2, 8)),
            cap=6.0,
            other_sign=rng.uniform(0.05, 0.4, 2),
        ),
        hardship=Hardship(
            half_life=float(rng.uniform(0.3, 0.8)),
            size=rng.uniform(0.3, 1.5, 4),
            irregular=float(rng.uniform(1, 2)),
            cap=float(rng.uniform(1.5, 4)),
        ),
        levels=Levels(
            message=np.ascontiguousarray(rng.uniform(0.2, 1, (countries, 1)) * (0.5 + 0.2 * (t + EARLY))),
            message_online=float(rng.uniform(0, 1)),
            message_schooling=rng.uniform(0.5, 1.5, 3),
            message_practising=np.array([1.0, 1.3]),
            repression=rng.uniform(0, 1, cohorts),
            precarity=np.ascontiguousarray(rng.normal(0, 0.3, (countries, 1)) + 0.5 * (t > 1.5)),
            irregular=float(rng.uniform(0, 1)),
            centre=np.array([0.5, 0.8, 0.6, 0.5, 0.3, 0.0]),
            spread=np.array([0.3, 0.7, 0.4, 0.4, 1.0, 1.0]),
            interaction_centre=float(rng.normal(0, 0.1)),
        ),
        approaches=Approaches(
            salience=np.ascontiguousarray(np.clip(0.3 + 0.3 * (t + 0.5), 0, 1)),
            home_rate=rate,
            online_rate=rng.uniform(0.5, 1.0, cohorts) * rate,
            ghetto=float(rng.uniform(0, 1)),
            least_age=15.0,
            reach=np.concatenate([rng.uniform(0.3, 1, (2, GROUPS - 1)), np.ones((2, 1))], axis=1),
            self_start=rng.uniform(0, 0.2, cohorts) * rate,
            ideology_cap=1.5,
            broadcast_at=1.4,
            broadcast_rate=np.array([1.0, 0.3, 0.0]) * rate,
            broadcast_decay=2.0,
            candidates=int(rng.choice([1, 1, 3])),
            offset=rng.normal(0, 0.3, len(CHANNELS)),
        ),
        contacts=Contacts(
            mix=rng.dirichlet([2, 2, 2, 2]),
            tie_edge=float(rng.uniform(0, 0.2)),
            ghetto=float(rng.uniform(0, 1)),
            returnee=float(rng.uniform(0.3, 1.5)),
        ),
        steps=Steps(highest=np.array([0.9, 0.8, 4.0, 5.0]), disengage=float(rng.uniform(0.1, 0.8))),
        travel=Travel(
            blocked=np.ascontiguousarray(rng.uniform(0.1, 0.4, (countries, 1)) * step),
            detained=float(rng.uniform(0.2, 0.8)),
            family=rng.uniform(0.2, 0.8, cohorts),
            women_alone=rng.uniform(0.2, 1.5, cohorts),
            attraction=np.ascontiguousarray(np.clip(0.9 - 0.2 * (t > 1.5) * step, 0, 1)),
        ),
        aftermath=Aftermath(
            hazard=rng.uniform(0.1, 0.8, (2, 2, 3, YEARS)),
            rebrand=np.repeat(rng.uniform(0, 0.3, YEARS), 366)[
                np.clip((t * 366).astype(int), 0, 366 * YEARS - 1)
            ],
            units=5,
            group_strength=10_000.0,
        ),
        parameters=random_parameters(rng, homes, places),
    )


def no_programme(world: World) -> Arm:
    """The arm without programmes."""
    return random_arm(np.random.default_rng(0), world, programmes=0)


def random_arm(rng: np.random.Generator, world: World, programmes: int) -> Arm:
    """Programmes that change everything they can, some of them for the worse; some have seats, and then change less."""
    effect = rng.uniform(0.4, 1.4, (programmes, len(EFFECTS)))
    for name in ADDITIONS:
        effect[:, EFFECTS.index(name)] = rng.uniform(0, 0.5, programmes)
    effect[:, EFFECTS.index("ties")] *= 4
    start = rng.uniform(-0.5, 1.5, programmes)
    return Arm(
        key=rng.integers(0, 2**32, programmes).astype(np.uint64),
        effect=effect,
        cover=rng.uniform(0, 0.9, (programmes, world.places.country.size)),
        start=start,
        ramp=rng.uniform(0, 1, programmes),
        end=start + rng.uniform(0.5, 3, programmes),
        seats=np.where(rng.random(programmes) < 0.4, rng.integers(0, 12, programmes), -1),
    )
