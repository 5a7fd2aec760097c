"""Outcomes of many draws of every account, and of the prior's variants: what verdicts on the model are judged by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import compute
from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.fair import frequencies, main_drivers, weights
from counterflow.analysis.finished import Finished
from counterflow.analysis.model import WIDE
from counterflow.experiment.pool import Progress, run_all, shared
from counterflow.hearing import VARIANTS, Draws, Hearing, Variant
from counterflow.world import Floats

_DETECTION = {"detection low": 0.1, "detection high": 0.9}
"""Quantile of its range at which detection stands in these variants, for every cohort."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is computed: fewer draws and runs are quicker and rougher."""

    draws: int = 240
    """Draws of the account under which probabilities are computed: a standard error of at most 0.033."""
    variant_draws: int = 80
    """Draws of the same account under each variant of its prior."""
    account_draws: int = 40
    """Draws of each other account."""
    runs: int = 2
    """Histories for each account and arm."""
    batch: int = 8
    """Draws that a worker takes at a time."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; ask for 1 or more")

    def with_draws(self, draws: int) -> Effort:
        """The same for another number of draws, those of variants and other accounts in proportion."""
        share = draws / self.draws
        return replace(
            self,
            draws=draws,
            variant_draws=math.ceil(share * self.variant_draws),
            account_draws=math.ceil(share * self.account_draws),
        )


FULL = Effort()


@dataclass(frozen=True, slots=True)
class _Batch:
    account: str
    variant: Variant
    first: int
    draws: Draws
    seed: int

    @property
    def name(self) -> str:
        """Of its file, where it is kept."""
        return f"{self.account}-{self.variant}-{self.first}".replace(" ", "_")


@dataclass(frozen=True)
class Ensemble:
    """Outcomes by account and variant, one value per draw."""

    outcomes: dict[tuple[str, str], dict[str, Floats]]
    draws: Draws
    """Parameters behind the draws of account `all`."""

    def values(self, outcome: str, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`."""
        return self.outcomes[account, variant][outcome]

    def weights(self, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`."""
        number = len(next(iter(self.outcomes[account, variant].values())))
        if account != WIDE:
            return np.ones(number)
        # Detection moves counts and no parameters: its variants begin with the same draws as the prior.
        base = "prior" if variant in _DETECTION else variant
        main = main_drivers(lambda name: self.values(name, WIDE, base))
        return weights(main[:number], frequencies(main))


def ensemble(  # noqa: PLR0913 -- what is computed, and with what
    setting: Setting,
    hearing: Hearing,
    *,
    seed: int,
    effort: Effort = FULL,
    workers: int | None = None,
    progress: Progress | None = None,
    done: Finished | None = None,
) -> Ensemble:
    """Outcomes of all accounts; the same for any size of batch and number of workers. What is `done` is not done again."""
    plan = _plan(hearing, effort)
    batches = [
        _Batch(account, variant, first, Draws(draws.names, draws.values[first : first + effort.batch]), seed)
        for account, variant, n in plan
        for draws in (hearing.sample(account, n, seed, variant),)
        for first in range(0, n, effort.batch)
    ]
    compute_batch = _compute if done is None else partial(_compute_once, done)
    found = run_all(
        compute_batch,
        batches,
        share=setting,
        workers=workers,
        what="draws of the accounts",
        progress=progress,
    )
    outcomes: dict[tuple[str, str], dict[str, Floats]] = {}
    for account, variant, _ in plan:
        own = [
            part
            for batch, part in zip(batches, found, strict=True)
            if (batch.account, batch.variant) == (account, variant)
        ]
        outcomes[account, variant] = {name: np.concatenate([part[name] for part in own]) for name in own[0]}
    return Ensemble(outcomes, hearing.sample(WIDE, effort.draws, seed))


def _plan(hearing: Hearing, effort: Effort) -> list[tuple[str, Variant, int]]:
    """How many draws of which account under which variant."""
    wide: list[tuple[str, Variant, int]] = [
        (WIDE, variant, effort.draws if variant == "prior" else effort.variant_draws) for variant in VARIANTS
    ]
    others = [account.id for account in hearing.account if account.id != WIDE]
    return wide + [(account, "prior", effort.account_draws) for account in others]


def _compute_once(done: Finished, batch: _Batch) -> dict[str, Floats]:
    found = done.batch(batch.name)
    if found is None:
        found = _compute(batch)
        done.keep(batch.name, found)
    return found


def _compute(batch: _Batch) -> dict[str, Floats]:
    setting: Setting = shared()
    found = [
        compute(_draw(setting, batch, number, row))
        for number, row in enumerate(batch.draws.values, batch.first)
    ]
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def _draw(setting: Setting, batch: _Batch, number: int, row: Sequence[float] | Floats) -> Draw:
    values = {name: float(value) for name, value in zip(batch.draws.names, row, strict=True)}
    # Detection moves counts, not who is recruited: Shapley shares would be those of the prior within a few hundredths.
    return Draw(
        setting,
        values,
        number,
        batch.seed,
        detection=_DETECTION.get(batch.variant),
        shapley=batch.variant not in _DETECTION,
    )
