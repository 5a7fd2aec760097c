"""The variants that are compared, each set so that as many people leave: then only their spread over districts differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.evidence.inputs import Target, load_inputs, load_targets
from counterflow.hearing import load_hearing
from counterflow.library import hearing_folder
from counterflow.scenario import load_scenario, scaled
from counterflow.world import DRIVERS, STAGES, World

HEARING = "central_asia_2015"
COHORT = "Kyrgyzstan"
PUBLISHED = "kg-largest-district"
SEED = 38
NULL = {
    "self_start_share": 0.15,
    "kin_recruit_share": 0.1,
    "country_sd": 0.75,
}
"""The centre of the account `exposure`: no driver has a weight, so that districts differ in nothing but what is varied."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Places that differ, people who call those they know, a defector's broadcast: each may be absent."""

    name: str
    place_sd: float
    """Log-normal spread of recruiting intensity between places."""
    peers: float
    """People engaged by one engaged person at the peak."""
    bridge: float
    """Departures that the broadcast adds in its first year, as a share."""
    exposure: float = 3.0
    """Street approaches per person-year, host places over home districts."""


def variants(place_sd: float, peers: float, bridge: float) -> tuple[Variant, ...]:
    """Neither, places, peers and bridge figures, both."""
    return (
        Variant("neither", 0.0, 0.0, 0.0),
        Variant("differing places", place_sd, 0.0, 0.0),
        Variant("peers and bridge figures", 0.0, peers, bridge),
        Variant("both", place_sd, peers, bridge),
    )


CENTRE = variants(0.8, 0.3, 0.05)
"""The medians of the hearing's prior."""
UPPER = tuple(replace(one, name=f"{one.name}, upper end") for one in variants(1.6, 0.94, 0.75)[1:])
"""The upper ends of the widest priors: places' under all accounts, peers' and the broadcast's under the account `network`."""
FAR = (
    Variant("recruiters at home, places of sd 1.6", 1.6, 0.0, 0.0, exposure=0.7),
    Variant("places of sd 2.4", 2.4, 0.0, 0.0),
    Variant("recruiters at home, places of sd 2.4", 2.4, 0.0, 0.0, exposure=0.7),
)
"""What it would take: recruiters no denser abroad than at home (the low end of their prior), places that differ as only the last
2 percent of theirs has it."""
VARIANTS = (*CENTRE, *UPPER, *FAR)


def published() -> Target:
    """The largest district's share, as the evidence has it."""
    (found,) = [
        target for target in load_targets(hearing_folder(HEARING) / "targets.toml") if target.id == PUBLISHED
    ]
    return found


@dataclass(frozen=True)
class Stage:
    """The library's hearing, made ready for draws."""

    setting: Setting
    cohort: int


def stage(share: float = 1.0) -> Stage:
    """The hearing with this share of its people, and of its counts."""
    folder = hearing_folder(HEARING)
    scenario = load_scenario(folder / "scenario.toml")
    scenario = scaled(scenario, share) if share < 1.0 else scenario
    targets = [_smaller(target, share) for target in load_targets(folder / "targets.toml")]
    day = load_hearing(folder / "hearing.toml").hearing.date
    setting = setting_of(scenario, targets, load_inputs(folder / "inputs.toml"), day)
    return Stage(setting, setting.cohort(COHORT))


def _smaller(target: Target, share: float) -> Target:
    if target.scale != "log":
        return target
    counts = {name: getattr(target, name) * share for name in ("centre", "low", "high")}
    return target.model_copy(update=counts)


def world_of(stage: Stage, variant: Variant, scale: float = 1.0) -> World:
    """The world of a variant in which recruiters, the net and the broadcast reach this cohort alone.

    Other cohorts' departures are not asked about; somebody whom one of the cohort calls may still be of another.
    """
    world = Draw(stage.setting, _values(variant), 0, SEED, central=True).fitted.world
    intensity = np.zeros_like(world.parameters.cohort_intensity)
    intensity[stage.cohort] = scale * world.parameters.cohort_intensity[stage.cohort]
    return world._replace(parameters=world.parameters._replace(cohort_intensity=intensity))


def _values(variant: Variant) -> Mapping[str, float]:
    weights = {f"weights.{one}.{driver}": 0.0 for one in STAGES for driver in DRIVERS}
    others = {"interaction": 0.0, "selection_precarity": 0.0, "selection_belonging": 0.0}
    varied = {
        "place_sd": variant.place_sd,
        "peer_reproduction": variant.peers,
        "bridge_jump": variant.bridge,
        "exposure_ratio": variant.exposure,
    }
    return weights | others | NULL | varied
