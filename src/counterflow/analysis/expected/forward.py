"""The forward kernel: expected departures of the first generation, and what peers make of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from counterflow.analysis.expected.rows import Rows
from counterflow.people.arithmetic import logistic
from counterflow.people.compiled import kernel
from counterflow.people.tables import daily
from counterflow.world import CHANNELS, DRIVERS, Floats, World

K = len(DRIVERS)
NETWORK, EXPOSURE = K, K + 1
CANDIDATES = K + 2
"""Candidates for main driver: the drivers, network, exposure."""
KINDS = 4
DELAYS = np.array([0.3191, 0.6834, 1.1090, 1.8886])
"""The time from engaging to leaving is two exponential steps: four equally likely points of an Erlang law, scaled to mean 1."""
ENGAGING, COMMITTING, LEAVING = 1, 2, 3
STREET, ONLINE, BROADCAST, SELF_START = (
    CHANNELS.index(name) for name in ("street", "online", "broadcast", "self-start")
)


class Result(NamedTuple):
    """Filled by the kernel."""

    departures: Floats  # [C, kinds, channels, months] first generation, by where engaged and when gone
    person: Floats  # [rows] expected departures that each row stands for, all channels
    engaged: Floats  # [rows] expected engaged people that each row stands for
    delay: Floats  # [rows] mean years from engaging to leaving
    blocked: Floats  # [rows] probability that somebody who sets out is stopped
    per_approach: Floats  # [rows] probability that a street approach ends in a departure
    cohort: Floats  # [C, 5] departures, engaged people, chances of those contacted, weight in that, years engaged x edges


def new_result(world: World, rows: Rows) -> Result:
    """Room for a result."""
    months = 12 * int(np.ceil(world.years))
    shape = (world.homes.country.size, KINDS, len(CHANNELS), months)
    n = rows.cohort.size
    return Result(
        departures=np.zeros(shape),
        person=np.zeros(n),
        engaged=np.zeros(n),
        delay=np.zeros(n),
        blocked=np.zeros(n),
        per_approach=np.zeros(n),
        cohort=np.zeros((shape[0], 5)),
    )


@kernel
def _odds(world: World, stage: int, x: Floats) -> float:
    total = world.parameters.intercepts[stage]
    for k in range(K):
        total += world.parameters.weights[stage, k] * x[k]
    return total


@kernel
def _leaves(world: World, rows: Rows, i: int, x: Floats) -> tuple[float, float, float]:
    """(probability that somebody engaged sets out, mean years until then, probability of being stopped then).

    Hazards are held at their values now.
    """
    steps = world.steps
    commit = steps.highest[COMMITTING] * logistic(_odds(world, COMMITTING, x))
    leave = steps.highest[LEAVING] * logistic(_odds(world, LEAVING, x))
    if rows.female[i] == 1:
        leave *= world.travel.women_alone[rows.cohort[i]]
    first, second = commit + steps.disengage, leave + steps.disengage
    delay = 1.0 / first + 1.0 / second
    blocked = daily(world.travel.blocked[world.places.country[rows.place[i]]], rows.time[i] + delay)
    return commit / first * leave / second, delay, blocked


@kernel
def forward(
    world: World, rows: Rows, matched: Floats, held: int, relief: float, by_month: bool, result: Result
) -> None:
    """Expected departures with some candidates at their matched level (bits of `held`); `relief` is that of places.

    Peers are left out of `departures`, which is filled only `by_month`; `cohort` has what reproduction needs.
    """
    parameters = world.parameters
    months = result.departures.shape[3]
    if by_month:
        result.departures[:] = 0.0
    result.cohort[:] = 0.0
    x = np.empty(K)
    targeting = False
    for k in range(K):
        targeting = targeting or parameters.weights[0, k] != 0.0
    by_channel = np.zeros(len(CHANNELS))
    for i in range(rows.cohort.shape[0]):
        result.person[i], result.engaged[i], result.per_approach[i], result.delay[i] = 0.0, 0.0, 0.0, 1.0
        if rows.weight[i] == 0.0:
            continue
        for k in range(K):
            x[k] = matched[rows.group[i], k] if (held >> k) & 1 else rows.driver[i, k]
        chosen = 1.0
        if targeting:
            chosen = (
                world.steps.highest[0] * logistic(_odds(world, 0, x)) / parameters.place_mean[rows.place[i]]
            )
        odds = _odds(world, ENGAGING, x) + parameters.interaction * (
            x[0] * x[1] - world.levels.interaction_centre
        )
        ratio = parameters.exposure_ratio if rows.kind[i] > 0 else 1.0
        street = rows.street[i] * ratio
        if (held >> EXPOSURE) & 1:
            street = world.approaches.home_rate * relief
        broadcast = rows.broadcast[i] * parameters.bridge_jump * (relief if (held >> NETWORK) & 1 else 1.0)
        highest, offset = world.steps.highest[ENGAGING], world.approaches.offset
        by_channel[STREET] = street * chosen * highest * logistic(odds + offset[STREET])
        by_channel[ONLINE] = rows.online[i] * chosen * highest * logistic(odds + offset[ONLINE])
        by_channel[BROADCAST] = broadcast * chosen * highest * logistic(odds + offset[BROADCAST])
        by_channel[SELF_START] = rows.self_start[i] * parameters.self_start
        sets_out, delay, blocked = _leaves(world, rows, i, x)
        leaves = sets_out * (1.0 - blocked)
        weight = rows.weight[i] * parameters.cohort_intensity[rows.cohort[i]]
        result.per_approach[i] = highest * logistic(odds + offset[STREET]) * leaves
        result.delay[i], result.blocked[i] = delay, blocked
        engaged = 0.0
        for channel in range(len(CHANNELS)):
            engaged += by_channel[channel]
        for point in range(DELAYS.shape[0] if by_month else 0):
            month = int((rows.time[i] + delay * DELAYS[point]) * 12.0)
            if month < months:
                for channel in range(len(CHANNELS)):
                    gone = weight * by_channel[channel] * leaves / DELAYS.shape[0]
                    result.departures[rows.cohort[i], rows.kind[i], channel, month] += gone
        result.engaged[i] = weight * engaged
        result.person[i] = weight * engaged * leaves
        result.cohort[rows.cohort[i], 0] += result.person[i]
        result.cohort[rows.cohort[i], 1] += weight * engaged
        result.cohort[rows.cohort[i], 2] += rows.weight[i] * highest * logistic(odds + offset[2])
        result.cohort[rows.cohort[i], 3] += rows.weight[i]
        result.cohort[rows.cohort[i], 4] += (
            weight * engaged * min(delay, 1.0 / world.steps.disengage) * rows.edges[i]
        )
