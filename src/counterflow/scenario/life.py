"""Journeys, ties, hardship and drivers: what holds for everybody."""

from __future__ import annotations

from counterflow.scenario.numeric import Number, Rate, Ratio, Score, Share, Years
from counterflow.scenario.quantity import Sourced


class JourneyRules(Sourced):
    """Rules of journeys."""

    first_age: Years
    last_age: Years
    ban_length: Years
    ban_regular: Ratio
    """Probability of a ban after a regular stay, relative to an irregular one."""
    third_share: Share
    """Banned people who work in a third country while the ban holds; the others wait at home."""


class Ties(Sourced):
    """Ties and support."""

    home_ties: Number
    """Community ties of a person at home, of 8 possible."""
    kept: Share
    """Home ties kept on arrival."""
    decay: Rate
    """Decay of kept ties."""
    lifetime: Years
    """Mean life of a tie made abroad."""
    ghetto: Ratio
    """Births of co-ethnic ties are higher by this times ghettoisation."""
    kin_weight: Ratio
    mentor_weight: Ratio
    """Weight of one kin member, one mentor or leader; a community tie weighs 1."""
    scale: Number
    """Support at which isolation has fallen to 1/e."""
    cap: Number
    """Most community ties, and most mentors, that count."""
    kin_recruit: Share
    mentors_recruit: Share
    """Kin, mentors and leaders of the other sign: they recruit."""


class HardshipSizes(Sourced):
    """Grievance from incidents."""

    half_life: Years
    public: Number
    authorities: Number
    employers: Number
    ban: Number
    """Mean size of an incident; sizes are exponential."""
    irregular: Ratio
    """Factor on incidents by authorities and employers in an irregular stay."""
    cap: Number
    """Most that grievance counts."""


class Drivers(Sourced):
    """How drivers are made up; countries hold their own values."""

    message_online: Ratio
    """The message reaches people online more often by this factor less one."""
    message_schooling: tuple[Ratio, Ratio, Ratio]
    """Factor on the message by religious schooling: none or basic, intermediate, advanced."""
    message_practising: tuple[Ratio, Ratio]
    """Factor on the message for people who do not practise, and who do: religion may protect or prepare the ground."""
    irregular: Score
    """Added precarity of an irregular stay."""
