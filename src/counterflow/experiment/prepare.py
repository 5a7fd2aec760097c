"""From a scenario to a world that can run: compiled, and its drivers standardised on its own people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterflow.engine import simulate
from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.sample import Sample, draw_sample
from counterflow.pathway.drivers import BELONGING, GRIEVANCE, PRECARITY, SUPPORT
from counterflow.scenario import Scenario, compile_world
from counterflow.world import Arm, Floats, World

MOBILE, IMMOBILE = 1200, 800
"""People asked per cohort: the mean of a driver is then known within 3 percent of its spread."""
LAST_DIGITS = 1e-9


def prepare(scenario: Scenario, salience: Sequence[SaliencePoint]) -> World:
    """The world of a scenario with standardised drivers."""
    world = compile_world(scenario, salience)
    return standardised(world, draw_sample(world, mobile=MOBILE, immobile=IMMOBILE))


def isolation(world: World, sample: Sample, kin_recruit_share: float) -> Floats:
    """Isolation of everybody in a sample, given the share of kin who recruit; the engine's formula, on columns."""
    rows, ties = sample.survey, world.ties
    signs = np.where(rows.kin < kin_recruit_share, -1.0, 1.0)
    kin = np.where(np.isnan(rows.kin), 0.0, signs).sum(axis=1)
    support = ties.kin * kin + rows.ties + ties.mentor * rows.mentors
    return np.asarray(np.exp(-np.maximum(support, 0.0) / ties.scale))


def raw_drivers(world: World, sample: Sample) -> Floats:
    """All raw drivers of a sample at the world's own parameters, [rows, K]."""
    parameters = world.parameters
    raw = sample.survey.raw.copy()
    raw[:, SUPPORT] = isolation(world, sample, world.ties.other_sign[0] * parameters.kin_recruit)
    raw[:, PRECARITY] += parameters.selection[0] * sample.survey.mobile
    raw[:, BELONGING] += parameters.selection[1] * sample.survey.mobile
    return raw


def standardised(world: World, sample: Sample) -> World:
    """The world with each driver's mean and spread among adults, those at home and those away counted alike."""
    raw = raw_drivers(world, sample)
    away = sample.kind > 0
    weight = np.zeros(len(sample))
    for group in (away, ~away):
        total = sample.weight[group].sum()
        if total > 0.0:
            weight[group] = sample.weight[group] / total
    weight /= weight.sum()
    centre = weight @ raw
    spread = np.sqrt(weight @ (raw - centre) ** 2)
    # What does not vary but in its last digits gets no say: its standardised value is 0 for everybody.
    spread = np.where(spread > LAST_DIGITS * np.maximum(np.abs(centre), 1.0), spread, 1.0)
    scaled = (raw - centre) / spread
    interaction = float(weight @ (scaled[:, SUPPORT] * scaled[:, GRIEVANCE]))
    return world._replace(
        levels=world.levels._replace(centre=centre, spread=spread, interaction_centre=interaction)
    )


def warm_up(world: World, arm: Arm) -> None:
    """Compile the kernels, or load them from the cache, before workers fork: a few days in which strangers approach nobody.

    Rates that cannot be run are told by the runs themselves, with the figures of the whole history.
    """
    quiet = world.approaches._replace(
        home_rate=0.0,
        online_rate=np.zeros_like(world.approaches.online_rate),
        self_start=np.zeros_like(world.approaches.self_start),
        broadcast_rate=np.zeros_like(world.approaches.broadcast_rate),
    )
    simulate(world._replace(years=0.01, approaches=quiet), arm, 0, 0)
