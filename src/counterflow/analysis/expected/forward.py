"""The forward kernel: expected departures of the first generation, and what peers make of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from counterflow.analysis.expected.rows import GROUPS, LEAST, Rows
from counterflow.experiment.summary import months_of
from counterflow.pathway.approach import APPROACHED, targets
from counterflow.pathway.drivers import log_odds
from counterflow.pathway.engagement import ENGAGING, engaging_odds
from counterflow.pathway.steps import COMMITTING, LEAVING
from counterflow.people.arithmetic import logistic
from counterflow.people.compiled import kernel
from counterflow.people.packed import pack
from counterflow.people.tables import daily
from counterflow.world import CHANNELS, DRIVERS, Floats, World

K = len(DRIVERS)
NETWORK, EXPOSURE = K, K + 1
CANDIDATES = K + 2
"""Candidates for main driver: the drivers, network, exposure."""
KINDS = 4
THIRDS = np.array([1.0 - 2.0 * np.log(1.5), 1.0 + 2.0 * np.log(1.5) - np.log(3.0), 1.0 + np.log(3.0)])
"""Means of the thirds of an exponential law of mean 1: the time from engaging to leaving is two such steps."""
STREET, ONLINE, PEER, BROADCAST, SELF_START = (
    CHANNELS.index(name) for name in ("street", "online", "peer", "broadcast", "self-start")
)


NOTHING_HELD = np.zeros((GROUPS, K))


class Result(NamedTuple):
    """Filled by the kernel. Peers are left out of departures; the last six fields hold what peers and families need."""

    departures: (
        Floats  # [C, kinds, channels, months] first generation, by where engaged and when gone; or no months
    )
    person: Floats  # [rows] expected departures that each row stands for, all channels
    engaged: Floats  # [rows] expected engaged people that each row stands for
    first: Floats  # [rows] hazard per year of an end to being engaged, by committing or turning away
    second: Floats  # [rows] hazard per year of an end to being committed, by setting out or turning away
    blocked: Floats  # [rows] probability that somebody who sets out is stopped
    per_approach: Floats  # [rows] probability that a street approach ends in a departure
    gone: Floats  # [C, channels] sum of `person`
    company: Floats  # [C, channels] family who leave with them
    joined: Floats  # [C, channels] sum of `engaged`
    edge_years: Floats  # [C] years that they stay engaged x their contacts relative to the base rate
    likely: Floats  # [C] sum over all rows of the chance that somebody called engages
    asked: Floats  # [C] weight in that sum
    following: Floats  # [C] that sum, each of them by the chance of leaving


class Path(NamedTuple):
    """What becomes of somebody who engages."""

    first: float  # hazards, see Result
    second: float
    sets_out: float  # probability of setting out
    years: float  # mean years engaged or committed


def new_result(world: World, rows: Rows, *, by_month: bool) -> Result:
    """Room for a result; departures have months only where they are asked for, which takes time."""
    months = months_of(world) if by_month else 0
    cohorts, n = world.homes.country.size, rows.cohort.size
    return Result(
        departures=np.zeros((cohorts, KINDS, len(CHANNELS), months)),
        person=np.zeros(n),
        engaged=np.zeros(n),
        first=np.ones(n),
        second=np.ones(n),
        blocked=np.zeros(n),
        per_approach=np.zeros(n),
        gone=np.zeros((cohorts, len(CHANNELS))),
        company=np.zeros((cohorts, len(CHANNELS))),
        joined=np.zeros((cohorts, len(CHANNELS))),
        edge_years=np.zeros(cohorts),
        likely=np.zeros(cohorts),
        asked=np.zeros(cohorts),
        following=np.zeros(cohorts),
    )


@kernel
def _fill_drivers(rows: Rows, i: int, matched: Floats, held: int, x: Floats) -> None:
    for k in range(K):
        x[k] = matched[rows.group[i], k] if (held >> k) & 1 else rows.driver[i, k]


@kernel
def _chosen(world: World, place: int, x: Floats) -> float:
    """How much likelier than others at the place recruiters choose such a person."""
    if not targets(world):
        return 1.0
    likely = world.steps.highest[APPROACHED] * logistic(log_odds(world, APPROACHED, x))
    return likely / world.parameters.place_mean[place]


@kernel
def _engages(world: World, channel: int, x: Floats) -> float:
    return world.steps.highest[ENGAGING] * logistic(engaging_odds(world, channel, x))


@kernel
def _fill_rates(
    world: World, rows: Rows, i: int, held: int, relief: float, x: Floats, by_channel: Floats
) -> None:
    """Engagements per person-year at full salience, by channel; peers are left out."""
    parameters = world.parameters
    street = rows.street[i] * (parameters.exposure_ratio if rows.kind[i] > 0 else 1.0)
    if (held >> EXPOSURE) & 1:
        street = rows.reach[i] * world.approaches.home_rate * relief
    broadcast = rows.broadcast[i] * parameters.bridge_jump * (relief if (held >> NETWORK) & 1 else 1.0)
    chosen = _chosen(world, rows.place[i], x)
    by_channel[STREET] = street * chosen * _engages(world, STREET, x)
    # Most rows are offline or asked before the broadcast: an eighth of the time is saved by not asking how they would answer it.
    by_channel[ONLINE] = rows.online[i] * chosen * _engages(world, ONLINE, x) if rows.online[i] > 0.0 else 0.0
    by_channel[BROADCAST] = broadcast * chosen * _engages(world, BROADCAST, x) if broadcast > 0.0 else 0.0
    by_channel[SELF_START] = rows.self_start[i] * parameters.self_start


@kernel
def _path(world: World, rows: Rows, i: int, x: Floats) -> Path:
    """What becomes of somebody who engages; hazards are held at their values then."""
    steps = world.steps
    commit = steps.highest[COMMITTING] * logistic(log_odds(world, COMMITTING, x))
    leave = steps.highest[LEAVING] * logistic(log_odds(world, LEAVING, x))
    if rows.female[i] == 1:
        leave *= world.travel.women_alone[rows.cohort[i]]
    first, second = commit + steps.disengage, leave + steps.disengage
    return Path(first, second, commit / first * leave / second, (1.0 + commit / second) / first)


@kernel
def _set_out(world: World, rows: Rows, i: int, path: Path, engaged: Floats, into: Floats) -> float:
    """Share of those who set out who are stopped; adds the others to the months in which they leave, if there are any."""
    table = world.travel.blocked[world.places.country[rows.place[i]]]
    share = path.sets_out / THIRDS.size**2
    total = 0.0
    for one in THIRDS:
        for other in THIRDS:
            at = rows.time[i] + one / path.first + other / path.second
            blocked = daily(table, at)
            total += blocked
            if at < world.years and into.shape[3] > 0:
                month = min(int(at * 12.0), into.shape[3] - 1)
                for channel in range(engaged.shape[0]):
                    gone = engaged[channel] * share * (1.0 - blocked)
                    into[rows.cohort[i], rows.kind[i], channel, month] += gone
    return total / THIRDS.size**2


@kernel
def forward(world: World, rows: Rows, matched: Floats, held: int, relief: float, result: Result) -> None:
    """Fill in the result, with some candidates at their matched level (bits of `held`); `relief` is that of places."""
    result.gone[:] = 0.0
    result.company[:] = 0.0
    result.joined[:] = 0.0
    for totals in (result.edge_years, result.likely, result.asked, result.following):
        totals[:] = 0.0
    result.departures[:] = 0.0
    x, by_channel = np.empty(K), np.zeros(len(CHANNELS))
    for i in range(rows.cohort.shape[0]):
        result.person[i], result.engaged[i], result.per_approach[i] = 0.0, 0.0, 0.0
        if rows.weight[i] == 0.0:
            continue
        cohort = rows.cohort[i]
        weight = rows.weight[i] * world.parameters.cohort_intensity[cohort]
        _fill_drivers(rows, i, matched, held, x)
        _fill_rates(world, rows, i, held, relief, x, by_channel)
        by_channel *= weight
        engaged = by_channel.sum()
        path = _path(world, rows, i, x)
        blocked = _set_out(world, rows, i, path, by_channel, result.departures)
        leaves = path.sets_out * (1.0 - blocked)
        result.first[i], result.second[i], result.blocked[i] = path.first, path.second, blocked
        result.per_approach[i] = _engages(world, STREET, x) * leaves
        result.engaged[i], result.person[i] = engaged, engaged * leaves
        for channel in range(by_channel.shape[0]):
            result.gone[cohort, channel] += by_channel[channel] * leaves
            result.company[cohort, channel] += by_channel[channel] * leaves * rows.company[i]
            result.joined[cohort, channel] += by_channel[channel]
        result.edge_years[cohort] += engaged * path.years * rows.edges[i]
        called = rows.weight[i] * _engages(world, PEER, x)
        result.likely[cohort] += called
        result.following[cohort] += called * leaves
        result.asked[cohort] += rows.weight[i]


def as_it_is(world: World, rows: Rows) -> Result:
    """The result with nothing held, without months."""
    result = new_result(world, rows, by_month=False)
    forward(pack(world), pack(rows), NOTHING_HELD, 0, 1.0, pack(result))
    return result


def contact_yield(result: Result) -> Floats:
    """People engaged by somebody engaged, over the contact rate, [cohorts].

    The chance that somebody called engages, times the years for which the caller stays engaged, weighted by contacts.
    """
    chance = result.likely / np.maximum(result.asked, LEAST)
    return chance * result.edge_years / np.maximum(result.joined.sum(axis=1), LEAST)


def with_peers(result: Result, reproduction: Floats, scales: Floats | None = None) -> Floats:
    """Departures, peers included, over those of the first generation, [cohorts].

    Recruiters turn to some ages and to men; friends and kin call whomever they have. Peers therefore leave less often than those
    whom strangers engaged. `scales`: factors on the channels of the first generation.
    """
    factors = np.ones(len(CHANNELS)) if scales is None else scales
    own = result.gone @ factors / np.maximum(result.joined @ factors, LEAST)
    theirs = result.following / np.maximum(result.likely, LEAST)
    return np.asarray(1.0 + reproduction / (1.0 - reproduction) * theirs / np.maximum(own, LEAST))
