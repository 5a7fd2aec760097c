"""Tables keep ranges, mark what is assumed and link to the web alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterflow.analysis.records import Assumption
from counterflow.views.tables import (
    account_rows,
    assumption_groups,
    departure_rows,
    evidence_rows,
    figure_value,
    is_interested,
    programme_rows,
    web_address,
)
from tests.views.example import verdicts
from tests.views.test_forest import MINISTRY, SCHOLAR

VERDICTS = verdicts()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None


def test_evidence_rows_say_who_has_a_stake_and_what_is_assumed() -> None:
    ministry, scholar = evidence_rows([MINISTRY, SCHOLAR])
    assert (ministry.interested, ministry.assumed_range) == (True, True)
    assert (scholar.interested, scholar.assumed_range) == (False, False)
    assert ministry.what == "Tajikistan: fighters there at the time, nationals"


def test_a_share_is_printed_as_percent_and_a_gap_as_a_gap() -> None:
    share = replace(SCHOLAR, kind="share", unit="percent", low=50, value=80, high=92)
    assert figure_value(share) == "80% (50% to 92%)"
    assert figure_value(replace(SCHOLAR, low=None, value=None, high=None)) == "no number"


def test_governments_with_a_stake() -> None:
    assert is_interested("tj-mvd")
    assert not is_interested("icsr")


def test_account_rows_have_every_account() -> None:
    part = VERDICTS.claims[0].parts[0]
    rows = account_rows(part.tests[0], VERDICTS.accounts, part.kind)
    assert [row.account for row in rows] == [
        "all",
        "exposure",
        "support",
        "ideology",
        "repression",
        "network",
    ]


def test_programme_rows_carry_the_restricted() -> None:
    stopping = next(one for one in VERDICTS.programmes if one.coercive)
    support = next(one for one in VERDICTS.programmes if not one.coercive)
    assert all(row.restricted != "nobody" for row in programme_rows(stopping, VERDICTS.accounts))
    assert {row.restricted for row in programme_rows(support, VERDICTS.accounts)} == {"nobody"}


def test_departure_rows_set_the_last_count_beside() -> None:
    rows = {row.cohort: row for row in departure_rows(VERDICTS.departures, VERDICTS.accounts)}
    assert rows["Tajikistan"].published == "900 (540 to 1,620), 2015-12-31"
    assert rows["Turkmenistan"].published == "no count"


def test_assumptions_are_grouped_and_keep_their_ranges() -> None:
    (a, cohort) = assumption_groups(
        [
            Assumption(path="a.b", title="t", unit="ratio", value=3, low=0.7, high=13, source="assumed"),
            Assumption(path="a.c", title="t", unit="ratio", value=0, low=-1, high=1, source="MIG-038"),
            Assumption(path="cohort.X.d", title="t", unit="persons", value=5, source="assumed"),
        ]
    )
    assert [row.range for row in a.rows] == ["0.7\N{EN DASH}13", "\N{MINUS SIGN}1 to 1"]
    assert [row.range for row in cohort.rows] == ["none given"]
    assert (a.name, a.assumed, cohort.name, cohort.assumed) == ("a", 1, "cohort, X", 1)
