"""Programmes against none under each account: every account has its own pairs, and all together are their union."""

from functools import cache

import numpy as np
import pytest

from counterflow.analysis.compared import AccountsCompared, compare_accounts
from counterflow.experiment.runs import Means
from counterflow.faults import Faults
from tests.analysis.expected.small import case


@cache
def found() -> AccountsCompared:
    return compare_accounts(case(), runs=2, seed=3, programmes=("exit-checks",), means=Means(1))


def test_each_account_has_as_many_pairs_and_all_are_their_union() -> None:
    sizes = {name: one.effect("exit-checks").departures.size for name, one in found().by_account.items()}
    assert sizes == {"all": 2, "exposure": 2, "support": 2}
    each = [one.averted("exit-checks").of("departures") for one in found().by_account.values()]
    together = found().overall.averted("exit-checks").of("departures")
    assert sorted(together) == sorted(np.concatenate(each))


def test_the_table_has_a_row_for_each_account_and_one_over_all() -> None:
    table = found().summary()
    assert table["account"].tolist() == ["over all accounts", *found().accounts]
    assert len(found().accounts) == 3
    assert set(found().document()["accounts"]) == {"all", "exposure", "support"}


def test_a_programme_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(Faults, match="no such programme"):
        compare_accounts(case(), runs=1, seed=1, programmes=("exit-cheks",), means=Means(1))
