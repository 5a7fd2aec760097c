"""Everything that the outcomes of all draws share: the world, its sample, and the same people in edited worlds."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.expected.anchors import Anchor, anchors
from counterflow.analysis.expected.fit import Fit
from counterflow.analysis.expected.rows import LEAST
from counterflow.analysis.expected.shapley import orders
from counterflow.evidence.inputs import SaliencePoint, Target, known_salience, known_targets
from counterflow.evidence.ranges import TENTH
from counterflow.experiment.prepare import standardised
from counterflow.experiment.sample import Sample, again, draw_sample, read_daily, salience_of, salience_years
from counterflow.scenario import Scenario, calendar_of, compile_arm, compile_world
from counterflow.scenario.programmes import Programme
from counterflow.world import EARLY, Floats, Ints, World

MOBILE, IMMOBILE = 350, 220
"""People asked per cohort: with the same people for all draws their luck does not move differences."""
SHAPLEY_ORDERS = 2

_PUBLIC, _AUTHORITIES = 0, 1


class Undefined(LookupError):
    """The scenario, or what is known of it, does not define an outcome."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The same people in a world from which something was taken away."""

    world: World
    sample: Sample


@dataclass(frozen=True, slots=True)
class Served:
    """What a programme would do to those whom it reaches."""

    programme: Programme
    sample: Sample
    places: Ints
    """Places where it works."""
    present: float
    """People there whom it could serve."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is computed once, before any draw."""

    scenario: Scenario
    world: World
    sample: Sample
    fit: Fit
    anchors: tuple[Anchor, ...]
    region: Ints
    """Cohorts from which people go abroad to work; the others are there for comparison."""
    day: float
    """The hearing's date in years from the scenario's start."""
    known: Floats
    """[rows] salience as it was known on that date over salience as it is known now."""
    doubt: float
    """Standard deviation of the log of the coming year's inflow, as it looked on that date."""
    without: Mapping[str, Edited]
    served: tuple[Served, ...]
    orders: Ints

    def cohort(self, name: str) -> int:
        """Number of a cohort; raises Undefined for a scenario that lacks it."""
        names = [cohort.name for cohort in self.scenario.cohort]
        if name not in names:
            raise Undefined(f"the scenario has no cohort {name}")
        return names.index(name)


def setting_of(
    scenario: Scenario,
    targets: Sequence[Target],
    salience: Sequence[SaliencePoint],
    day: dt.date,
    as_of: dt.date | None = None,
) -> Setting:
    """The setting of a hearing held on `day`; `as_of` leaves out targets and salience points that became known later."""
    compiled = compile_world(scenario, known_salience(tuple(salience), as_of))
    sample = draw_sample(compiled, mobile=MOBILE, immobile=IMMOBILE)
    world = standardised(compiled, sample)
    then = compile_world(scenario, known_salience(tuple(salience), day)).approaches.salience
    found = anchors(scenario, known_targets(tuple(targets), as_of))
    moving = np.unique(sample.cohort[sample.survey.mobile == 1])
    return Setting(
        scenario=scenario,
        world=world,
        sample=sample,
        fit=Fit(
            world,
            sample,
            found,
            _mean_salience(world),
        ),
        anchors=found,
        region=moving if moving.size else np.arange(world.homes.country.size),
        day=calendar_of(scenario).when(day),
        known=_ratio(world, then, sample),
        doubt=_doubt(salience, day),
        without={name: Edited(edited, again(edited, sample)) for name, edited in _edits(world).items()},
        served=tuple(served_by(scenario, world, sample, one) for one in scenario.programme if one.asked_for),
        orders=orders(SHAPLEY_ORDERS, seed=8),
    )


def _edits(world: World) -> dict[str, World]:
    """The world without each thing that is said to aggravate recruitment."""
    places, journeys = world.places, world.journeys
    quiet = {}
    for name, sources in (("public", [_PUBLIC]), ("authorities", [_AUTHORITIES]), ("hardship", [0, 1, 2])):
        hardship = places.hardship.copy()
        hardship[sources] = 0.0
        quiet[name] = world._replace(places=places._replace(hardship=hardship))
    quiet["hardship"] = quiet["hardship"]._replace(
        hardship=world.hardship._replace(size=np.where(np.arange(4) == 3, 0.0, world.hardship.size))
    )
    regular = journeys._replace(legal=np.ones_like(journeys.legal), ban=np.zeros_like(journeys.ban))
    return {
        "ghettoisation": world._replace(places=places._replace(ghetto=np.zeros_like(places.ghetto))),
        "harassment by the public": quiet["public"],
        "harassment by the authorities": quiet["authorities"],
        "disenfranchisement": world._replace(journeys=regular),
        "hardship": quiet["hardship"],
    }


def served_by(scenario: Scenario, world: World, sample: Sample, programme: Programme) -> Served:
    """What a programme of the scenario would do to those whom it reaches."""
    arm = compile_arm(scenario, world, [programme.id])
    everybody = arm._replace(
        cover=np.where(arm.cover > 0.0, 1.0, 0.0),
        start=np.full(1, -EARLY),
        ramp=np.zeros(1),
        end=np.full(1, np.inf),
    )
    places = np.flatnonzero(arm.cover[0] > 0.0)
    here = np.isin(sample.survey.place, places)
    present = float(sample.weight[here].sum()) / salience_years(world)
    return Served(programme, again(world, sample, everybody), places, present)


def _ratio(world: World, then: Floats, sample: Sample) -> Floats:
    now = read_daily(world.approaches.salience, sample.survey.time)
    return read_daily(then, sample.survey.time) / np.maximum(now, LEAST)


def _mean_salience(world: World) -> float:
    """Salience weighted with itself."""
    daily = salience_of(world)
    return float((daily**2).sum() / max(daily.sum(), LEAST))


def _doubt(salience: Sequence[SaliencePoint], day: dt.date) -> float:
    """Twice the spread of the last point known: the curve is carried on level with a widening interval (assumed)."""
    known = known_salience(tuple(salience), day)
    if not known or known[-1].low <= 0.0:
        return 1.0
    return float(2.0 * np.log(known[-1].high / known[-1].low) / (2.0 * TENTH))


def luck_of(seed: int, draw: int, name: str) -> float:
    """A uniform in (0, 1) behind what a draw assumes beside the contested parameters, the same in every account and variant."""
    digest = hashlib.blake2b(f"{seed}/{draw}/{name}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "little") >> 12) / 2.0**52 + 2.0**-53
