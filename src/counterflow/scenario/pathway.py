"""Approach, contacts, steps, travel and aftermath."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from counterflow.scenario.numeric import (
    Number,
    PersonRate,
    Persons,
    Rate,
    RateByDate,
    Ratio,
    Score,
    Share,
    ShareByDate,
    Years,
)
from counterflow.scenario.quantity import Record, Sourced


class Offsets(Sourced):
    """Added log odds of engaging, by the channel of the approach."""

    street: Score
    online: Score
    peer: Score
    broadcast: Score
    self_start: Score
    returnee: Score


class ReachFrom(Sourced):
    """How much of approaches falls on people from an age on, relative to the sex and age that are approached most (1)."""

    age: Years
    men: Share
    women: Share


class Approach(Sourced):
    """Who is approached how often; cohorts hold their own rates."""

    home_rate: PersonRate
    """Street approaches of whoever is approached most, in a home district at the peak of salience: a convention that the
    intercept balances."""
    reach: Annotated[tuple[ReachFrom, ...], Field(min_length=1)]
    """By sex and age, oldest last; each entry holds up to the next one's age. Nobody below the first is approached by strangers."""
    ghetto: Ratio
    """Street approaches are more frequent by this times ghettoisation."""
    least_age: Years
    """Nobody younger is approached, or leaves but as family."""
    ideology_cap: Score
    """Ideology at which a self-start is certain to go ahead."""
    candidates: int = Field(ge=1, le=16)
    """Targets tried per approach: 1, a failed approach is lost; 3, it moves on to others."""
    lag: Years
    """Central Asia's salience runs this much behind the world's."""
    salience_from: date | None = None
    """Nobody went before; the salience curve rises from here to its first point. None: it is level before its first point."""
    offsets: Offsets


class Broadcast(Sourced):
    """A bridge figure's call to follow."""

    on: date
    half_life: Years


class ContactMix(Sourced):
    """What engaged people do to those they know."""

    kin: Ratio
    crew: Ratio
    friends: Ratio
    district: Ratio
    """Relative rates over whom they contact."""
    per_tie: Ratio
    """Further contacts per community or mentor tie, relative to the four together."""
    ghetto: Ratio
    """Contacts are more frequent by this times ghettoisation."""
    returnee: Ratio
    """Contacts by a returnee relative to an engaged person."""


class Highest(Sourced):
    """Highest probability or hazard of each step; drivers move people below it."""

    approached: Share
    engaging: Share
    committing: Rate
    leaving: Rate
    disengaging: Rate
    """The hazard itself, not a bound."""


class TravelRules(Sourced):
    """From committed to gone; countries hold the share that is stopped."""

    detained: Share
    """Of those stopped, detained."""
    attraction: ShareByDate
    """Departures that go to the first theatre."""


class Exits(Sourced):
    """Competing hazards of those in a theatre."""

    dead: RateByDate
    returned: RateByDate
    detained: RateByDate


class Theatre(Sourced):
    """Where departures lead."""

    name: str
    fighters: Exits
    family: Exits


class Rebranding(Sourced):
    """Armed groups in the second theatre that take the stronger label, unit by unit."""

    group_strength: Persons
    """People in the established group."""
    units: int = Field(ge=1, le=10_000)
    """Commanders who decide for their own men, each with as many."""
    share: RateByDate
    """Units that go over, per year."""


class Contested(Sourced):
    """Centres of the parameters over which accounts disagree; an account's prior replaces them."""

    exposure_ratio: Ratio
    """Street approaches per person-year, host places over home districts."""
    contact_rate: Rate
    """Contacts made by an engaged person."""
    bridge_jump: Ratio
    self_start: Ratio
    selection_precarity: Score
    selection_belonging: Score
    """Shift of mobile people, in standard deviations."""
    place_sd: Number
    """Log-normal spread of a place's recruiting intensity."""
    kin_recruit: Ratio
    interaction: Score
    """On isolation times grievance, at engaging."""
    intercepts: tuple[Score, Score, Score, Score]
    """Log odds at mean drivers: approached, engaging, committing, leaving."""


class Pathway(Record):
    """All of the above."""

    approach: Approach
    broadcast: Broadcast | None = None
    contacts: ContactMix
    highest: Highest
    travel: TravelRules
    theatre: tuple[Theatre, Theatre]
    rebranding: Rebranding
    contested: Contested
