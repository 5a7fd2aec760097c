"""What runs are made of, kept beside them: worlds and arms to the last bit, scenarios as they were resolved, what was asked for."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from counterflow.engine import ENGINE_VERSION
from counterflow.experiment.arrays import to_bytes
from counterflow.experiment.design import Experiment
from counterflow.experiment.manifest import WorldShown
from counterflow.experiment.store import INPUTS
from counterflow.experiment.writer import Writer
from counterflow.world import THEATRES


def kept_inputs(experiment: Experiment, writer: Writer) -> dict[str, Any]:
    """Put what the runs are made of into the store, and what the manifest says of it."""
    hashed, folder = experiment.world_hash, writer.folder
    scenario = experiment.scenario
    if hashed not in writer.manifest.worlds:
        document = {
            "scenario": scenario.model_dump(mode="json"),
            "salience": [point.model_dump(mode="json") for point in experiment.salience],
        }
        folder.write(f"{INPUTS}/world-{hashed}.json", json.dumps(document, sort_keys=True).encode())
        folder.write(f"{INPUTS}/world-{hashed}.npz", to_bytes(experiment.world))
    known = {arm["hash"] for one in writer.manifest.asked for arm in one["arms"]}
    for name, one in zip(experiment.arm_hashes, experiment.arms, strict=True):
        if name not in known:
            folder.write(f"{INPUTS}/arm-{name}.npz", to_bytes(one.arm))
    shown = WorldShown(
        scenario.id, scenario.start.isoformat(), tuple(one.name for one in scenario.cohort), THEATRES
    )
    asked = asked_of(experiment)
    before = tuple(one for one in writer.manifest.asked if one != asked)
    return {"worlds": writer.manifest.worlds | {hashed: shown}, "asked": (*before, asked)}


def asked_of(experiment: Experiment) -> dict[str, Any]:
    """An experiment in words and numbers, as the manifest lists it."""
    draws = Counter(draw.account for draw in experiment.draws)
    return {
        "scenario": experiment.scenario.id,
        "world": experiment.world_hash,
        "arms": [
            {"programmes": arm.name, "hash": hashed}
            for arm, hashed in zip(experiment.arms, experiment.arm_hashes, strict=True)
        ],
        "draws": dict(sorted(draws.items())),
        "seeds": list(experiment.seeds),
        "runs": len(experiment),
        "engine": ENGINE_VERSION,
    }
