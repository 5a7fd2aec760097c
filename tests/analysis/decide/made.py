"""Stored outcomes whose truth is known: programmes that avert a stated share, with the luck of runs put on."""

from collections.abc import Mapping

import numpy as np

from counterflow.analysis.calibration.paired import KINDS, SEATS, Paired
from counterflow.analysis.calibration.told import Told

COHORTS = 2
NAMES = ("peer_reproduction", "exposure_ratio", "self_start_share")
ACCOUNTS = ("all", "support")


def stored(
    shares: Mapping[str, tuple[float, float]],
    *,
    draws: int = 60,
    luck: float = 0.0,
    seed: int = 1,
    formula: float = 1.0,
) -> tuple[Paired, Told, dict[str, np.ndarray]]:
    """By programme mean and spread of the share that it averts; what formulas say is `formula` times the truth."""
    rng = np.random.default_rng(seed)
    values = {name: np.exp(rng.normal(size=(draws, len(NAMES)))) for name in ACCOUNTS}
    truth = {
        name: np.column_stack([m + s * rng.normal(size=draws) for m, s in shares.values()])
        for name in ACCOUNTS
    }
    gone = np.full(draws, 1000.0)
    told = Told(
        tuple(shares),
        dict.fromkeys(ACCOUNTS, gone),
        {
            name: np.stack(
                [
                    formula * truth[name] * gone[:, None],
                    np.full_like(truth[name], 500.0),
                    np.full_like(truth[name], 100.0),
                ],
                axis=2,
            )
            for name in ACCOUNTS
        },
    )
    base = np.zeros((2 * draws, COHORTS, len(KINDS)))
    base[..., 0] = 500.0
    people = {"none": base}
    for i, name in enumerate(shares):
        averted = np.concatenate([truth[one][:, i] for one in ACCOUNTS]) * 1000.0
        noise = luck * rng.normal(size=2 * draws) if averted.any() else 0.0
        under = base.copy()
        under[..., 0] -= ((averted + noise) / COHORTS)[:, None]
        people[name] = under
    paired = Paired(
        account=tuple(name for name in ACCOUNTS for _ in range(draws)),
        number=np.tile(np.arange(draws), 2),
        values=np.concatenate(list(values.values())),
        candidates=(1, 3),
        seed=1,
        people=people,
        seats={name: np.zeros((2 * draws, len(SEATS))) for name in people},
        other={name: one[:20] for name, one in people.items()},
        hashes={},
    )
    return paired, told, values
