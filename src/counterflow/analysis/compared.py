"""Programmes against none under each account's prior, and under all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from counterflow.analysis.calibration.fresh import Files
from counterflow.analysis.expected.setting import setting_of
from counterflow.analysis.trials import trial_of
from counterflow.experiment.arms import Comparison, every_programme
from counterflow.experiment.asking import Results
from counterflow.experiment.runs import Means, carried_out
from counterflow.scenario import compile_arm

ALL = "over all accounts"


@dataclass(frozen=True)
class AccountsCompared:
    """The same comparison for each account, and for all runs together: each account has as many."""

    overall: Comparison
    accounts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The programmes, by id."""
        return self.overall.names

    @property
    def results(self) -> Results:
        """Where all runs are kept."""
        return self.overall.results

    @property
    def failed(self) -> tuple[str, ...]:
        """Why runs failed."""
        return self.overall.failed

    @cached_property
    def by_account(self) -> dict[str, Comparison]:
        """Each account's own pairs."""
        return {
            name: replace(self.overall, results=self.overall.results.only(account=name))
            for name in self.accounts
        }

    def summary(self) -> pd.DataFrame:
        """All in words, one row per programme and account."""
        each = {ALL: self.overall, **self.by_account}
        frames = [one.summary().assign(account=name) for name, one in each.items()]
        found = pd.concat(frames, ignore_index=True)
        first = ["programme", "account"]
        return found[[*first, *(name for name in found.columns if name not in first)]].sort_values(
            "programme", kind="stable", ignore_index=True
        )

    def document(self) -> dict[str, Any]:
        """For machines."""
        return {
            **self.overall.document(),
            "accounts": {name: one.document() for name, one in self.by_account.items()},
        }


def compare_accounts(
    case: Files, *, runs: int, seed: int, programmes: tuple[str, ...] = (), means: Means
) -> AccountsCompared:
    """Each programme against none, in `runs` draws of each account's prior. Raises Faults for unknown programmes."""
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date)
    names = programmes or every_programme(case.scenario)
    compile_arm(case.scenario, setting.world, list(names))
    whole = trial_of(setting, case.hearing, seed=seed, runs=runs)
    wanted = replace(
        whole, arms=tuple(arm for arm in whole.arms if arm.programmes in {(), *((n,) for n in names)})
    )
    found = carried_out(wanted, means)
    overall = Comparison(case.scenario, seed, names, found)
    return AccountsCompared(overall, tuple(one.id for one in case.hearing.account))
