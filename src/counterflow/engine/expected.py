"""How many people a run should touch, before it is run: a world that would activate nearly everybody is refused with the figure.

A rough sum, day by day: people are mixed evenly, as they are not in the engine; drivers vary as widely as they were standardised
to; programmes are left out. It counts those whom recruiters reach, those who engage, whom they call in turn, and who is left.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from counterflow.engine.errors import EngineError
from counterflow.engine.presence import adults, present, reached, reached_online
from counterflow.engine.streams import Streams
from counterflow.pathway.approach import BROADCAST, ONLINE, PEER, STREET
from counterflow.pathway.engagement import ENGAGING
from counterflow.pathway.steps import COMMITTING, LEAVING
from counterflow.world import DAYS_PER_YEAR, EARLY, Floats, World

MOST_TOUCHED = 20_000_000
"""People whom a run may be expected to reach: the memory that they take is then below 10 GB."""
MEETINGS = 0.6
"""Share of contacts that reach somebody old enough and present: measured in the engine, 0.5 to 0.7 where few are engaged."""
SECONDS_PER_PROPOSAL, SECONDS_PER_APPROACH, SECONDS_PER_ENGAGED = 0.5e-6, 3e-6, 25e-6
"""Measured on one core of a 2-core machine."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a run should come to."""

    proposals: (
        float  # points of places and cohorts below their ceilings, and calls: at most as many approaches
    )
    approaches: float  # that reach a present person
    touched: float  # people approached at least once
    engagements: float
    reproduction: float  # people engaged by one engaged person, while nearly everybody is free
    people: int

    @property
    def share(self) -> float:
        """People ever approached over people alive."""
        return self.touched / self.people

    @property
    def seconds(self) -> float:
        """Roughly how long the run takes."""
        work = self.proposals * SECONDS_PER_PROPOSAL + self.approaches * SECONDS_PER_APPROACH
        return work + self.engagements * SECONDS_PER_ENGAGED


class _First(NamedTuple):
    """Per year, while everybody is free: those who follow salience, and those who follow the broadcast on its date."""

    proposals: float
    approaches: float
    engaging: float
    calls: float  # proposals of the broadcast
    called: float
    joining: float


class _Engaged(NamedTuple):
    """What becomes of an engaged person."""

    contacts: float  # per year at full salience
    yields: float  # probability that somebody called engages
    ends: float  # hazard per year
    goes: float  # share who set out in the end


def expected(world: World, streams: Streams) -> Expected:
    """The figures for a run whose streams are filled in."""
    people = int(world.homes.cohort_start[-1])
    old_enough = float(adults(world) @ np.diff(world.homes.cohort_start))
    first, engaged = _first(world, streams), _engaged(world)
    salience, broadcast = _levels(world)
    joins = proposals = approaches = touched = active = gone = 0.0
    day = 1.0 / DAYS_PER_YEAR
    for level, call in zip(salience.tolist(), broadcast.tolist(), strict=True):
        free = max(0.0, 1.0 - (active + gone) / max(old_enough, 1.0))
        calls = engaged.contacts * level * active * day
        met = calls * MEETINGS * free
        reached = (first.approaches * level + first.called * call) * free * day + met
        new = (first.engaging * level + first.joining * call) * free * day + met * engaged.yields
        proposals += (first.proposals * level + first.calls * call) * day + calls
        approaches += reached
        # Whoever was never approached is free: approaches spread over those who are.
        touched += (old_enough - touched) * -math.expm1(-reached / max(old_enough * free, 1.0))
        new = min(new, free * old_enough)
        ended = active * -math.expm1(-engaged.ends * day)
        joins += new
        gone += ended * engaged.goes
        active += new - ended
    mean = float(salience.mean()) if salience.size else 0.0
    years = min(world.years, 1.0 / engaged.ends)
    reproduction = engaged.contacts * mean * MEETINGS * engaged.yields * years
    return Expected(proposals, approaches, touched, joins, reproduction, people)


