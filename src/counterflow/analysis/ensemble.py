"""Outcomes of many draws of every account, and of the prior's variants: what verdicts on the model are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import compute
from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.model import WIDE
from counterflow.experiment.pool import Progress, run_all, shared
from counterflow.hearing import VARIANTS, Draws, Hearing, Variant
from counterflow.world import Floats

DRAWS_WIDE = 320
"""Draws of the account under which probabilities are computed: a standard error of at most 0.028."""
DRAWS_VARIANT = 120
DRAWS_ACCOUNT = 64
BATCH = 8
_DETECTION = {"detection low": 0.1, "detection high": 0.9}
"""Quantile of its range at which detection stands in these variants, for every cohort."""


@dataclass(frozen=True, slots=True)
class _Batch:
    account: str
    variant: Variant
    first: int
    draws: Draws
    seed: int


@dataclass(frozen=True)
class Ensemble:
    """Outcomes by account and variant, one value per draw."""

    outcomes: dict[tuple[str, str], dict[str, Floats]]
    draws: Draws
    """Parameters behind the draws of account `all`."""

    def values(self, outcome: str, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`."""
        return self.outcomes[account, variant][outcome]


def ensemble(
    setting: Setting,
    hearing: Hearing,
    *,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Outcomes of all accounts; the same for any number of workers."""
    plan: list[tuple[str, Variant, int]] = [(WIDE, variant, DRAWS_VARIANT) for variant in VARIANTS]
    plan[0] = (WIDE, "prior", DRAWS_WIDE)
    plan += [(account.id, "prior", DRAWS_ACCOUNT) for account in hearing.account if account.id != WIDE]
    batches = [
        batch for account, variant, n in plan for batch in _batches(hearing, account, variant, n, seed)
    ]
    found = run_all(
        _compute, batches, share=setting, workers=workers, what="draws of the accounts", progress=progress
    )
    outcomes: dict[tuple[str, str], dict[str, Floats]] = {}
    for account, variant, _ in plan:
        own = [
            part
            for batch, part in zip(batches, found, strict=True)
            if (batch.account, batch.variant) == (account, variant)
        ]
        outcomes[account, variant] = {name: np.concatenate([part[name] for part in own]) for name in own[0]}
    return Ensemble(outcomes, hearing.sample(WIDE, DRAWS_WIDE, seed))


def _batches(hearing: Hearing, account: str, variant: Variant, n: int, seed: int) -> list[_Batch]:
    draws = hearing.sample(account, n, seed, variant)
    return [
        _Batch(account, variant, first, Draws(draws.names, draws.values[first : first + BATCH]), seed)
        for first in range(0, n, BATCH)
    ]


def _compute(batch: _Batch) -> dict[str, Floats]:
    setting: Setting = shared()
    found = [
        compute(_draw(setting, batch, number, row))
        for number, row in enumerate(batch.draws.values, batch.first)
    ]
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def _draw(setting: Setting, batch: _Batch, number: int, row: Sequence[float] | Floats) -> Draw:
    values = {name: float(value) for name, value in zip(batch.draws.names, row, strict=True)}
    # Detection moves counts, not who is recruited: Shapley shares are those of the prior.
    return Draw(
        setting,
        values,
        number,
        batch.seed,
        detection=_DETECTION.get(batch.variant),
        shapley=batch.variant not in _DETECTION,
    )
