"""Posterior draws under every programme and under none, on the same lives: what a decision is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from counterflow.analysis.calibration.bank import ONCE, Points, Workshop
from counterflow.experiment.plan import NamedArm
from counterflow.experiment.runs import carried_out
from counterflow.inference.arrays import Floats
from counterflow.scenario import compile_arm

ACCOUNT = "posterior"
COLUMNS = ("departed", "engaged", "stopped", "served", "refused", "seat_years")
"""What is kept of a run, over its history; the last three are sums over the programmes of its arm."""


def paired_outcomes(workshop: Workshop, values: Floats) -> dict[str, np.ndarray[Any, Any]]:
    """Arrays by name: for each arm `paired/ARM` of shape [draws, COLUMNS], not a number where a run failed.

    A programme that is added is an arm more in the same store: the runs of the others are there already.
    """
    setting = workshop.coordinates.setting
    names: Sequence[tuple[str, ...]] = [(), *((one.id,) for one in setting.scenario.programme)]
    arms = tuple(NamedArm(one, compile_arm(setting.scenario, setting.world, one)) for one in names)
    experiment = workshop.experiment([Points(ACCOUNT, values)], arms=arms, often=ONCE)
    means = replace(workshop.means, out=workshop.address)
    found = carried_out(experiment, means, what="draws under every programme")
    sums = [f"list_sum({name})::DOUBLE" if name in COLUMNS[3:] else name for name in COLUMNS]
    rows = found.relation(f"SELECT programmes, draw_number, {', '.join(sums)} FROM runs").fetchall()  # noqa: S608 -- constants
    arrays = {f"paired/{arm.name}": np.full((len(values), len(COLUMNS)), np.nan) for arm in arms}
    for arm, draw, *numbers in rows:
        arrays[f"paired/{arm}"][draw] = [np.nan if one is None else one for one in numbers]
    return dict(arrays)
