"""What the points, the ledger's bits and the year cells can hold: a world beyond it is refused before a run, never run wrongly."""

import numpy as np

from counterflow.engine.errors import EngineError
from counterflow.pathway.contacts import CONTACT_STRIP, highest_contact_rate
from counterflow.pathway.steps import (
    COMMITTING,
    LEAVING,
    STEP_STRIP,
    highest_disengaging,
    highest_hazard,
)
from counterflow.people.compiled import kernel
from counterflow.people.hardship import HALF_LIVES, INCIDENT_ROW, INCIDENT_STRIP
from counterflow.people.journeys import REMEMBERED
from counterflow.people.packed import unpack
from counterflow.people.points import COUNTED, STRIPS, strips_needed
from counterflow.people.programmes import highest_addition, highest_factor
from counterflow.people.ties import MENTOR_ROW, MENTOR_STRIP, TIE_ROW, TIE_STRIP
from counterflow.world import DAYS_PER_YEAR, EFFECTS, SOURCES, Arm, Floats, World

LONGEST_HALF_LIFE = 16.0 / HALF_LIVES
"""Year cells begin 16 years before the start, and grievance looks back five half-lives."""
LONGEST_HISTORY = 240.0
MOST_SEATED = 62
"""Programmes of an arm in which one has seats: a person's seats are the bits of a signed word."""
RAREST = 1e-15
"""Probability, from any one spell on, that more spells follow one another than are remembered: with some hundred spells in a life
still below one in 10^12 for a person."""
_FULL_PAIRS = (REMEMBERED - 2) // 2
"""Of one spell more than is remembered in a row, the pairs left without the two at the ends and the first of a life."""
_EVERY = 8
"""Points of a quantile table from one to the next that the bound reads: it takes each spell for the shortest of its eight cells."""
_PROCESSES = (
    ("contacts", CONTACT_STRIP, STRIPS, "the contact rate, ties, or the programmes that raise contacts"),
    ("committing", STEP_STRIP, STRIPS, "the highest hazard of committing"),
    ("leaving", STEP_STRIP, STRIPS, "the highest hazard of leaving, or women_alone"),
    ("disengaging", STEP_STRIP, STRIPS, "the hazard of disengaging"),
    *(
        (
            f"incidents by {source}",
            INCIDENT_STRIP,
            COUNTED - INCIDENT_ROW + 1,
            "the incidents of places, or the factor of an irregular stay",
        )
        for source in SOURCES
    ),
    (
        "new ties",
        TIE_STRIP,
        COUNTED - TIE_ROW + 1,
        "the births of ties, ghettoisation's factor on them, or the programmes' ties",
    ),
    (
        "new mentors",
        MENTOR_STRIP,
        COUNTED - MENTOR_ROW + 1,
        "the births of mentor ties, or the programmes' mentors",
    ),
)
"""A person's processes: name, width of the lowest strip, how many strips there are, what to lower. Within the strips a year holds
far fewer points than an index can number."""
_TIES, _MENTORS, _PUBLIC = (EFFECTS.index(name) for name in ("ties", "mentors", "public"))


@kernel
def _fill_highest(world: World, arm: Arm, highest: Floats) -> None:
    """Highest rate of each of _PROCESSES over all people, places and times."""
    highest[0] = highest_contact_rate(world, arm)
    highest[1] = highest_hazard(world, arm, COMMITTING)
    highest[2] = highest_hazard(world, arm, LEAVING)
    highest[3] = highest_disengaging(world, arm)
    places, hardship = world.places, world.places.hardship
    for source in range(hardship.shape[0]):
        irregular = 1.0 if source == 0 else max(1.0, world.hardship.irregular)
        highest[4 + source] = hardship[source].max() * irregular * highest_factor(arm, _PUBLIC + source)
    most = 0.0
    for place in range(places.tie_births.shape[0]):
        most = max(most, places.tie_births[place] * (1.0 + world.ties.ghetto * places.ghetto[place]))
    highest[7] = most + highest_addition(arm, _TIES)
    highest[8] = places.mentor_births.max() + highest_addition(arm, _MENTORS)


def chance_of_too_many_spells(world: World) -> float:
    """A bound on the probability that one spell more than is remembered lies within what grievance looks back on.

    Chernoff: it is at most exp(s back) E[exp(-s home spell)]^n E[exp(-s host spell)]^n for n pairs and any s. A home spell is
    taken at the highest speed of its clock.
    """
    homes, journeys = world.homes, world.journeys
    moving = np.unique(homes.district_cohort[homes.mobile + homes.mobile_more > 0])
    if moving.size == 0:
        return 0.0
    back = HALF_LIVES * world.hardship.half_life
    s = np.geomspace(1.0, 1e4, 40) / back
    fastest = np.diff(journeys.clock[moving], axis=1).max(axis=1) * DAYS_PER_YEAR
    home = journeys.home_quantile[moving, :-1:_EVERY] / fastest[:, None]
    host = journeys.host_quantile[moving, :-1:_EVERY]
    pair = np.exp(-s[:, None, None] * home).mean(axis=2) * np.exp(-s[:, None, None] * host).mean(axis=2)
    exponent = (s[:, None] * back + _FULL_PAIRS * np.log(pair)).min(axis=0).max()
    return float(np.exp(min(0.0, exponent)))


def check(world: World, arm: Arm) -> None:
    """Raise EngineError where a packed world or arm is beyond what the engine can represent."""
    plain, seats = unpack(world), unpack(arm).seats
    if plain.hardship.half_life > LONGEST_HALF_LIFE:
        raise EngineError(
            f"grievance with a half-life of {plain.hardship.half_life:g} years would look back more than 16 years; "
            f"write at most {LONGEST_HALF_LIFE:g} years"
        )
    if chance_of_too_many_spells(plain) > RAREST:
        raise EngineError(
            f"more than {REMEMBERED} spells at home and abroad could follow one another within the "
            f"{HALF_LIVES * plain.hardship.half_life:g} years that grievance looks back on; lengthen them, or shorten its half-life"
        )
    if plain.years > LONGEST_HISTORY:
        raise EngineError(
            f"a history of {plain.years:g} years has more years than an index can number; end it sooner"
        )
    if seats.size > MOST_SEATED and (seats >= 0).any():
        raise EngineError(
            f"{seats.size} programmes, some with seats, are more than {MOST_SEATED}; leave some out of the arm"
        )
    highest = np.zeros(len(_PROCESSES))
    _fill_highest(world, arm, highest)
    for (name, r0, strips, lower), rate in zip(_PROCESSES, highest.tolist(), strict=True):
        if strips_needed(r0, rate) > strips:
            raise EngineError(
                f"a person's rate of {name} could reach {rate:,.6g} a year, beyond what the strips can hold; lower {lower}"
            )
