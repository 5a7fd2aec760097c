"""The world: a scenario made explicit, as plain arrays that the engine reads.

Nothing here computes. The scenario writes a `World`, the core only reads it, an `Arm` says which programmes run, and a run is a
function of (world, arm, seed, run number). Time is in years from the scenario's start; rates are per year; shares lie in 0..1.

Shapes use these letters: C cohorts, R provinces, D home districts, V host neighbourhoods, P = D + V places (districts first, then
neighbourhoods), N countries (where a place lies; cohorts' own countries first, in cohort order), K drivers, S stages, T theatres,
J programmes, G age groups, Y calendar years, and days = a grid of one value per day from `EARLY` years before the start.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

EARLY = 2.0
"""Years before the start at which journeys begin, so that the seasonal equilibrium is reached by then (engine.md, B3)."""
DAYS_PER_YEAR = 365.25
"""A date is (days since the start) / DAYS_PER_YEAR; a daily table is read at int((t + EARLY) * DAYS_PER_YEAR + 1e-6)."""
QUANTILES = 1025
"""Points of a quantile table, at probabilities 0, 1/1024, ..., 1."""
AGE_GROUP = 5.0
"""Width of an age group in years; group g holds ages [5 g, 5 g + 5)."""

DRIVERS = ("support", "grievance", "ideology", "repression", "precarity", "belonging")
"""Order of K. Each is oriented so that more of it is thought to raise recruitment: `support` stands for the lack of it."""
STAGES = ("approached", "engaging", "committing", "leaving")
SOURCES = ("public", "authorities", "employers")
"""Sources of hardship incidents that come as points; a ban is the fourth, and belongs to a stay."""
CHANNELS = ("street", "online", "peer", "broadcast", "self-start", "returnee")
CONTACT_EDGES = ("kin", "crew", "friends", "district")
THEATRES = ("Syria/Iraq", "Afghanistan")
EXITS = ("dead", "returned", "detained")
EFFECTS = (
    "ties",  # added community ties per person-year
    "mentors",  # added mentor or leader ties per person-year
    "public",  # factor on incidents by the public
    "authorities",  # factor on incidents by the authorities
    "employers",  # factor on incidents by employers
    "legal",  # added probability that a stay is regular
    "street",  # factor on the probability that a street approach goes ahead
    "online",  # factor on the probability that an online approach or a broadcast goes ahead
    "engaging",  # factor on the probability of engaging
    "committing",  # factor on the hazard of committing
    "leaving",  # factor on the hazard of leaving
    "disengaging",  # factor on the hazard of disengaging
    "contact",  # factor on contacts made by an engaged person
    "blocked",  # added probability that a departure is stopped
)
"""What a programme can change for those whom it covers; factors multiply (1 = nothing), additions add (0 = nothing)."""
ADDITIONS = ("ties", "mentors", "legal", "blocked")
SEATED = ("committing", "leaving", "disengaging", "contact", "blocked")
"""What a programme with seats can change."""


class Homes(NamedTuple):
    """Cohorts, districts and kin blocks. A district is a whole number of blocks; a block is three households."""

    cohort_start: Ints  # [C + 1] first person of each cohort; the last entry is the number of people
    district_start: Ints  # [D + 1] first person of each district, ordered by cohort
    district_cohort: Ints  # [D]
    district_province: Ints  # [D] index over all provinces
    cohort_district: Ints  # [C + 1] first district of each cohort
    households: Ints  # [C, 3] sizes of a block's households; their sum is a prime from 7 (six kin) to 31
    mobile: Ints  # [D] mobile members in each block of the district (the fewer)
    mobile_more: Ints  # [D] number of blocks, first in the district's order, that have one mobile member more
    chain: Ints  # [C, 32] of m mobile members of a block, how many go to the block's own neighbourhood (chain migration)
    country: Ints  # [C] country of the cohort (index over N)


class Hosts(NamedTuple):
    """Who of which district goes to which neighbourhood, by counts; rows and columns of the same four matrices.

    Segments of a district, in order: 0 chain seats of blocks with one more mobile member (counted in blocks), 1 chain seats of
    the other blocks (counted in blocks), 2 seats of those who go on their own (persons), 3 seats in a third country used while a
    ban holds (persons; fewer than the district's mobile people: who has none waits at home).
    """

    row: Ints  # [4, D, V + 1] cumulative over neighbourhoods, in blocks (0, 1) or persons (2, 3)
    column: Ints  # [V, 4 D + 1] cumulative seats (persons) of a neighbourhood over (district, segment), segment fastest


class Places(NamedTuple):
    """What is fixed about a place: districts first, then neighbourhoods."""

    country: Ints  # [P]
    members: Ints  # [P] people for whom the place is home, or who hold a seat in it
    ghetto: Floats  # [P] ghettoisation: share living among co-ethnics, 0..1; 0 for districts
    tie_births: Floats  # [P] new community ties per person-year at ghetto = 0
    mentor_births: Floats  # [P] new mentor, religious-leader ties per person-year
    hardship: Floats  # [3, P] incidents per person-year by source
    street: Floats  # [P] street approaches per person-year at full salience, relative to the home rate (kind of place)
    abroad: Ints  # [P] 0 home district, 1 host in Russia, 2 host elsewhere outside the five countries, 3 host inside them


class Traits(NamedTuple):
    """Marks of a person that never change, by cohort and by whether the person is mobile (index 0 no, 1 yes)."""

    age_sex: Floats  # [C, 2, 2 G] cumulative shares over (male groups, female groups) of the age at the start
    online: Floats  # [C, 2] share online: below 40, 40 and over
    schooling: Floats  # [C, 3] cumulative shares with no or basic, intermediate, advanced religious schooling
    practising: Floats  # [C] share practising
    normal: Floats  # [QUANTILES] quantiles of the standard normal, cut at +-3.5


class Journeys(NamedTuple):
    """Alternating home and host spells of mobile adults."""

    home_quantile: Floats  # [C, QUANTILES] home spell in years of the seasonal clock
    host_quantile: Floats  # [C, QUANTILES] host spell in years
    host_first: Floats  # [C, QUANTILES] remaining host spell at -EARLY (length-biased residual)
    home_first: Floats  # [C, QUANTILES] remaining home spell at -EARLY
    away_share: Floats  # [C] probability of being away at -EARLY
    clock: Floats  # [C, days + 1] seasonal clock at the day's start: integral of monthly rate x dated factors from -EARLY
    clock_day: (
        Ints  # [C, days + 1] day at which the clock stands at 1/DAYS_PER_YEAR x index: where a search begins
    )
    legal: Floats  # [C, days] probability that a stay that begins that day is regular
    ban: Floats  # [C, days] probability that an irregular stay in Russia that ends that day ends with a re-entry ban
    ban_regular: float  # factor on `ban` for a regular stay
    ban_years: float  # length of a ban
    first_age: float  # journeys begin at this age
    last_age: float  # and end at this age


class Ties(NamedTuple):
    """Ties and support. Support = kin x kin present + community ties + mentors; isolation = exp(-support / scale)."""

    home_ties: float  # community ties of a person at home (of 8 possible): mean number
    kept: float  # share of home ties kept on arrival
    decay: float  # per year, decay of kept ties
    lifetime: float  # mean years a new tie lasts
    ghetto: float  # factor 1 + ghetto x this on births of co-ethnic ties
    kin: float  # weight of a kin member in the same place
    mentor: float  # weight of a mentor or leader
    scale: float  # support at which isolation is 1/e
    cap: float  # most community ties, and most mentors, that count
    other_sign: Floats  # [2] share of (kin, mentors) who recruit: they subtract instead


class Hardship(NamedTuple):
    """Grievance: sum of incident sizes, decaying."""

    half_life: float  # years; looked back 5 of them
    size: Floats  # [4] mean size by source, ban last
    irregular: float  # factor on incidents by authorities and employers in an irregular stay
    cap: float  # most that grievance counts as a driver


class Levels(NamedTuple):
    """Country values and standardising constants of the drivers."""

    message: Floats  # [N, days] reach of the movement's message
    message_online: float  # factor 1 + this for people online
    message_schooling: Floats  # [3] factor by religious schooling
    message_practising: Floats  # [2] factor for those who do not practise, who do
    repression: Floats  # [C] country value, carried abroad by those who grew up under it
    precarity: Floats  # [N, days] country value of where one lives (the rouble crisis is in Russia's)
    irregular: float  # added precarity of an irregular stay
    centre: Floats  # [K] from a fixed keyed sample of adults
    spread: Floats  # [K]
    interaction_centre: float  # mean of (isolation x grievance), standardised, in that sample


class Approaches(NamedTuple):
    """Who is approached how often."""

    salience: Floats  # [days] relative to its peak
    home_rate: float  # street approaches per person-year in a home district at full salience: a convention (model.md)
    online_rate: Floats  # [C] online approaches per online person-year at full salience
    ghetto: float  # factor 1 + ghetto x this on street approaches
    least_age: float  # nobody younger is approached, or leaves but as family
    reach: Floats  # [2, G] approaches to men, women of an age over those to the group approached most; but by friends and kin
    self_start: Floats  # [C] self-starts per person-year at full salience and at the ideology cap
    ideology_cap: float  # raw ideology at which a self-start is certain to go ahead
    broadcast_at: float  # date of the defection; beyond the end = none
    broadcast_rate: Floats  # [C] approaches per person-year on that date
    broadcast_decay: float  # per year
    candidates: int  # targets tried per approach (substitution: 1 lost, 3 moves on)
    offset: Floats  # [channels] added log odds of engaging, by channel


class Contacts(NamedTuple):
    """What engaged people do to those they know."""

    mix: Floats  # [4] relative rates over CONTACT_EDGES, sum 1
    tie_edge: float  # further contacts per community or mentor tie, relative to the sum of the mix
    ghetto: float  # factor 1 + ghetto x this on contacts
    returnee: float  # contacts by returnees relative to engaged people


class Steps(NamedTuple):
    """Bounded hazards: highest x logistic(intercept + sum of weight x driver)."""

    highest: Floats  # [S] highest probability (approached, engaging) or hazard per year (committing, leaving)
    disengage: float  # hazard per year of an engaged or committed person


class Travel(NamedTuple):
    """From committed to gone."""

    blocked: Floats  # [N, days] probability that an attempt from that country is stopped
    detained: float  # of those stopped, share detained
    family: Floats  # [C] probability that a man takes his household along
    women_alone: Floats  # [C] factor on a woman's hazard of leaving alone
    attraction: Floats  # [days] share of departures that go to THEATRES[0]


class Aftermath(NamedTuple):
    """Competing hazards after departure."""

    hazard: Floats  # [T, 2, 3, Y] per year by theatre, (fighter, family), exit, calendar year from the start
    rebrand: Floats  # [days] hazard per year at which a unit of the established group in THEATRES[1] takes the stronger label
    units: int  # of that group, each as strong as the others
    group_strength: float  # people in all units together


class Parameters(NamedTuple):
    """One draw of the contested parameters: all that an account may disagree about."""

    weights: Floats  # [S, K]
    intercepts: Floats  # [S]
    interaction: float  # on isolation x grievance, both standardised, at engaging
    exposure_ratio: float  # host : home street approaches per person-year
    contact_rate: float  # contacts per engaged person-year (peer reproduction / what one contact yields)
    bridge_jump: float  # factor on the broadcast
    self_start: float  # factor on self-start
    selection: Floats  # [2] shift of mobile people in (precarity rank, belonging), in standard deviations
    place_sd: float  # log-normal sd of a place's recruiting intensity
    kin_recruit: float  # factor on Ties.other_sign[0]
    place_mean: Floats  # [P] mean probability of being chosen (stage `approached`) at baseline: targeting moves who, not how many
    cohort_intensity: Floats  # [C] factor on every approach to the cohort (set so that departures meet the evidence's centre)
    fixed: Floats  # [K] a driver's standardised value held for everybody (a counterfactual); nan = free


class World(NamedTuple):
    """All that a run reads besides the arm, the seed and the run number."""

    years: float  # length of the simulated history
    homes: Homes
    hosts: Hosts
    places: Places
    traits: Traits
    journeys: Journeys
    ties: Ties
    hardship: Hardship
    levels: Levels
    approaches: Approaches
    contacts: Contacts
    steps: Steps
    travel: Travel
    aftermath: Aftermath
    parameters: Parameters


class Arm(NamedTuple):
    """The programmes of one arm. An arm without programmes has J = 0.

    A programme with seats serves at most so many engaged people at once. Whoever engages while covered by it takes a seat if one
    is free at that moment, and gives it back on disengaging, leaving, being stopped or detained; nobody moves up later. Its
    effects on committing, leaving, disengaging, contact and blocked hold exactly for those who hold a seat, wherever they are,
    until it ends; it has no others. Who gets a seat depends on who came before: with seats no arm's events are a subset of
    another's.
    """

    key: Words  # [J] hash of each programme's id, 32 bits: adding a programme renumbers nobody's marks
    effect: Floats  # [J, len(EFFECTS)]
    cover: Floats  # [J, P] share covered among those at the place, at full coverage
    start: Floats  # [J]
    ramp: Floats  # [J] years from start to full coverage
    end: Floats  # [J]
    seats: Ints  # [J] -1: no limit