def refuse_hopeless(world: World, streams: Streams) -> None:
    """Raise EngineError with the figures where more than MOST_TOUCHED people should be touched."""
    if world.homes.cohort_start[-1] <= MOST_TOUCHED:
        return
    found = expected(world, streams)
    if found.touched > MOST_TOUCHED:
        raise EngineError(
            f"about {found.touched / 1e6:,.0f} of {found.people / 1e6:,.0f} million people ({found.share:.0%}) would be "
            f"approached at least once, in {found.approaches:,.3g} approaches and some {_duration(found.seconds)} a run, and each "
            f"engaged person would engage {found.reproduction:.2g} others: more than {MOST_TOUCHED / 1e6:.0f} million are not run; "
            "lower the rates of approach, of self-start or of contacts, the probability of engaging, or the populations"
        )


def _duration(seconds: float) -> str:
    return f"{seconds / 60:,.0f} minutes" if seconds < 7200 else f"{seconds / 3600:,.0f} hours"


def _levels(world: World) -> tuple[Floats, Floats]:
    """Salience, and the level of the broadcast, on each day of the history."""
    first, days = int(EARLY * DAYS_PER_YEAR), math.ceil(world.years * DAYS_PER_YEAR)
    table = world.approaches.salience
    salience = table[np.minimum(np.arange(first, first + days), table.size - 1)]
    since = np.arange(days) / DAYS_PER_YEAR - world.approaches.broadcast_at
    decay = np.exp(-world.approaches.broadcast_decay * np.maximum(since, 0.0))
    return salience, np.where(since < 0.0, 0.0, decay)


def _first(world: World, streams: Streams) -> _First:
    """The first generation: what the streams' rates come to among those present, old enough and online."""
    places, cohorts = world.places.country.size, world.homes.country.size
    rate = streams.rate * streams.intense
    street = float(rate[:places] @ present(world))
    online, broadcast, self_start = rate[places:].reshape(cohorts, 3).T
    online_reached = reached_online(world)
    by_web, called = float(online @ online_reached), float(broadcast @ online_reached)
    alone = float(self_start @ (reached(world) * _ideology(world)))
    ceilings = rate * streams.most.mean(axis=1) * streams.factor
    most = ceilings[places:].reshape(cohorts, 3)
    return _First(
        proposals=float(ceilings[:places].sum() + most[:, [0, 2]].sum()),
        approaches=street + by_web + alone,
        engaging=street * _engages(world, STREET) + by_web * _engages(world, ONLINE) + alone,
        calls=float(most[:, 1].sum()),
        called=called,
        joining=called * _engages(world, BROADCAST),
    )


def _ideology(world: World) -> Floats:
    """[cohorts] ideology at home relative to the cap at which a self-start is certain to go ahead, at most 1."""
    message = world.levels.message[world.homes.country].mean(axis=1)
    online = 1.0 + world.levels.message_online * world.traits.online.mean(axis=1)
    return np.asarray(np.minimum(1.0, message * online / world.approaches.ideology_cap))


def _engages(world: World, channel: int) -> float:
    """Mean probability of engaging of those approached through a channel."""
    return _likely(world, ENGAGING, float(world.approaches.offset[channel]))


def _likely(world: World, stage: int, offset: float = 0.0) -> float:
    """Mean over drivers of unit variance of highest x logistic(log odds), by the usual approximation."""
    parameters = world.parameters
    variance = float((parameters.weights[stage] ** 2).sum())
    odds = (parameters.intercepts[stage] + offset) / math.sqrt(1.0 + math.pi * variance / 8.0)
    return float(world.steps.highest[stage]) / (1.0 + math.exp(-max(-700.0, min(700.0, odds))))


def _engaged(world: World) -> _Engaged:
    commit, leave = _likely(world, COMMITTING), _likely(world, LEAVING)
    turn_away = world.steps.disengage
    first, second = max(commit + turn_away, 1e-9), max(leave + turn_away, 1e-9)
    return _Engaged(
        contacts=world.parameters.contact_rate,
        yields=_engages(world, PEER),
        ends=first / (1.0 + commit / second),
        goes=commit / first * leave / second,
    )
