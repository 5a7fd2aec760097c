"""Drivers, approaches, steps, travel, aftermath and the centres of what accounts disagree about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterflow.scenario import life
from counterflow.scenario.compile.calendar import Calendar, Inflow
from counterflow.scenario.compile.layout import countries_of
from counterflow.scenario.pathway import Approach, Exits
from counterflow.scenario.people import AGE_GROUPS
from counterflow.scenario.quantity import Quantity
from counterflow.scenario.schema import Scenario
from counterflow.world import (
    AGE_GROUP,
    CHANNELS,
    DRIVERS,
    EXITS,
    STAGES,
    Aftermath,
    Approaches,
    Contacts,
    Floats,
    Hardship,
    Levels,
    Parameters,
    Steps,
    Ties,
    Travel,
)

LN2 = 0.6931471805599453
_NEVER = 1e9


def _values(*numbers: Quantity) -> Floats:
    return np.array([number.value for number in numbers])


def compile_ties(ties: life.Ties) -> Ties:
    """Ties and support."""
    return Ties(
        home_ties=ties.home_ties.value,
        kept=ties.kept.value,
        decay=ties.decay.value,
        lifetime=ties.lifetime.value,
        ghetto=ties.ghetto.value,
        kin=ties.kin_weight.value,
        mentor=ties.mentor_weight.value,
        scale=ties.scale.value,
        cap=ties.cap.value,
        other_sign=_values(ties.kin_recruit, ties.mentors_recruit),
    )


def compile_hardship(hardship: life.HardshipSizes) -> Hardship:
    """Grievance."""
    return Hardship(
        half_life=hardship.half_life.value,
        size=_values(hardship.public, hardship.authorities, hardship.employers, hardship.ban),
        irregular=hardship.irregular.value,
        cap=hardship.cap.value,
    )


def compile_levels(scenario: Scenario, calendar: Calendar) -> Levels:
    """Country values. Centre and spread stand at 0 and 1 until they are measured on a sample of the world's own people."""
    countries = countries_of(scenario)
    drivers = scenario.drivers
    return Levels(
        message=np.stack([calendar.daily(country.message) for country in countries]),
        message_online=drivers.message_online.value - 1.0,
        message_schooling=_values(*drivers.message_schooling),
        message_practising=_values(*drivers.message_practising),
        repression=_values(*(cohort.traits.repression for cohort in scenario.cohort)),
        precarity=np.stack([calendar.daily(country.precarity) for country in countries]),
        irregular=drivers.irregular.value,
        centre=np.zeros(len(DRIVERS)),
        spread=np.ones(len(DRIVERS)),
        interaction_centre=0.0,
    )


def compile_approaches(scenario: Scenario, calendar: Calendar, salience: Sequence[Inflow]) -> Approaches:
    """Who is approached how often."""
    approach, broadcast = scenario.approach, scenario.broadcast
    offsets = approach.offsets
    return Approaches(
        salience=calendar.salience(salience, approach.lag.value, approach.salience_from),
        home_rate=approach.home_rate.value,
        online_rate=_values(*(cohort.reach.online for cohort in scenario.cohort)),
        ghetto=approach.ghetto.value,
        least_age=approach.least_age.value,
        reach=_reach(approach),
        self_start=_values(*(cohort.reach.self_start for cohort in scenario.cohort)),
        ideology_cap=approach.ideology_cap.value,
        broadcast_at=_NEVER if broadcast is None else calendar.when(broadcast.on),
        broadcast_rate=_values(*(cohort.reach.broadcast for cohort in scenario.cohort)),
        broadcast_decay=1.0 if broadcast is None else LN2 / broadcast.half_life.value,
        candidates=approach.candidates,
        offset=_values(*(getattr(offsets, channel.replace("-", "_")) for channel in CHANNELS)),
    )


def _reach(approach: Approach) -> Floats:
    """Relative reach of men and women by five-year group; the entry that holds in a group's middle."""
    by_group = np.zeros((2, AGE_GROUPS))
    for entry in approach.reach:
        older = (np.arange(AGE_GROUPS) + 0.5) * AGE_GROUP >= entry.age.value
        by_group[0, older], by_group[1, older] = entry.men.value, entry.women.value
    return by_group


def compile_contacts(scenario: Scenario) -> Contacts:
    """What engaged people do."""
    contacts = scenario.contacts
    mix = _values(contacts.kin, contacts.crew, contacts.friends, contacts.district)
    return Contacts(
        mix=mix / float(np.cumsum(mix)[-1]),
        tie_edge=contacts.per_tie.value,
        ghetto=contacts.ghetto.value,
        returnee=contacts.returnee.value,
    )


def compile_steps(scenario: Scenario) -> Steps:
    """Highest probabilities and hazards."""
    highest = scenario.highest
    return Steps(
        highest=_values(*(getattr(highest, stage) for stage in STAGES)),
        disengage=highest.disengaging.value,
    )


def compile_travel(scenario: Scenario, calendar: Calendar) -> Travel:
    """From committed to gone."""
    return Travel(
        blocked=np.stack([calendar.daily(country.blocked) for country in countries_of(scenario)]),
        detained=scenario.travel.detained.value,
        family=_values(*(cohort.departure.family for cohort in scenario.cohort)),
        women_alone=_values(*(cohort.departure.women_alone for cohort in scenario.cohort)),
        attraction=calendar.daily(scenario.travel.attraction),
    )


def compile_aftermath(scenario: Scenario, calendar: Calendar) -> Aftermath:
    """Hazards after departure: the mean over each year of a schedule that changes within it."""
    return Aftermath(
        hazard=np.stack(
            [
                np.stack([_exits(theatre.fighters, calendar), _exits(theatre.family, calendar)])
                for theatre in scenario.theatre
            ]
        ),
        rebrand=calendar.daily(scenario.rebranding.share),
        units=scenario.rebranding.units,
        group_strength=scenario.rebranding.group_strength.value,
    )


def _exits(exits: Exits, calendar: Calendar) -> Floats:
    return np.stack([_yearly(calendar.daily(getattr(exits, name)), calendar) for name in EXITS])


def _yearly(daily: Floats, calendar: Calendar) -> Floats:
    firsts = [calendar.row(day) for day in calendar.calendar_years()]
    bounds = zip(firsts, [*firsts[1:], len(daily)], strict=True)
    return np.array([float(np.cumsum(daily[low:high])[-1]) / (high - low) for low, high in bounds])


def compile_parameters(scenario: Scenario, places: int) -> Parameters:
    """The centres of what accounts disagree about: no driver has a weight, nothing targets, nothing is held fixed."""
    contested = scenario.contested
    return Parameters(
        weights=np.zeros((len(STAGES), len(DRIVERS))),
        intercepts=_values(*contested.intercepts),
        interaction=contested.interaction.value,
        exposure_ratio=contested.exposure_ratio.value,
        contact_rate=contested.contact_rate.value,
        bridge_jump=contested.bridge_jump.value,
        self_start=contested.self_start.value,
        selection=_values(contested.selection_precarity, contested.selection_belonging),
        place_sd=contested.place_sd.value,
        kin_recruit=contested.kin_recruit.value,
        place_mean=np.ones(places),
        cohort_intensity=np.ones(len(scenario.cohort)),
        fixed=np.full(len(DRIVERS), np.nan),
    )
